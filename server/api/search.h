#pragma once

#include <span>

#include "server/api/route.h"

namespace chuan::server::api {

std::span<const Route> search_routes();

}  // namespace chuan::server::api
