#include "equipment/drift_interval.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/decimal.h"
#include "base/error.h"
#include "uncertainty/quantiles.h"

namespace chuan::equipment {

namespace {

constexpr int kSteps = 2000;       // up to ten times the longest time observed
constexpr double kGrowth = 1.005;  // of a step from there on
constexpr double kHorizon = 100;   // times the longest time observed; nothing is said beyond

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

uncertainty::PolynomialFit fit_of(const DriftRecord& record) {
    for (const double time : record.elapsed)
        if (!(time > 0))
            refuse("interval.length", "a time since the calibration is not above 0; give the time that passed");
    if (!(record.u0 >= 0) || !std::isfinite(record.u0))
        refuse("interval.uncertainty", "the uncertainty on the day of calibration must be finite and not negative");
    return uncertainty::fit_polynomial(record.elapsed, record.drift, {},
                                       {.degree = record.order, .through_origin = true});
}

double u_at(const DriftRecord& record, const uncertainty::PolynomialFit& fit, double time) {
    return std::hypot(record.u0, fit.u_of_value(time), fit.residual_deviation);
}

/// The first time at which room(t), >= 0 at 0, is used up; to full precision.
template <class Room>
double first_end(const DriftRecord& record, Room&& room) {
    const double longest = std::ranges::max(record.elapsed);
    double before = 0;
    for (double after = 10 * longest / kSteps; after <= kHorizon * longest;
         after += std::max(10 * longest / kSteps, (kGrowth - 1) * after)) {
        if (room(after) < 0) {
            for (int i = 0; i < 100; ++i) {
                const double middle = before + (after - before) / 2;
                (room(middle) < 0 ? after : before) = middle;
            }
            return before;
        }
        before = after;
    }
    refuse("interval.unreached", "the condition still holds after " + Decimal::from_double(kHorizon * longest).text() +
                                     ", a hundred times the longest time observed; these data set no interval, choose "
                                     "it by another method");
}

DriftInterval ended(const DriftRecord& record, uncertainty::PolynomialFit fit, double time, DriftEnd end) {
    const double drift = fit.value(time), u = u_at(record, fit, time);
    return {std::move(fit), time, end, drift, u};
}

/// Two-sided between two limits, one-sided against one.
double factor_of(const ReliabilityLimits& limits, int degrees_of_freedom) {
    if (!limits.lower && !limits.upper)
        refuse("interval.limits", "there is no limit to stay inside; give a lower or an upper one");
    if (limits.lower && limits.upper && !(*limits.lower < *limits.upper))
        refuse("interval.limits", "the lower limit is not below the upper one; exchange them");
    const bool both = limits.lower && limits.upper;
    if (!(limits.confidence > (both ? 0 : 0.5) && limits.confidence < 1))
        refuse("interval.policy", std::string("the confidence must lie between ") + (both ? "0" : "0.5") +
                                      " and 1 for " + (both ? "two limits" : "one limit"));
    return uncertainty::student_t_factor(both ? limits.confidence : 2 * limits.confidence - 1, degrees_of_freedom);
}

}  // namespace

DriftInterval interval_for_uncertainty(const DriftRecord& record, double target_u) {
    if (!(target_u > 0) || !std::isfinite(target_u))
        refuse("interval.uncertainty", "the target of the uncertainty must be a finite number above 0");
    auto fit = fit_of(record);
    const auto room = [&](double time) { return target_u - u_at(record, fit, time); };
    if (room(0) < 0) return ended(record, std::move(fit), 0, DriftEnd::at_start);
    const double end = first_end(record, room);
    return ended(record, std::move(fit), end, DriftEnd::uncertainty);
}

DriftInterval interval_for_reliability(const DriftRecord& record, const ReliabilityLimits& limits) {
    if (!std::isfinite(limits.y0)) refuse("interval.limits", "the value on the day of calibration is not finite");
    auto fit = fit_of(record);
    const double k = factor_of(limits, fit.degrees_of_freedom);
    const auto below_upper = [&](double time) {
        return *limits.upper - (limits.y0 + fit.value(time) + k * u_at(record, fit, time));
    };
    const auto above_lower = [&](double time) {
        return limits.y0 + fit.value(time) - k * u_at(record, fit, time) - *limits.lower;
    };
    const auto room = [&](double time) {
        if (!limits.upper) return above_lower(time);
        return limits.lower ? std::min(above_lower(time), below_upper(time)) : below_upper(time);
    };
    if (room(0) < 0) return ended(record, std::move(fit), 0, DriftEnd::at_start);
    const double end = first_end(record, room);
    const bool at_upper = limits.upper && (!limits.lower || below_upper(end) < above_lower(end));
    return ended(record, std::move(fit), end, at_upper ? DriftEnd::upper_limit : DriftEnd::lower_limit);
}

}  // namespace chuan::equipment
