#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "uncertainty/coverage_interval.h"
#include "uncertainty/gum.h"

namespace chuan::uncertainty {

// Propagation of distributions by a Monte Carlo method.  Source: JCGM 101:2008.

/// Names what a result was made with: the generator, its transformations, the size of a block. Another name means other
/// random numbers.
inline constexpr std::string_view kSimulationVersion = "philox4x32-10/ziggurat-256/4096/1";

struct SimulationPlan {
    std::uint64_t seed = 1;
    double probability = 0.95;
    IntervalKind interval = IntervalKind::symmetric;  // whose ends must stand before an adaptive run ends
    unsigned threads = 1;                             // the result is the same for any number of them
    std::optional<double> at_least{}, at_most{};      // limits whose inside is counted among the trials
    std::stop_token stop{};
    /// Trials made and wanted; called from any of the threads, one at a time.
    std::function<void(std::size_t done, std::size_t wanted)> progress{};
};

struct Simulated {
    /// Mean of the trials and their standard deviation; absent where an input has none, see heavy_tails.
    std::optional<double> value, u;
    CoverageIntervals intervals;
    double probability;
    std::size_t trials;
    std::uint64_t seed;
    std::optional<double> inside{};  // share of the trials within the plan's limits, where it has any
    bool stabilised = true;          // adaptive: the tolerance was reached before the most trials
    /// Uncertain inputs that are drawn from Student's t with 2 degrees of freedom or fewer, as of 2 or 3 readings: its
    /// variance is infinite, with 1 it has no mean either. The intervals hold all the same.  Source: JCGM 101:2008,
    /// 6.4.9.
    std::vector<std::string> heavy_tails{};
};

/// "simulation.no_deviation": why there is no u beside the interval, and what is stated for it.
Finding no_deviation(const std::vector<std::string>& heavy_tails);

/// A given number of trials, 10 000 to 10 000 000.
/// Throws Error(rule_broken, "simulation.*", "expression.domain"), and Error(unavailable, "simulation.stopped") when it
/// was asked to stop.
Simulated simulate(const CompiledModel&, const SimulationPlan&, std::size_t trials);

/// How far an adaptive run goes: at least `least` trials, at most `most`, both 10 000 to 10 000 000.
struct TrialLimits {
    std::size_t least = 10'000, most = 10'000'000;
};

/// Trials until mean, u and both ends of the interval stand to the tolerance of that many significant digits of u;
/// where tails are heavy, until the ends stand to that of a quarter of their distance.
/// Throws as simulate(), and Error(rule_broken, "simulation.probability") unless 0 < plan.probability < 1, or where two
/// runs of the 100 / (1 - probability) trials that the guide asks for are more than the most.
/// Source: JCGM 101:2008, 7.9.
Simulated simulate_adaptively(const CompiledModel&, const SimulationPlan&, int significant_digits,
                              const TrialLimits& = {});

/// How often the trials fell into parts of equal width from low to high; what fell beyond either end is counted apart,
/// so that a few far trials do not squeeze all others into one part.
struct Histogram {
    double low, high;
    std::vector<std::size_t> counts;
    std::size_t below, above;
};

/// The result with the histogram of the very trials that it rests on.
struct SimulatedDistribution {
    Simulated result;
    Histogram histogram;
};

/// As simulate(). The histogram reaches as far as the trials do, at most 4.5 u to either side of their mean, or the
/// length of the symmetric interval to either side of its middle where tails are heavy; where all trials give one value
/// it has no parts.
SimulatedDistribution simulate_distribution(const CompiledModel&, const SimulationPlan&, std::size_t trials,
                                            std::size_t parts);

/// 0.5 x 10^l where u = c x 10^l and c is an integer of that many digits (1 or 2); u > 0.
/// Source: JCGM 101:2008, 7.9.2.
double numerical_tolerance(double u, int significant_digits);

struct GumValidation {
    double tolerance, difference_low, difference_high;
    bool validated;  // both ends agree within the tolerance
    bool decided;    // and twice the scatter of the simulated ends would not change that
};
/// Whether the first-order interval may stand for the simulated one.
/// scatter: standard deviation of the simulated ends from run to run; 0 where they are exact.  Source: JCGM 101:2008,
/// 8.1 and 8.2, which asks for ends that stand to a fifth of the tolerance.
GumValidation validate_gum(double u, int significant_digits, const CoverageInterval& gum,
                           const CoverageInterval& simulated, double scatter = 0);

/// The same of a result and its simulation; the tolerance follows from the u of first order, or of the trials where it
/// vanishes in first order. Absent where nothing is uncertain, and where the two speak of different probabilities.
std::optional<GumValidation> validate_gum(const GumResult& gum, const Simulated& simulated, IntervalKind kind,
                                          int significant_digits);

}  // namespace chuan::uncertainty
