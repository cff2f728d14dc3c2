#include "procedures/standard_trend.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "equipment/standard_drift.h"
#include "procedures/numbers.h"
#include "uncertainty/coverage.h"

namespace chuan::procedures {
namespace {

constexpr std::size_t kFewest = 3;

uncertainty::StandardUncertainty u_of(const RealisedValue& value) {
    return {value.expanded_uncertainty / value.coverage_factor,
            value.degrees_of_freedom.value_or(uncertainty::kExactlyKnown)};
}

/// The scatter about the line with n - 2 degrees of freedom and the calibration with its own.
uncertainty::StandardUncertainty combined(const equipment::LinePrediction& line,
                                          const uncertainty::StandardUncertainty& calibration) {
    const std::array parts{uncertainty::StandardUncertainty{std::hypot(line.u_fit, line.residual_deviation),
                                                            static_cast<double>(line.degrees_of_freedom)},
                           calibration};
    return {line.u, uncertainty::effective_degrees_of_freedom(parts).value_or(uncertainty::kExactlyKnown)};
}

}  // namespace

std::optional<Trend> trend_at(const StandardNeed& need, const std::vector<StandardInput>& standards,
                              const Argument& argument, const std::string& unit, CivilDate day) {
    if (std::ranges::none_of(standards, [&](const StandardInput& standard) {
            return standard.role == need.role && standard.history.size() + 1 >= kFewest;
        }))
        return std::nullopt;
    auto stated = stated_over_time(need, standards, argument, unit);
    if (stated.empty() || !stated.back().calibrated_on) return std::nullopt;
    std::erase_if(stated, [](const StatedOn& each) { return !each.calibrated_on; });
    if (stated.size() < kFewest) return std::nullopt;
    const CivilDate first = *stated.front().calibrated_on;
    std::vector<double> days, values;
    uncertainty::StandardUncertainty calibration = u_of(stated.front().value);
    for (const StatedOn& each : stated) {
        days.push_back(days_between(first, *each.calibrated_on));
        values.push_back(each.value.value);
        if (const auto u = u_of(each.value); u.value >= calibration.value) calibration = u;
    }
    const auto line = equipment::line_prediction({days, values, calibration.value}, days_between(first, day));
    return Trend{.certificates = stated.size(),
                 .slope = line.slope * kDaysOfAYear,
                 .u_slope = line.u_slope * kDaysOfAYear,
                 .significant = line.significant,
                 .value = settled(line.value, std::abs(values.back())),
                 .u = combined(line, calibration)};
}

Finding trend_not_followed(const RealisedValue& last, const Trend& trend, const Argument& argument,
                           const std::string& unit) {
    const std::string at = settled_decimal(argument.at).text() + " " + argument.unit,
                      slope = three_digits(trend.slope).text(), u = three_digits(trend.u_slope).text(),
                      certificates = std::to_string(trend.certificates);
    return {"standard.trend",
            "standard " + last.standard + " (certificate " + last.certificate + ") moves at " + at + " by " + slope +
                " " + unit + " a year over " + certificates + " certificates (u = " + u +
                "), more than their scatter explains, and its last value is used; take it from the line through its "
                "certificates (by=\"line\" in the procedure), or calibrate it more often",
            "/standards",
            {{"standard", last.standard},
             {"certificate", last.certificate},
             {"point", at},
             {"slope", slope},
             {"u", u},
             {"unit", unit},
             {"certificates", certificates}}};
}

}  // namespace chuan::procedures
