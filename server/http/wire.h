#pragma once

#include <string>

#include "server/http/response.h"

namespace chuan::server::http {

/// What the head of an answer depends on besides the answer.
struct WireFacts {
    bool keep_alive = true;
    bool tls = false;
};

/// Status line, headers and the empty line. Every answer carries the security headers; a handler may replace the
/// content policy, referrer policy and cache rule (default no-store) with its own.
std::string render_head(const Response&, const WireFacts&);

}  // namespace chuan::server::http
