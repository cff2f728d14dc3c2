#include "server/auth/origin.h"

#include <algorithm>

#include "base/error.h"

namespace chuan::server::auth {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

// "lab.example.vn:443" -> itself; without a port, the scheme's. An address in brackets keeps its colons.
std::string with_port(std::string_view authority, std::string_view default_port) {
    const auto bracket = authority.rfind(']');
    const auto colon = authority.rfind(':');
    const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    return has_port ? lower(authority) : lower(authority) + ":" + std::string(default_port);
}

bool is_our_origin(std::string_view origin, std::string_view host, bool secure) {
    const auto end = origin.find("://");
    if (end == std::string_view::npos || host.empty()) return false;
    const std::string scheme = lower(origin.substr(0, end));
    const std::string_view authority = origin.substr(end + 3);
    if (authority.empty() || authority.find_first_of("/@?# ") != std::string_view::npos) return false;
    if (scheme != "https" && (scheme != "http" || secure)) return false;
    const std::string_view port = scheme == "https" ? "443" : "80";
    return with_port(authority, port) == with_port(host, port);
}

}  // namespace

bool is_safe_method(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

void require_same_origin(const RequestOrigin& request) {
    if (is_safe_method(request.method)) return;
    const bool origin_good = !request.origin || is_our_origin(*request.origin, request.host, request.secure);
    const bool fetch_good = !request.sec_fetch_site || *request.sec_fetch_site == "same-origin";
    if ((request.origin || request.sec_fetch_site) && origin_good && fetch_good) return;
    throw Error(ErrorKind::forbidden, "origin.refused",
                "this request was not made by a page of this server; open the server's own address and try again, or "
                "use a token");
}

}  // namespace chuan::server::auth
