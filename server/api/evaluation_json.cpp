#include <charconv>
#include <cmath>

#include "server/api/jobs_json.h"
#include "server/api/procedure_json.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

constexpr int kFiguresOfEstimate = 10;

json::Value degrees(const std::optional<double>& nu) {
    if (!nu || !std::isfinite(*nu)) return nullptr;
    return figure(*nu);
}

json::Value verdict(const std::optional<conformity::Verdict>& one) {
    if (!one) return nullptr;
    return storage::word(*one);
}

json::Value budget_json(const procedures::BudgetLine& line) {
    return json::object({{"symbol", line.symbol},
                         {"description_vi", line.description_vi},
                         {"description_en", line.description_en},
                         {"estimate", figure(line.estimate, kFiguresOfEstimate)},
                         {"unit", line.unit},
                         {"distribution", line.distribution},
                         {"standard_uncertainty", figure(line.standard_uncertainty)},
                         {"degrees_of_freedom", degrees(line.degrees_of_freedom)},
                         {"sensitivity", figure(line.sensitivity)},
                         {"contribution", figure(line.contribution)},
                         {"share", line.share},
                         {"source", line.source}});
}

json::Value cross_term_json(const procedures::BudgetCrossTerm& term) {
    return json::object({{"a", term.a},
                         {"b", term.b},
                         {"correlation", figure(term.r)},
                         {"contribution", figure(term.contribution)},
                         {"share", term.share}});
}

json::Value interval_json(const std::optional<procedures::PrintedInterval>& interval) {
    if (!interval) return nullptr;
    return json::object(
        {{"of", interval->of_error ? "error" : "value"}, {"low", interval->low}, {"high", interval->high}});
}

json::Value simulated_json(const std::optional<procedures::SimulatedBy>& by) {
    if (!by) return nullptr;
    return json::object({{"generator", by->generator},
                         {"trials", static_cast<std::int64_t>(by->trials)},
                         {"seed", static_cast<std::int64_t>(by->seed)},
                         {"low", figure(by->low, kFiguresOfEstimate)},
                         {"high", figure(by->high, kFiguresOfEstimate)}});
}

json::Value point_json(const procedures::PointResult& point, bool with_budget) {
    return json::object(
        {{"point", point.point},
         {"stage", storage::word(point.stage)},
         {"nominal", point.nominal},
         {"direction", point.direction},
         {"unit", point.unit},
         {"reference", point.printed_reference},
         {"indication", point.printed_indication},
         {"value", point.printed_value},
         {"error", point.printed_error},
         {"expanded_uncertainty", point.printed_uncertainty},
         {"coverage_factor", point.printed_coverage_factor},
         {"coverage_probability", Decimal::from_double(point.coverage_probability).text()},
         {"coverage_reason", point.coverage_reason},
         {"standard_uncertainty", figure(point.standard_uncertainty)},
         {"degrees_of_freedom", degrees(point.degrees_of_freedom)},
         {"raised_to_cmc", point.raised_to_cmc},
         {"simulated", simulated_json(point.simulated)},
         {"interval", interval_json(point.interval)},
         {"limit", point.printed_limit},
         {"verdict", verdict(point.verdict)},
         {"conformance_probability", point.conformance_probability},
         {"print_reads_otherwise", point.print_reads_otherwise},
         {"budget", with_budget ? json::list(point.budget, budget_json) : json::Value(std::vector<json::Value>{})},
         {"cross_terms", json::list(point.cross_terms, cross_term_json)},
         {"warnings", findings_json(point.warnings)}});
}

json::Value operation_json(const procedures::OperationResult& operation) {
    return json::object({{"operation", operation.operation},
                         {"stage", storage::word(operation.stage)},
                         {"outcome", storage::word(operation.outcome)},
                         {"remark", operation.remark}});
}

json::Value missing_json(const procedures::MissingReading& missing) {
    return json::object({{"stage", storage::word(missing.stage)},
                         {"point", missing.point},
                         {"channel", missing.channel},
                         {"repeat", missing.repeat}});
}

/// 0.001 for three decimals.
json::Value resolution_of(const procedures::SheetChannel& channel) {
    if (!channel.decimals) return nullptr;
    return Decimal::from_unscaled(1, *channel.decimals).text();
}

json::Value evaluation_value(const procedures::Evaluation& evaluation, bool with_budgets) {
    return json::object(
        {{"points", json::list(evaluation.points, [&](const auto& one) { return point_json(one, with_budgets); })},
         {"operations", json::list(evaluation.operations, operation_json)},
         {"missing", json::list(evaluation.missing, missing_json)},
         {"verdict", verdict(evaluation.verdict)},
         {"findings", findings_json(evaluation.findings)},
         {"engine_version", evaluation.engine_version}});
}

}  // namespace

std::string figure(double value, int digits) {
    char text[64];
    const auto end = std::to_chars(std::begin(text), std::end(text), value, std::chars_format::general, digits);
    return Decimal::parse_entered({text, end.ptr}).text();
}

json::Value waiting_json(const procedures::Procedure& procedure) {
    return json::list(procedure.waiting, [](const procedures::Waiting& one) {
        return json::object({{"minutes", one.minutes}, {"name_vi", one.name.vi}, {"name_en", one.name.en}});
    });
}

json::Value evaluation_json(const procedures::Evaluation& evaluation) { return evaluation_value(evaluation, true); }
json::Value evaluation_json_without_budgets(const procedures::Evaluation& evaluation) {
    return evaluation_value(evaluation, false);
}

json::Value layout_json(const procedures::Procedure& procedure, const procedures::SheetLayout& layout) {
    const auto point = [&](const procedures::SheetPoint& one) {
        std::vector<std::string> channels;
        for (const auto& channel : layout.channels)
            if (channel.function == one.function) channels.push_back(channel.id);
        return json::object({{"id", one.id},
                             {"nominal", one.nominal},
                             {"unit", one.unit},
                             {"function", layout.function_of(one).id},
                             {"direction", one.direction},
                             {"label_vi", one.name.vi},
                             {"label_en", one.name.en},
                             {"channels", channels}});
    };
    const auto channel = [](const procedures::SheetChannel& one) {
        return json::object({{"id", one.id},
                             {"name_vi", one.name.vi},
                             {"name_en", one.name.en},
                             {"of", one.of == procedures::Channel::Of::item ? "item" : "standard"},
                             {"unit", one.unit},
                             {"repeats", one.repeats},
                             {"resolution", resolution_of(one)}});
    };
    const auto operation = [](const procedures::Operation& one) {
        return json::object({{"id", one.id},
                             {"kind", one.rule == procedures::Operation::Rule::check ? "check" : "computed"},
                             {"name_vi", one.name.vi},
                             {"name_en", one.name.en},
                             {"hint_vi", ""},
                             {"hint_en", ""},
                             {"seconds", nullptr}});
    };
    return json::object({{"points", json::list(layout.points, point)},
                         {"channels", json::list(layout.channels, channel)},
                         {"operations", json::list(procedure.operations, operation)},
                         {"result_unit", layout.functions.front().unit},
                         {"functions", json::list(layout.functions, sheet_function_json<procedures::SheetFunction>)},
                         {"waiting", waiting_json(procedure)},
                         {"repeat_rule", repeat_rule(procedure.counted)}});
}

}  // namespace chuan::server::api
