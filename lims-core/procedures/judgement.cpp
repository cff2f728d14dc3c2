#include "procedures/judgement.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "conformity/decision.h"
#include "procedures/agreement.h"
#include "procedures/numbers.h"
#include "procedures/standard_use.h"
#include "procedures/tolerance.h"

namespace chuan::procedures {
namespace {

bool holds(const LimitRow& row, const std::string& of, Mode mode, const SheetPoint& point) {
    return row.of == of && (row.accuracy_class.empty() || row.accuracy_class == point.range.accuracy_class) &&
           (!row.from || point.nominal >= *row.from) && (!row.to || point.nominal <= *row.to) &&
           std::find(row.modes.begin(), row.modes.end(), mode) != row.modes.end();
}

/// The law's rule in a verification, on the share that the procedure leaves to its standard; otherwise the agreed one.
conformity::DecisionRule rule_of(const RunContext& run) {
    if (run.procedure.kind != Kind::verification) return run.inputs.agreement->rule;
    conformity::DecisionRule rule = *run.procedure.decision;
    if (rule.rule != conformity::Rule::mpe) return rule;
    for (const StandardNeed& need : run.procedure.standards)
        if (need.uncertainty_share) rule.largest_uncertainty_ratio = need.uncertainty_share;
    return rule;
}

/// u of what is stated: a U that was raised to the scope's or the method's capability stands for a wider one.
double stated_standard_uncertainty(const PointResult& result) {
    const bool widened = result.raised_to_cmc && result.coverage_factor > 0;
    return widened ? result.expanded_uncertainty / result.coverage_factor : result.standard_uncertainty;
}

/// U of the standard that the model takes its reference from.
std::optional<double> uncertainty_of_standard(const RunContext& run, const SheetPoint& point) {
    for (const Input& input : run.function.measurand.inputs)
        if (const auto* certificate = std::get_if<source::Certificate>(&input.source))
            if (const auto value = realised(*run.procedure.standard(certificate->standard), run.standards,
                                            {point.nominal.to_double(), point.unit}, point.unit))
                return value->expanded_uncertainty;
    return std::nullopt;
}

/// How far the ends lie from their figure, and the same as printed; nullopt where U says it.
std::optional<std::pair<conformity::Distances, conformity::Distances>> ends_of(const PointResult& result) {
    if (!result.interval) return std::nullopt;
    const auto& by = *result.simulated;
    const double figure = result.interval->of_error ? result.error : result.value;
    const double printed =
        Decimal::parse(result.interval->of_error ? result.printed_error : result.printed_value).to_double();
    return std::pair(
        conformity::Distances{settled(figure - by.low, figure), settled(by.high - figure, figure)},
        conformity::Distances{settled(printed - Decimal::parse(result.interval->low).to_double(), printed),
                              settled(Decimal::parse(result.interval->high).to_double() - printed, printed)});
}

std::string printed(const conformity::Limits& limits) {
    if (limits.low && limits.high && *limits.low == -*limits.high) return "±" + settled_decimal(*limits.high).text();
    if (!limits.low) return "≤ " + settled_decimal(*limits.high).text();
    if (!limits.high) return "≥ " + settled_decimal(*limits.low).text();
    return settled_decimal(*limits.low).text() + " … " + settled_decimal(*limits.high).text();
}

}  // namespace

std::optional<conformity::Limits> table_limits(const RunContext& run, const std::string& of, const SheetPoint& point) {
    for (const LimitRow& row : run.procedure.limits)
        if (holds(row, of, run.inputs.mode, point))
            if (const auto limits = limits_of(
                    row.tolerance, row.accuracy_class.empty() ? point.range.accuracy_class : row.accuracy_class,
                    run.inputs.mode, point))
                return limits;
    return std::nullopt;
}

std::optional<conformity::Limits> limits_at(const RunContext& run, const SheetPoint& point) {
    if (run.procedure.kind != Kind::verification) return agreed_limits(run.procedure, run.function, run.inputs, point);
    for (const Operation& operation : run.procedure.operations)
        if (operation.rule == Operation::Rule::errors && operation.group == point.group)
            if (auto limits = table_limits(run, operation.limit, point)) return limits;
    return std::nullopt;
}

void judge(const RunContext& run, const SheetPoint& point, PointResult& result,
           std::optional<double> conforming_share) {
    result.limits = limits_at(run, point);
    if (!result.limits) return;
    result.printed_limit = printed(*result.limits);
    const quantities::RoundedResult figures{Decimal::parse(result.printed_error),
                                            Decimal::parse(result.printed_uncertainty), 0};
    const auto ends = ends_of(result);
    const conformity::Decision decision = conformity::decide(
        {result.error, stated_standard_uncertainty(result), result.expanded_uncertainty,
         uncertainty_of_standard(run, point), figures, ends ? std::optional(ends->first) : std::nullopt,
         ends ? std::optional(ends->second) : std::nullopt, conforming_share},
        *result.limits, rule_of(run));
    result.verdict = decision.verdict;
    result.conformance_probability = decision.conformance_probability;
    result.print_reads_otherwise = decision.printed_reads_otherwise;
    result.warnings.insert(result.warnings.end(), decision.findings.begin(), decision.findings.end());
}

std::optional<conformity::Verdict> worst_verdict(const std::vector<PointResult>& results, Stage stage) {
    std::optional<conformity::Verdict> worst;
    for (const PointResult& result : results) {
        if (result.stage != stage) continue;
        if (!result.verdict) return std::nullopt;
        worst = worst ? std::max(*worst, *result.verdict) : *result.verdict;
    }
    return worst;
}

}  // namespace chuan::procedures
