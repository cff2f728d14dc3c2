#pragma once

#include <optional>
#include <span>

#include "server/api/route.h"

namespace chuan::server::api {

/// Of what is recorded anew instead of changed, a contract review or an adjustment: If-Match names the moment of the
/// row that the client saw, or none. Throws Error(precondition, "record.changed") when another one stands; a request
/// without the header says that it does not matter.
void require_seen(const http::Request&, const std::optional<Moment>& stands);

/// /jobs: the queue and the steps of one job but its issue.
std::span<const Route> job_routes();
/// /jobs/{job}/sheet and what is entered at it.
std::span<const Route> sheet_routes();
/// /benches: like items measured together.
std::span<const Route> bench_routes();

}  // namespace chuan::server::api
