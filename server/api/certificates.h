#pragma once

#include <span>

#include "server/api/route.h"

namespace chuan::server::api {

/// The register, the documents as issued, and what may still happen to them.
std::span<const Route> certificates_routes();
/// Issuing, and the numbers it gave out.
std::span<const Route> issuing_routes();

}  // namespace chuan::server::api
