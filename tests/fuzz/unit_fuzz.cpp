#include <cmath>

#include "base/error.h"
#include "quantities/unit_text.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace chuan;
using chuan::fuzz::must;

void check(const quantities::Unit& unit) {
    must(quantities::parse_unit(unit.dsi()) == unit, "a unit reads back from its D-SI text");
    must(quantities::convert(1.25, unit, unit) == 1.25, "a value in its own unit is itself");
    const auto difference = quantities::difference_unit(unit);
    must(difference.offset() == 0 && quantities::same_dimension(unit, difference), "a difference has no offset");
    const auto& scale = unit.scale();
    must(scale.numerator > 0 && std::isfinite(scale.numerator) && scale.denominator > 0 &&
             std::isfinite(scale.denominator),
         "a factor is a positive number");
    must(quantities::symbol(unit).size() < 4000, "a symbol stays short");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    bool is_dsi = true;
    try {
        check(quantities::parse_unit(text));
    } catch (const Error&) {
        is_dsi = false;
    }
    const auto read = quantities::read_unit_text(text);
    must(read.has_value() || !is_dsi, "what is D-SI is understood");
    if (!read) return 0;
    check(read->unit);
    must(quantities::medal_of(*read) == quantities::MedalClass::improvable ||
             read->writing == quantities::UnitWriting::dsi,
         "only D-SI wins a medal");
    return 0;
}
