#include "quality/assigned_value.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/decimal.h"
#include "base/error.h"
#include "uncertainty/quantiles.h"
#include "uncertainty/type_a.h"

namespace chuan::quality {

namespace {

constexpr int kMostIterations = 1000;
constexpr double kLargest = 1e150;  // a number beyond has no squares
constexpr double kSettled = 1e-13;  // of the spread at the start
constexpr double kVanished = 1e-9;  // of the spread at the start: s* goes to 0

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

void require_results(std::span<const double> values) {
    if (values.size() < 2)
        refuse("comparison.results",
               "there is " + std::to_string(values.size()) + " result; a value for all of them needs at least 2");
    for (const double value : values)
        if (!(std::abs(value) <= kLargest))
            refuse("comparison.not_finite", "a result is not a finite number that can be squared");
}

void require_positive(double number, const char* name) {
    if (!std::isfinite(number) || number <= 0)
        refuse("comparison.plan", std::string(name) + " must be a finite number above 0");
}

double median_of(std::vector<double> values) {
    const std::size_t middle = values.size() / 2;
    std::ranges::sort(values);
    return values.size() % 2 == 1 ? values[middle] : values[middle - 1] + (values[middle] - values[middle - 1]) / 2;
}

double median_deviation(std::span<const double> values, double median) {
    std::vector<double> deviations;
    for (const double value : values) deviations.push_back(std::abs(value - median));
    return median_of(std::move(deviations));
}

}  // namespace

RobustMean robust_mean(std::span<const double> values, const RobustPlan& plan) {
    require_results(values);
    require_positive(plan.tuning, "the tuning constant");
    require_positive(plan.mad_factor, "the factor of the median deviation");
    require_positive(plan.correction, "the correction of the deviation");
    double mean = median_of({values.begin(), values.end()});
    double s = plan.mad_factor * median_deviation(values, mean);
    if (s == 0) s = uncertainty::evaluate_type_a(values).standard_deviation;
    const double start = s, root = std::sqrt(static_cast<double>(values.size()));
    std::vector<double> drawn_in(values.size());
    for (int i = 1; i <= kMostIterations; ++i) {
        const double low = mean - plan.tuning * s, high = mean + plan.tuning * s;
        std::ranges::transform(values, drawn_in.begin(), [&](double x) { return std::clamp(x, low, high); });
        const auto next = uncertainty::evaluate_type_a(drawn_in);
        const double next_s = plan.correction * next.standard_deviation;
        const double change = std::max(std::abs(next.mean - mean), std::abs(next_s - s));
        mean = next.mean;
        s = next_s <= kVanished * start ? 0 : next_s;
        if (change <= kSettled * start || s == 0) return {mean, s, 1.25 * s / root, i};
    }
    refuse("comparison.unsettled", "the robust mean does not settle; look at the results");
}

Consensus consensus(std::span<const double> values, std::span<const double> u, double significance) {
    require_results(values);
    if (u.size() != values.size())
        refuse("comparison.uncertainty", "there are " + std::to_string(values.size()) + " results and " +
                                             std::to_string(u.size()) + " uncertainties; give one for each");
    if (!(significance > 0 && significance < 1))
        refuse("comparison.significance", "the significance of the test must lie between 0 and 1");
    for (std::size_t i = 0; i < u.size(); ++i)
        if (!std::isfinite(u[i]) || u[i] <= 0)
            refuse("comparison.uncertainty",
                   "the standard uncertainty of result " + std::to_string(i + 1) + " must be a finite number above 0");
    const double smallest = std::ranges::min(u);
    double weights = 0, shift = 0;  // in units of the smallest uncertainty: no square leaves the range of numbers
    for (std::size_t i = 0; i < u.size(); ++i) {
        const double weight = (smallest / u[i]) * (smallest / u[i]);
        weights += weight;
        shift += weight * (values[i] - values[0]);
    }
    Consensus result{};
    result.mean = values[0] + shift / weights;
    result.u = smallest / std::sqrt(weights);
    result.degrees_of_freedom = static_cast<int>(values.size()) - 1;
    for (std::size_t i = 0; i < u.size(); ++i) {
        const double standardised = (values[i] - result.mean) / u[i], part = result.u / u[i];
        result.chi_squared += standardised * standardised;
        result.en.push_back(part < 1 ? standardised / (2 * std::sqrt(1 - part * part)) : 0);  // 2 cov = 2 u^2
    }
    if (!std::isfinite(result.mean) || !std::isfinite(result.chi_squared))
        refuse("comparison.range", "the results and their uncertainties are too far apart to be put together");
    result.p_value = uncertainty::chi_squared_exceedance(result.chi_squared, result.degrees_of_freedom);
    result.birge_ratio = std::sqrt(result.chi_squared / result.degrees_of_freedom);
    result.consistent = result.p_value > significance;
    return result;
}

}  // namespace chuan::quality
