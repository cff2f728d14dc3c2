#include <algorithm>

#include "base/text.h"
#include "operations/register_materials.h"
#include "server/api/material_json.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/api/register_json.h"
#include "storage/material_repository.h"

namespace chuan::server::api {
namespace {

using equipment::BottleAct;
using equipment::MaterialLotId;
using equipment::ReferenceMaterial;
using http::Response;

MaterialLotId lot_of(const http::Request& request) { return request.identity<MaterialLotId>("lot"); }
equipment::BottleId bottle_of(const http::Request& request) { return request.identity<equipment::BottleId>("bottle"); }

std::vector<json::Member> lot_members(Call& call, Names& names, const ReferenceMaterial& m, CivilDate today) {
    const auto bottles = storage::MaterialRepository(call.transaction, call.actor.scope()).bottles_of(m.lot_id);
    const auto until = equipment::usable_until(m, std::nullopt);
    return {{"id", m.lot_id},
            {"material_id", m.id},
            {"code", m.code},
            {"lot", m.lot},
            {"name_vi", m.name_vi},
            {"name_en", m.name_en},
            {"producer", names.of(m.producer)},
            {"certified", m.certified},
            {"certificate_number", m.certificate_number},
            {"amount_unit", m.amount_unit},
            {"values", json::list(m.values, material_value_json)},
            {"usable_until", usable_until_json(until)},
            {"status", storage::to_string(storage::due_status(until.day, today))},
            {"bottles", json::list(bottles, [&](const auto& bottle) { return bottle_json(m, bottle, today); })}};
}

json::Value contribution_json(const equipment::MaterialContribution& c) {
    return json::object({{"of", to_string(c.of)},
                         {"quantity", c.quantity},
                         {"standard_uncertainty", c.standard_uncertainty},
                         {"unit", c.unit},
                         {"from", c.from}});
}

json::Value record_json(Call& call, const ReferenceMaterial& m) {
    const auto accepted = storage::MaterialRepository(call.transaction, call.actor.scope()).acceptance_of(m.id);
    return json::object(
        {{"id", m.id},
         {"name_vi", m.name_vi},
         {"name_en", m.name_en},
         {"producer_id", m.producer},
         {"certified", m.certified},
         {"certificate_number", m.certificate_number},
         {"issued_on", m.issued_on},
         {"valid_to", m.valid_to},
         {"expires_on", m.expires_on},
         {"days_after_opening", m.days_after_opening},
         {"minimum_amount", m.minimum_amount},
         {"amount_unit", m.amount_unit},
         {"storage", m.storage},
         {"traceable_to", m.traceable_to},
         {"homogeneity_in_u", m.homogeneity_in_U},
         {"stability_in_u", m.stability_in_U},
         {"values", json::list(m.values, material_value_json)},
         {"combined",
          json::list(m.values, [&](const auto& v) { return json::Value(equipment::combined_uncertainty(m, v)); })},
         {"contributions", json::list(m.contributions, contribution_json)},
         {"document_id", m.document},
         {"replaces_id", m.replaces},
         {"reason", m.reason},
         {"accepted_by", person_json(call.transaction, accepted.by)},
         {"accepted_at", accepted.at},
         {"accepted_on", m.accepted_on}});
}

json::Value event_json(Call& call, const storage::BottleEventRow& row) {
    return json::object({{"id", row.id},
                         {"bottle_id", row.bottle},
                         {"kind", to_string(row.event.act)},
                         {"happened_on", row.event.happened_on},
                         {"amount", row.event.amount},
                         {"job_id", row.event.job},
                         {"reason", row.event.reason},
                         {"recorded_by", person_json(call.transaction, row.recorded_by)},
                         {"recorded_at", row.recorded_at}});
}

Response answer(Call& call, MaterialLotId lot, int status = 200) {
    storage::MaterialRepository materials(call.transaction, call.actor.scope());
    Names names(call);
    const auto records = materials.records_of(lot);
    auto members = lot_members(call, names, materials.require_of_lot(lot), today_of(call));
    std::vector<storage::BottleEventRow> events;
    for (const auto& bottle : materials.bottles_of(lot))
        for (auto& event : materials.events_of(bottle.id)) events.push_back(std::move(event));
    std::ranges::sort(events, std::ranges::greater{}, &storage::BottleEventRow::id);
    members.push_back({"records", json::list(records, [&](const auto& m) { return record_json(call, m); })});
    members.push_back({"events", json::list(events, [&](const auto& event) { return event_json(call, event); })});
    return Response::json(json::object(members).text(), status);
}

Response list_materials(Call& call) {
    Query query(call.request);
    const auto words = folded(query.text("q").value_or(""));
    const int limit = query.limit();
    const auto after = static_cast<std::size_t>(query.cursor_number().value_or(0));
    query.done();
    storage::MaterialRepository materials(call.transaction, call.actor.scope());
    std::vector<ReferenceMaterial> rows;
    for (const auto lot : materials.lots()) {
        auto m = materials.require_of_lot(lot);
        std::string text = m.code + " " + m.name_vi + " " + m.name_en + " " + m.lot;
        for (const auto& value : m.values) text += " " + value.quantity;
        if (folded(text).find(words) != std::string::npos) rows.push_back(std::move(m));
    }
    const auto begin = std::min(after, rows.size()),
               end = std::min(begin + static_cast<std::size_t>(limit), rows.size());
    Names names(call);
    std::vector<json::Value> items;
    for (auto i = begin; i < end; ++i) items.push_back(json::object(lot_members(call, names, rows[i], today_of(call))));
    return Response::json(
        page_of(json::Value(items), end < rows.size() ? std::optional(cursor_of({std::to_string(end)})) : std::nullopt)
            .text());
}

Response get_material(Call& call) {
    Query(call.request).done();
    return answer(call, lot_of(call.request));
}

equipment::MaterialValue read_value(const json::Object& in) {
    return {.quantity = in.required<std::string>("quantity"),
            .argument = in.maybe<Decimal>("argument"),
            .argument_unit = in.value_or<std::string>("argument_unit", ""),
            .figure = in.required<Decimal>("figure"),
            .expanded_uncertainty = in.maybe<Decimal>("expanded_uncertainty"),
            .coverage_factor = in.maybe<Decimal>("coverage_factor"),
            .unit = in.required<std::string>("unit"),
            .interpolation = in.maybe<Decimal>("interpolation")};
}

equipment::MaterialContribution read_contribution(const json::Object& in) {
    return {.of = in.word("of", equipment::contribution_from),
            .quantity = in.required<std::string>("quantity"),
            .standard_uncertainty = in.required<Decimal>("standard_uncertainty"),
            .unit = in.required<std::string>("unit"),
            .from = in.value_or<std::string>("from", "")};
}

ReferenceMaterial read_record(const json::Object& in) {
    ReferenceMaterial m;
    m.code = in.required<std::string>("code");
    m.lot = in.required<std::string>("lot");
    m.name_vi = in.required<std::string>("name_vi");
    m.name_en = in.value_or<std::string>("name_en", "");
    m.producer = in.required<OrganisationId>("producer_id");
    m.certified = in.required<bool>("certified");
    m.certificate_number = in.required<std::string>("certificate_number");
    m.issued_on = in.required<CivilDate>("issued_on");
    m.valid_to = in.maybe<CivilDate>("valid_to");
    m.expires_on = in.required<CivilDate>("expires_on");
    m.days_after_opening = in.maybe<int>("days_after_opening");
    m.minimum_amount = in.required<Decimal>("minimum_amount");
    m.amount_unit = in.required<std::string>("amount_unit");
    m.storage = in.value_or<std::string>("storage", "");
    m.traceable_to = in.value_or<std::string>("traceable_to", "");
    m.homogeneity_in_U = in.required<bool>("homogeneity_in_u");
    m.stability_in_U = in.required<bool>("stability_in_u");
    m.values = in.objects("values", read_value);
    m.contributions = in.objects("contributions", read_contribution, false);
    m.document = in.maybe<DocumentId>("document_id");
    return m;
}

Response add_material(Call& call) {
    json::Document document(call.request.body);
    const auto entered = read_record(document.object());
    document.done();
    const auto id = operations::add_material(call.transaction, call.actor, entered, call.now);
    return answer(call, storage::MaterialRepository(call.transaction, call.actor.scope()).require(id).lot_id, 201);
}

Response replace_material(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    auto entered = read_record(in);
    entered.lot_id = lot_of(call.request);
    entered.replaces = in.required<MaterialId>("replaces_id");
    entered.reason = in.value_or<std::string>("reason", "");
    document.done();
    operations::replace_material(call.transaction, call.actor, entered, call.now);
    return answer(call, entered.lot_id, 201);
}

Response add_bottle(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    equipment::Bottle bottle;
    bottle.lot = lot_of(call.request);
    bottle.number = in.required<std::string>("number");
    bottle.received_on = in.required<CivilDate>("received_on");
    bottle.stock = in.required<Decimal>("stock");
    document.done();
    operations::add_bottle(call.transaction, call.actor, bottle, call.now);
    return answer(call, bottle.lot, 201);
}

Response record(Call& call, const equipment::BottleEvent& event) {
    const auto id = bottle_of(call.request);
    operations::record_bottle_event(call.transaction, call.actor, id, event, call.now);
    return answer(call, storage::MaterialRepository(call.transaction, call.actor.scope()).require_bottle(id).lot);
}

Response open_bottle(Call& call) {
    json::Document document(call.request.body);
    const equipment::BottleEvent event{.act = BottleAct::opened,
                                       .happened_on = document.object().required<CivilDate>("happened_on")};
    document.done();
    return record(call, event);
}

Response use_bottle(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const equipment::BottleEvent event{.act = BottleAct::used,
                                       .happened_on = in.required<CivilDate>("happened_on"),
                                       .amount = in.required<Decimal>("amount"),
                                       .job = in.required<JobId>("job_id"),
                                       .reason = in.value_or<std::string>("reason", "")};
    document.done();
    return record(call, event);
}

/// Of the acts the two that end a bottle.
std::optional<BottleAct> end_from(std::string_view word) {
    const auto act = equipment::bottle_act_from(word);
    return act == BottleAct::used_up || act == BottleAct::disposed ? act : std::nullopt;
}

Response end_bottle(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const equipment::BottleEvent event{.act = in.word("kind", end_from),
                                       .happened_on = in.required<CivilDate>("happened_on"),
                                       .amount = {},
                                       .job = {},
                                       .reason = in.value_or<std::string>("reason", "")};
    document.done();
    return record(call, event);
}

constexpr CsvList kMaterialsFile{
    "materials",
    "code lot name_vi name_en producer=producer/name certified certificate_number "
    "quantities=values/quantity figures=values/figure units=values/unit "
    "usable_until=usable_until/day status bottles=bottles/number amount_unit stock=bottles/stock"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/materials", Permission::read_standards, &list_materials, {.csv = kMaterialsFile}},
    {"POST", "/api/v1/materials", Permission::accept_standards, &add_material},
    {"GET", "/api/v1/materials/{lot}", Permission::read_standards, &get_material},
    {"POST", "/api/v1/materials/{lot}/records", Permission::accept_standards, &replace_material},
    {"POST", "/api/v1/materials/{lot}/bottles", Permission::manage_standards, &add_bottle},
    {"POST", "/api/v1/bottles/{bottle}/opening", Permission::measure, &open_bottle},
    {"POST", "/api/v1/bottles/{bottle}/uses", Permission::measure, &use_bottle},
    {"POST", "/api/v1/bottles/{bottle}/end", Permission::manage_standards, &end_bottle},
};

}  // namespace

std::span<const Route> materials_routes() { return kRoutes; }

}  // namespace chuan::server::api
