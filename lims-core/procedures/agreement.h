#pragma once

// What the customer agreed, held against the procedure that measures it. In a verification nothing of it counts: limits
// and rule are the law's.

#include "procedures/layout.h"

namespace chuan::procedures {

/// The limits agreed for that quantity of the item, by name or because they are of all there are; nullptr where none
/// are.
const AgreedLimits* agreed_for(const Agreement&, const Procedure&, const Function&);

/// Limits of the error at a point; nullopt where none were agreed, or the point cannot tell them (which is a finding).
std::optional<conformity::Limits> agreed_limits(const Procedure&, const Function&, const SheetInputs&,
                                                const SheetPoint&);

/// Why what was agreed cannot be held against the results: agreement.function (no such quantity, or an absolute limit
/// that does not say of which of several), agreement.unit, agreement.range, agreement.resolution,
/// agreement.verification_interval, agreement.argument.
std::vector<Finding> findings_on_agreement(const Procedure&, const std::optional<Agreement>&, const SheetLayout&);

}  // namespace chuan::procedures
