#pragma once

#include <span>

#include "server/api/route.h"

namespace chuan::server::api {

/// The index of the interface: every row of every area.
std::span<const Route> all_routes();

}  // namespace chuan::server::api
