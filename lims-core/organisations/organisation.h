#pragma once

// Whom a body deals with, as its own address book: customers, manufacturers, other laboratories, authorities. One row
// per body; the same company at two bodies is two rows.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace chuan::organisations {

enum class OrganisationKind { customer, laboratory, national_institute, authority, manufacturer };
std::string_view to_string(OrganisationKind);
std::optional<OrganisationKind> parse_organisation_kind(std::string_view);

struct Organisation {
    OrganisationId id;
    BodyId body;
    OrganisationKind kind = OrganisationKind::customer;
    std::string name;     // as printed on certificates
    std::string name_en;  // or empty: printed as name
    std::string address;
    std::string city;
    std::string country = "VN";  // ISO 3166-1, two letters
    std::string phone;
    std::string email;
    std::string tax_code;                     // 10 or 12 digits, or 10-3 for a branch; or empty
    std::string accreditation;                // of a laboratory: "VILAS 123"; or empty
    std::optional<OrganisationId> successor;  // who took over; the row stays for its documents
    std::int64_t version = 0;                 // of the row as read
};

/// Name given, tax code, country and mail address well-formed; all at once.
std::vector<Finding> findings_on(const Organisation&);

/// "organisation.successor_circle" if to name `successor` as successor of `organisation` would lead back to it.
std::optional<Finding> successor_refused(OrganisationId organisation, OrganisationId successor,
                                         std::span<const Organisation> all);

}  // namespace chuan::organisations
