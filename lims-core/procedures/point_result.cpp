#include "procedures/point_result.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "procedures/judgement.h"
#include "procedures/numbers.h"
#include "uncertainty/expression.h"
#include "uncertainty/gum.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::procedures {
namespace {

std::string reason_code(uncertainty::CoverageReason reason) {
    using Reason = uncertainty::CoverageReason;
    switch (reason) {
        case Reason::agreed:
            return "agreed";
        case Reason::student_t:
            return "student_t";
        case Reason::rectangular_input:
            return "rectangular_dominated";
        case Reason::two_rectangular_inputs:
        case Reason::trapezoid:
            return "trapezoidal";
        case Reason::normal:
        case Reason::conventional:
            break;
    }
    return "normal";
}

std::vector<BudgetLine> budget_of(const Measurand& measurand, const PointInputs& inputs,
                                  const uncertainty::GumResult& gum) {
    std::vector<BudgetLine> lines;
    for (std::size_t i = 0; i < gum.rows.size(); ++i) {
        const uncertainty::BudgetRow& row = gum.rows[i];
        const Input& input = measurand.inputs[i];
        const double dof = row.u.degrees_of_freedom;
        lines.push_back({row.name, input.description.vi, input.description.en, row.estimate,
                         inputs.inputs[i].quantity.unit, inputs.inputs[i].distribution, row.u.value,
                         std::isfinite(dof) ? std::optional(dof) : std::nullopt, row.sensitivity, row.contribution,
                         row.share, inputs.inputs[i].source});
    }
    return lines;
}

std::vector<BudgetCrossTerm> cross_terms_of(const uncertainty::GumResult& gum) {
    std::vector<BudgetCrossTerm> terms;
    for (const uncertainty::CrossTerm& term : gum.cross_terms)
        terms.push_back({term.a, term.b, term.r, term.share * gum.u * gum.u, term.share});
    return terms;
}

/// Of an input, or of a derived quantity at the estimates of the inputs; 0 where the table shows none.
double estimate_of(const Measurand& measurand, const std::string& symbol, const PointResult& result) {
    if (symbol.empty()) return 0;
    std::map<std::string, double> known;
    for (const Constant& constant : measurand.constants) known.emplace(constant.symbol, constant.value.to_double());
    for (const BudgetLine& line : result.budget) known.emplace(line.symbol, line.estimate);
    return uncertainty::Expression::parse(expanded(measurand, symbol), known).value({});
}

/// Value and error from the model's result, each settled on the digits of the figures it came from.
void put_figures(const RunContext& run, const SheetPoint& point, double y, PointResult& result) {
    const Measurand& measurand = run.function.measurand;
    const double nominal = point.nominal.to_double();
    result.reference = estimate_of(measurand, measurand.reference, result);
    result.indication = estimate_of(measurand, measurand.indication, result);
    double scale = std::max({std::abs(nominal), std::abs(result.reference), std::abs(result.indication)});
    for (const BudgetLine& line : result.budget) scale = std::max(scale, std::abs(line.sensitivity * line.estimate));
    if (measurand.result == Measurand::Result::value) {
        result.value = settled(y, scale);
        result.error = settled(y - nominal, scale);
    } else {
        result.error = settled(y, scale);
        result.value = measurand.indication.empty() ? settled(nominal + y, scale) : result.indication;
    }
}

/// value, u, k, U of the model: of first order, or of its simulation.
struct Propagated {
    double value, u, k, p, U;
    std::optional<double> degrees_of_freedom;
    std::string reason;
    std::optional<SimulatedBy> simulated;
    std::optional<double> conforming_share{};  // of the trials, where limits are known
};

Propagated of_first_order(const uncertainty::GumResult& gum) {
    return {gum.value, gum.u, gum.k, gum.p, gum.U, gum.dof_eff, reason_code(gum.coverage_reason), std::nullopt};
}

/// U is half the coverage interval, k what it is of u; the interval itself is kept, as it need not be symmetric. Where
/// the trials have no mean or no standard deviation, value and u are those of first order, with a warning.
/// limits: of what the model gives.
Propagated simulated(const uncertainty::CompiledModel& model, const uncertainty::GumResult& gum,
                     const Function& function, const conformity::Limits& limits, std::vector<Finding>& warnings) {
    const Simulation& asked = *function.simulation;
    const auto made = uncertainty::simulate(model,
                                            {.seed = asked.seed,
                                             .probability = function.coverage.probability,
                                             .at_least = limits.low,
                                             .at_most = limits.high},
                                            asked.trials);
    const uncertainty::CoverageInterval interval = made.intervals.of(asked.interval);
    const double U = (interval.high - interval.low) / 2, u = made.u.value_or(gum.u);
    if (!made.heavy_tails.empty()) warnings.push_back(uncertainty::no_deviation(made.heavy_tails));
    return {
        made.value.value_or(gum.value),
        u,
        u > 0 ? U / u : 0,
        made.probability,
        U,
        std::nullopt,
        "monte_carlo",
        SimulatedBy{std::string(uncertainty::kSimulationVersion), made.trials, made.seed, interval.low, interval.high},
        made.inside};
}

void put_uncertainty(const RunContext& run, const SheetPoint& point, const Propagated& made, PointResult& result) {
    result.standard_uncertainty = made.u;
    result.degrees_of_freedom = made.degrees_of_freedom;
    result.coverage_factor = made.k;
    result.coverage_probability = made.p;
    result.coverage_reason = made.reason;
    result.simulated = made.simulated;
    double floor = run.inputs.cmc.value_or(0);
    if (run.function.capability)
        floor = std::max(floor, uncertainty::capability(*run.function.capability, point.nominal.to_double()));
    const auto reported = uncertainty::reported_uncertainty(made.U, floor);
    result.expanded_uncertainty = reported.U;
    result.raised_to_cmc = reported.raised_to_cmc;
}

/// A single indication is printed as it was written; everything else to the last digit of U.
std::string printed_indication(const RunContext& run, const SheetPoint& point, double indication, int place) {
    const auto& inputs = run.function.measurand.inputs;
    const auto input = std::find_if(inputs.begin(), inputs.end(), [&](const Input& each) {
        return each.symbol == run.function.measurand.indication;
    });
    const auto* readings = input == inputs.end() ? nullptr : std::get_if<source::Readings>(&input->source);
    if (readings != nullptr) {
        const SheetChannel& channel = *run.sheet.channel(readings->channel);
        const auto written = run.readings.of(point.id, channel);
        if (written.size() == 1 && channel.unit == point.unit) return written.front().text();
    }
    return quantities::round_to(indication, place, run.function.rounding.value_ties).text();
}

void print(const RunContext& run, const SheetPoint& point, PointResult& result) {
    const Measurand& measurand = run.function.measurand;
    const auto& policy = run.function.rounding;
    const auto rounded = quantities::round_result(result.value, result.expanded_uncertainty, policy);
    const int place = rounded.last_digit_exponent;
    result.printed_value = rounded.value.text();
    result.printed_uncertainty = rounded.expanded_uncertainty.text();
    result.printed_error = quantities::round_to(result.error, place, policy.value_ties).text();
    result.printed_coverage_factor = quantities::round_to(result.coverage_factor, -2, policy.value_ties).text();
    if (!measurand.reference.empty())
        result.printed_reference = quantities::round_to(result.reference, place, policy.value_ties).text();
    if (!measurand.indication.empty())
        result.printed_indication = printed_indication(run, point, result.indication, place);
}

/// The limits of the error, for what the model gives.
conformity::Limits limits_of_model(const RunContext& run, const SheetPoint& point) {
    conformity::Limits limits = limits_at(run, point).value_or(conformity::Limits{});
    if (run.function.measurand.result == Measurand::Result::error) return limits;
    if (limits.low) *limits.low += point.nominal.to_double();
    if (limits.high) *limits.high += point.nominal.to_double();
    return limits;
}

/// A floor widens an end that is nearer than it; nothing where the two ends lie equally far, to half of the last digit.
void put_interval(const RunContext& run, PointResult& result) {
    if (!result.simulated) return;
    const bool of_error = run.function.measurand.result == Measurand::Result::error;
    const double figure = of_error ? result.error : result.value, U = result.expanded_uncertainty;
    if (result.raised_to_cmc) {
        result.simulated->low = std::min(result.simulated->low, figure - U);
        result.simulated->high = std::max(result.simulated->high, figure + U);
    }
    const auto& policy = run.function.rounding;
    const int place = quantities::round_result(result.value, U, policy).last_digit_exponent;
    const double middle = result.simulated->low + (result.simulated->high - result.simulated->low) / 2;
    if (std::abs(middle - figure) <= std::pow(10.0, place) / 2) return;
    const auto printed = [&](double end) { return quantities::round_to(end, place, policy.value_ties).text(); };
    result.interval = PrintedInterval{of_error, printed(result.simulated->low), printed(result.simulated->high)};
}

}  // namespace

