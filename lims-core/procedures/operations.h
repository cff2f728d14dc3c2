#pragma once

// The operations of a verification in the order of the bench: the first failure ends the work.

#include <set>
#include <string>
#include <vector>

#include "procedures/point_inputs.h"

namespace chuan::procedures {

/// One result per operation of the procedure; those after a failed one are not_performed, those that still lack an
/// answer or a reading are open. Remarks hold figures only: the largest departure, where, and its limit.
std::vector<OperationResult> evaluate_operations(const RunContext&, const RunInputs&, const std::vector<PointResult>&);

/// Points nobody needs to read any more, because an operation failed.
std::set<std::string> superfluous_points(const Procedure&, const SheetLayout&, const std::vector<OperationResult>&);

/// pass when every operation of the stage passed, fail when one failed, nullopt while one is open.
std::optional<conformity::Verdict> verdict_of_operations(const std::vector<OperationResult>&, Stage);

}  // namespace chuan::procedures
