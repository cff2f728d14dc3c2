#pragma once

// What an error may be, wherever it was said: in a row of a procedure's limits (of the law in a verification) or in the
// agreement with the customer. Both become limits at a point here and nowhere else.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "conformity/limits.h"
#include "procedures/sheet.h"

namespace chuan::procedures {

struct SheetPoint;

/// What of a tolerance is wrong by itself: none or two of terms, limits and table; a number not above zero; a table,
/// class, option or argument that does not exist. field: its place in the request.
std::vector<Finding> findings_on(const AgreedLimits&, const std::string& field);

/// Figures and signs only, for comparisons and trail: "±(0.5 % + 2 d)", "±5 mV", "-1 … 4", "EN837-1 1.6".
std::string written(const AgreedLimits&);

/// The column of a table that holds for what was agreed.
Mode table_mode(const AgreedLimits&);

/// Whether the tolerance asks for the range, the resolution or the verification scale interval of the item.
bool needs_span(const Tolerance&);
bool needs_resolution(const Tolerance&);
bool needs_verification_interval(const Tolerance&);

/// The limits of the error at a point, in its unit, for the class and mode as a table knows them. nullopt where the
/// table has no limit there. The caller has made sure that the point's range has what the tolerance needs.
std::optional<conformity::Limits> limits_of(const Tolerance&, const std::string& accuracy_class, Mode mode,
                                            const SheetPoint&);

}  // namespace chuan::procedures
