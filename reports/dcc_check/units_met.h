#pragma once

// The units of a certificate as they stand in it, and what they are read as.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quantities/unit_text.h"

namespace chuan::reports::dcc_check {

struct MetUnit {
    std::string text;  // as written
    int count = 0;
    long line = 0;                             // of the first
    std::optional<quantities::ReadUnit> read;  // nullopt: not understood
    bool declared = false;                     // a non-SI unit that a statement of the certificate defines
};

/// In the order of their first place; an XML list counts once for each of its entries. Throws Error(malformed) for
/// bytes that are no DCC and no PDF with one: "dcc.not_one", or what parsed_xml throws.
std::vector<MetUnit> units_met(std::string_view xml_or_pdf);

}  // namespace chuan::reports::dcc_check
