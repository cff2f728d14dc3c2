#include "operations/register_organisations.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/api/register_json.h"
#include "storage/organisation_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;
using storage::OrganisationRepository;

OrganisationId organisation_of(const http::Request& request) {
    return request.identity<OrganisationId>("organisation");
}

json::Value stored_json(Call& call, OrganisationId id) {
    OrganisationRepository organisations(call.transaction, call.actor.scope());
    const auto organisation = organisations.require(id);
    return organisation_json(organisation, organisations.version_of(id));
}

Response answer(Call& call, OrganisationId id) {
    OrganisationRepository organisations(call.transaction, call.actor.scope());
    organisations.require(id);
    return with_etag(Response::json(stored_json(call, id).text()), organisations.version_of(id));
}

Response list_organisations(Call& call) {
    Query query(call.request);
    const auto words = query.text("q").value_or("");
    const auto role = query.word("role", organisations::parse_organisation_role);
    const int limit = query.limit();
    const auto after = query.cursor_parts();
    query.done();
    const auto page = storage::organisation_page(call.transaction, call.actor.scope(), words,
                                                 role ? organisations::to_string(*role) : "", after, limit);
    const auto items = json::list(page.ids, [&](std::int64_t id) { return stored_json(call, OrganisationId{id}); });
    return Response::json(page_of(items, next_cursor(page.next)).text());
}

Response add_organisation(Call& call) {
    json::Document document(call.request.body);
    const auto entered = read_organisation(document.object(), {}, true);
    document.done();
    const auto id = operations::add_organisation(call.transaction, call.actor, entered, call.now);
    return Response::created("/api/v1/organisations/" + std::to_string(id.value), stored_json(call, id).text());
}

Response get_organisation(Call& call) {
    Query(call.request).done();
    return answer(call, organisation_of(call.request));
}

Response change_organisation(Call& call) {
    const auto id = organisation_of(call.request);
    const auto before = OrganisationRepository(call.transaction, call.actor.scope()).require(id);
    json::Document document(call.request.body);
    const auto changed = read_organisation(document.object(), before, false);
    document.done();
    operations::change_organisation(call.transaction, call.actor, changed, version_to_change(call.request), call.now);
    return answer(call, id);
}

constexpr CsvList kOrganisationsFile{"organisations",
                                     "id roles name name_en address address_en country tax_code contact phone email"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/organisations", Permission::read_instruments, &list_organisations, {.csv = kOrganisationsFile}},
    {"POST", "/api/v1/organisations", Permission::manage_customers, &add_organisation},
    {"GET", "/api/v1/organisations/{organisation}", Permission::read_instruments, &get_organisation},
    {"PATCH", "/api/v1/organisations/{organisation}", Permission::manage_customers, &change_organisation},
};

}  // namespace

std::span<const Route> organisations_routes() { return kRoutes; }

}  // namespace chuan::server::api
