#pragma once

#include <span>
#include <string>

#include "server/api/route.h"

namespace chuan::server::api {

/// What anybody may ask without an account: the page under a code, the start page, and the same as JSON.
std::span<const Route> public_routes();

/// For who is turned away at the door before the address is known: the register was not asked.
std::string busy_page(Moment now);

}  // namespace chuan::server::api
