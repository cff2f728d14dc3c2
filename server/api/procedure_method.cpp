#include "procedures/point_inputs.h"
#include "server/api/procedure_json.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using procedures::Procedure;

/// A figure that the file gives as a number, in the digits it needs.
json::Value figure(const std::optional<double>& value) {
    if (!value) return nullptr;
    return Decimal::from_double(*value).text();
}

json::Value modes_json(const std::vector<procedures::Mode>& modes) {
    return json::list(modes, [](procedures::Mode mode) { return json::Value(storage::word(mode)); });
}

json::Value item_kind_json(const procedures::ItemKind& kind) {
    return json::object({{"code", kind.code}, {"name_vi", kind.name.vi}, {"name_en", kind.name.en}});
}

json::Value condition_json(const procedures::EnvironmentCondition& condition) {
    return json::object({{"quantity", condition.quantity},
                         {"unit", condition.unit},
                         {"low", condition.low},
                         {"high", condition.high},
                         {"largest_change", condition.largest_change}});
}

json::Value standard_json(const procedures::StandardNeed& need) {
    return json::object({{"role", need.role},
                         {"quantity", need.quantity},
                         {"name_vi", need.name.vi},
                         {"name_en", need.name.en},
                         {"covers_points", need.covers_points},
                         {"uncertainty_share", figure(need.uncertainty_share)}});
}

json::Value channel_json(const Procedure& procedure, const procedures::Channel& channel) {
    const bool of_result = channel.unit == procedures::kUnitOfTheResult;
    return json::object({{"id", channel.id},
                         {"name_vi", channel.name.vi},
                         {"name_en", channel.name.en},
                         {"of", channel.of == procedures::Channel::Of::item ? "item" : "standard"},
                         {"unit", of_result ? procedure.unit : channel.unit},
                         {"repeats", channel.repeats},
                         {"within_item_range", channel.within_item_range},
                         {"margin_percent", figure(channel.margin_percent)},
                         {"low", channel.low},
                         {"high", channel.high}});
}

json::Value point_json(const procedures::ProcedurePoint& point) {
    const auto* nominal = std::get_if<Decimal>(&point.at);
    const auto* percent = std::get_if<double>(&point.at);
    return json::object({{"id", point.id},
                         {"group", point.group},
                         {"label_vi", point.name.vi},
                         {"label_en", point.name.en},
                         {"nominal", nominal ? json::Value(*nominal) : json::Value()},
                         {"percent_of_span", percent ? figure(*percent) : json::Value()},
                         {"direction", point.direction}});
}

std::string_view word(procedures::Operation::Rule rule) {
    switch (rule) {
        case procedures::Operation::Rule::check:
            return "check";
        case procedures::Operation::Rule::errors:
            return "errors";
        case procedures::Operation::Rule::hysteresis:
            return "hysteresis";
    }
    throw std::logic_error("a rule of an operation without a word");
}

json::Value operation_json(const procedures::Operation& operation) {
    return json::object({{"id", operation.id},
                         {"name_vi", operation.name.vi},
                         {"name_en", operation.name.en},
                         {"rule", word(operation.rule)},
                         {"group", operation.group},
                         {"limit", operation.limit}});
}

/// {code: "certificate", values: {standard: "reference"}}: the element of the file that says where the input comes
/// from.
json::Value source_json(const std::vector<procedures::WrittenElement>& written, const std::string& symbol) {
    std::string code;
    std::map<std::string, std::string> values;
    for (const auto& element : written) {
        if (element.element != "input" || element.key != symbol) continue;
        for (const auto& [name, value] : element.fields) {
            const auto end = name.find_first_of("[.");
            const bool alone = end == std::string::npos && value == "yes";
            if (end == std::string::npos && !alone) continue;  // what the input says of itself
            code = name.substr(0, end);
            if (!alone) values[name.substr(name.find('.', end) + 1)] = value;
        }
    }
    return json::object({{"code", code}, {"values", values}});
}

