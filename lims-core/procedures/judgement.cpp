#include "procedures/judgement.h"

#include <algorithm>
#include <cmath>

#include "conformity/decision.h"
#include "procedures/numbers.h"
#include "procedures/standard_use.h"

namespace chuan::procedures {
namespace {

bool holds(const LimitRow& row, const std::string& of, const SheetInputs& inputs) {
    return row.of == of && (row.accuracy_class.empty() || row.accuracy_class == inputs.item.accuracy_class) &&
           std::find(row.modes.begin(), row.modes.end(), inputs.mode) != row.modes.end();
}

std::optional<conformity::Limits> agreed_limits(const Agreement& agreement) {
    if (agreement.tolerance) return conformity::symmetric_limits(agreement.tolerance->to_double());
    conformity::Limits limits;
    if (agreement.low) limits.low = agreement.low->to_double();
    if (agreement.high) limits.high = agreement.high->to_double();
    return limits.low || limits.high ? std::optional(limits) : std::nullopt;
}

/// The law's rule in a verification, on the share that the procedure leaves to its standard; otherwise the agreed one.
conformity::DecisionRule rule_of(const RunContext& run) {
    if (run.procedure.kind != Kind::verification) return run.inputs.agreement->rule;
    conformity::DecisionRule rule{.rule = *run.procedure.decision};
    if (rule.rule != conformity::Rule::mpe) return rule;
    for (const StandardNeed& need : run.procedure.standards)
        if (need.uncertainty_share) rule.largest_uncertainty_ratio = need.uncertainty_share;
    return rule;
}

/// U of the standard that the model takes its reference from.
std::optional<double> uncertainty_of_standard(const RunContext& run, const SheetPoint& point) {
    for (const Input& input : run.procedure.measurand.inputs)
        if (const auto* certificate = std::get_if<source::Certificate>(&input.source))
            if (const auto value = realised(*run.procedure.standard(certificate->standard), run.standards,
                                            point.nominal.to_double(), run.sheet.unit))
                return value->expanded_uncertainty;
    return std::nullopt;
}

std::string printed(const conformity::Limits& limits) {
    if (limits.low && limits.high && *limits.low == -*limits.high) return "±" + settled_decimal(*limits.high).text();
    if (!limits.low) return "≤ " + settled_decimal(*limits.high).text();
    if (!limits.high) return "≥ " + settled_decimal(*limits.low).text();
    return settled_decimal(*limits.low).text() + " … " + settled_decimal(*limits.high).text();
}

}  // namespace

std::optional<double> table_limit(const Procedure& procedure, const SheetInputs& inputs, const std::string& of,
                                  const std::string& unit) {
    for (const LimitRow& row : procedure.limits) {
        if (!holds(row, of, inputs)) continue;
        if (row.absolute) return row.absolute->to_double();
        return settled(conformity::percent_of_span(*row.percent_of_span, span_in(inputs.item, unit)));
    }
    return std::nullopt;
}

std::optional<conformity::Limits> limits_at(const RunContext& run, const SheetPoint& point) {
    if (run.procedure.kind != Kind::verification)
        return run.inputs.agreement ? agreed_limits(*run.inputs.agreement) : std::nullopt;
    for (const Operation& operation : run.procedure.operations)
        if (operation.rule == Operation::Rule::errors && operation.group == point.group)
            if (const auto limit = table_limit(run.procedure, run.inputs, operation.limit, run.sheet.unit))
                return conformity::symmetric_limits(*limit);
    return std::nullopt;
}

void judge(const RunContext& run, const SheetPoint& point, PointResult& result) {
    result.limits = limits_at(run, point);
    if (!result.limits) return;
    result.printed_limit = printed(*result.limits);
    const quantities::RoundedResult figures{Decimal::parse(result.printed_error),
                                            Decimal::parse(result.printed_uncertainty), 0};
    const conformity::Decision decision =
        conformity::decide({result.error, result.standard_uncertainty, result.expanded_uncertainty,
                            uncertainty_of_standard(run, point), figures},
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
