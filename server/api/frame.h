#pragma once

// What is the same for every request: who asks, may it be asked, one transaction, the kept answer.

#include <span>
#include <vector>

#include "server/api/route.h"
#include "server/http/router.h"

namespace chuan::server::api {

/// The rows as the router takes them. Throws std::logic_error for a row without a handler. House and tables outlive it.
std::vector<http::Route> framed(std::span<const Route> routes, House& house);

/// Before a body is read: 401 for who is not signed in, 403 for a right that is missing, and the log's actor.
http::Router::Guard guard(House& house);

}  // namespace chuan::server::api
