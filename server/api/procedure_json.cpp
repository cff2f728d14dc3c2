#include "server/api/procedure_json.h"

#include "reports/text/catalogue.h"
#include "server/api/jobs_json.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using procedures::Function;
using procedures::Procedure;
using reports::text::Language;

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : "; ") + text;
    return all;
}

json::Value role_json(const Procedure& procedure, const procedures::StandardNeed& need) {
    return json::object({{"role", need.role},
                         {"name_vi", need.name.vi},
                         {"name_en", need.name.en},
                         {"quantity", need.quantity},
                         {"unit", procedure.unit}});
}

json::Value rule_json(const procedures::EnvironmentCondition& condition) {
    const std::string key = "condition." + condition.quantity;
    return json::object({{"quantity", condition.quantity},
                         {"name_vi", reports::text::of(Language::vi, key)},
                         {"name_en", reports::text::of(Language::en, key)},
                         {"unit", condition.unit},
                         {"low", condition.low},
                         {"high", condition.high}});
}

std::string unit_of(const Function& function, const std::string& unit) {
    return unit == procedures::kUnitOfTheResult ? function.unit : unit;
}

/// A point before there is an item: a nominal, or a share of the item's span.
json::Value point_json(const Function& function, const procedures::ProcedurePoint& point) {
    const auto* nominal = std::get_if<Decimal>(&point.at);
    std::vector<std::string> channels;
    for (const auto& channel : function.channels) channels.push_back(channel.id);
    return json::object(
        {{"id", point.id},
         {"nominal", nominal ? nominal->text() : Decimal::from_double(std::get<double>(point.at)).text()},
         {"unit", nominal ? function.unit : "\\percent"},
         {"function", function.id},
         {"direction", point.direction},
         {"label_vi", point.name.vi},
         {"label_en", point.name.en},
         {"channels", channels}});
}

json::Value channel_json(const Function& function, const procedures::Channel& channel) {
    return json::object(
        {{"id", channel.id},
         {"name_vi", channel.name.vi},
         {"name_en", channel.name.en},
         {"of", channel.of == procedures::Channel::Of::item ? "item" : "standard"},
         {"unit", unit_of(function, channel.unit)},
         {"repeats", channel.repeats},
         {"resolution", channel.decimals ? json::Value(Decimal::from_unscaled(1, *channel.decimals)) : json::Value()}});
}

json::Value operation_json(const procedures::Operation& operation) {
    return json::object({{"id", operation.id},
                         {"kind", operation.rule == procedures::Operation::Rule::check ? "check" : "computed"},
                         {"name_vi", operation.name.vi},
                         {"name_en", operation.name.en},
                         {"hint_vi", ""},
                         {"hint_en", ""},
                         {"seconds", nullptr}});
}

}  // namespace

std::string_view repeat_rule(procedures::Counted counted) {
    switch (counted) {
        case procedures::Counted::first:
            return "first";
        case procedures::Counted::last:
            return "last";
        case procedures::Counted::all:
            return "mean";
    }
    throw std::logic_error("a rule of repeats without a word");
}

/// Of a procedure for several quantities; the only function of another has no name of its own.
json::Value functions_json(const Procedure& procedure) {
    std::vector<json::Value> functions;
    for (const Function& function : procedure.functions)
        if (!function.id.empty())
            functions.push_back(json::object({{"id", function.id},
                                              {"quantity", function.quantity},
                                              {"name_vi", function.name.vi},
                                              {"name_en", function.name.en}}));
    return functions;
}

std::vector<json::Member> procedure_members(const storage::ProcedureVersion& version, const Procedure& procedure,
                                            Moment loaded_at) {
    return {{"id", version.id},
            {"code", version.code},
            {"version", version.version},
            {"kind", version.kind},
            {"field", procedure.field},
            {"title_vi", version.title_vi},
            {"title_en", version.title_en},
            {"status", storage::to_string(version.status)},
            {"basis", joined(procedure.basis)},
            {"note_vi", procedure.note.vi},
            {"note_en", procedure.note.en},
            {"functions", functions_json(procedure)},
            {"sha256", version.sha256},
            {"verified_on", version.verified_on},
            {"effective_from", version.approved_on},
            {"withdrawn_on", version.withdrawn_on},
            {"loaded_at", loaded_at}};
}

json::Value procedure_roles_json(const Procedure& procedure) {
    return json::list(procedure.standards, [&](const auto& need) { return role_json(procedure, need); });
}

json::Value procedure_environment_json(const Procedure& procedure) {
    return json::list(procedure.conditions, rule_json);
}

json::Value procedure_layout_json(const Procedure& procedure) {
    std::vector<json::Value> points, channels;
    for (const Function& function : procedure.functions) {
        for (const auto& point : function.points) points.push_back(point_json(function, point));
        for (const auto& channel : function.channels) channels.push_back(channel_json(function, channel));
    }
    return json::object({{"points", points},
                         {"channels", channels},
                         {"operations", json::list(procedure.operations, operation_json)},
                         {"result_unit", procedure.functions.front().unit},
                         {"functions", json::list(procedure.functions, sheet_function_json<Function>)},
                         {"waiting", waiting_json(procedure)},
                         {"repeat_rule", repeat_rule(procedure.counted)}});
}

}  // namespace chuan::server::api
