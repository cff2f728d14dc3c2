#include "equipment/recalibration_interval.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/decimal.h"
#include "base/error.h"
#include "uncertainty/quantiles.h"

namespace chuan::equipment {

namespace {

constexpr double kRounding = 1e-9;                  // of a ratio
constexpr double kShortest = 1e-9, kLongest = 1e9;  // no interval is shorter or longer, in whatever unit

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

std::string text(double number) {
    return std::isfinite(number) ? Decimal::from_double(number).text() : "no finite number";
}

void require_interval(double interval, const char* name) {
    if (!(interval >= kShortest && interval <= kLongest))
        refuse("interval.length", std::string(name) + " is " + text(interval) + "; give a length above 0, from " +
                                      text(kShortest) + " to " + text(kLongest));
}

void require_between(double number, double low, double high, const char* name) {
    if (!(number > low && number < high))
        refuse("interval.policy",
               std::string(name) + " is " + text(number) + "; it must lie between " + text(low) + " and " + text(high));
}

void require_target(double target) { require_between(target, 0, 1, "the target reliability"); }

void require_counts(int in_tolerance, int calibrations) {
    if (calibrations < 1 || in_tolerance < 0 || in_tolerance > calibrations)
        refuse("interval.counts", std::to_string(in_tolerance) + " in tolerance of " + std::to_string(calibrations) +
                                      " calibrations is no record; give at least one calibration and no more in "
                                      "tolerance than there were");
}

double grown(double interval, double factor) { return std::min(interval * factor, kLongest); }

/// The change of one calibration after the staircase, with the count of good results in a row.
IntervalChange change_for(double ratio, const StaircasePolicy& policy, int& good) {
    if (ratio > 1 + kRounding) {
        good = 0;
        return IntervalChange::reduced;
    }
    if (ratio > policy.extend_threshold + kRounding) {
        good = 0;
        return IntervalChange::kept;
    }
    if (++good < policy.good_results) return IntervalChange::kept;
    good = 0;
    return IntervalChange::extended;
}

/// d ln L / d lambda, falling from +infinity to -sum x t.
double slope_of_likelihood(std::span<const IntervalRecord> records, double rate) {
    double slope = 0;
    for (const IntervalRecord& one : records)
        slope +=
            one.interval * ((one.calibrations - one.in_tolerance) / std::expm1(rate * one.interval) - one.in_tolerance);
    return slope;
}

double log_likelihood(std::span<const IntervalRecord> records, double rate) {
    double sum = 0;
    for (const IntervalRecord& one : records) {
        sum -= one.in_tolerance * rate * one.interval;
        if (one.calibrations > one.in_tolerance)
            sum += (one.calibrations - one.in_tolerance) * std::log(-std::expm1(-rate * one.interval));
    }
    return sum;
}

double likeliest_rate(std::span<const IntervalRecord> records) {
    double low = 1 / records.front().interval, high = low;
    while (slope_of_likelihood(records, low) < 0) low /= 2;
    while (slope_of_likelihood(records, high) > 0) high *= 2;
    for (int i = 0; i < 200; ++i) {
        const double middle = low + (high - low) / 2;
        (slope_of_likelihood(records, middle) > 0 ? low : high) = middle;
    }
    return low;
}

}  // namespace

ProposedInterval propose(double wanted, const IntervalBounds& bounds) {
    for (const auto& bound : {bounds.minimum, bounds.maximum})
        if (bound && !(*bound > 0 && std::isfinite(*bound)))
            refuse("interval.bounds", "a bound of the interval is " + text(*bound) + "; give one above 0");
    if (bounds.minimum && bounds.maximum && *bounds.minimum > *bounds.maximum)
        refuse("interval.bounds", "the minimum " + text(*bounds.minimum) + " is longer than the maximum " +
                                      text(*bounds.maximum) + "; exchange them");
    if (bounds.minimum && wanted < *bounds.minimum) return {*bounds.minimum, wanted, IntervalBound::minimum};
    if (bounds.maximum && wanted > *bounds.maximum) return {*bounds.maximum, wanted, IntervalBound::maximum};
    return {wanted, wanted};
}

std::vector<IntervalStep> staircase(double current, std::span<const double> error_to_mpe,
                                    const StaircasePolicy& policy) {
    require_interval(current, "the current interval");
    require_between(policy.extend_factor, 1, 100, "the factor of an extension");
    require_between(policy.reduce_factor, 0, 1, "the factor of a reduction");
    if (!(policy.extend_threshold > 0 && policy.extend_threshold <= 1))
        refuse("interval.policy", "the threshold of an extension must lie above 0 and not above 1, the whole error");
    if (policy.good_results < 1) refuse("interval.policy", "an extension needs at least one good result");
    std::vector<IntervalStep> steps;
    int good = 0;
    for (const double ratio : error_to_mpe) {
        if (!(ratio >= 0) || !std::isfinite(ratio))
            refuse("interval.ratio", "the ratio " + text(ratio) +
                                         " is none of an error's size to the maximum permissible error; give one "
                                         "that is not negative");
        const IntervalChange change = change_for(ratio, policy, good);
        const double factor = change == IntervalChange::extended  ? policy.extend_factor
                              : change == IntervalChange::reduced ? policy.reduce_factor
                                                                  : 1;
        steps.push_back({propose(grown(current, factor), policy.bounds), change});
        current = steps.back().proposed.interval;
    }
    return steps;
}

double reduction_of(const SimpleResponse& response) {
    require_between(response.extension, 0, 100, "the extension");
    require_target(response.target_reliability);
    const double exponent = response.target_reliability / (1 - response.target_reliability);
    return -std::expm1(-exponent * std::log1p(response.extension));
}

std::vector<IntervalStep> simple_response(double current, const std::vector<bool>& in_tolerance,
                                          const SimpleResponse& response, const IntervalBounds& bounds) {
    require_interval(current, "the current interval");
    const double reduction = reduction_of(response);
    std::vector<IntervalStep> steps;
    for (const bool good : in_tolerance) {
        const double factor = good ? 1 + response.extension : 1 - reduction;
        steps.push_back(
            {propose(grown(current, factor), bounds), good ? IntervalChange::extended : IntervalChange::reduced});
        current = steps.back().proposed.interval;
    }
    return steps;
}

IntervalTestResult test_interval(const IntervalTest& test) {
    require_counts(test.in_tolerance, test.calibrations);
    require_target(test.target_reliability);
    require_between(test.confidence, 0, 1, "the confidence");
    require_between(test.max_change, 1, 1000, "the largest change");
    const int x = test.in_tolerance, n = test.calibrations;
    const double target = test.target_reliability, observed = static_cast<double>(x) / n;
    // P of a record as far from the target as this one, on its side
    double tail = 0.5;
    if (observed < target) tail = uncertainty::binomial_probability(x, n, target);
    if (observed > target) tail = uncertainty::binomial_probability(n - x, n, 1 - target);
    IntervalTestResult result{.observed_reliability = observed,
                              .rejection_confidence = std::max(0.0, 1 - 2 * tail),
                              .factor = 1,
                              .change = IntervalChange::kept,
                              .reliability_low = 0,
                              .reliability_high = 1};
    if (result.rejection_confidence > test.confidence) {
        result.factor = std::clamp(std::pow(10, (observed - target) * result.rejection_confidence), 1 / test.max_change,
                                   test.max_change);
        result.change = observed < target ? IntervalChange::reduced : IntervalChange::extended;
    }
    if (x > 0) result.reliability_low = 1 - uncertainty::beta_quantile((1 + test.confidence) / 2, n - x + 1, x);
    if (x < n) result.reliability_high = 1 - uncertainty::beta_quantile((1 - test.confidence) / 2, n - x, x + 1);
    return result;
}

ExponentialReliability exponential_reliability(std::span<const IntervalRecord> records, double target_reliability) {
    require_target(target_reliability);
    int calibrations = 0, in_tolerance = 0;
    for (const IntervalRecord& one : records) {
        require_interval(one.interval, "an interval of the record");
        require_counts(one.in_tolerance, one.calibrations);
        calibrations += one.calibrations;
        in_tolerance += one.in_tolerance;
    }
    if (records.empty()) refuse("interval.counts", "there is no record of calibrations to learn from");
    const std::string all = "of " + std::to_string(calibrations) + " calibrations ";
    if (in_tolerance == calibrations)
        refuse("interval.no_failures", all +
                                           "all were in tolerance, so that the failure rate has no maximum-likelihood "
                                           "estimate; extend by a staircase or by method A3 instead");
    if (in_tolerance == 0)
        refuse("interval.all_failures", all +
                                            "none was in tolerance, so that the failure rate has no maximum-likelihood "
                                            "estimate; shorten the interval and look for the cause");
    const double rate = likeliest_rate(records);
    return {rate, -std::log(target_reliability) / rate, log_likelihood(records, rate)};
}

}  // namespace chuan::equipment
