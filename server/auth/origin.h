#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chuan::server::auth {

/// What a browser says about where a request comes from. Absent headers are absent, not empty.
struct RequestOrigin {
    std::string method;
    std::string host;                           // Host header
    std::optional<std::string> origin;          // Origin header
    std::optional<std::string> sec_fetch_site;  // Sec-Fetch-Site header
    bool secure = false;                        // the service is reached by https, itself or through its proxy
};

/// GET, HEAD and OPTIONS change nothing.
bool is_safe_method(std::string_view method);

/// For requests authenticated by cookie: throws Error(forbidden, "origin.refused") if an unsafe one was not made by a
/// page of this very host: an Origin that differs from Host (or is http where the service is https), a Sec-Fetch-Site
/// other than same-origin, or neither header.
void require_same_origin(const RequestOrigin&);

}  // namespace chuan::server::auth
