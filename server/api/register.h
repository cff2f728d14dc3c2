#pragma once

#include <span>

#include "server/api/route.h"

namespace chuan::server::api {

/// The register: whom the laboratory deals with, devices, standards and reference materials, procedures, documents,
/// what comes over the counter, registers brought in, and the tasks that take long.
std::span<const Route> organisations_routes();
std::span<const Route> instruments_routes();
std::span<const Route> standards_routes();
std::span<const Route> materials_routes();
std::span<const Route> procedures_routes();
std::span<const Route> catalogue_routes();
std::span<const Route> documents_routes();
std::span<const Route> orders_routes();
std::span<const Route> imports_routes();
std::span<const Route> tasks_routes();

}  // namespace chuan::server::api
