#include "operations/authorise.h"

#include <algorithm>

#include "base/text.h"
#include "operations/accounts.h"
#include "storage/authorisation_repository.h"
#include "storage/organisation_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

void require_manager(storage::Transaction& transaction, const people::Actor& actor, Moment now) {
    require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::manage_authorisations, now);
}

std::string last_day(const std::optional<CivilDate>& to) { return to ? to_iso(*to) : ""; }

}  // namespace

std::int64_t authorise(storage::Transaction& transaction, const people::Actor& actor,
                       people::Authorisation authorisation, Moment now) {
    require_manager(transaction, actor, now);
    const people::Account person = account_of_body(transaction, actor.body, authorisation.who);
    authorisation.granted_by = actor.account;
    refuse(people::findings_on_grant(authorisation));
    const auto id = storage::AuthorisationRepository(transaction, actor.scope()).add(authorisation, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "authorisation.granted", "authorisation", id,
                {set("account", person.login), set("activity", std::string(people::to_string(authorisation.activity))),
                 set("procedure_code", authorisation.procedure), set("valid_from", to_iso(authorisation.from)),
                 set("valid_to", last_day(authorisation.to))},
                now);
    return id;
}

void end_authorisation(storage::Transaction& transaction, const people::Actor& actor, AccountId account,
                       std::int64_t id, const std::string& reason, Moment now) {
    require_manager(transaction, actor, now);
    account_of_body(transaction, actor.body, account);
    storage::AuthorisationRepository authorisations(transaction, actor.scope());
    const auto all = authorisations.all_of(account);
    if (std::ranges::none_of(all, [id](const auto& stored) { return stored.id == id; }))
        throw Error(ErrorKind::not_found, "authorisation.unknown",
                    "there is no authorisation " + std::to_string(id) + " of this person here");
    if (trimmed(reason).empty()) refuse({{"reason.missing", "the reason is missing; say why", "/reason"}});
    authorisations.end(id, trimmed(reason), now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "authorisation.ended", "authorisation", id, {set("reason", trimmed(reason))}, now);
}

std::int64_t declare_conflict(storage::Transaction& transaction, const people::Actor& actor,
                              const people::ConflictOfInterest& conflict, Moment now) {
    require_manager(transaction, actor, now);
    const people::Account person = account_of_body(transaction, actor.body, conflict.account);
    const auto organisation =
        storage::OrganisationRepository(transaction, actor.scope()).require(conflict.organisation);
    std::vector<Finding> findings;
    if (trimmed(conflict.reason).empty())
        findings.push_back({"reason.missing", "the interest is not named; say what it is", "/reason"});
    if (conflict.to && *conflict.to < conflict.from)
        findings.push_back(
            {"period.reversed",
             "the last day " + to_iso(*conflict.to) + " lies before the first day " + to_iso(conflict.from),
             "/valid_to"});
    refuse(std::move(findings));
    const auto id = storage::AuthorisationRepository(transaction, actor.scope()).add_conflict(conflict, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "conflict.declared", "conflict_of_interest", id,
                {set("account", person.login), set("organisation", organisation.name),
                 set("reason", trimmed(conflict.reason)), set("valid_from", to_iso(conflict.from)),
                 set("valid_to", last_day(conflict.to))},
                now);
    return id;
}

}  // namespace chuan::operations
