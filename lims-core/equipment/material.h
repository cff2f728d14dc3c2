#pragma once

// Reference materials: one row per lot and bottle, with the certified value of one property, its expiry and what is
// left.

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"

namespace chuan::equipment {

struct ReferenceMaterial {
    MaterialId id{};
    std::string code{}, name_vi{}, name_en{};
    OrganisationId producer{};
    std::string lot{}, bottle{};
    std::string property{};  // "mass_fraction_ethanol"
    Decimal property_value{}, expanded_uncertainty{}, coverage_factor{};
    std::string unit{};  // D-SI
    CivilDate expires_on{};
    std::optional<CivilDate> opened_on{};
    Decimal stock{};
    std::string stock_unit{};
    std::int64_t version = 1;
};

/// Everything wrong with a new or changed material, each naming its field.
std::vector<Finding> findings_on(const ReferenceMaterial&);

/// Empty: usable on the day. Codes: material.expired, material.used_up.
std::vector<Finding> why_unusable(const ReferenceMaterial&, CivilDate day);

}  // namespace chuan::equipment
