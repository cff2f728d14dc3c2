#pragma once

#include <string>

#include "equipment/instrument.h"
#include "operations/support.h"

namespace chuan::operations {

/// With the first row of the history of its purpose. Throws Error(rule_broken) with every finding, Error(conflict,
/// "instrument.known") when this owner has a device of this maker and serial number already.
InstrumentId add_instrument(storage::Transaction&, const people::Actor&, const equipment::Instrument&, Moment now);

/// version in the instrument: of the row as it was read. A new purpose counts from purpose_from (default: today) and
/// adds to the history; purpose_source: on what it rests, may be empty.
struct PurposeChange {
    std::optional<CivilDate> from{};
    std::string source{};
};
void change_instrument(storage::Transaction&, const people::Actor&, const equipment::Instrument&, const PurposeChange&,
                       Moment now);

}  // namespace chuan::operations
