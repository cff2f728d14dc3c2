#include "quality/control_chart.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>

#include "base/decimal.h"
#include "base/error.h"
#include "quality/chart_constants.h"
#include "uncertainty/type_a.h"

namespace chuan::quality {

namespace {

constexpr double kLargest = 1e150;      // a number beyond has no squares
constexpr double kRounding = 1e-9;      // of sigma
constexpr double kRangeFactor = 3.267;  // D4 for two points, ISO 7870-2:2023, table 2

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

void require_points(std::span<const double> values, std::size_t fewest) {
    if (values.size() < fewest)
        refuse("chart.points", "the chart has " + std::to_string(values.size()) + " points; it needs at least " +
                                   std::to_string(fewest));
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!(std::abs(values[i]) <= kLargest))
            refuse("chart.not_finite",
                   "point " + std::to_string(i + 1) + " is not a finite number that can be squared");
}

void require_baseline(const Baseline& baseline) {
    if (!(std::abs(baseline.center) <= kLargest) || !(std::abs(baseline.sigma) <= kLargest))
        refuse("chart.not_finite", "the centre or sigma of the baseline is not a finite number that can be squared");
    if (baseline.sigma <= 0)
        refuse("chart.sigma", "sigma of the baseline is " + Decimal::from_double(baseline.sigma).text() +
                                  "; limits need one above 0, from a history in control");
}

[[noreturn]] void refuse_equal_points() {
    refuse("chart.sigma", "all points are alike; limits need a history with the spread of the process, or a sigma");
}

std::vector<std::size_t> outside(std::span<const double> values, double low, double high, double sigma) {
    std::vector<std::size_t> beyond;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] > high + kRounding * sigma || values[i] < low - kRounding * sigma) beyond.push_back(i);
    return beyond;
}

/// So many of so many successive points beyond a line, the last of them among them.
struct Pattern {
    RunRule rule;
    std::size_t needed, of;
    double line;  // sigmas from the centre
};
constexpr std::array kPatterns{Pattern{RunRule::beyond_3s, 1, 1, 3}, Pattern{RunRule::two_of_three_beyond_2s, 2, 3, 2},
                               Pattern{RunRule::four_of_five_beyond_1s, 4, 5, 1},
                               Pattern{RunRule::eight_on_one_side, 8, 8, 0}};

bool ends_at(std::span<const double> distances, std::size_t last, const Pattern& pattern, double sign) {
    const auto beyond = [&](double distance) { return sign * distance > pattern.line + kRounding; };
    if (!beyond(distances[last])) return false;
    const std::size_t count = std::min(last + 1, pattern.of);
    const auto window = distances.subspan(last + 1 - count, count);
    return static_cast<std::size_t>(std::ranges::count_if(window, beyond)) >= pattern.needed;
}

}  // namespace

Baseline baseline_of(std::span<const double> history) {
    require_points(history, 2);
    const auto series = uncertainty::evaluate_type_a(history);
    if (series.standard_deviation == 0) refuse_equal_points();
    const Baseline baseline{series.mean, series.standard_deviation};
    require_baseline(baseline);
    return baseline;
}

std::vector<Signal> run_rule_signals(std::span<const double> values, const Baseline& baseline,
                                     std::span<const RunRule> rules) {
    require_points(values, 1);
    require_baseline(baseline);
    std::vector<double> distances;
    for (const double value : values) distances.push_back((value - baseline.center) / baseline.sigma);
    std::vector<Signal> signals;
    for (std::size_t point = 0; point < values.size(); ++point)
        for (const Pattern& pattern : kPatterns) {
            if (std::ranges::find(rules, pattern.rule) == rules.end()) continue;
            if (ends_at(distances, point, pattern, 1)) signals.push_back({pattern.rule, point, Side::above});
            if (ends_at(distances, point, pattern, -1)) signals.push_back({pattern.rule, point, Side::below});
        }
    return signals;
}

