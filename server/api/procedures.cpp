#include <algorithm>

#include "base/text.h"
#include "operations/register_procedures.h"
#include "procedures/reader.h"
#include "reports/text/catalogue.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/json/document.h"
#include "server/json/value.h"
#include "storage/procedure_repository.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using http::Response;
using procedures::Procedure;
using reports::text::Language;
using storage::ProcedureRepository;
using storage::ProcedureVersion;

ProcedureVersionId procedure_of(const http::Request& request) {
    return request.identity<ProcedureVersionId>("procedure");
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : "; ") + text;
    return all;
}

std::vector<json::Member> procedure_members(const ProcedureVersion& version, const Procedure& procedure,
                                            Moment loaded_at) {
    return {{"id", version.id},
            {"code", version.code},
            {"version", version.version},
            {"kind", version.kind},
            {"title_vi", version.title_vi},
            {"title_en", version.title_en},
            {"status", storage::to_string(version.status)},
            {"basis", joined(procedure.basis)},
            {"note_vi", procedure.note.vi},
            {"note_en", procedure.note.en},
            {"sha256", version.sha256},
            {"loaded_at", loaded_at}};
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

std::string unit_of(const Procedure& procedure, const std::string& unit) {
    return unit == procedures::kUnitOfTheResult ? procedure.unit : unit;
}

/// A point before there is an item: a nominal, or a share of the item's span.
json::Value point_json(const Procedure& procedure, const procedures::ProcedurePoint& point) {
    const auto* nominal = std::get_if<Decimal>(&point.at);
    std::vector<std::string> channels;
    for (const auto& channel : procedure.channels) channels.push_back(channel.id);
    return json::object(
        {{"id", point.id},
         {"nominal", nominal ? nominal->text() : Decimal::from_double(std::get<double>(point.at)).text()},
         {"unit", nominal ? procedure.unit : "\\percent"},
         {"direction", point.direction},
         {"label_vi", point.name.vi},
         {"label_en", point.name.en},
         {"channels", channels}});
}

json::Value channel_json(const Procedure& procedure, const procedures::Channel& channel) {
    return json::object(
        {{"id", channel.id},
         {"name_vi", channel.name.vi},
         {"name_en", channel.name.en},
         {"unit", unit_of(procedure, channel.unit)},
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

json::Value layout_json(const Procedure& procedure) {
    return json::object(
        {{"points", json::list(procedure.points, [&](const auto& point) { return point_json(procedure, point); })},
         {"channels",
          json::list(procedure.channels, [&](const auto& channel) { return channel_json(procedure, channel); })},
         {"operations", json::list(procedure.operations, operation_json)},
         {"result_unit", procedure.unit},
         {"repeat_rule", repeat_rule(procedure.counted)}});
}

json::Value event_json(Call& call, const storage::ProcedureEventRow& event) {
    return json::object({{"id", event.id},
                         {"kind", event.kind},
                         {"effective_on", event.effective_on},
                         {"remark", event.remark},
                         {"document_id", event.document},
                         {"recorded_by", person_json(call.transaction, event.recorded_by)},
                         {"recorded_at", event.recorded_at}});
}

Response answer(Call& call, ProcedureVersionId id, int status = 200) {
    ProcedureRepository versions(call.transaction, call.actor.scope());
    const auto version = versions.require(id);
    const auto content = versions.content(id);
    const auto procedure = procedures::read_procedure(content, version.code);
    auto members = procedure_members(version, procedure, versions.loaded_at(id));
    members.push_back(
        {"roles", json::list(procedure.standards, [&](const auto& need) { return role_json(procedure, need); })});
    members.push_back({"environment", json::list(procedure.conditions, rule_json)});
    members.push_back({"layout", layout_json(procedure)});
    members.push_back(
        {"events", json::list(versions.events_of(id), [&](const auto& event) { return event_json(call, event); })});
    members.push_back({"content", content});
    return Response::json(json::object(members).text(), status);
}

std::optional<storage::ProcedureStatus> status_from(std::string_view word) {
    using storage::ProcedureStatus;
    for (const auto status :
         {ProcedureStatus::draft, ProcedureStatus::verified, ProcedureStatus::approved, ProcedureStatus::withdrawn})
        if (storage::to_string(status) == word) return status;
    return std::nullopt;
}

std::optional<procedures::Kind> kind_from(std::string_view word) {
    for (const auto kind : {procedures::Kind::calibration, procedures::Kind::verification, procedures::Kind::testing})
        if (storage::word(kind) == word) return kind;
    return std::nullopt;
}

Response list_procedures(Call& call) {
    Query query(call.request);
    const auto words = folded(query.text("q").value_or(""));
    const auto status = query.word("status", status_from);
    const auto kind = query.word("kind", kind_from);
    const int limit = query.limit();
    const auto after = static_cast<std::size_t>(query.cursor_number().value_or(0));
    query.done();
    ProcedureRepository versions(call.transaction, call.actor.scope());
    auto rows = versions.list();
    std::erase_if(rows, [&](const ProcedureVersion& one) {
        return (status && one.status != *status) || (kind && one.kind != storage::word(*kind)) ||
               folded(one.code + " " + one.title_vi + " " + one.title_en).find(words) == std::string::npos;
    });
    const auto begin = std::min(after, rows.size()),
               end = std::min(begin + static_cast<std::size_t>(limit), rows.size());
    std::vector<json::Value> items;
    for (auto i = begin; i < end; ++i)
        items.push_back(json::object(
            procedure_members(rows[i], procedures::read_procedure(versions.content(rows[i].id), rows[i].code),
                              versions.loaded_at(rows[i].id))));
    return Response::json(
        page_of(json::Value(items), end < rows.size() ? std::optional(cursor_of({std::to_string(end)})) : std::nullopt)
            .text());
}

Response load_procedure(Call& call) {
    const auto id =
        operations::load_procedure(call.transaction, call.actor, call.request.body, "procedure.xml", call.now);
    return answer(call, id, 201).with("Location", "/api/v1/procedures/" + std::to_string(id.value));
}

Response get_procedure(Call& call) {
    Query(call.request).done();
    return answer(call, procedure_of(call.request));
}

Response decide(Call& call, operations::ProcedureDecision decision) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const operations::ProcedureAct act{.decision = decision,
                                       .effective_on = in.required<CivilDate>("effective_on"),
                                       .remark = in.required<std::string>("remark"),
                                       .document = in.maybe<DocumentId>("document_id")};
    document.done();
    operations::decide_procedure(call.transaction, call.actor, procedure_of(call.request), act, call.now);
    return answer(call, procedure_of(call.request));
}

Response verify_procedure(Call& call) { return decide(call, operations::ProcedureDecision::verified); }
Response approve_procedure(Call& call) { return decide(call, operations::ProcedureDecision::approved); }
Response withdraw_procedure(Call& call) { return decide(call, operations::ProcedureDecision::withdrawn); }

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/procedures", Permission::read_procedures, &list_procedures},
    {"POST", "/api/v1/procedures", Permission::manage_procedures, &load_procedure, {.media = "application/xml"}},
    {"GET", "/api/v1/procedures/{procedure}", Permission::read_procedures, &get_procedure},
    {"POST", "/api/v1/procedures/{procedure}/verification", Permission::manage_procedures, &verify_procedure},
    {"POST", "/api/v1/procedures/{procedure}/approval", Permission::manage_procedures, &approve_procedure},
    {"POST", "/api/v1/procedures/{procedure}/withdrawal", Permission::manage_procedures, &withdraw_procedure},
};

}  // namespace

std::span<const Route> procedures_routes() { return kRoutes; }

}  // namespace chuan::server::api
