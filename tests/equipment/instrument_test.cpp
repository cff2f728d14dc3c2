#include "equipment/instrument.h"

namespace chuan::equipment {
namespace {

Instrument gauge() {
    Instrument instrument;
    instrument.name_vi = "Áp kế";
    instrument.maker = "Wika";
    instrument.serial = "AK-1";
    return instrument;
}

std::vector<std::string> fields(const Instrument& instrument) {
    std::vector<std::string> found;
    for (const auto& finding : findings_on(instrument)) found.push_back(finding.code + " " + finding.field);
    return found;
}

using Fields = std::vector<std::string>;

TEST(Instrument, NeedsNameSerialAndMaker) {
    EXPECT_EQ(fields(gauge()), Fields{});
    EXPECT_EQ(fields({}), (Fields{"field.missing /name_vi", "field.missing /serial", "field.missing /maker"}));
}

TEST(Instrument, HasARangeThatEndsAfterItBeginsInAUnit) {
    auto instrument = gauge();
    instrument.range_low = Decimal::parse("16");
    instrument.range_high = Decimal::parse("0");
    EXPECT_EQ(fields(instrument), (Fields{"instrument.range_reversed /range_high", "instrument.unit_missing /unit"}));
    std::swap(instrument.range_low, instrument.range_high);
    instrument.unit = "\\bar";
    EXPECT_EQ(fields(instrument), Fields{});
}

TEST(Instrument, HasAResolutionAboveZero) {
    auto instrument = gauge();
    instrument.unit = "\\bar";
    for (const char* resolution : {"0", "0.00", "-0.05"}) {
        instrument.resolution = Decimal::parse(resolution);
        EXPECT_EQ(fields(instrument), Fields{"instrument.resolution_not_positive /resolution"}) << resolution;
    }
}

TEST(Purpose, ReadsAsItIsWritten) {
    for (const auto purpose : {Purpose::group_1, Purpose::group_2, Purpose::own_standard})
        EXPECT_EQ(purpose_from(to_string(purpose)), purpose);
    EXPECT_FALSE(purpose_from("group_3"));
}

}  // namespace
}  // namespace chuan::equipment
