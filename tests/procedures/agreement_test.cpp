// Limits that the customer agreed, quantity by quantity: sums of terms, tables, one side; and the item's ranges behind
// them.

#include "procedures/agreement.h"

#include <algorithm>
#include <cmath>

#include "procedures/tolerance.h"
#include "sheets.h"

namespace chuan::procedures::test {
namespace {

ItemRange range(const char* quantity, const char* low, const char* high, const char* unit, const char* step) {
    return {.quantity = quantity, .low = d(low), .high = d(high), .unit = unit, .resolution = d(step)};
}

/// The worked example of the multimeter, whose display has 20 000 steps in ranges of 200 mV, 2 V, 20 V, 200 V ...
SheetInputs meter_sheet() {
    SheetInputs sheet = shipped("QT-DIEN-02.xml").examples.front().inputs;
    sheet.item.ranges = {range("dc_voltage", "0", "200", "\\milli\\volt", "0.01"),
                         range("dc_voltage", "0", "2", "\\volt", "0.0001"),
                         range("dc_voltage", "0", "20", "\\volt", "0.001"),
                         range("dc_voltage", "0", "200", "\\volt", "0.01"),
                         range("dc_current", "0", "200", "\\milli\\ampere", "0.01"),
                         range("resistance", "0", "200", "\\kilo\\ohm", "0.01")};
    return sheet;
}

AgreedLimits terms(const char* function, const char* percent, const char* digits) {
    return {.function = function,
            .specification = "data sheet",
            .tolerance = {.percent_of_value = d(percent), .digits = d(digits)}};
}

std::string limit(const SheetInputs& sheet, const char* point) {
    return at(evaluate(shipped("QT-DIEN-02.xml"), sheet), point).printed_limit;
}

TEST(AgreedLimits, AreOfEachQuantityAndUseTheRangeThatHoldsThePoint) {
    SheetInputs sheet = meter_sheet();
    sheet.agreement = Agreement{{terms("V", "0.5", "2"), terms("dc_current", "1", "3")}, {}, "simple"};
    // ±(0.5 % of the value + 2 digits): 0.1 V in the range of 200 mV, 10 V in that of 20 V
    EXPECT_EQ(limit(sheet, "V1"), "±0.00052");
    EXPECT_EQ(limit(sheet, "V3"), "±0.052");
    EXPECT_EQ(limit(sheet, "I2"), "±1.03");
    EXPECT_EQ(limit(sheet, "R1"), "") << "nothing was agreed for the resistance";
    const Evaluation evaluation = evaluate(shipped("QT-DIEN-02.xml"), sheet);
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
    EXPECT_EQ(at(evaluation, "V3").verdict, conformity::Verdict::pass);
    EXPECT_FALSE(evaluation.verdict) << "the item as a whole has points without limits";
    sheet.agreement->limits.push_back(terms("R", "1", "5"));
    EXPECT_EQ(evaluate(shipped("QT-DIEN-02.xml"), sheet).verdict, conformity::Verdict::pass);
    sheet.agreement->limits.front() = terms("V", "0.01", "0.5");
    EXPECT_EQ(evaluate(shipped("QT-DIEN-02.xml"), sheet).verdict, conformity::Verdict::fail);
}

TEST(AgreedLimits, OfPercentHoldForEveryQuantityThatNoOtherNames) {
    SheetInputs sheet = meter_sheet();
    sheet.agreement = Agreement{{terms("", "1", "1"), terms("R", "2", "1")}, {}, "simple"};
    EXPECT_EQ(limit(sheet, "I2"), "±1.01");
    EXPECT_EQ(limit(sheet, "R2"), "±2.01");
}

TEST(AgreedLimits, ConvertTheirUnitAndStandOnOneSide) {
    SheetInputs sheet = meter_sheet();
    AgreedLimits agreed{.function = "V", .specification = "ours"};
    agreed.tolerance = {.absolute = d("5"), .unit = "\\milli\\volt", .side = Tolerance::Side::upper};
    sheet.agreement = Agreement{{agreed}, {}, "simple"};
    EXPECT_EQ(limit(sheet, "V3"), "≤ 0.005");
    agreed.tolerance = {.unit = "\\milli\\volt"};
    agreed.low = d("-1");
    agreed.high = d("4");
    sheet.agreement = Agreement{{agreed}, {}, "simple"};
    EXPECT_EQ(limit(sheet, "V3"), "-0.001 … 0.004");
}

TEST(AgreedLimits, OfATableFollowItsClass) {
    // A gauge agreed to class 1.6 of EN 837-1: 1.6 % of the span of 16 bar.
    Procedure gauge = shipped("QT-AK-02.xml");
    SheetInputs sheet = gauge.examples.front().inputs;
    const double span = sheet.item.range_high->to_double() - sheet.item.range_low->to_double();
    AgreedLimits agreed{.specification = "EN 837-1", .accuracy_class = "1.6"};
    agreed.tolerance.table = "EN837-1";
    agreed.tolerance.arguments = {{"span", TableArgument::From::span, {}}};
    EXPECT_EQ(findings_on(agreed, "/limits/0").size(), 0u) << findings_on(agreed, "/limits/0").front().sentence;
    sheet.agreement = Agreement{{agreed}, {}, "simple"};
    const Evaluation evaluation = evaluate(gauge, sheet);
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
    ASSERT_TRUE(evaluation.points.front().limits);
    EXPECT_NEAR(evaluation.points.front().limits->high.value(), span * 0.016, 1e-9);
}

TEST(AgreedLimits, ThatCannotBeHeldAgainstTheResultsHoldTheJob) {
    SheetInputs sheet = meter_sheet();
    const auto found = [&](AgreedLimits agreed) {
        sheet.agreement = Agreement{{std::move(agreed)}, {}, "simple"};
        const auto findings = evaluate(shipped("QT-DIEN-02.xml"), sheet).findings;
        return findings.empty() ? std::string() : findings.front().code;
    };
    EXPECT_EQ(found(terms("capacitance", "1", "1")), "agreement.function");
    EXPECT_EQ(found({.specification = "x", .tolerance = {.absolute = d("1")}}), "agreement.function");
    EXPECT_EQ(found({.function = "R", .specification = "x", .tolerance = {.absolute = d("1"), .unit = "\\volt"}}),
              "agreement.unit");
    sheet.item.ranges[4].resolution.reset();
    EXPECT_EQ(found(terms("I", "1", "1")), "agreement.resolution");
    sheet.item.ranges[4].high.reset();
    EXPECT_EQ(found({.function = "I", .specification = "x", .tolerance = {.percent_of_span = d("1")}}),
              "agreement.range");
}

TEST(AgreedLimits, WithoutAQuantityAreOfEveryFunctionWhereAllMeasureTheSame) {
    const Agreement agreement{
        {{.specification = "TCVN 6492, 0.1 pH", .tolerance = {.absolute = d("0.1")}}}, {}, "simple"};
    const Procedure meter = shipped("QT-HOA-01.xml"), multimeter = shipped("QT-DIEN-02.xml");
    ASSERT_EQ(meter.functions.size(), 3u);
    for (const Function& buffer : meter.functions)
        EXPECT_NE(agreed_for(agreement, meter, buffer), nullptr) << buffer.id;
    for (const Function& function : multimeter.functions)
        EXPECT_EQ(agreed_for(agreement, multimeter, function), nullptr) << "0.1 of what?";
}

TEST(AgreedLimits, AreNamedWhereTheyAreWrongByThemselves) {
    const auto codes = [](const AgreedLimits& agreed) {
        std::string text;
        for (const Finding& finding : findings_on(agreed, "/limits/0")) text += finding.code + finding.field + " ";
        return text;
    };
    EXPECT_EQ(codes({}), "field.missing/limits/0/absolute ");
    EXPECT_EQ(codes({.tolerance = {.absolute = d("-1")}}), "contract.tolerance_not_positive/limits/0/absolute ");
    EXPECT_EQ(codes({.tolerance = {.digits = d("2")}, .low = d("2"), .high = d("1")}),
              "contract.limits_twice/limits/0/absolute contract.limits_reversed/limits/0/limit_high ");
    EXPECT_EQ(codes({.tolerance = {.table = "R999"}}), "contract.table/limits/0/table ");
    EXPECT_EQ(codes({.tolerance = {.table = "EN837-1"}, .accuracy_class = "77"}).substr(0, 30),
              "contract.table_class/limits/0/");
}

// The law's limits: the sheet of a verification carries an agreement in vain.
TEST(AgreedLimits, CountForNothingInAVerification) {
    const Procedure procedure = shipped("QT-AK-01.xml");
    SheetInputs sheet = procedure.examples.front().inputs;
    const Evaluation before = evaluate(procedure, sheet);
    sheet.agreement = Agreement{{{.specification = "mine", .tolerance = {.absolute = d("1000")}}}, {}, "simple"};
    const Evaluation after = evaluate(procedure, sheet);
    ASSERT_EQ(before.points.size(), after.points.size());
    ASSERT_FALSE(before.points.empty());
    for (std::size_t i = 0; i < before.points.size(); ++i) {
        EXPECT_EQ(after.points[i].printed_limit, before.points[i].printed_limit);
        EXPECT_NE(after.points[i].printed_limit, "±1000");
    }
    EXPECT_EQ(after.verdict, before.verdict);
}

TEST(ItemRanges, TheResolutionIsThatOfTheSmallestRangeInItsOwnUnit) {
    // QT-DIEN-01 takes the item's resolution; the item states it in millivolts, the results are in volts.
    SheetInputs sheet = shipped("QT-DIEN-01.xml").examples.front().inputs;
    const auto half_step = [&] {
        const auto result = evaluate(shipped("QT-DIEN-01.xml"), sheet).points.front();
        const auto line = std::ranges::find(result.budget, "resolution", &BudgetLine::source);
        return line->standard_uncertainty * std::sqrt(3.0);
    };
    EXPECT_NEAR(half_step(), 0.05, 1e-12);
    sheet.item.range_high = d("200000");
    sheet.item.unit = "\\milli\\volt";
    sheet.item.resolution = d("100");
    EXPECT_NEAR(half_step(), 0.05, 1e-12);
    sheet.item.range_high = d("1000000");
    sheet.item.resolution = d("1000");
    sheet.item.ranges = {range("dc_voltage", "0", "20", "\\volt", "0.001"),
                         range("dc_voltage", "0", "200", "\\volt", "0.01"),
                         range("resistance", "0", "150", "\\ohm", "0.1")};
    EXPECT_NEAR(half_step(), 0.005, 1e-12) << "200 V is the smallest range with 100 V in it";
}

TEST(ItemRanges, APointOutsideOfAllIsRefusedAndOneWithoutResolutionNamed) {
    const Procedure meter = shipped("QT-DIEN-01.xml");
    SheetInputs sheet = meter.examples.front().inputs;
    sheet.item.range_low.reset();
    sheet.item.range_high.reset();
    sheet.item.unit.clear();
    sheet.item.ranges = {range("dc_voltage", "0", "2", "\\volt", "0.001"),
                         range("dc_voltage", "0", "20", "\\volt", "0.01")};
    const auto code = [&] {
        try {
            layout(meter, sheet.item, sheet.points);
            return std::string();
        } catch (const Error& error) {
            return error.code();
        }
    };
    EXPECT_EQ(code(), "points.outside_range");
    sheet.item.ranges.push_back({.quantity = "dc_voltage", .low = d("0"), .high = d("200"), .unit = "\\volt"});
    EXPECT_EQ(code(), "item.resolution");
    sheet.item.ranges.back().resolution = d("0.1");
    EXPECT_EQ(code(), "");
}

}  // namespace
}  // namespace chuan::procedures::test
