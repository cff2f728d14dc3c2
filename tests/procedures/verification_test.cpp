#include "sheets.h"

namespace chuan::procedures::test {
namespace {

using Outcome = OperationResult::Outcome;
using conformity::Verdict;

TEST(Verification, PassesAGaugeWithinTheLimitsOfItsClass) {
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), gauge_sheet());
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
    EXPECT_EQ(evaluation.verdict, Verdict::pass);
    EXPECT_EQ(evaluation.points.size(), 10u);
    ASSERT_EQ(evaluation.operations.size(), 7u);
    for (const OperationResult& result : evaluation.operations)
        EXPECT_EQ(result.outcome, Outcome::pass) << result.operation;
    const PointResult& result = at(evaluation, "r75");
    EXPECT_EQ(result.direction, "rising");
    EXPECT_EQ(result.nominal, "12");
    EXPECT_EQ(result.printed_limit, "±0.16");
    EXPECT_DOUBLE_EQ(*result.limits->high, 0.16);
    EXPECT_DOUBLE_EQ(result.error, 0.098);  // 12.10 - (12 + 0.002)
    EXPECT_EQ(result.unit, "\\bar");
    EXPECT_GT(result.expanded_uncertainty, 0);
    EXPECT_EQ(operation(evaluation, "hysteresis").remark, "0.05 bar (8 bar), ≤ 0.16 bar");
}

TEST(Verification, CountsAnErrorOnTheLimitAsInside) {
    SheetInputs sheet = gauge_sheet();
    for (StandardValue& value : sheet.standards.front().values) value.figure = d("0");
    set(sheet, "r50", "8.16");  // 8.16 - 8 is 0.16000000000000014 in binary
    set(sheet, "f50", "8.16");
    EXPECT_EQ(evaluate(shipped("QT-AK-01.xml"), sheet).verdict, Verdict::pass);
    set(sheet, "r50", "8.161");
    EXPECT_EQ(evaluate(shipped("QT-AK-01.xml"), sheet).verdict, Verdict::fail);
}

TEST(Verification, StopsAtTheFirstFailureAndAsksForNoMoreReadings) {
    SheetInputs sheet = gauge_sheet();
    auto& readings = sheet.runs.front().readings;
    readings.resize(3);  // zero before, rising to 8 bar
    set(sheet, "r50", "8.30");
    sheet.runs.front().checks = {{"visual", true, ""}};
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_EQ(evaluation.verdict, Verdict::fail);
    EXPECT_EQ(operation(evaluation, "zero_before").outcome, Outcome::pass);
    EXPECT_EQ(operation(evaluation, "rising").outcome, Outcome::fail);
    EXPECT_EQ(operation(evaluation, "rising").remark, "0.298 bar (8 bar), ≤ 0.16 bar");
    for (const char* id : {"hold", "falling", "hysteresis", "zero_after"})
        EXPECT_EQ(operation(evaluation, id).outcome, Outcome::not_performed) << id;
    EXPECT_TRUE(evaluation.missing.empty());
    EXPECT_EQ(evaluation.points.size(), 3u);
}

TEST(Verification, AFailedInspectionEndsTheWorkBeforeAnyReading) {
    SheetInputs sheet = gauge_sheet();
    sheet.runs.front().readings.clear();
    sheet.runs.front().checks = {{"visual", false, "glass broken"}};
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_EQ(evaluation.verdict, Verdict::fail);
    EXPECT_EQ(operation(evaluation, "visual").remark, "glass broken");
    EXPECT_EQ(operation(evaluation, "zero_before").outcome, Outcome::not_performed);
    EXPECT_TRUE(evaluation.missing.empty());
}

TEST(Verification, AFailedHoldFailsTheGaugeWhateverItsErrorsAre) {
    SheetInputs sheet = gauge_sheet();
    sheet.runs.front().checks[1].passed = false;
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_EQ(evaluation.verdict, Verdict::fail);
    EXPECT_EQ(operation(evaluation, "falling").outcome, Outcome::not_performed);
}

TEST(Verification, HoldsHysteresisAgainstItsOwnLimit) {
    SheetInputs sheet = gauge_sheet();
    set(sheet, "r25", "3.90");  // errors -0.10 and +0.10: each inside 0.16, their difference 0.20 is not
    set(sheet, "f25", "4.10");
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_EQ(operation(evaluation, "rising").outcome, Outcome::pass);
    EXPECT_EQ(operation(evaluation, "falling").outcome, Outcome::pass);
    EXPECT_EQ(operation(evaluation, "hysteresis").outcome, Outcome::fail);
    EXPECT_EQ(operation(evaluation, "hysteresis").remark, "0.2 bar (4 bar), ≤ 0.16 bar");
    EXPECT_EQ(operation(evaluation, "zero_after").outcome, Outcome::not_performed);
    EXPECT_EQ(evaluation.verdict, Verdict::fail);
}

TEST(Verification, JudgesTheZeroAfterUnloading) {
    SheetInputs sheet = gauge_sheet();
    set(sheet, "zero_after", "0.20");
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_EQ(operation(evaluation, "zero_after").outcome, Outcome::fail);
    EXPECT_EQ(operation(evaluation, "hysteresis").outcome, Outcome::pass);
    EXPECT_EQ(evaluation.verdict, Verdict::fail);
}

