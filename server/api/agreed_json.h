#pragma once

// The contract review with the limits agreed for each quantity, as JSON and back; a trial states the same.

#include "jobs/order.h"
#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

jobs::ContractReview read_contract_review(const json::Object&);
procedures::AgreedLimits read_agreed_limits(const json::Object&);
/// A number as somebody typed it, comma or point; a faulty one is noted.
std::optional<Decimal> read_typed(const json::Object&, std::string_view name);
json::Value table_arguments_json(const std::vector<procedures::TableArgument>&);
json::Value agreed_limits_json(const procedures::AgreedLimits&);

}  // namespace chuan::server::api
