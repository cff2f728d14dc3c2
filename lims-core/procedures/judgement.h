#pragma once

// Which limits hold at a point, and how an error is held against them.

#include <optional>

#include "procedures/point_inputs.h"

namespace chuan::procedures {

/// The procedure's limits of that name at a point, in its unit; nullopt if no row is of the item's class, the mode and
/// the nominal.
std::optional<conformity::Limits> table_limits(const RunContext&, const std::string& of, const SheetPoint&);

/// Limits of the error at a point: of the law in a verification, of the agreement otherwise; nullopt where nobody set
/// any.
std::optional<conformity::Limits> limits_at(const RunContext&, const SheetPoint&);

/// Puts limits, verdict and what the printed figures alone would say into a result whose figures are complete. A result
/// with an interval of its own is judged by its ends, a simulated one by the share of its trials that conforms.
void judge(const RunContext&, const SheetPoint&, PointResult&, std::optional<double> conforming_share);

/// The worst of the verdicts; nullopt if one is absent or there is none.
std::optional<conformity::Verdict> worst_verdict(const std::vector<PointResult>&, Stage);

}  // namespace chuan::procedures
