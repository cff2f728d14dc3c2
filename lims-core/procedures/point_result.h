#pragma once

// The result of one point: model, k and U, floor, decision, rounding.

#include <optional>
#include <vector>

#include "procedures/point_inputs.h"

namespace chuan::procedures {

/// nullopt where an input has no figure; why is then among the findings. Throws Error(rule_broken, "expression.*")
/// where the model has no value.
std::optional<PointResult> result_at(const RunContext&, Stage, const SheetPoint&, std::vector<Finding>&);

}  // namespace chuan::procedures
