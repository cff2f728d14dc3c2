#pragma once

// What an example may expect of a point, by the names that the file uses.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "procedures/sheet.h"

namespace chuan::procedures {

/// Printed strings and the verdict: "reference", "indication", "value", "error", "uncertainty", "coverage_factor",
/// "limit", "verdict", "coverage_reason".
const std::vector<std::string_view>& text_names();
std::string printed_text(const PointResult&, std::string_view field);

/// Unrounded figures: "reference", "indication", "value", "error", "standard_uncertainty", "expanded_uncertainty",
/// "coverage_factor", "degrees_of_freedom", "conformance_probability", of a simulated result "interval_low",
/// "interval_high".
const std::vector<std::string_view>& figure_names();
/// nullopt where the result has none (infinite degrees of freedom, no limits).
std::optional<double> figure_of(const PointResult&, std::string_view name);

}  // namespace chuan::procedures
