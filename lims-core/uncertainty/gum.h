#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "uncertainty/budget.h"
#include "uncertainty/expression.h"

namespace chuan::uncertainty {

// First-order propagation (the GUM uncertainty framework): c_i = df/dx_i at the estimates, u^2(y) = sum c_i c_j u_i u_j
// r_ij.

/// A line of the budget table.
struct BudgetRow {
    std::string name;
    double estimate;
    StandardUncertainty u;
    double sensitivity;   // c
    double contribution;  // c u, with its sign
    double share;         // (c u)^2 / u^2(y); with correlated inputs the cross terms complete the sum to 1
};

struct CrossTerm {
    std::string a, b;
    double r;
    double share;  // 2 c_a u_a c_b u_b r / u^2(y), may be negative
};

/// First order and the next terms together, for uncorrelated inputs.  Source: JCGM 100:2008, 5.1.2, note.
struct SecondOrder {
    double u;
    double mean_shift;  // of the mean of Y from the value at the estimates
};

struct GumResult {
    double value;
    double u;                       // combined standard uncertainty
    std::optional<double> dof_eff;  // absent: infinite, or inputs are correlated
    double k;
    double p;
    double U;  // = k u
    CoverageReason coverage_reason;
    std::vector<BudgetRow> rows;           // in the order of the model's quantities
    std::vector<CrossTerm> cross_terms{};  // of correlations other than 0
    /// Absent with correlated inputs, at a kink, where a higher derivative is infinite, where the terms leave no
    /// variance, and beyond Expression::kMostCurved inputs.
    std::optional<SecondOrder> second_order{};
    /// What the reviewer must look at: "budget.zero_sensitivity" (an uncertain input vanishes in first order),
    /// "budget.kink" (no derivative at the estimates), "budget.second_order" (the next order adds more than 5 % of
    /// u^2), "budget.not_normal" (one input that is not normal dominates and k does not follow from it),
    /// "budget.correlated_dof" (k = 2 rests on few observations).
    std::vector<Finding> warnings{};
};

/// A model checked and compiled once; evaluated for its own inputs or, cheaply, for others in the same places.
class CompiledModel {
  public:
    /// Throws Error(malformed, "expression.*"), or Error(rule_broken) with everything that is wrong with the budget at
    /// once: quantities twice, unused, undeclared, without unit or with impossible numbers; correlations outside -1 to
    /// 1, of unknown or equal quantities, or together impossible (an eigenvalue below -1e-10).
    explicit CompiledModel(Model model);

    const Model& model() const noexcept { return model_; }
    std::span<const EvaluatedInput> inputs() const noexcept { return inputs_; }

    GumResult evaluate() const { return evaluate(inputs_); }
    /// inputs: one for each quantity of the model, in its order; finite, u >= 0.
    /// Throws Error(rule_broken, "expression.*") where the model has no value or no derivative.
    GumResult evaluate(std::span<const EvaluatedInput> inputs) const;

    /// The model's value for each trial. columns: one for each quantity of the model, in its order, as long as results.
    /// Throws Error(rule_broken, "expression.domain") for a trial where the model has no value.
    void values(std::span<const std::vector<double>> columns, std::span<double> results) const;

  private:
    struct Pair {
        std::size_t a, b;
        double r;
    };

    void propagate(GumResult& result) const;
    void expand(std::span<const EvaluatedInput> inputs, GumResult& result) const;
    void look_further(std::span<const double> estimates, GumResult& result) const;
    void warn(bool at_kink, GumResult& result) const;
    void warn_of_shape(GumResult& result) const;

    Model model_;
    Expression expression_;
    std::vector<EvaluatedInput> inputs_;
    std::vector<std::size_t> variable_of_;  // quantity -> place in the expression
    std::vector<Pair> pairs_;               // r other than 0
    std::vector<bool> correlated_;
};

GumResult evaluate_gum(const Model& model);

}  // namespace chuan::uncertainty
