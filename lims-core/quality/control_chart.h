#pragma once

// Control charts of check standards (ISO/IEC 17025, 7.7.1; ISO 7870-2 and -6). A baseline is frozen when the chart is
// set up; later points are judged against it and never change it. A signal stands on a point, says which rule fired,
// and opens an action; no point is left out. Points count from 0, in the order in which they were measured. A point on
// a line is not beyond it, up to a billionth of sigma for the rounding of the differences.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace chuan::quality {

struct Baseline {
    double center;
    double sigma;  // of a single point, > 0
};
/// Mean and standard deviation of a history in control: at least 2 points (20 are usual), not all alike.
/// Throws Error(rule_broken, "chart.*").
Baseline baseline_of(std::span<const double> history);

enum class RunRule { beyond_3s, two_of_three_beyond_2s, four_of_five_beyond_1s, eight_on_one_side };
inline constexpr std::array kRunRules{RunRule::beyond_3s, RunRule::two_of_three_beyond_2s,
                                      RunRule::four_of_five_beyond_1s, RunRule::eight_on_one_side};
enum class Side { above, below };

struct Signal {
    RunRule rule;
    std::size_t point;  // the last of the pattern, itself beyond the rule's line
    Side side;          // on which all points of the pattern lie
};
/// In the order of the points. Throws Error(rule_broken, "chart.*") for numbers that are not finite or sigma <= 0.
std::vector<Signal> run_rule_signals(std::span<const double> values, const Baseline&,
                                     std::span<const RunRule> rules = kRunRules);

/// Single points, with sigma from the moving range of two: MRbar / d2.
struct IndividualsChart {
    Baseline baseline;
    double mean_moving_range;
    double low, high;                       // centre -+ 3 MRbar / d2
    double range_high;                      // of a moving range: 3.267 MRbar, which is D4 for two
    std::vector<std::size_t> beyond;        // points outside low to high
    std::vector<std::size_t> range_beyond;  // points whose step from the one before is too long
};
/// values: at least 2, not all alike; d2: mean range of two over sigma, 1.128.
/// Throws Error(rule_broken, "chart.*").
IndividualsChart individuals_chart(std::span<const double> values, double d2 = 1.128);

/// Exponentially weighted moving average: z_i = lambda x_i + (1 - lambda) z_(i-1), from the centre on. Sees slow drift.
struct EwmaPlan {
    double lambda = 0.2;  // above 0 to 1
    double limit = 3;     // L > 0
};
struct EwmaChart {
    std::vector<double> averages;
    /// L sigma sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2 i))), i from 1: narrower for the first points.
    std::vector<double> half_widths;
    double low, high;  // where the limits go to
    std::vector<std::size_t> beyond;
};
/// Throws Error(rule_broken, "chart.*").  Source: ISO 7870-6; NIST/SEMATECH e-Handbook, 6.3.2.4.
EwmaChart ewma_chart(std::span<const double> values, const Baseline&, const EwmaPlan& = {});

/// Means and standard deviations of groups of equally many observations.
struct MeanDeviationChart {
    double center, mean_deviation;
    double low, high;                      // of the means: A3 s either side
    double deviation_low, deviation_high;  // of the standard deviations: B3 s and B4 s
    std::vector<std::size_t> beyond, deviation_beyond;
};
/// groups: at least 2, each of the same number of observations, at least 2; not all alike.
/// Throws Error(rule_broken, "chart.*").  Source: ISO 7870-2:2023, table 1.
MeanDeviationChart mean_deviation_chart(std::span<const std::vector<double>> groups);

}  // namespace chuan::quality
