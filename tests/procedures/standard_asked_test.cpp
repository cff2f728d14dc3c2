// What a procedure asks of its standards beside range and quantity: U of the certificate, accuracy class.

#include "procedures/standard_asked.h"

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

Procedure gauges(const std::string& asked) {
    return read_procedure(
        replaced(file("QT-AK-01.xml"), "uncertainty_at_most=\"1/3\"", "uncertainty_at_most=\"1/3\" " + asked), "F.xml");
}

Procedure weighing(const std::string& asked_of_comparator) {
    return read_procedure(replaced(file("QT-KL-01.xml"), "quantity=\"mass\" covers_points=\"no\"",
                                   "quantity=\"mass\" covers_points=\"no\" " + asked_of_comparator),
                          "F.xml");
}

std::vector<Finding> on_standards(const Procedure& procedure, const SheetInputs& sheet) {
    auto findings = evaluate(procedure, sheet).findings;
    std::erase_if(findings, [](const Finding& finding) { return !finding.code.starts_with("standard."); });
    return findings;
}

StandardValue of_balance(const char* nominal, const char* U) {
    return {"mass", d(nominal), StandardValue::Meaning::error, d("0"), d(U), d("2"), {}, {}, "\\gram"};
}

TEST(StandardAsked, HasASmallUncertaintyAtEveryPoint) {
    EXPECT_TRUE(on_standards(gauges("largest_uncertainty=\"0.012\" unit=\"\\bar\""), gauge_sheet()).empty());
    auto sheet = gauge_sheet();
    sheet.standards.front().values.at(3).expanded_uncertainty = d("0.013");  // at 15 bar: 12 and 16 bar lie beside it
    const auto found = on_standards(gauges("largest_uncertainty=\"0.012\" unit=\"\\bar\""), sheet);
    ASSERT_EQ(found.size(), 1U);  // once for all points and stages
    EXPECT_EQ(found.front().code, "standard.uncertainty");
    EXPECT_EQ(found.front().values.at("standard"), "AK-REF");
    EXPECT_EQ(found.front().values.at("point"), "12 \\bar");
    EXPECT_EQ(found.front().values.at("U"), "0.013 \\bar");
    EXPECT_EQ(found.front().values.at("allowed"), "0.012 \\bar");
}

TEST(StandardAsked, IsHeldInTheUnitOfTheProcedure) {
    EXPECT_TRUE(on_standards(gauges("largest_uncertainty=\"1.2\" unit=\"\\kilo\\pascal\""), gauge_sheet()).empty());
    const auto found = on_standards(gauges("largest_uncertainty=\"1.19\" unit=\"\\kilo\\pascal\""), gauge_sheet());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().values.at("U"), "1.2 \\kilo\\pascal");
}

TEST(StandardAsked, AnswersWithEveryFigureWhereItHasNoneAtThePoints) {
    const Procedure procedure = weighing("largest_uncertainty=\"0.01\" unit=\"\\gram\"");
    auto sheet = weight_sheet();
    auto found = on_standards(procedure, sheet);
    ASSERT_EQ(found.size(), 1U);  // the certificate of the comparator states nothing
    EXPECT_EQ(found.front().code, "standard.uncertainty_unknown");
    EXPECT_EQ(found.front().values.at("standard"), "CSS-01");
    sheet.standards.at(1).values = {of_balance("1000", "0.008"), of_balance("5000", "0.010")};
    EXPECT_TRUE(on_standards(procedure, sheet).empty());
    sheet.standards.at(1).values.push_back(of_balance("6000", "0.011"));
    found = on_standards(procedure, sheet);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().code, "standard.uncertainty");
    EXPECT_EQ(found.front().values.at("point"), "6000 \\gram");
}

TEST(StandardAsked, IsOfOneOfTheClasses) {
    const Procedure procedure = gauges("classes=\"0.02 0.05\"");
    EXPECT_EQ(procedure.standard("reference")->classes, (std::vector<std::string>{"0.02", "0.05"}));
    auto sheet = gauge_sheet();
    auto found = on_standards(procedure, sheet);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().code, "standard.class_unknown");
    EXPECT_EQ(found.front().values.at("classes"), "0.02, 0.05");
    sheet.standards.front().accuracy_class = "0.1";
    found = on_standards(procedure, sheet);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().code, "standard.class");
    EXPECT_EQ(found.front().values.at("class"), "0.1");
    sheet.standards.front().accuracy_class = "0.05";
    EXPECT_TRUE(on_standards(procedure, sheet).empty());
}

}  // namespace
}  // namespace chuan::procedures::test
