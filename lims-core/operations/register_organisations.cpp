#include "operations/register_organisations.h"

#include "storage/organisation_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using organisations::Organisation;

std::string roles_of(const Organisation& organisation) {
    std::string words;
    for (const auto role : organisation.roles) words += (words.empty() ? "" : " ") + std::string(to_string(role));
    return words;
}

std::string id_text(std::optional<OrganisationId> id) { return id ? std::to_string(id->value) : ""; }

std::vector<trail::Change> changes_between(const Organisation& from, const Organisation& to) {
    std::vector<trail::Change> changes;
    add_change(changes, "roles", roles_of(from), roles_of(to));
    add_change(changes, "name", from.name, to.name);
    add_change(changes, "name_en", from.name_en, to.name_en);
    add_change(changes, "address", from.address, to.address);
    add_change(changes, "address_en", from.address_en, to.address_en);
    add_change(changes, "country", from.country, to.country);
    add_change(changes, "tax_code", from.tax_code, to.tax_code);
    const auto personal = changes.size();
    add_change(changes, "contact", from.contact, to.contact);
    add_change(changes, "phone", from.phone, to.phone);
    add_change(changes, "email", from.email, to.email);
    for (auto i = personal; i < changes.size(); ++i) changes[i].privacy = trail::Privacy::personal;
    add_change(changes, "successor_id", id_text(from.successor), id_text(to.successor));
    return changes;
}

/// The successors of a successor, as far as they are known.
std::vector<Organisation> successors_of(storage::OrganisationRepository& organisations,
                                        std::optional<OrganisationId> next) {
    std::vector<Organisation> chain;
    while (next && chain.size() < 100) {
        chain.push_back(organisations.require(*next));
        next = chain.back().successor;
    }
    return chain;
}

}  // namespace

OrganisationId add_organisation(storage::Transaction& transaction, const people::Actor& actor,
                                const Organisation& organisation, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_customers, now);
    refuse(organisations::findings_on(organisation));
    storage::OrganisationRepository organisations(transaction, actor.scope());
    successors_of(organisations, organisation.successor);
    const auto id = organisations.add(organisation, now);
    Organisation nothing;
    nothing.country.clear();
    storage::Trail(transaction, actor.scope())
        .record(actor, "organisation.added", "organisation", id.value, changes_between(nothing, organisation), now);
    return id;
}

void change_organisation(storage::Transaction& transaction, const people::Actor& actor,
                         const Organisation& organisation, std::int64_t version, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_customers, now);
    storage::OrganisationRepository organisations(transaction, actor.scope());
    const Organisation before = organisations.require(organisation.id);
    auto findings = organisations::findings_on(organisation);
    if (organisation.successor)
        if (auto circle = organisations::successor_refused(organisation.id, *organisation.successor,
                                                           successors_of(organisations, organisation.successor)))
            findings.push_back(*std::move(circle));
    refuse(std::move(findings));
    organisations.update(organisation, version);
    storage::Trail(transaction, actor.scope())
        .record(actor, "organisation.changed", "organisation", organisation.id.value,
                changes_between(before, organisation), now);
}

}  // namespace chuan::operations
