#pragma once

// Whom a body deals with, as its own address book: customers, manufacturers, other laboratories, authorities. One row
// per body; the same company at two bodies is two rows.

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace chuan::organisations {

enum class OrganisationRole { customer, manufacturer, laboratory, authority };
inline constexpr OrganisationRole kOrganisationRoles[] = {OrganisationRole::customer, OrganisationRole::manufacturer,
                                                          OrganisationRole::laboratory, OrganisationRole::authority};
std::string_view to_string(OrganisationRole);
std::optional<OrganisationRole> parse_organisation_role(std::string_view);

struct Organisation {
    OrganisationId id;
    BodyId body;
    std::set<OrganisationRole> roles;  // at least one
    std::string name;                  // as printed on certificates
    std::string name_en;               // or empty: printed as name
    std::string address;
    std::string address_en;
    std::string country = "VN";  // ISO 3166-1, two letters
    std::string tax_code;        // 10 or 12 digits, or 10-3 for a branch; or empty
    std::string contact;
    std::string phone;
    std::string email;
    std::optional<OrganisationId> successor;  // who took over; the row stays for its documents
};

/// Name and role given, tax code, country and mail address well-formed; all at once.
std::vector<Finding> findings_on(const Organisation&);

/// "organisation.successor_circle" if to name `successor` as successor of `organisation` would lead back to it.
std::optional<Finding> successor_refused(OrganisationId organisation, OrganisationId successor,
                                         std::span<const Organisation> all);

/// Folded names, address and tax code: what a search looks into.
std::string search_text(const Organisation&);

}  // namespace chuan::organisations
