#pragma once

// What holds the job whatever its results are: the place, the standards, readings that belong to nothing.

#include <vector>

#include "procedures/point_inputs.h"

namespace chuan::procedures {

std::vector<Finding> findings_on_environment(const Procedure&, const SheetInputs&);
std::vector<Finding> findings_on_standards(const RunContext&);
std::vector<Finding> findings_on_readings(const SheetLayout&, const RunInputs&);

}  // namespace chuan::procedures
