#pragma once

// Whether a reference material realises what its role in a procedure asks for.

#include <vector>

#include "procedures/procedure.h"

namespace chuan::procedures {

/// At the lowest and the highest temperature of the conditions that its certificate is entered with, or where it holds
/// at any. bottle: as the evaluation would read it. Empty: it does. Codes: material.quantity, material.no_value_at,
/// material.value, material.uncertainty.
std::vector<Finding> findings_on_material(const Procedure&, const StandardNeed&, const StandardInput& bottle);

}  // namespace chuan::procedures
