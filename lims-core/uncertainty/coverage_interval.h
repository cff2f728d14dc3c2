#pragma once

#include <span>

namespace chuan::uncertainty {

enum class IntervalKind { symmetric, shortest };  // probabilistically symmetric: as much probability below as above

struct CoverageInterval {
    double low, high;
};

/// Both kinds for one coverage probability.
struct CoverageIntervals {
    CoverageInterval symmetric, shortest;
    /// How far an end of the symmetric interval scatters from one simulation of this size to the next: its standard
    /// deviation, of the end where that is larger. From the order of the values alone, whatever their distribution.
    double scatter = 0;

    const CoverageInterval& of(IntervalKind kind) const {
        return kind == IntervalKind::shortest ? shortest : symmetric;
    }
};

/// The coverage intervals of the distribution that the values stand for. values: at least 2 / (1 - probability),
/// finite; with more than one thread the two tails are sorted side by side. Throws Error(rule_broken,
/// "simulation.probability") unless 0 < probability < 1, "simulation.trials" for too few values. Source: JCGM
/// 101:2008, 7.7.
CoverageIntervals coverage_intervals(std::span<const double> values, double probability, unsigned threads = 1);

}  // namespace chuan::uncertainty
