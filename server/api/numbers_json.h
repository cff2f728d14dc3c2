#pragma once

// Numbers in rows, and numbers under names of their own choosing, on their way in and out.

#include <map>
#include <string>
#include <vector>

#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

json::Value numbers_json(const std::vector<double>&);

/// A member that is an object of numbers under free names; empty when it is missing.
/// What is none is refused at its place.
std::map<std::string, double> named_numbers(const json::Object&, std::string_view name);

}  // namespace chuan::server::api
