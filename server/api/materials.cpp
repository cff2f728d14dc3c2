#include <algorithm>

#include "base/text.h"
#include "operations/register_standards.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/api/register_json.h"
#include "storage/due_dates.h"
#include "storage/material_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;

json::Value material_json(Names& names, const equipment::ReferenceMaterial& m, CivilDate today) {
    return json::object({{"id", m.id},
                         {"code", m.code},
                         {"name_vi", m.name_vi},
                         {"name_en", m.name_en},
                         {"producer", names.of(m.producer)},
                         {"lot", m.lot},
                         {"bottle", m.bottle},
                         {"property", m.property},
                         {"property_value", m.property_value},
                         {"expanded_uncertainty", m.expanded_uncertainty},
                         {"coverage_factor", m.coverage_factor},
                         {"unit", m.unit},
                         {"expires_on", m.expires_on},
                         {"opened_on", m.opened_on},
                         {"stock", m.stock},
                         {"stock_unit", m.stock_unit},
                         {"status", storage::to_string(storage::due_status(m.expires_on, today))},
                         {"version", m.version}});
}

Response list_materials(Call& call) {
    Query query(call.request);
    const auto words = folded(query.text("q").value_or(""));
    const int limit = query.limit();
    const auto after = static_cast<std::size_t>(query.cursor_number().value_or(0));
    query.done();
    auto rows = storage::MaterialRepository(call.transaction, call.actor.scope()).list();
    std::erase_if(rows, [&](const auto& m) {
        return folded(m.code + " " + m.name_vi + " " + m.name_en + " " + m.lot + " " + m.property).find(words) ==
               std::string::npos;
    });
    const auto begin = std::min(after, rows.size()),
               end = std::min(begin + static_cast<std::size_t>(limit), rows.size());
    Names names(call);
    std::vector<json::Value> items;
    for (auto i = begin; i < end; ++i) items.push_back(material_json(names, rows[i], today_of(call)));
    return Response::json(
        page_of(json::Value(items), end < rows.size() ? std::optional(cursor_of({std::to_string(end)})) : std::nullopt)
            .text());
}

Response add_material(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const equipment::ReferenceMaterial entered{.code = in.required<std::string>("code"),
                                               .name_vi = in.required<std::string>("name_vi"),
                                               .name_en = in.value_or<std::string>("name_en", ""),
                                               .producer = in.required<OrganisationId>("producer_id"),
                                               .lot = in.required<std::string>("lot"),
                                               .bottle = in.value_or<std::string>("bottle", ""),
                                               .property = in.required<std::string>("property"),
                                               .property_value = in.required<Decimal>("property_value"),
                                               .expanded_uncertainty = in.required<Decimal>("expanded_uncertainty"),
                                               .coverage_factor = in.required<Decimal>("coverage_factor"),
                                               .unit = in.required<std::string>("unit"),
                                               .expires_on = in.required<CivilDate>("expires_on"),
                                               .opened_on = in.maybe<CivilDate>("opened_on"),
                                               .stock = in.value_or("stock", Decimal()),
                                               .stock_unit = in.value_or<std::string>("stock_unit", "")};
    document.done();
    const auto id = operations::add_material(call.transaction, call.actor, entered, call.now);
    Names names(call);
    const auto made = storage::MaterialRepository(call.transaction, call.actor.scope()).require(id);
    return Response::json(material_json(names, made, today_of(call)).text(), 201);
}

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/materials", Permission::read_standards, &list_materials},
    {"POST", "/api/v1/materials", Permission::manage_standards, &add_material},
};

}  // namespace

std::span<const Route> materials_routes() { return kRoutes; }

}  // namespace chuan::server::api
