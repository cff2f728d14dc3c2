#pragma once

#include <span>

#include "server/api/route.h"

namespace chuan::server::api {

/// /jobs: the queue and the steps of one job but its issue.
std::span<const Route> job_routes();
/// /jobs/{job}/sheet and what is entered at it.
std::span<const Route> sheet_routes();
/// /benches: like items measured together.
std::span<const Route> bench_routes();

}  // namespace chuan::server::api
