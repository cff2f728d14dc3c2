#include "procedures/agreed_rule.h"
#include "procedures/point_inputs.h"
#include "server/api/agreed_json.h"
#include "server/api/jobs_json.h"
#include "server/api/procedure_json.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using procedures::Function;
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

json::Value material_json(const std::optional<procedures::StandardNeed::Material>& material) {
    if (!material) return {};
    return json::object({{"from", figure(material->from)}, {"to", figure(material->to)}});
}

json::Value standard_json(const procedures::StandardNeed& need) {
    return json::object({{"role", need.role},
                         {"quantity", need.quantity},
                         {"name_vi", need.name.vi},
                         {"name_en", need.name.en},
                         {"covers_points", need.covers_points},
                         {"uncertainty_share", figure(need.uncertainty_share)},
                         {"material", material_json(need.material)},
                         {"largest_uncertainty", figure(need.largest_uncertainty)},
                         {"unit", need.unit},
                         {"classes", json::list(need.classes, [](const std::string& one) { return json::Value(one); })},
                         {"certified", need.certified}});
}

json::Value channel_json(const Function& function, const procedures::Channel& channel) {
    const bool of_result = channel.unit == procedures::kUnitOfTheResult;
    return json::object({{"id", channel.id},
                         {"name_vi", channel.name.vi},
                         {"name_en", channel.name.en},
                         {"of", channel.of == procedures::Channel::Of::item ? "item" : "standard"},
                         {"unit", of_result ? function.unit : channel.unit},
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
        case procedures::Operation::Rule::spread:
            return "spread";
        case procedures::Operation::Rule::difference:
            return "difference";
        case procedures::Operation::Rule::deviation:
            return "deviation";
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
json::Value source_json(const std::vector<procedures::WrittenElement>& written, const std::string& section,
                        const std::string& symbol) {
    std::string code;
    std::map<std::string, std::string> values;
    for (const auto& element : written) {
        if (element.section != section || element.element != "input" || element.key != symbol) continue;
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

/// {beta: "0.5"}: what the input says of its distribution beside the name.
json::Value shape_json(const std::vector<procedures::WrittenElement>& written, const std::string& section,
                       const std::string& symbol) {
    std::map<std::string, std::string> values;
    for (const auto& element : written) {
        if (element.section != section || element.element != "input" || element.key != symbol) continue;
        for (const auto& [name, value] : element.fields)
            if (name == "beta" || name == "limit_share" || name == "reliability") values[name] = value;
    }
    return values;
}

json::Value input_json(const Function& function, const procedures::Input& input,
                       const std::vector<procedures::WrittenElement>& written) {
    const std::string section = function.id.empty() ? "measurand" : function.id + "/measurand";
    return json::object({{"symbol", input.symbol},
                         {"description_vi", input.description.vi},
                         {"description_en", input.description.en},
                         {"unit", input.unit == procedures::kUnitOfTheResult ? function.unit : input.unit},
                         {"distribution", procedures::name_of(input.distribution)},
                         {"shape", shape_json(written, section, input.symbol)},
                         {"source", source_json(written, section, input.symbol)}});
}

json::Value measurand_json(const Function& function, const std::vector<procedures::WrittenElement>& written) {
    const auto& measurand = function.measurand;
    return json::object({{"model", measurand.model},
                         {"result", measurand.result == procedures::Measurand::Result::value ? "value" : "error"},
                         {"reference", measurand.reference},
                         {"indication", measurand.indication},
                         {"inputs", json::list(measurand.inputs, [&](const auto& input) {
                              return input_json(function, input, written);
                          })}});
}

std::string_view side(procedures::Tolerance::Side side) {
    using Side = procedures::Tolerance::Side;
    return side == Side::both ? "both" : side == Side::upper ? "upper" : "lower";
}

json::Value limit_json(const procedures::LimitRow& row) {
    const procedures::Tolerance& tolerance = row.tolerance;
    return json::object({{"of", row.of},
                         {"accuracy_class", row.accuracy_class},
                         {"modes", modes_json(row.modes)},
                         {"percent_of_span", tolerance.percent_of_span},
                         {"percent_of_value", tolerance.percent_of_value},
                         {"absolute", tolerance.absolute},
                         {"digits", tolerance.digits},
                         {"from", row.from},
                         {"to", row.to},
                         {"side", side(tolerance.side)},
                         {"table", tolerance.table},
                         {"arguments", table_arguments_json(tolerance.arguments)}});
}

json::Value coverage_json(const Function& function) {
    const uncertainty::CoveragePolicy& coverage = function.coverage;
    const bool fixed = coverage.rule == uncertainty::CoverageRule::fixed;
    return json::object({{"rule", function.simulation ? "monte_carlo"
                                  : fixed             ? "fixed"
                                                      : "automatic"},
                         {"probability", figure(coverage.probability)},
                         {"factor", figure(coverage.factor)},
                         {"dof_limit", fixed || function.simulation ? json::Value() : figure(coverage.dof_limit)}});
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

/// What a method says of one quantity of the item.
json::Value function_json(const Function& function, const std::vector<procedures::WrittenElement>& written) {
    return json::object(
        {{"id", function.id},
         {"name_vi", function.name.vi},
         {"name_en", function.name.en},
         {"quantity", function.quantity},
         {"unit", function.unit},
         {"unit_of_item", function.unit_of_item},
         {"channels", json::list(function.channels, [&](const auto& one) { return channel_json(function, one); })},
         {"sequence", function.sequence},
         {"points", json::list(function.points, point_json)},
         {"points_may_be_agreed", function.points_may_be_agreed},
         {"measurand", measurand_json(function, written)},
         {"coverage", coverage_json(function)},
         {"rounding", rounding_json(function.rounding)},
         {"capability", capability_json(function.capability)},
         {"report", json::object({{"title_vi", function.report.title.vi},
                                  {"title_en", function.report.title.en},
                                  {"columns", function.report.columns}})}});
}

}  // namespace

json::Value method_json(const Procedure& procedure, std::string_view content) {
    const auto written = procedures::written_elements(content);
    const auto decision = procedure.decision ? procedures::named(*procedure.decision) : procedures::NamedRule{};
    return json::object(
        {{"quantity", procedure.quantity},
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
         {"bench", procedure.bench},
         {"operations", json::list(procedure.operations, operation_json)},
         {"decision_rule", decision.name},
         {"rule_number", decision.number},
         {"limits", json::list(procedure.limits, limit_json)},
         {"waiting", waiting_json(procedure)},
         {"functions",
          json::list(procedure.functions, [&](const auto& function) { return function_json(function, written); })},
         {"examples", json::list(procedure.examples, example_json)}});
}

}  // namespace chuan::server::api
