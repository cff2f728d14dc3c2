#pragma once

#include <optional>

namespace chuan::conformity {

/// An interval of permitted values; an absent limit makes it one-sided.
struct Limits {
    std::optional<double> low{}, high{};
};

/// -mpe to +mpe: what an error may be.
Limits symmetric_limits(double mpe);
/// nominal - mpe to nominal + mpe.
Limits limits_around(double nominal, double mpe);

/// Maximum permissible error of an instrument whose class is a percentage of its measuring span, such as a spring
/// pressure gauge of class 1.6: 1.6 % of the span.  accuracy_class > 0, span other than 0; the result has the unit of
/// span. Throws Error(rule_broken, "conformity.class").  Source: the classes of EN 837-1 and OIML R 101.
double percent_of_span(double accuracy_class, double span);

/// Throws Error(rule_broken, "conformity.limits") if no limit is given, one is not finite, or low lies above high.
void require_valid(const Limits& limits);

/// Moved towards each other by guard_band, or apart when it is negative. May leave no room between the limits.
Limits moved_inward(const Limits& limits, double guard_band);

/// Half the distance of two limits; absent for one.
std::optional<double> half_width(const Limits& limits);

/// On a limit is inside, also where binary rounding has put the number 1e-9 of the width beyond it.
/// scale: a width to measure that by when there is one limit only, for instance U.
bool is_inside(const Limits& limits, double value, double scale);

}  // namespace chuan::conformity
