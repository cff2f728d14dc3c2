// An item of several quantities: one sheet, one job, a result for each point of each.

#include <algorithm>
#include <cmath>

#include "procedures/comparison.h"
#include "procedures/worked_examples.h"
#include "written.h"

namespace chuan::procedures::test {
namespace {

/// The sheet of the worked example of the multimeter of three quantities.
SheetInputs meter_sheet() { return shipped("QT-DIEN-02.xml").examples.front().inputs; }

TEST(Functions, MakeOneSheetOfSeveralQuantities) {
    const Procedure procedure = shipped("QT-DIEN-02.xml");
    const SheetLayout sheet = layout(procedure, meter_sheet().item, {});
    ASSERT_EQ(sheet.functions.size(), 3u);
    EXPECT_EQ(sheet.functions[0].unit, "\\volt");
    EXPECT_EQ(sheet.functions[1].quantity, "dc_current");
    EXPECT_EQ(sheet.point("R1")->unit, "\\kilo\\ohm");
    EXPECT_EQ(sheet.function_of(*sheet.point("I1")).cells.front().channel, "XI");
    EXPECT_TRUE(check_reading(sheet, "V1", "XV", d("1")).empty());
    EXPECT_EQ(check_reading(sheet, "V1", "XI", d("1")).front().code, "reading.unknown_channel");
}

TEST(Functions, AreEvaluatedEachInItsUnitWithItsOwnBudget) {
    const Evaluation evaluation = evaluate(shipped("QT-DIEN-02.xml"), meter_sheet());
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
    EXPECT_TRUE(evaluation.missing.empty());
    EXPECT_EQ(at(evaluation, "V2").unit, "\\volt");
    EXPECT_EQ(at(evaluation, "I1").unit, "\\milli\\ampere");
    EXPECT_EQ(at(evaluation, "R1").unit, "\\kilo\\ohm");
    EXPECT_EQ(at(evaluation, "R1").budget.front().symbol, "R");
}

TEST(Functions, AskForTheReadingsOfEachQuantityAlone) {
    SheetInputs sheet = meter_sheet();
    std::erase_if(sheet.runs.front().readings, [](const CountedReading& reading) { return reading.point == "I1"; });
    const Evaluation evaluation = evaluate(shipped("QT-DIEN-02.xml"), sheet);
    ASSERT_EQ(evaluation.missing.size(), 1u);
    EXPECT_EQ(evaluation.missing.front().channel, "XI");
    EXPECT_NO_THROW(at(evaluation, "V1"));
}

TEST(Functions, NeedTheStandardOnlyAtThePointsThatUseIt) {
    SheetInputs sheet = meter_sheet();
    for (StandardInput& standard : sheet.standards)
        if (standard.role == "current") standard.values.clear();
    const Evaluation evaluation = evaluate(shipped("QT-DIEN-02.xml"), sheet);
    EXPECT_TRUE(finds(evaluation.findings, "standard.range"));
    EXPECT_EQ(std::ranges::count(evaluation.points, "\\volt", &PointResult::unit), 4);
    EXPECT_EQ(std::ranges::count(evaluation.points, "\\milli\\ampere", &PointResult::unit), 0);
}

TEST(Functions, TakeAgreedPointsByTheirName) {
    const Procedure procedure = shipped("QT-DIEN-02.xml");
    const SheetLayout sheet = layout(procedure, {}, {"V:5", "V:20"});
    EXPECT_EQ(sheet.point("V_p2")->nominal.text(), "20");
    EXPECT_EQ(sheet.point("V1"), nullptr);
    EXPECT_NE(sheet.point("I1"), nullptr);
    for (const char* wrong : {"5", "W:5", "V:x"}) EXPECT_THROW(layout(procedure, {}, {wrong}), Error) << wrong;
}

TEST(Functions, AreRefusedWithSharedIdsOrPartsOutsideOfThem) {
    const auto refusal = [](const std::string& text) {
        try {
            read_procedure(text, "F.xml");
            return std::string("accepted");
        } catch (const Error& error) {
            return error.findings().front().sentence;
        }
    };
    const std::string text = file("QT-DIEN-02.xml");
    EXPECT_EQ(refusal(text), "accepted");
    EXPECT_NE(refusal(replaced(text, "<point id=\"I1\"", "<point id=\"V1\"")).find("the point \"V1\" stands already"),
              std::string::npos);
    EXPECT_NE(
        refusal(replaced(text, "<function id=\"I\"", "<function id=\"V\"")).find("the function \"V\" stands already"),
        std::string::npos);
    EXPECT_NE(
        refusal(replaced(text, "<function id=\"V\"", "<report columns=\"error\" vi=\"a\" en=\"a\"/><function id=\"V\""))
            .find("stands outside of the functions"),
        std::string::npos);
}

TEST(Functions, AreComparedByTheirParts) {
    const std::string before = file("QT-DIEN-02.xml");
    const auto changes =
        compare(before, replaced(before, "<point id=\"I1\" nominal=\"1\"", "<point id=\"I1\" nominal=\"2\""));
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes.front().section, "I/points");
    EXPECT_EQ(changes.front().key, "I1");
}

}  // namespace
}  // namespace chuan::procedures::test
