#include "server/http/assets.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/sha256.h"

namespace chuan::server::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
    {".woff2", "font/woff2"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".ico", "image/x-icon"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".map", "application/json"},
    {".pdf", "application/pdf"},
}};

/// Paths that belong to programs: a wrong one is 404 for them, not a page.
constexpr std::array<std::string_view, 5> kNoPages = {"/api", "/.well-known", "/healthz", "/readyz", "/metrics"};

std::string type_of(const std::string& address) {
    for (const auto& [extension, type] : kTypes)
        if (address.ends_with(extension)) return std::string(type);
    return "application/octet-stream";
}

std::string file_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad() || !file.is_open())
        throw Error(ErrorKind::unavailable, "assets.unreadable",
                    "cannot read " + path.string() + " of the web interface");
    return bytes;
}

std::string_view trimmed_blanks(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_item(std::string_view& list) {
    const auto comma = list.find(',');
    const std::string_view item = trimmed_blanks(list.substr(0, comma));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    return item;
}

bool matches_etag(std::string_view list, std::string_view etag) {
    while (!list.empty()) {
        std::string_view item = take_item(list);
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == "*" || item == etag) return true;
    }
    return false;
}

bool is_page_of_application(std::string_view path) {
    for (const std::string_view prefix : kNoPages)
        if (path == prefix || (path.starts_with(prefix) && path[prefix.size()] == '/')) return false;
    return path.substr(path.rfind('/')).find('.') == std::string_view::npos && !path.starts_with("/assets/");
}

/// "/v/CODE/" -> "/v/CODE", the public answer for a printed code; empty for every other path.
std::string page_of_code(std::string_view path) {
    constexpr std::string_view kBefore = "/v/";
    if (!path.starts_with(kBefore) || !path.ends_with('/') || path.size() < kBefore.size() + 2) return {};
    path.remove_suffix(1);
    const std::string_view code = path.substr(kBefore.size());
    const auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    return std::all_of(code.begin(), code.end(), plain) ? std::string(path) : std::string();
}

[[noreturn]] void nothing_here() {
    throw Error(ErrorKind::not_found, "path.unknown", "there is nothing at this address");
}

}  // namespace

bool accepts_encoding(std::string_view list, std::string_view coding) {
    bool any = false;
    while (!list.empty()) {
        const std::string_view item = take_item(list);
        const auto semicolon = item.find(';');
        const std::string_view name = trimmed_blanks(item.substr(0, semicolon));
        std::string_view weight = semicolon == std::string_view::npos ? std::string_view() : item.substr(semicolon + 1);
        weight = trimmed_blanks(weight);
        const bool taken = !(weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string_view::npos);
        if (equal_ignoring_case(name, coding)) return taken;
        if (name == "*") any = taken;
    }
    return any;
}

Assets::Assets(const fs::path& folder, std::string page_without_interface)
    : page_without_interface_(std::move(page_without_interface)) {
    if (!fs::is_directory(folder)) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string address = "/" + entry.path().lexically_relative(folder).generic_string();
        if (!entry.is_regular_file() || entry.is_symlink() || address.find("/.") != std::string::npos) continue;
        if (address.ends_with(".br") || address.ends_with(".gz")) continue;
        read(entry.path(), address);
    }
}

void Assets::read(const fs::path& path, const std::string& address) {
    File file{.type = type_of(address),
              .cache = address.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
              .forms = {}};
    std::string plain = file_bytes(path);
    const std::string mark = sha256_hex(plain).substr(0, 24);
    for (const auto& [extension, encoding] : {std::pair(".br", "br"), std::pair(".gz", "gzip")}) {
        const fs::path compressed = path.string() + extension;
        if (fs::is_regular_file(compressed))
            file.forms.push_back({encoding, "\"" + mark + "-" + encoding + "\"",
                                  std::make_shared<const std::string>(file_bytes(compressed))});
    }
    file.forms.push_back({"", "\"" + mark + "\"", std::make_shared<const std::string>(std::move(plain))});
    files_.emplace(address, std::move(file));
}

Response Assets::respond(const File& file, const Request& request) {
    const std::string_view accepted = request.header("Accept-Encoding").value_or("");
    const auto form = std::find_if(file.forms.begin(), file.forms.end(), [&](const Encoded& f) {
        return f.encoding.empty() || accepts_encoding(accepted, f.encoding);
    });
    Response response;
    response.with("ETag", form->etag).with("Cache-Control", file.cache).with("Vary", "Accept-Encoding");
    if (matches_etag(request.header("If-None-Match").value_or(""), form->etag)) {
        response.status = 304;
        return response;
    }
    response.with("Content-Type", file.type);
    if (!form->encoding.empty()) response.with("Content-Encoding", form->encoding);
    response.shared_body = form->bytes;
    return response;
}

Response Assets::page(const std::string& address, const Request& request) const {
    const auto file = files_.find(address);
    if (file == files_.end() && installed()) nothing_here();
    if (file == files_.end()) return Response::html(page_without_interface_).with("Cache-Control", "no-cache");
    return respond(file->second, request);
}

std::vector<Route> Assets::routes() const {
    // The code stands in the address: whatever the page links to must not learn it.
    const Handler verify = [this](const Request& request) {
        return page("/verify.html", request).with("Referrer-Policy", "no-referrer");
    };
    std::vector<Route> routes;
    for (const std::string_view pattern : {"/s/{code}", "/verify"})
        routes.push_back({"GET", pattern, "public", verify, Room::open});
    return routes;
}

Response Assets::answer(const Request& request) const {
    if (const auto file = files_.find(request.path); file != files_.end()) return respond(file->second, request);
    if (const std::string page = page_of_code(request.path); !page.empty())
        return Response::text("", 308).with("Location", page).with("Referrer-Policy", "no-referrer");
    if (!is_page_of_application(request.path)) nothing_here();
    return page("/index.html", request);
}

}  // namespace chuan::server::http
