#pragma once

#include <string>
#include <utility>
#include <vector>

#include "uncertainty/budget.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::uncertainty {

// Several quantities out of the same inputs: they are correlated, and who uses them together needs to know how.
// Source: JCGM 102:2011.

struct MultiModel {
    std::vector<std::pair<std::string, std::string>> outputs;  // name, expression
    std::map<std::string, double> constants{};
    std::vector<InputQuantity> quantities{};
    std::vector<Correlation> correlations{};
    /// The observations of the quantities were read together, one of each at a time: their correlations follow from
    /// them (covariance of the means: the sample covariance over n, JCGM 100:2008, 5.2.3). Two or more quantities then
    /// have observations, equally many, and no stated correlation names one of them; beside them may stand what was
    /// stated otherwise, corrections of the instruments say, correlated or not.
    bool simultaneous = false;
};

struct Estimate {
    std::string name;
    double value, u;
};

/// Estimates with the correlation of any two of them, row by row; 0 where one of them has no uncertainty.
struct JointEstimates {
    std::vector<Estimate> estimates;
    std::vector<double> correlations;

    double correlation(std::size_t a, std::size_t b) const { return correlations[a * estimates.size() + b]; }
};

struct MultiResult {
    JointEstimates inputs, outputs;
    /// "budget.kink" and "budget.zero_sensitivity", as of a single model, each with the output it is about.
    std::vector<Finding> warnings{};
};

/// First order: V_out = J V_in J'.
/// Throws Error(malformed, "expression.*") or Error(rule_broken, ...) with everything that is wrong, as CompiledModel
/// does, and "budget.simultaneous" with everything that speaks against observations read together.
MultiResult evaluate_gum(const MultiModel&);

/// The same by simulation: every trial gives all outputs. plan.interval does not matter. Throws as simulate() of one
/// model, and Error(rule_broken, "simulation.no_deviation"): there is nothing else to state.  Source: JCGM 102:2011, 7.
JointEstimates simulate(const MultiModel&, const SimulationPlan&, std::size_t trials);

}  // namespace chuan::uncertainty
