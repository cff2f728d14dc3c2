#include "quality/certificate_comparison.h"

#include <cmath>

#include <gmock/gmock.h>

namespace chuan::quality {
namespace {

using procedures::StandardFormula;
using procedures::StandardValue;
using Meaning = StandardValue::Meaning;
using ::testing::DoubleNear;
using ::testing::Optional;

StandardValue volts(const char* nominal, Meaning meaning, const char* figure, const char* U) {
    StandardValue value;
    value.quantity = "dc_voltage";
    if (*nominal) value.nominal = Decimal::parse(nominal);
    value.meaning = meaning;
    value.figure = Decimal::parse(figure);
    value.expanded_uncertainty = Decimal::parse(U);
    value.coverage_factor = Decimal::parse("2");
    value.unit = "\\volt";
    return value;
}

// error = indication less true value (VIM 2.16): set to 100 V with an error of +0.02 V it gives 99.98 V.
TEST(CertificateComparison, AnErrorCopiedAsACorrectionShowsInTheChange) {
    const CertifiedValues older{{volts("100", Meaning::error, "0.021", "0.004")}, {}};
    const auto right = compared({{volts("100", Meaning::error, "0.020", "0.003")}, {}}, older);
    ASSERT_EQ(right.size(), 1U);
    EXPECT_THAT(right[0].value, Optional(99.98));
    EXPECT_THAT(right[0].correction, Optional(DoubleNear(-0.02, 1e-12)));
    ASSERT_TRUE(right[0].before);
    EXPECT_NEAR(right[0].before->change, 0.001, 1e-12);
    EXPECT_NEAR(right[0].before->en, 0.001 / 0.005, 1e-9);  // sqrt(0.003^2 + 0.004^2) = 0.005
    const auto wrong = compared({{volts("100", Meaning::correction, "0.020", "0.003")}, {}}, older);
    EXPECT_THAT(wrong[0].value, Optional(100.02));
    EXPECT_NEAR(wrong[0].before->en, 0.041 / 0.005, 1e-9);
}

TEST(CertificateComparison, TheOlderTableIsReadOnItsStraightLineAndNeverBeyond) {
    const CertifiedValues older{
        {volts("0", Meaning::correction, "0", "0.004"), volts("10", Meaning::correction, "0.010", "0.004")}, {}};
    const auto figures = compared(
        {{volts("5", Meaning::correction, "0.005", "0.003"), volts("20", Meaning::correction, "0.02", "0.003")}, {}},
        older);
    ASSERT_EQ(figures.size(), 2U);
    ASSERT_TRUE(figures[0].before);
    EXPECT_THAT(figures[0].before->correction, Optional(DoubleNear(0.005, 1e-12)));
    EXPECT_NEAR(figures[0].before->change, 0, 1e-12);
    EXPECT_FALSE(figures[1].before) << "20 V lies beyond the older table";
}

TEST(CertificateComparison, AFigureForTheWholeRangeHasNoPlace) {
    const auto offset = compared({{volts("", Meaning::error, "0.3", "0.1")}, {}}, std::nullopt);
    ASSERT_EQ(offset.size(), 1U);
    EXPECT_FALSE(offset[0].argument);
    EXPECT_FALSE(offset[0].value);
    EXPECT_THAT(offset[0].correction, Optional(-0.3));
    EXPECT_FALSE(offset[0].before);
    const auto value = compared({{volts("", Meaning::value, "1.01803", "0.00002")}, {}}, std::nullopt);
    EXPECT_THAT(value[0].value, Optional(1.01803));
    EXPECT_FALSE(value[0].correction);
}

TEST(CertificateComparison, ATableOfAnotherUnitIsHeldAgainstTheOlderOne) {
    auto newer = volts("100", Meaning::value, "99.980", "0.003");
    auto older = volts("100000", Meaning::value, "99980", "4");
    older.unit = "\\milli\\volt";
    const auto figures = compared({{newer}, {}}, CertifiedValues{{older}, {}});
    ASSERT_TRUE(figures[0].before);
    EXPECT_NEAR(figures[0].before->U, 0.004, 1e-12);
    EXPECT_NEAR(figures[0].before->change, 0, 1e-12);
}

StandardFormula platinum(const char* r0) {
    StandardFormula formula;
    formula.quantity = "temperature";
    formula.form = StandardFormula::Form::callendar_van_dusen;
    for (const char* c : {r0, "0.0039083", "-0.0000005775", "-0.000000000004183"})
        formula.coefficients.push_back(Decimal::parse(c));
    formula.low = Decimal::parse("-40");
    formula.high = Decimal::parse("250");
    formula.argument_unit = "\\ohm";
    formula.unit = "\\degreecelsius";
    formula.expanded_uncertainty = Decimal::parse("0.02");
    formula.coverage_factor = Decimal::parse("2");
    return formula;
}

// IEC 60751: 84.271 ohm at -40 °C, 194.098 ohm at 250 °C; dR0 = 0.01 ohm at 0 °C is 0.01 / 0.39083 = 0.0256 °C.
TEST(CertificateComparison, AFormulaIsShownFromEndToEndOfWhereItHolds) {
    const auto figures = compared({{}, {platinum("100")}}, CertifiedValues{{}, {platinum("100.01")}}, 30);
    ASSERT_EQ(figures.size(), 30U);
    EXPECT_THAT(figures.front().argument, Optional(DoubleNear(84.271, 0.0005)));
    EXPECT_THAT(figures.front().value, Optional(DoubleNear(-40, 1e-9)));
    EXPECT_THAT(figures.back().argument, Optional(DoubleNear(194.098, 0.0005)));
    EXPECT_FALSE(figures.back().correction) << "ohms and degrees are of two kinds";
    const auto& at_zero = figures[4];
    EXPECT_THAT(at_zero.value, Optional(DoubleNear(0, 1e-9)));
    ASSERT_TRUE(at_zero.before);
    EXPECT_NEAR(at_zero.before->change, 0.02559, 0.0001);
    EXPECT_NEAR(at_zero.before->en, 0.02559 / std::hypot(0.02, 0.02), 0.005);
    EXPECT_FALSE(figures.front().before) << "by the older one that resistance is below -40 °C";
}

TEST(CertificateComparison, APolynomialOfCorrectionsIsHeldAgainstATable) {
    StandardFormula line;
    line.quantity = "dc_voltage";
    line.meaning = Meaning::correction;
    line.coefficients = {Decimal::parse("0.001"), Decimal::parse("0.0002")};
    line.low = Decimal::parse("0");
    line.high = Decimal::parse("10");
    line.argument_unit = line.unit = "\\volt";
    line.expanded_uncertainty = Decimal::parse("0.003");
    line.coverage_factor = Decimal::parse("2");
    const CertifiedValues table{
        {volts("0", Meaning::error, "0", "0.004"), volts("10", Meaning::error, "-0.003", "0.004")}, {}};
    const auto figures = compared({{}, {line}}, table, 3);
    ASSERT_EQ(figures.size(), 3U);
    EXPECT_THAT(figures[2].correction, Optional(DoubleNear(0.003, 1e-12)));
    EXPECT_NEAR(figures[2].before->change, 0, 1e-12);
    EXPECT_NEAR(figures[0].before->change, 0.001, 1e-12);
}

}  // namespace
}  // namespace chuan::quality
