#pragma once

// What a measurement standard realises, taken from its accepted certificate: a table, entered at a calibrated point or
// on the straight line between two, or a formula. Nothing is extrapolated.

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "procedures/procedure.h"

namespace chuan::procedures {

/// Where the certificate is entered: the nominal the standard is set to, its indication, or the temperature of a
/// reference material.
struct Argument {
    double at = 0;
    std::string unit;  // D-SI
};

struct RealisedValue {
    double value = 0;
    double expanded_uncertainty = 0;  // with what the certificate states for its straight lines
    double coverage_factor = 0;
    std::optional<double> degrees_of_freedom;
    std::optional<double> drift_limit;
    std::string standard, certificate;  // code and number
    bool interpolated = false;          // between two calibrated points of a table
};

/// The value at an argument: in a table linear between neighbours with the larger of the two standard uncertainties
/// (and what the certificate states for interpolation), or by a formula within its bounds. Among several standards of
/// one role the first that realises the point is taken. unit: D-SI of every figure returned. nullopt: no standard of
/// that role has a certified figure there.
std::optional<RealisedValue> realised(const StandardNeed&, const std::vector<StandardInput>&, const Argument&,
                                      const std::string& unit);

/// What one certificate states at the argument.
struct StatedOn {
    std::optional<CivilDate> calibrated_on;
    RealisedValue value;
};

/// What the certificates of the standard that realises the argument state there, oldest first by the day of calibration
/// (in the order given where the one in force has none), the one in force last. Of several of one day, corrections of
/// the same calibration, the last one.
std::vector<StatedOn> stated_over_time(const StandardNeed&, const std::vector<StandardInput>&, const Argument&,
                                       const std::string& unit);

/// The largest change, at the argument, between two successive certificates of the standard that realises it; nullopt
/// with fewer than two that have a figure there.  Source: guide to drift: half-width per interval.
std::optional<double> largest_change(const StandardNeed&, const std::vector<StandardInput>&, const Argument&,
                                     const std::string& unit);

/// Some standard of the role has a range and certified figures that contain the nominal; a range that is not stated
/// bounds nothing.
bool covers(const StandardNeed&, const std::vector<StandardInput>&, double nominal, const std::string& unit);

/// The standards of a role with what they reach: "CAL-1 (certificate V-9: 10 to 190 \volt)"; for sentences.
std::string reach_of(const StandardNeed&, const std::vector<StandardInput>&, const std::string& unit);

}  // namespace chuan::procedures
