#pragma once

#include <span>

#include "server/api/route.h"

namespace chuan::server::api {

/// What anybody may ask without an account: the page under a code, the start page, and the same as JSON.
std::span<const Route> public_routes();

}  // namespace chuan::server::api
