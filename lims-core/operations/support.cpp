#include "operations/support.h"

#include "storage/authorisation_repository.h"
#include "storage/body_repository.h"
#include "storage/organisation_repository.h"

namespace chuan::operations {

Site site_of(storage::Transaction& transaction, const people::Actor& actor, Moment now) {
    storage::BodyRepository bodies(transaction);
    Site site{.body = bodies.require(actor.body), .settings = bodies.settings(actor.body), .today = {}};
    site.today = civil_date(now, site.body.utc_offset_minutes);
    return site;
}

void require_right(storage::Transaction&, const people::Actor& actor, const Site& site, people::Permission permission,
                   Moment now) {
    people::require(actor, permission);
    people::require_recent_confirmation(actor, now, {.required_for = site.settings.second_factor}, permission);
}

void require_authorised(storage::Transaction& transaction, const people::Actor& actor, people::Activity activity,
                        std::string_view procedure_code, CivilDate day) {
    people::require_identity(actor);
    const auto authorisations = storage::AuthorisationRepository(transaction, actor.scope()).of(actor.account);
    if (auto finding = people::authorisation_missing(authorisations, actor.person(), activity, procedure_code, day))
        throw Error(ErrorKind::rule_broken, *std::move(finding));
}

void require_no_conflict(storage::Transaction& transaction, const people::Actor& actor, OrganisationId customer,
                         CivilDate day) {
    const auto conflicts = storage::AuthorisationRepository(transaction, actor.scope()).conflicts_of(actor.account);
    const auto organisation = storage::OrganisationRepository(transaction, actor.scope()).require(customer);
    if (auto finding = people::conflict_of(conflicts, actor.person(), customer, organisation.name, day))
        throw Error(ErrorKind::rule_broken, *std::move(finding));
}

void refuse(std::vector<Finding> findings) {
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));
}

trail::Change set(std::string field, std::string value) {
    return {.field = std::move(field), .new_value = std::move(value)};
}

void add_change(std::vector<trail::Change>& changes, std::string field, const std::string& from,
                const std::string& to) {
    if (from != to) changes.push_back({.field = std::move(field), .old_value = from, .new_value = to});
}

}  // namespace chuan::operations
