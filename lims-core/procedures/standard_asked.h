#pragma once

// Whether a measurement standard is what its role in a procedure asks for, beside range and quantity.

#include <vector>

#include "procedures/layout.h"

namespace chuan::procedures {

/// Its accuracy class, and U of the certificate at every point that the role serves; where the certificate has a figure
/// at none of them (points of another quantity than the standard's, say), every U that it states. standard: in that
/// role, as the evaluation reads it. Empty: it is. Codes: standard.class, standard.class_unknown, standard.uncertainty,
/// standard.uncertainty_unknown.
std::vector<Finding> findings_on_asked(const Procedure&, const StandardNeed&, const SheetLayout&,
                                       const StandardInput& standard);

}  // namespace chuan::procedures
