#include "base/decimal.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan {

namespace {

std::string entered(std::string_view text) { return Decimal::parse_entered(text).text(); }

std::string refusal(std::string_view text) {
    try {
        return "accepted as " + Decimal::parse_entered(text).text();
    } catch (const Error& error) {
        return error.code();
    }
}

}  // namespace

TEST(Decimal, KeepsTheDigitsAsWritten) {
    EXPECT_EQ(Decimal::parse("1.50").text(), "1.50");
    EXPECT_EQ(Decimal::parse("-0.0").text(), "0.0");
    EXPECT_EQ(Decimal::parse("007.5").text(), "7.5");
    EXPECT_EQ(Decimal::parse("1.50").decimals(), 2);
    EXPECT_EQ(Decimal().text(), "0");
}

TEST(Decimal, ComparesByValueAndNotByDigits) {
    EXPECT_EQ(Decimal::parse("1.5"), Decimal::parse("1.50"));
    EXPECT_LT(Decimal::parse("-2"), Decimal::parse("-1.999"));
    EXPECT_LT(Decimal::parse("9"), Decimal::parse("10"));
    EXPECT_GT(Decimal::parse("0.1000000000000000000000001"), Decimal::parse("0.1"));  // one double, two numbers
    EXPECT_EQ(Decimal::parse("-0"), Decimal::parse("0.00"));
}

TEST(Decimal, RefusesWhatIsNoMachineForm) {
    for (const char* text : {"", "-", ".5", "5.", "1e3", "+1", " 1", "1,5", "0x10", "--1", "1.2.3", "nan", "١"})
        EXPECT_FALSE(Decimal::try_parse(text)) << text;
    EXPECT_FALSE(Decimal::try_parse(std::string(41, '1')));
    EXPECT_TRUE(Decimal::try_parse(std::string(40, '1')));
    EXPECT_THROW(Decimal::parse("12a"), Error);
}

TEST(Decimal, ReadsWhatAPersonTypes) {
    EXPECT_EQ(entered(" 12,50 "), "12.50");
    EXPECT_EQ(entered("1.234"), "1.234");
    EXPECT_EQ(entered("1,234"), "1.234");
    EXPECT_EQ(entered("\u22120,3"), "-0.3");
    EXPECT_EQ(entered("+0.30"), "0.30");
    EXPECT_EQ(entered("2.5e-3"), "0.0025");
    EXPECT_EQ(entered("1,50E1"), "15.0");
    EXPECT_EQ(entered("2e+3"), "2000");
    EXPECT_EQ(entered("\u00A07\u00A0"), "7");
}

TEST(Decimal, RefusesGroupingRatherThanGuess) {
    for (const char* text : {"1.234,5", "1,234.5", "1.234.567", "1 234", "1\u00A0234,5"})
        EXPECT_EQ(refusal(text), "number.grouped") << text;
}

TEST(Decimal, RefusesLettersAndEmptyText) {
    EXPECT_EQ(refusal("   "), "number.empty");
    for (const char* text : {"12 V", "O,5", "1e", "1e1000", "2e50", "+-5", "-", "+", "1e2e3", "--5"})
        EXPECT_EQ(refusal(text), "number.malformed") << text;
}

TEST(Decimal, OfADoubleIsTheShortestThatReadsBack) {
    EXPECT_EQ(Decimal::from_double(0.1).text(), "0.1");
    EXPECT_EQ(Decimal::from_double(1.005).text(), "1.005");
    EXPECT_EQ(Decimal::from_double(-0.0).text(), "0");
    EXPECT_EQ(Decimal::from_double(1e23).text(), "1" + std::string(23, '0'));
    EXPECT_EQ(Decimal::from_double(-2.5e-7).text(), "-0.00000025");
    for (const double value : {1.0 / 3, 1e-300, 5e-324, 1.7976931348623157e308, -123456.789})
        EXPECT_EQ(Decimal::from_double(value).to_double(), value);
    EXPECT_THROW(Decimal::from_double(std::numeric_limits<double>::quiet_NaN()), std::logic_error);
}

TEST(Decimal, AddsAndSubtractsExactly) {
    EXPECT_EQ((Decimal::parse("0.1") + Decimal::parse("0.20")).text(), "0.30");
    EXPECT_EQ((Decimal::parse("99.95") + Decimal::parse("0.05")).text(), "100.00");
    EXPECT_EQ((Decimal::parse("1") - Decimal::parse("1.001")).text(), "-0.001");
    EXPECT_EQ((Decimal::parse("-5") - Decimal::parse("-5.0")).text(), "0.0");
    EXPECT_EQ((Decimal::parse("-2.5") + Decimal::parse("10")).text(), "7.5");
    EXPECT_EQ((-Decimal::parse("0.0")).text(), "0.0");
}

TEST(Decimal, FromUnscaledPlacesThePoint) {
    EXPECT_EQ(Decimal::from_unscaled(-150, 2).text(), "-1.50");
    EXPECT_EQ(Decimal::from_unscaled(5, 3).text(), "0.005");
    EXPECT_EQ(Decimal::from_unscaled(12, -2).text(), "1200");
    EXPECT_EQ(Decimal::from_unscaled(std::numeric_limits<std::int64_t>::min(), 0).text(), "-9223372036854775808");
}

}  // namespace chuan
