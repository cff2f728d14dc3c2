#pragma once

// Forms of input that several kinds of cases share.

#include <vector>

#include "server/api/case_kinds.h"

namespace chuan::server::api {

/// An array of arrays of numbers; what is none is refused.
std::vector<std::vector<double>> number_groups(const json::Object&, std::string_view name);

/// Runs what a word of the input chooses; the other members are read by it alone.
json::Value run_chosen(const json::Object&, json::Document&, std::string_view name, std::span<const CaseKind> choices);

}  // namespace chuan::server::api
