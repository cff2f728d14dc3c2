#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/api/house.h"
#include "server/http/router.h"

namespace chuan::server::api {

/// What the service says of itself besides the counters of its requests.
struct Health {
    std::function<std::string()> metrics;        // of the requests, as Prometheus text
    std::function<std::string()> heads_trouble;  // why a tree head could not be kept; empty: all are
};

/// /healthz (the process answers), /readyz (it can read and write the records: 200, else 503 with why) and /metrics;
/// they answer within two seconds, also while the database hangs. House and health outlive the routes.
std::vector<http::Route> health_routes(House& house, const Health& health);

}  // namespace chuan::server::api
