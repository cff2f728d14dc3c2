#pragma once

// What a measurement standard realises at a point, taken from the figures of its accepted certificate.

#include <optional>
#include <string>
#include <vector>

#include "procedures/procedure.h"

namespace chuan::procedures {

struct RealisedValue {
    double value = 0;
    double expanded_uncertainty = 0;
    double coverage_factor = 0;
    std::optional<double> degrees_of_freedom;
    std::optional<double> drift_limit;
    std::string certificate;
    /// The point lies between the end of the certificate's nominals and the end of the standard's range.
    bool beyond_nominals = false;
};

/// The value at a nominal (or an indication of the standard), linear between the nominals of the certificate with the
/// larger of the two standard uncertainties. Among several standards of one role the first that realises the point is
/// taken. unit: D-SI of nominal and of every figure returned. nullopt: no standard of that role has a usable figure
/// there.
std::optional<RealisedValue> realised(const StandardNeed&, const std::vector<StandardInput>&, double nominal,
                                      const std::string& unit);

/// Some standard of the role has a range that contains the nominal; one without a stated range by its certificate
/// alone.
bool covers(const StandardNeed&, const std::vector<StandardInput>&, double nominal, const std::string& unit);

}  // namespace chuan::procedures