IndividualsChart individuals_chart(std::span<const double> values, double d2) {
    require_points(values, 2);
    if (!(d2 > 0.01 && d2 < 100)) refuse("chart.plan", "d2 must lie between 0.01 and 100; it is 1.128 for two points");
    std::vector<double> ranges(values.size());  // the first point has no step before it
    for (std::size_t i = 1; i < values.size(); ++i) ranges[i] = std::abs(values[i] - values[i - 1]);
    const double mean_range =
        std::accumulate(ranges.begin(), ranges.end(), 0.0) / static_cast<double>(values.size() - 1);
    if (mean_range == 0) refuse_equal_points();
    const Baseline baseline{uncertainty::evaluate_type_a(values).mean, mean_range / d2};
    require_baseline(baseline);
    IndividualsChart chart{.baseline = baseline,
                           .mean_moving_range = mean_range,
                           .low = baseline.center - 3 * baseline.sigma,
                           .high = baseline.center + 3 * baseline.sigma,
                           .range_high = kRangeFactor * mean_range,
                           .beyond = {},
                           .range_beyond = {}};
    chart.beyond = outside(values, chart.low, chart.high, baseline.sigma);
    chart.range_beyond = outside(ranges, 0, chart.range_high, baseline.sigma);
    return chart;
}

EwmaChart ewma_chart(std::span<const double> values, const Baseline& baseline, const EwmaPlan& plan) {
    require_points(values, 1);
    require_baseline(baseline);
    if (!(plan.lambda > 0 && plan.lambda <= 1))
        refuse("chart.plan", "lambda, the weight of the newest point, must lie above 0 and not above 1");
    if (!(plan.limit > 0 && plan.limit < 100)) refuse("chart.plan", "L must lie between 0 and 100; 2.7 to 3 are usual");
    const double most = plan.limit * baseline.sigma * std::sqrt(plan.lambda / (2 - plan.lambda));
    EwmaChart chart{
        .averages = {}, .half_widths = {}, .low = baseline.center - most, .high = baseline.center + most, .beyond = {}};
    double average = baseline.center;
    for (std::size_t i = 0; i < values.size(); ++i) {
        average = plan.lambda * values[i] + (1 - plan.lambda) * average;
        const double half_width = most * std::sqrt(1 - std::pow(1 - plan.lambda, 2 * static_cast<double>(i + 1)));
        chart.averages.push_back(average);
        chart.half_widths.push_back(half_width);
        if (std::abs(average - baseline.center) > half_width + kRounding * baseline.sigma) chart.beyond.push_back(i);
    }
    return chart;
}

MeanDeviationChart mean_deviation_chart(std::span<const std::vector<double>> groups) {
    if (groups.size() < 2)
        refuse("chart.points",
               "the chart has " + std::to_string(groups.size()) + " groups of observations; it needs at least 2");
    std::vector<double> means, deviations;
    for (const std::vector<double>& group : groups) {
        if (group.size() != groups[0].size())
            refuse("chart.group", "the groups have different numbers of observations; this chart needs equal ones");
        require_points(group, 2);
        const auto series = uncertainty::evaluate_type_a(group);
        means.push_back(series.mean);
        deviations.push_back(series.standard_deviation);
    }
    const ChartConstants constants = chart_constants(static_cast<int>(groups[0].size()));
    const double center = uncertainty::evaluate_type_a(means).mean, s = uncertainty::evaluate_type_a(deviations).mean;
    if (s == 0) refuse_equal_points();
    MeanDeviationChart chart{.center = center,
                             .mean_deviation = s,
                             .low = center - constants.A3 * s,
                             .high = center + constants.A3 * s,
                             .deviation_low = constants.B3 * s,
                             .deviation_high = constants.B4 * s,
                             .beyond = {},
                             .deviation_beyond = {}};
    chart.beyond = outside(means, chart.low, chart.high, s);
    chart.deviation_beyond = outside(deviations, chart.deviation_low, chart.deviation_high, s);
    return chart;
}

}  // namespace chuan::quality
