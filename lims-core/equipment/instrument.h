#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"

namespace chuan::equipment {

/// Use decides the control group, not the model (R1): trade, payment, safety, health, environment or official duty on a
/// listed instrument is group 2; everything else is group 1. The laboratory's own standards are instruments too.
enum class Purpose { group_1, group_2, own_standard };

std::string_view to_string(Purpose);
std::optional<Purpose> purpose_from(std::string_view);

/// A further range of a device that has several, each with what belongs to it.
struct InstrumentRange {
    std::string quantity{};
    std::optional<Decimal> low{}, high{};
    std::string unit{};  // D-SI
    std::optional<Decimal> resolution{}, verification_interval{};
    std::string accuracy_class{};
    bool operator==(const InstrumentRange&) const = default;
};

struct Instrument {
    InstrumentId id{};
    std::string name_vi{}, name_en{};
    std::string quantity{};  // "mass", "dc_voltage", "pressure", ...
    std::string maker{}, maker_country{}, model{}, serial{}, inventory_number{}, made_in_year{};
    std::optional<Decimal> range_low{}, range_high{};
    std::string unit{};                              // D-SI; empty when no range is known
    std::optional<Decimal> resolution{};             // d of a balance
    std::optional<Decimal> verification_interval{};  // e of a balance, OIML R 76-1, T.3.2.3; empty: equal to d
    std::string accuracy_class{};
    OrganisationId owner{};
    std::string place_of_use{};
    Purpose purpose = Purpose::group_1;
    std::vector<InstrumentRange> ranges{};
    std::int64_t version = 1;
};

/// Everything wrong with a new or changed instrument, each naming its field.
std::vector<Finding> findings_on(const Instrument&);

}  // namespace chuan::equipment