json::Value input_json(const Procedure& procedure, const procedures::Input& input,
                       const std::vector<procedures::WrittenElement>& written) {
    return json::object({{"symbol", input.symbol},
                         {"description_vi", input.description.vi},
                         {"description_en", input.description.en},
                         {"unit", input.unit == procedures::kUnitOfTheResult ? procedure.unit : input.unit},
                         {"distribution", procedures::name_of(input.distribution)},
                         {"source", source_json(written, input.symbol)}});
}

json::Value measurand_json(const Procedure& procedure, std::string_view content) {
    const auto written = procedures::written_elements(content);
    const auto& measurand = procedure.measurand;
    return json::object({{"model", measurand.model},
                         {"result", measurand.result == procedures::Measurand::Result::value ? "value" : "error"},
                         {"reference", measurand.reference},
                         {"indication", measurand.indication},
                         {"inputs", json::list(measurand.inputs, [&](const auto& input) {
                              return input_json(procedure, input, written);
                          })}});
}

json::Value limit_json(const procedures::LimitRow& row) {
    return json::object({{"of", row.of},
                         {"accuracy_class", row.accuracy_class},
                         {"modes", modes_json(row.modes)},
                         {"percent_of_span", figure(row.percent_of_span)},
                         {"absolute", row.absolute}});
}

json::Value coverage_json(const uncertainty::CoveragePolicy& coverage) {
    const bool fixed = coverage.rule == uncertainty::CoverageRule::fixed;
    return json::object({{"rule", fixed ? "fixed" : "automatic"},
                         {"probability", figure(coverage.probability)},
                         {"factor", figure(coverage.factor)},
                         {"dof_limit", fixed ? json::Value() : figure(coverage.dof_limit)}});
}

json::Value rounding_json(const quantities::RoundingPolicy& rounding) {
    const bool up = rounding.mode == quantities::UncertaintyRounding::up;
    return json::object({{"mode", up ? "up" : "nearest_5pct"}, {"uncertainty_digits", rounding.significant_digits}});
}

json::Value capability_json(const std::optional<uncertainty::CmcExpression>& capability) {
    if (!capability) return nullptr;
    return json::object({{"absolute", figure(capability->a)}, {"percent_of_value", figure(capability->b * 100)}});
}

json::Value example_json(const procedures::Example& example) {
    return json::object(
        {{"id", example.id}, {"source", example.source}, {"inputs", trial_inputs_json(example.inputs)}});
}

json::Value decision_json(const std::optional<conformity::Rule>& rule) {
    if (!rule) return "";
    return *rule == conformity::Rule::mpe ? "mpe" : "guarded_U";
}

}  // namespace

json::Value method_json(const Procedure& procedure, std::string_view content) {
    const auto channel = [&](const auto& one) { return channel_json(procedure, one); };
    return json::object({{"quantity", procedure.quantity},
                         {"unit", procedure.unit},
                         {"unit_of_item", procedure.unit_of_item},
                         {"item_kinds", json::list(procedure.item_kinds, item_kind_json)},
                         {"basis", procedure.basis},
                         {"to_check_against", procedure.to_check_against},
                         {"reviewer_differs", procedure.persons.reviewer_differs},
                         {"approver_differs", procedure.persons.approver_differs},
                         {"modes", modes_json(procedure.modes)},
                         {"period_months", procedure.period_months},
                         {"conditions", json::list(procedure.conditions, condition_json)},
                         {"standards", json::list(procedure.standards, standard_json)},
                         {"channels", json::list(procedure.channels, channel)},
                         {"sequence", procedure.sequence},
                         {"points", json::list(procedure.points, point_json)},
                         {"points_may_be_agreed", procedure.points_may_be_agreed},
                         {"operations", json::list(procedure.operations, operation_json)},
                         {"measurand", measurand_json(procedure, content)},
                         {"coverage", coverage_json(procedure.coverage)},
                         {"rounding", rounding_json(procedure.rounding)},
                         {"capability", capability_json(procedure.capability)},
                         {"decision_rule", decision_json(procedure.decision)},
                         {"limits", json::list(procedure.limits, limit_json)},
                         {"report", json::object({{"title_vi", procedure.report.title.vi},
                                                  {"title_en", procedure.report.title.en},
                                                  {"columns", procedure.report.columns}})},
                         {"examples", json::list(procedure.examples, example_json)}});
}

}  // namespace chuan::server::api
