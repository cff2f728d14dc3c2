#include "procedures/judgement.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "conformity/decision.h"
#include "procedures/mpe_reader.h"
#include "procedures/names.h"
#include "procedures/numbers.h"
#include "procedures/standard_use.h"

namespace chuan::procedures {
namespace {

bool holds(const LimitRow& row, const std::string& of, const SheetInputs& inputs, const Decimal& nominal) {
    return row.of == of && (row.accuracy_class.empty() || row.accuracy_class == inputs.item.accuracy_class) &&
           (!row.from || nominal >= *row.from) && (!row.to || nominal <= *row.to) &&
           std::find(row.modes.begin(), row.modes.end(), inputs.mode) != row.modes.end();
}

/// The unit "=e" is that of the argument e.
std::string resolved_unit(const conformity::MpeTable& table, const std::string& unit) {
    if (!unit.starts_with('=')) return unit;
    for (const conformity::MpeArgument& argument : table.arguments)
        if (argument.name == unit.substr(1)) return argument.unit;
    throw std::logic_error("a table of limits with a unit that is none; its reader refuses it");
}

double argument_value(const TableArgument& argument, const std::string& unit, const RunContext& run,
                      const SheetPoint& point) {
    const ItemInput& item = run.inputs.item;
    using From = TableArgument::From;
    switch (argument.from) {
        case From::nominal:
            return std::abs(converted(point.nominal.to_double(), point.unit, unit));
        case From::resolution:
            return converted_difference(item.resolution.value().to_double(), item.unit, unit);
        case From::range_high:
            return converted(item.range_high.value().to_double(), item.unit, unit);
        case From::span:
            return span_in(item, unit);
        case From::fixed:
            break;
    }
    return argument.value->to_double();
}

/// What a shipped table answers for the item's class and the point.
std::optional<double> from_table(const LimitRow& row, const RunContext& run, const SheetPoint& point) {
    const conformity::MpeTable& table = shipped_table(row.table);
    conformity::MpeQuestion question{
        .accuracy_class = row.accuracy_class.empty() ? run.inputs.item.accuracy_class : row.accuracy_class,
        .mode = std::string(name_of(run.inputs.mode)),
        .arguments = {},
        .options = row.options};
    for (const TableArgument& argument : row.arguments)
        for (const conformity::MpeArgument& known : table.arguments)
            if (known.name == argument.name)
                question.arguments[argument.name] =
                    argument_value(argument, resolved_unit(table, known.unit), run, point);
    const auto limit = conformity::permissible_error(table, question);
    if (!limit) return std::nullopt;
    return settled(converted_difference(*limit, resolved_unit(table, table.unit), point.unit));
}

std::optional<double> half_width(const LimitRow& row, const RunContext& run, const SheetPoint& point) {
    if (!row.table.empty()) return from_table(row, run, point);
    const ItemInput& item = run.inputs.item;
    double sum = row.absolute ? row.absolute->to_double() : 0;
    if (row.percent_of_span) sum += conformity::percent_of_span(*row.percent_of_span, span_in(item, point.unit));
    if (row.percent_of_value) sum += std::abs(point.nominal.to_double()) * *row.percent_of_value / 100;
    if (row.digits)
        sum += *row.digits * converted_difference(item.resolution.value().to_double(), item.unit, point.unit);
    return settled(sum);
}

conformity::Limits on_its_side(const LimitRow& row, double limit) {
    if (row.side == LimitRow::Side::both) return conformity::symmetric_limits(limit);
    conformity::Limits limits;
    (row.side == LimitRow::Side::upper ? limits.high : limits.low) = row.side == LimitRow::Side::upper ? limit : -limit;
    return limits;
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
    conformity::DecisionRule rule = *run.procedure.decision;
    if (rule.rule != conformity::Rule::mpe) return rule;
    for (const StandardNeed& need : run.procedure.standards)
        if (need.uncertainty_share) rule.largest_uncertainty_ratio = need.uncertainty_share;
    return rule;
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

std::string printed(const conformity::Limits& limits) {
    if (limits.low && limits.high && *limits.low == -*limits.high) return "±" + settled_decimal(*limits.high).text();
    if (!limits.low) return "≤ " + settled_decimal(*limits.high).text();
    if (!limits.high) return "≥ " + settled_decimal(*limits.low).text();
    return settled_decimal(*limits.low).text() + " … " + settled_decimal(*limits.high).text();
}

}  // namespace

std::optional<conformity::Limits> table_limits(const RunContext& run, const std::string& of, const SheetPoint& point) {
    for (const LimitRow& row : run.procedure.limits)
        if (holds(row, of, run.inputs, point.nominal))
            if (const auto limit = half_width(row, run, point)) return on_its_side(row, *limit);
    return std::nullopt;
}

std::optional<conformity::Limits> limits_at(const RunContext& run, const SheetPoint& point) {
    if (run.procedure.kind != Kind::verification)
        return run.inputs.agreement && run.procedure.functions.size() == 1 ? agreed_limits(*run.inputs.agreement)
                                                                           : std::nullopt;
    for (const Operation& operation : run.procedure.operations)
        if (operation.rule == Operation::Rule::errors && operation.group == point.group)
            if (auto limits = table_limits(run, operation.limit, point)) return limits;
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
