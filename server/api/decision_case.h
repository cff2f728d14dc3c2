#pragma once

// Cases about statements of conformity: how likely one is right, and what a rule does to many items.

#include <string_view>

#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

/// Reads the member "input" of a case and answers with the keys that a case of the kind expects; nullptr for a kind that
/// is none of these: conformity, global_risk, guard_band, guard_band_factor, guard_band_table, guard_band_target.
using DecideCase = json::Value (*)(const json::Object& input, json::Document&);
DecideCase decision_case(std::string_view kind);

}  // namespace chuan::server::api