TEST(Verification, IsOpenWhileAnythingIsMissing) {
    SheetInputs sheet = gauge_sheet();
    sheet.runs.front().checks.pop_back();
    EXPECT_FALSE(evaluate(shipped("QT-AK-01.xml"), sheet).verdict);
    sheet = gauge_sheet();
    sheet.runs.front().readings.erase(sheet.runs.front().readings.begin() + 8);  // f25
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_FALSE(evaluation.verdict);
    EXPECT_EQ(operation(evaluation, "falling").outcome, Outcome::open);
    EXPECT_EQ(operation(evaluation, "hysteresis").outcome, Outcome::open);
    ASSERT_EQ(evaluation.missing.size(), 1u);
    EXPECT_EQ(evaluation.missing.front().point, "f25");
}

TEST(Verification, ReadsTheColumnOfTheMode) {
    // In service 1.5 times the class: an edition with two different columns.
    const std::string text =
        replaced(file("QT-AK-01.xml"), "<limit of=\"error\" class=\"1\" modes=\"in_service\" percent_of_span=\"1\"/>",
                 "<limit of=\"error\" class=\"1\" modes=\"in_service\" percent_of_span=\"1.5\"/>");
    const Procedure procedure = read_procedure(text, "two-columns.xml");
    SheetInputs sheet = gauge_sheet();
    set(sheet, "r50", "8.20");
    set(sheet, "f50", "8.20");
    for (const Mode mode : {Mode::initial, Mode::periodic, Mode::after_repair}) {
        sheet.mode = mode;
        EXPECT_EQ(evaluate(procedure, sheet).verdict, Verdict::fail);
        EXPECT_EQ(at(evaluate(procedure, sheet), "r50").printed_limit, "±0.16");
    }
    sheet.mode = Mode::in_service;
    EXPECT_EQ(evaluate(procedure, sheet).verdict, Verdict::pass);
    EXPECT_EQ(at(evaluate(procedure, sheet), "r50").printed_limit, "±0.24");
    EXPECT_EQ(at(evaluate(procedure, sheet), "zero_after").printed_limit, "±0.16");
}

TEST(Verification, ReadsTheRowOfTheClass) {
    const Procedure procedure = shipped("QT-AK-01.xml");
    for (const auto& [accuracy_class, limit] :
         {std::pair{"0.6", "±0.096"}, std::pair{"1", "±0.16"}, std::pair{"1.6", "±0.256"}, std::pair{"2.5", "±0.4"},
          std::pair{"4", "±0.64"}}) {
        SheetInputs sheet = gauge_sheet();
        sheet.item.accuracy_class = accuracy_class;
        EXPECT_EQ(at(evaluate(procedure, sheet), "r25").printed_limit, limit);
    }
}

TEST(Verification, NeedsAModeThatTheProcedureAllows) {
    SheetInputs sheet = gauge_sheet();
    sheet.mode = Mode::none;
    try {
        evaluate(shipped("QT-AK-01.xml"), sheet);
        FAIL() << "evaluated without a mode";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "job.mode");
    }
}

TEST(Verification, StatesNothingWithAStandardThatIsNotGoodEnough) {
    SheetInputs sheet = gauge_sheet();
    for (StandardValue& value : sheet.standards.front().values) value.expanded_uncertainty = d("0.053");
    EXPECT_TRUE(evaluate(shipped("QT-AK-01.xml"), sheet).findings.empty());  // 0.16 / 3 = 0.0533
    for (StandardValue& value : sheet.standards.front().values) value.expanded_uncertainty = d("0.054");
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_TRUE(finds(evaluation.findings, "standard.uncertainty"));
    EXPECT_FALSE(evaluation.verdict);
    EXPECT_FALSE(at(evaluation, "r25").verdict);
}

TEST(Verification, NeedsAStandardThatReachesTheEndOfTheScale) {
    SheetInputs sheet = gauge_sheet();
    sheet.standards.front().range_high = d("10");
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    ASSERT_TRUE(finds(evaluation.findings, "standard.range"));
    EXPECT_EQ(evaluation.findings.front().values.at("point"), "12, 16");
}

TEST(Verification, TakesAStandardInAnotherUnitOfPressure) {
    SheetInputs sheet = gauge_sheet();
    StandardInput& standard = sheet.standards.front();
    standard.range_high = d("2.5");
    standard.range_unit = "\\mega\\pascal";
    standard.values = {{"pressure",
                        {},
                        StandardValue::Meaning::correction,
                        d("0.0002"),
                        d("0.0012"),
                        d("2"),
                        {},
                        {},
                        "\\mega\\pascal"}};
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
    EXPECT_DOUBLE_EQ(at(evaluation, "r75").error, 0.098);
    EXPECT_DOUBLE_EQ(at(evaluation, "r75").error, at(evaluate(shipped("QT-AK-01.xml"), gauge_sheet()), "r75").error);
}

TEST(Verification, ChoosesAmongSeveralStandardsOfOneRoleTheOneThatCoversThePoint) {
    SheetInputs sheet = gauge_sheet();
    StandardInput low = sheet.standards.front(), high = sheet.standards.front();
    low.range_high = d("10");
    low.values.resize(3);  // 0, 5, 10
    high.code = "AK-REF-2";
    high.certificate = "V-56";
    high.range_low = d("10");
    high.values.erase(high.values.begin(), high.values.begin() + 2);
    sheet.standards = {low, high};
    const Evaluation evaluation = evaluate(shipped("QT-AK-01.xml"), sheet);
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
    EXPECT_EQ(at(evaluation, "r25").budget[2].source, "V-55");
    EXPECT_EQ(at(evaluation, "r100").budget[2].source, "V-56");
}

}  // namespace
}  // namespace chuan::procedures::test