std::optional<PointResult> result_at(const RunContext& run, Stage stage, const SheetPoint& point,
                                     std::vector<Finding>& findings) {
    auto inputs = inputs_at(run, point, findings);
    if (!inputs) return std::nullopt;
    const uncertainty::CompiledModel model(model_of(run.function, *inputs));
    const uncertainty::GumResult gum = model.evaluate();

    PointResult result;
    result.point = point.id;
    result.stage = stage;
    result.nominal = point.nominal.text();
    result.direction = point.direction;
    result.unit = point.unit;
    result.budget = budget_of(run.function.measurand, *inputs, gum);
    result.cross_terms = cross_terms_of(gum);
    result.warnings = std::move(inputs->warnings);
    if (!run.function.simulation)  // they ask for the simulation that is made here
        result.warnings.insert(result.warnings.end(), gum.warnings.begin(), gum.warnings.end());
    const Propagated made = run.function.simulation
                                ? simulated(model, gum, run.function, limits_of_model(run, point), result.warnings)
                                : of_first_order(gum);
    put_figures(run, point, made.value, result);
    put_uncertainty(run, point, made, result);
    print(run, point, result);
    put_interval(run, result);
    judge(run, point, result, made.conforming_share);
    return result;
}

}  // namespace chuan::procedures
