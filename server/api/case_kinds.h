#pragma once

// The kinds of cases of `chuan evaluate` beside the measurement model: statements of conformity with what a rule does
// to many items, models of several outputs, and lines and curves through points.

#include <string_view>

#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

/// Reads the member "input" of a case, ends the document, and answers with the keys that a case of the kind expects.
using RunCase = json::Value (*)(const json::Object& input, json::Document&);

/// conformity, global_risk, guard_band, guard_band_factor, guard_band_table, guard_band_target; else nullptr.
RunCase decision_case(std::string_view kind);
/// multi_output, least_squares, least_squares_errors_in_both, inverse_prediction, anova; else nullptr.
RunCase fit_case(std::string_view kind);

}  // namespace chuan::server::api
