#include "uncertainty/gum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "uncertainty/model_check.h"

namespace chuan::uncertainty {

namespace {

constexpr double kMinorShare = 0.1;                       // of u^2(y), for Type A parts of a correlated budget
constexpr double kNoticeable = 0.05;                      // of u^2(y), for the terms of the next order
constexpr double kDominatingShare = 1 / (1 + 0.3 * 0.3);  // of u^2(y): all the rest is at most 0.3 of this input

/// Room for n numbers, on the stack for the budgets of practice.
class Numbers {
  public:
    explicit Numbers(std::size_t n)
        : heap_(n > small_.size() ? n : 0), all_(heap_.empty() ? std::span(small_).first(n) : std::span(heap_)) {}
    std::span<double> all() { return all_; }

  private:
    std::array<double, 64> small_;
    std::vector<double> heap_;
    std::span<double> all_;
};

void require_usable(std::span<const EvaluatedInput> inputs, const Model& model) {
    if (inputs.size() != model.quantities.size())
        throw std::logic_error("a model needs one input for each of its quantities");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const EvaluatedInput& x = inputs[i];
        if (std::isfinite(x.estimate) && std::isfinite(x.u.value) && x.u.value >= 0 && x.u.degrees_of_freedom > 0)
            continue;
        const std::string& name = model.quantities[i].name;
        throw Error(ErrorKind::rule_broken, "input.not_finite",
                    "quantity " + name + " has no finite estimate and uncertainty", "/" + name, {{"quantity", name}});
    }
}

}  // namespace

CompiledModel::CompiledModel(Model model)
    : model_(std::move(model)), expression_(Expression::parse(model_.expression, model_.constants)) {
    if (auto findings = findings_on_model(model_, expression_); !findings.empty())
        throw Error(ErrorKind::rule_broken, std::move(findings));
    const auto& variables = expression_.variables();
    for (const InputQuantity& quantity : model_.quantities) {
        inputs_.push_back(evaluate_input(quantity));
        variable_of_.push_back(
            static_cast<std::size_t>(std::find(variables.begin(), variables.end(), quantity.name) - variables.begin()));
    }
    const auto place = [&](const std::string& name) {
        const auto at = std::find_if(model_.quantities.begin(), model_.quantities.end(),
                                     [&](const InputQuantity& q) { return q.name == name; });
        return static_cast<std::size_t>(at - model_.quantities.begin());
    };
    correlated_.assign(inputs_.size(), false);
    for (const Correlation& c : model_.correlations) {
        if (c.r == 0) continue;
        pairs_.push_back({place(c.a), place(c.b), c.r});
        correlated_[pairs_.back().a] = correlated_[pairs_.back().b] = true;
    }
}

GumResult CompiledModel::evaluate(std::span<const EvaluatedInput> inputs) const {
    require_usable(inputs, model_);
    const std::size_t n = inputs.size();
    Numbers estimates(n), gradient(n);
    for (std::size_t i = 0; i < n; ++i) estimates.all()[variable_of_[i]] = inputs[i].estimate;
    const Derivatives derivatives = expression_.differentiate(estimates.all(), gradient.all());

    GumResult result{.value = derivatives.value,
                     .u = 0,
                     .dof_eff = {},
                     .k = 0,
                     .p = 0,
                     .U = 0,
                     .coverage_reason = CoverageReason::agreed,
                     .rows = {}};
    result.rows.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double c = gradient.all()[variable_of_[i]];
        result.rows.push_back(
            {model_.quantities[i].name, inputs[i].estimate, inputs[i].u, c, c * inputs[i].u.value, 0});
    }
    propagate(result);
    expand(inputs, result);
    if (!derivatives.at_kink && pairs_.empty()) look_further(estimates.all(), result);
    warn(derivatives.at_kink, result);
    return result;
}

void CompiledModel::values(std::span<const std::vector<double>> columns, std::span<double> results) const {
    std::vector<std::span<const double>> of_variables(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) of_variables[variable_of_[i]] = columns[i];
    expression_.values(of_variables, results);
}

/// Contributions are taken relative to the largest, so that no square under- or overflows.
void CompiledModel::propagate(GumResult& result) const {
    double largest = 0;
    for (const BudgetRow& row : result.rows) largest = std::max(largest, std::abs(row.contribution));
    if (!std::isfinite(largest))
        throw Error(ErrorKind::rule_broken, "expression.domain", "a contribution to the uncertainty is too large");
    if (largest == 0) return;
    double variance = 0, fourth_powers = 0;
    for (BudgetRow& row : result.rows) {
        const double square = row.contribution / largest * (row.contribution / largest);
        row.share = square;
        variance += square;
        fourth_powers += square * square / row.u.degrees_of_freedom;
    }
    const double uncorrelated = variance;
    for (const Pair& pair : pairs_) {
        const double term =
            2 * pair.r * (result.rows[pair.a].contribution / largest) * (result.rows[pair.b].contribution / largest);
        variance += term;
        result.cross_terms.push_back({result.rows[pair.a].name, result.rows[pair.b].name, pair.r, term});
    }
    if (variance <= 1e-15 * uncorrelated) variance = 0;  // inputs that cancel, up to rounding
    result.u = largest * std::sqrt(variance);
    for (BudgetRow& row : result.rows) row.share = variance > 0 ? row.share / variance : 0;
    for (CrossTerm& term : result.cross_terms) term.share = variance > 0 ? term.share / variance : 0;
    if (pairs_.empty() && fourth_powers > 0) result.dof_eff = variance * variance / fourth_powers;
}

