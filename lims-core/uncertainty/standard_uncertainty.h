#pragma once

#include <limits>

namespace chuan::uncertainty {

inline constexpr double kExactlyKnown = std::numeric_limits<double>::infinity();

/// u: one standard deviation (VIM 2.30), in the unit of its quantity, with its degrees of freedom.
struct StandardUncertainty {
    double value;
    double degrees_of_freedom = kExactlyKnown;
};

/// U = k u (VIM 2.35).
struct ExpandedUncertainty {
    double value;
    double coverage_factor;
    double coverage_probability;
};

}  // namespace chuan::uncertainty
