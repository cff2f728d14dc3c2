#include "server/api/authorisations.h"

#include <algorithm>

#include "operations/accounts.h"
#include "operations/authorise.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/json/document.h"
#include "storage/authorisation_repository.h"
#include "storage/organisation_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;
using storage::AuthorisationRepository;

AccountId account_of(Call& call) {
    return operations::account_of_body(call.transaction, call.actor.body, call.request.identity<AccountId>("account"))
        .id;
}

json::Value authorisation_json(storage::Transaction& transaction, const AuthorisationRepository::Stored& stored) {
    const people::Authorisation& one = stored.authorisation;
    return json::object({{"id", stored.id},
                         {"account", person_json(transaction, one.who)},
                         {"activity", people::to_string(one.activity)},
                         {"procedure_code", one.procedure},
                         {"valid_from", one.from},
                         {"valid_to", one.to},
                         {"granted_by", person_json(transaction, one.granted_by)},
                         {"recorded_at", stored.recorded_at},
                         {"ended_at", stored.ended_at},
                         {"ended_reason", stored.ended_reason}});
}

json::Value conflict_json(Call& call, const AuthorisationRepository::StoredConflict& stored) {
    const auto organisation =
        storage::OrganisationRepository(call.transaction, call.actor.scope()).require(stored.conflict.organisation);
    return json::object({{"id", stored.id},
                         {"account", person_json(call.transaction, stored.conflict.account)},
                         {"organisation", json::object({{"id", organisation.id}, {"name", organisation.name}})},
                         {"reason", stored.conflict.reason},
                         {"valid_from", stored.conflict.from},
                         {"valid_to", stored.conflict.to},
                         {"recorded_at", stored.recorded_at}});
}

/// The row that was just added, as the list shows it.
template <class Rows>
const auto& row_with(const Rows& rows, std::int64_t id) {
    return *std::ranges::find(rows, id, [](const auto& row) { return row.id; });
}

Response list_authorisations(Call& call) {
    Query(call.request).done();
    const auto all = AuthorisationRepository(call.transaction, call.actor.scope()).all_of(account_of(call));
    const auto items = json::list(all, [&](const auto& one) { return authorisation_json(call.transaction, one); });
    return Response::json(page_of(items, std::nullopt).text());
}

Response add_authorisation(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    people::Authorisation entered;
    entered.who = account_of(call);
    entered.activity = in.word("activity", people::parse_activity);
    entered.procedure = in.required<std::string>("procedure_code");
    entered.from = in.required<CivilDate>("valid_from");
    entered.to = in.maybe<CivilDate>("valid_to");
    document.done();
    const auto id = operations::authorise(call.transaction, call.actor, entered, call.now);
    const auto all = AuthorisationRepository(call.transaction, call.actor.scope()).all_of(entered.who);
    return Response::created(
        "/api/v1/accounts/" + std::to_string(entered.who.value) + "/authorisations/" + std::to_string(id),
        authorisation_json(call.transaction, row_with(all, id)).text());
}

Response end_authorisation(Call& call) {
    Query query(call.request);
    const std::string reason = query.text("reason").value_or("");
    query.done();
    operations::end_authorisation(call.transaction, call.actor, call.request.identity<AccountId>("account"),
                                  call.request.number("authorisation"), reason, call.now);
    return Response::no_content();
}

Response list_conflicts(Call& call) {
    Query(call.request).done();
    const auto all = AuthorisationRepository(call.transaction, call.actor.scope()).all_conflicts_of(account_of(call));
    return Response::json(
        page_of(json::list(all, [&](const auto& one) { return conflict_json(call, one); }), std::nullopt).text());
}

Response add_conflict(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    people::ConflictOfInterest entered{.account = account_of(call),
                                       .organisation = in.required<OrganisationId>("organisation_id"),
                                       .from = in.required<CivilDate>("valid_from"),
                                       .to = in.maybe<CivilDate>("valid_to"),
                                       .reason = in.required<std::string>("reason")};
    document.done();
    const auto id = operations::declare_conflict(call.transaction, call.actor, entered, call.now);
    const auto all = AuthorisationRepository(call.transaction, call.actor.scope()).all_conflicts_of(entered.account);
    return Response::created("/api/v1/accounts/" + std::to_string(entered.account.value) + "/conflicts",
                             conflict_json(call, row_with(all, id)).text());
}

constexpr CsvList kAuthorisationsFile{"authorisations",
                                      "id account=account/name activity procedure_code valid_from valid_to "
                                      "granted_by=granted_by/name recorded_at ended_at ended_reason"};

constexpr CsvList kConflictsFile{"conflicts",
                                 "id account=account/name organisation=organisation/name reason valid_from valid_to "
                                 "recorded_at"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET",
     "/api/v1/accounts/{account}/authorisations",
     Permission::read_people,
     &list_authorisations,
     {.csv = kAuthorisationsFile}},
    {"POST", "/api/v1/accounts/{account}/authorisations", Permission::manage_authorisations, &add_authorisation},
    {"DELETE", "/api/v1/accounts/{account}/authorisations/{authorisation}", Permission::manage_authorisations,
     &end_authorisation},
    {"GET", "/api/v1/accounts/{account}/conflicts", Permission::read_people, &list_conflicts, {.csv = kConflictsFile}},
    {"POST", "/api/v1/accounts/{account}/conflicts", Permission::manage_authorisations, &add_conflict},
};

}  // namespace

std::span<const Route> authorisations_routes() { return kRoutes; }

}  // namespace chuan::server::api
