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

/// Whether one standard may play both roles: not where the two enter one result with the same quantity, as a reference
/// weight and the comparator it is compared on do. A multifunction calibrator plays one for volts and one for ohms.
bool may_share(const Procedure&, const StandardNeed&, const StandardNeed&);

}  // namespace chuan::procedures
