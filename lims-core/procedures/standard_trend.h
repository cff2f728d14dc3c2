#pragma once

// The value of a standard as its certificates moved it: the straight line through what they state at a point, on the
// day of use (guide to drift: last certificate, or line through its history).

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "procedures/standard_use.h"
#include "uncertainty/standard_uncertainty.h"

namespace chuan::procedures {

inline constexpr double kDaysOfAYear = 365.25;

struct Trend {
    std::size_t certificates = 0;   // that the line goes through
    double slope = 0, u_slope = 0;  // a year
    bool significant = false;       // |slope| / u(slope) above Student's t of 95 % two-sided
    double value = 0;               // on the line, on the day
    /// Of the line there, of the values about it, and of a calibration (the least certain of them), with the degrees of
    /// freedom of all.
    uncertainty::StandardUncertainty u{};
};

/// nullopt where fewer than three certificates with a day of calibration have a figure at the argument, or the one in
/// force has no day.
std::optional<Trend> trend_at(const StandardNeed&, const std::vector<StandardInput>&, const Argument&,
                              const std::string& unit, CivilDate day);

/// Warning where the last value is used though the trend is significant ("standard.trend").
Finding trend_not_followed(const RealisedValue& last, const Trend&, const Argument&, const std::string& unit);

}  // namespace chuan::procedures
