#pragma once

// The kinds of cases of `chuan evaluate` beside the models. Each area of them keeps a table of its kinds;
// the tables together are what this release evaluates, and what the answer to an unknown kind lists.

#include <span>
#include <string_view>

#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

/// Reads the member "input" of a case, ends the document, and answers with the keys that a case of the kind expects.
using RunCase = json::Value (*)(const json::Object& input, json::Document&);

struct CaseKind {
    std::string_view name;
    RunCase run;
};

/// Statements of conformity, with what a rule does to many items.
std::span<const CaseKind> decision_kinds();
/// Lines and curves through points, analysis of variance.
std::span<const CaseKind> fit_kinds();
/// Expressions, and what is known of one input: observations and statements.
std::span<const CaseKind> input_kinds();
/// From u to what is reported: degrees of freedom and k, the test of the first-order interval, rounding, the CMC.
std::span<const CaseKind> reporting_kinds();
/// Scores of comparisons, and the values that comparisons assign.
std::span<const CaseKind> score_kinds();
/// Control charts of check standards.
std::span<const CaseKind> chart_kinds();
/// Recalibration intervals, and the value of a standard on a day after its calibrations.
std::span<const CaseKind> interval_kinds();
/// Tables of permissible errors, and properties of thermometers, air and weights.
std::span<const CaseKind> property_kinds();

}  // namespace chuan::server::api