void CompiledModel::expand(std::span<const EvaluatedInput> inputs, GumResult& result) const {
    RectangularParts parts;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!inputs[i].rectangular || correlated_[i]) continue;
        const double u = std::abs(result.rows[i].contribution);
        if (u > parts.largest)
            parts = {u, parts.largest};
        else
            parts.second = std::max(parts.second, u);
    }
    const CoverageChoice choice = coverage_factor(model_.coverage, result.u, result.dof_eff, parts);
    result.k = choice.factor;
    result.p = choice.probability;
    result.U = choice.factor * result.u;
    result.coverage_reason = choice.reason;
    if (!std::isfinite(result.U))
        throw Error(ErrorKind::rule_broken, "expression.domain", "the uncertainty is too large; choose another unit");
}

void CompiledModel::look_further(std::span<const double> estimates, GumResult& result) const {
    Numbers u(estimates.size());
    for (std::size_t i = 0; i < estimates.size(); ++i) u.all()[variable_of_[i]] = result.rows[i].u.value;
    const auto curvature = expression_.curvature(estimates, u.all());
    const double first = result.u * result.u;
    if (!curvature || !std::isfinite(first + curvature->added_variance)) return;
    const double variance = first + curvature->added_variance;
    if (variance >= 0) result.second_order = SecondOrder{std::sqrt(variance), curvature->mean_shift};
    if (std::abs(curvature->added_variance) <= kNoticeable * first) return;
    result.warnings.push_back({"budget.second_order",
                               "the terms of the next order are more than 5 % of the variance of the first; the budget "
                               "is not linear enough, check it by simulation"});
}

void CompiledModel::warn(bool at_kink, GumResult& result) const {
    if (at_kink)
        result.warnings.push_back({"budget.kink",
                                   "the model has a kink at the estimates (abs, min or max); the budget holds on one "
                                   "side only, check it by simulation"});
    for (const InputQuantity& q : model_.quantities)
        if (q.estimate && q.low && q.high && !q.half_width &&
            std::abs(*q.estimate - (*q.low + *q.high) / 2) > 1e-9 * (*q.high - *q.low))
            result.warnings.push_back({"budget.off_middle",
                                       "the estimate of quantity " + q.name +
                                           " is not the middle of its limits; first order takes the estimate, a "
                                           "simulation the limits",
                                       "/" + q.name,
                                       {{"quantity", q.name}}});
    double correlated_type_a = 0;
    for (const BudgetRow& row : result.rows) {
        if (row.sensitivity == 0 && row.u.value > 0)
            result.warnings.push_back(
                {"budget.zero_sensitivity",
                 "quantity " + row.name + " is uncertain but vanishes in first order; check the budget by simulation",
                 "/" + row.name,
                 {{"quantity", row.name}}});
        if (row.u.degrees_of_freedom < model_.coverage.dof_limit) correlated_type_a += row.share;
    }
    if (!pairs_.empty() && correlated_type_a > kMinorShare)
        result.warnings.push_back({"budget.correlated_dof",
                                   "inputs are correlated and part of the uncertainty rests on few observations; "
                                   "effective degrees of freedom do not apply, check k by simulation"});
    warn_of_shape(result);
}

/// Where k was not chosen for the shape of what dominates.
void CompiledModel::warn_of_shape(GumResult& result) const {
    using Reason = CoverageReason;
    if (!pairs_.empty() || result.coverage_reason == Reason::rectangular_input ||
        result.coverage_reason == Reason::two_rectangular_inputs || result.coverage_reason == Reason::trapezoid)
        return;
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        const Distribution shape = model_.quantities[i].distribution;
        const bool bell =
            shape == Distribution::normal || shape == Distribution::t || shape == Distribution::type_a_observations;
        if (bell || result.rows[i].share < kDominatingShare) continue;
        const std::string& name = result.rows[i].name;
        result.warnings.push_back({"budget.not_normal",
                                   "quantity " + name +
                                       " dominates and is not normally distributed; k does not follow from its shape, "
                                       "check the interval by simulation",
                                   "/" + name,
                                   {{"quantity", name}}});
    }
}

GumResult evaluate_gum(const Model& model) { return CompiledModel(model).evaluate(); }

}  // namespace chuan::uncertainty
