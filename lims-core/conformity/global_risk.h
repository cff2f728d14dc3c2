#pragma once

#include <optional>

#include "conformity/limits.h"

namespace chuan::conformity {

// What a decision rule does to many similar items: how often a bad one is accepted and a good one rejected. Needs to
// know how such items are: the process, a normal distribution taken from their history.  Source: JCGM 106:2012, 9.5.

struct Process {
    double mean;
    double standard_deviation;  // > 0
};

struct GlobalRisk {
    double in_tolerance;  // P(an item is good)
    double accepted;      // P(it is accepted)
    double false_accept;  // P(it is bad and accepted)
    double false_reject;  // P(it is good and rejected)
    /// P(bad | accepted); absent where nothing is accepted.
    std::optional<double> false_accept_of_accepted;
};

/// u: standard uncertainty of the measurement, normal, >= 0; tolerance and acceptance: one or two limits each.
/// Throws Error(rule_broken, "conformity.*").
GlobalRisk global_risk(const Process&, double u, const Limits& tolerance, const Limits& acceptance);

/// The guard band w >= 0, both limits of tolerance moved in by it, that brings the false accepts to the target; 0 where
/// they are below it without one.
/// Throws Error(rule_broken, "conformity.target") for a target that is no probability above 0.
double guard_band_for_risk(const Process&, double u, const Limits& tolerance, double target_false_accept);

/// Shortcuts that need no history: what the half-width of the tolerance is multiplied by, from its ratio to U (TUR).
enum class GuardBandMethod {
    root_sum_square,  // sqrt(1 - 1/TUR^2)
    method_6,         // ANSI/NCSL Z540.3 handbook, method 6: 1 - (1.04 - exp(0.38 ln TUR - 0.54)) / TUR, at most 1
    full_uncertainty  // 1 - 1/TUR: U itself
};
/// TUR >= 1, for method 6 > 0. Throws Error(rule_broken, "conformity.tur").
double acceptance_factor(GuardBandMethod, double test_uncertainty_ratio);

/// The indication from which an upper limit is exceeded with that probability, for an uncertainty relative to the value
/// (guarded rejection): limit / (1 - z u_rel). Throws Error(rule_broken, "conformity.*").
double rejection_limit(double upper_limit, double relative_uncertainty, double probability);

}  // namespace chuan::conformity
