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

// OIML R 76-1:2006, 3.4.2: d < e <= 10 d; 3.4.3: class I with d below 1 mg has e = 1 mg.
TEST(Instrument, HasAVerificationScaleIntervalFromDToTenD) {
    auto instrument = gauge();
    const auto wrong = [&](const char* e, const char* d) {
        instrument.unit = "\\gram";
        instrument.verification_interval = Decimal::parse(e);
        instrument.resolution = d ? std::optional(Decimal::parse(d)) : std::nullopt;
        return fields(instrument);
    };
    const Fields refused{"instrument.verification_interval /verification_interval"};
    for (const char* e : {"0.1", "0.10", "0.2", "1", "1.00"}) EXPECT_EQ(wrong(e, "0.1"), Fields{}) << e;
    for (const char* e : {"0", "-1", "0.099", "1.001", "10"}) EXPECT_EQ(wrong(e, "0.1"), refused) << e;
    EXPECT_EQ(wrong("1", nullptr), Fields{}) << "d may follow";
    EXPECT_EQ(wrong("0", nullptr), refused);
    instrument.accuracy_class = "I";
    EXPECT_EQ(wrong("0.001", "0.00001"), Fields{}) << "1 mg is 100 d of a microbalance";
    EXPECT_EQ(wrong("0.002", "0.00001"), refused);
    instrument.accuracy_class = "II";
    EXPECT_EQ(wrong("0.001", "0.00001"), refused);
    instrument.ranges = {
        {.unit = "\\gram", .resolution = Decimal::parse("1"), .verification_interval = Decimal::parse("20")}};
    EXPECT_EQ(wrong("1", "1"), Fields{"instrument.verification_interval /ranges/0/verification_interval"});
    instrument.unit.clear();
    instrument.ranges.clear();
    instrument.resolution.reset();
    EXPECT_EQ(fields(instrument), Fields{"instrument.unit_missing /unit"});
}

TEST(Purpose, ReadsAsItIsWritten) {
    for (const auto purpose : {Purpose::group_1, Purpose::group_2, Purpose::own_standard})
        EXPECT_EQ(purpose_from(to_string(purpose)), purpose);
    EXPECT_FALSE(purpose_from("group_3"));
}

}  // namespace
}  // namespace chuan::equipment
