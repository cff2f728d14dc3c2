#include "equipment/standard_drift.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/error.h"
#include "uncertainty/fit.h"
#include "uncertainty/quantiles.h"

namespace chuan::equipment {

namespace {

constexpr double kSignificance = 0.95;  // two-sided

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

void require_history(const CalibrationHistory& history, std::size_t fewest) {
    if (history.times.size() != history.values.size())
        refuse("drift.lengths", "there are " + std::to_string(history.times.size()) + " times and " +
                                    std::to_string(history.values.size()) + " values; give one for each calibration");
    if (history.times.size() < fewest)
        refuse("drift.calibrations", "there are " + std::to_string(history.times.size()) +
                                         " calibrations; this needs at least " + std::to_string(fewest));
    for (std::size_t i = 0; i < history.times.size(); ++i) {
        const std::string calibration = "calibration " + std::to_string(i + 1);
        if (!std::isfinite(history.times[i]) || !std::isfinite(history.values[i]))
            refuse("drift.not_finite", "the time or value of " + calibration + " is not a finite number");
        if (i > 0 && history.times[i] <= history.times[i - 1])
            refuse("drift.order", calibration + " is not later than the one before it; give them in order of time");
    }
    if (!(history.u_calibration >= 0) || !std::isfinite(history.u_calibration))
        refuse("drift.uncertainty", "the standard uncertainty of a calibration must be finite and not negative");
}

}  // namespace

LastValue last_value(const CalibrationHistory& history) {
    require_history(history, 2);
    double largest = 0;
    for (std::size_t i = 1; i < history.values.size(); ++i)
        largest = std::max(largest, std::abs(history.values[i] - history.values[i - 1]));
    return {history.values.back(), largest, std::hypot(history.u_calibration, largest / std::sqrt(3.0))};
}

LinePrediction line_prediction(const CalibrationHistory& history, double time) {
    require_history(history, 3);
    if (!std::isfinite(time)) refuse("drift.not_finite", "the time of use is not a finite number");
    // from the first value, at the middle of the times: nearly equal values lose no digits
    std::vector<double> changes;
    for (const double value : history.values) changes.push_back(value - history.values.front());
    const double middle = history.times.front() + (history.times.back() - history.times.front()) / 2;
    const auto line = uncertainty::fit_polynomial(history.times, changes, {}, {.x_offset = middle});
    const double u_fit = line.u_of_value(time), s = line.residual_deviation;
    const double needed = uncertainty::student_t_factor(kSignificance, line.degrees_of_freedom);
    return {.slope = line.coefficients[1],
            .u_slope = line.u(1),
            .value = history.values.front() + line.value(time),
            .u_fit = u_fit,
            .residual_deviation = s,
            .u = std::hypot(u_fit, s, history.u_calibration),
            .degrees_of_freedom = line.degrees_of_freedom,
            .significant = std::abs(line.coefficients[1]) > needed * line.u(1)};
}

}  // namespace chuan::equipment
