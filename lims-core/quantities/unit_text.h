#pragma once

#include <optional>
#include <string_view>

#include "quantities/unit.h"

namespace chuan::quantities {

// Units as they stand in registers, spreadsheets and other people's certificates. Beside D-SI and the usual symbols a
// fixed table of what is met in the field is understood: names with a capital ("\Pascal"), American names, "Kg" and
// "KPa", "VDC", "độ C", compatibility characters. What the table does not have is refused: "mpa" is neither MPa nor
// mPa. Who keeps the unit keeps the D-SI form; who must show what was changed asks for the writing.

enum class UnitWriting {
    dsi,       // as it should be
    symbol,    // "kPa": what people type
    repaired,  // not right, but met often and with one meaning
};

struct ReadUnit {
    Unit unit;
    UnitWriting writing;
};

/// nullopt if it is not understood.
std::optional<ReadUnit> read_unit_text(std::string_view text);

/// PTB's class of the text as it was written: that of the unit for D-SI, improvable for everything else.
MedalClass medal_of(const ReadUnit&);

}  // namespace chuan::quantities
