// Every procedure that ships is held against its own worked examples; twins of them must fail.

#include "procedures/worked_examples.h"
#include "sheets.h"

namespace chuan::procedures::test {
namespace {

std::string sentences(const std::vector<Finding>& findings) {
    std::string all;
    for (const Finding& finding : findings) all += finding.sentence + "\n";
    return all;
}

std::vector<Finding> findings_on(const std::string& bytes) {
    return findings_on_examples(read_procedure(bytes, "twin.xml"));
}

class ShippedProcedure : public testing::TestWithParam<std::string> {};

TEST_P(ShippedProcedure, GivesTheFiguresOfItsWorkedExamples) {
    const Procedure procedure = shipped(GetParam());
    ASSERT_FALSE(procedure.examples.empty());
    EXPECT_EQ(sentences(findings_on_examples(procedure)), "");
}

INSTANTIATE_TEST_SUITE_P(Files, ShippedProcedure, testing::ValuesIn(shipped_files()),
                         [](const auto& name) { return test_name(name.param); });

TEST(WorkedExamples, NameWhatDiffersFromWhatStandsInTheSource) {
    const auto printed = findings_on(replaced(file("QT-KL-01.xml"), "uncertainty=\"0.059\"", "uncertainty=\"0.058\""));
    ASSERT_EQ(printed.size(), 1u);
    EXPECT_EQ(printed.front().code, "example.differs");
    EXPECT_EQ(
        printed.front().sentence,
        "example S2 of procedure QT-KL-01 at 10kg: uncertainty is 0.059, expected 0.058; correct the procedure or "
        "the example");
    const auto figure = findings_on(replaced(file("QT-KL-01.xml"), "value=\"0.0293\"", "value=\"0.0294\""));
    ASSERT_EQ(figure.size(), 1u);
    EXPECT_EQ(figure.front().values.at("of"), "standard_uncertainty");
    const auto outcome = findings_on(replaced(file("QT-AK-01.xml"), "operation=\"hysteresis\" outcome=\"pass\"",
                                              "operation=\"hysteresis\" outcome=\"fail\""));
    ASSERT_EQ(outcome.size(), 1u);
    EXPECT_EQ(outcome.front().values.at("found"), "pass");
    EXPECT_EQ(
        findings_on(replaced(file("QT-AK-01.xml"), "<conclusion verdict=\"pass\"/>", "<conclusion verdict=\"fail\"/>"))
            .size(),
        1u);
}

TEST(WorkedExamples, FailWhenAFigureOfTheMethodWasChanged) {
    EXPECT_FALSE(findings_on(replaced(file("QT-KL-01.xml"), "pooled=\"0.025\"", "pooled=\"0.050\"")).empty());
    EXPECT_FALSE(
        findings_on(replaced(file("QT-DIEN-01.xml"), "uncertainty_digits=\"1\"", "uncertainty_digits=\"2\"")).empty());
    EXPECT_FALSE(findings_on(replaced(file("QT-AK-01.xml"),
                                      "of=\"error\" class=\"1\" modes=\"initial periodic after_repair\" "
                                      "percent_of_span=\"1\"",
                                      "of=\"error\" class=\"1\" modes=\"initial periodic after_repair\" "
                                      "percent_of_span=\"0.5\""))
                     .empty());
}

TEST(WorkedExamples, DoNotHoldWhereTheSheetIsHeldOrIncomplete) {
    EXPECT_EQ(findings_on(replaced(file("QT-KL-01.xml"), "<standard role=\"comparator\"/>", "")).front().code,
              "example.held");
    EXPECT_EQ(findings_on(
                  replaced(file("QT-AK-01.xml"), "<readings point=\"zero_after\" channel=\"X\" values=\"0.05\"/>", ""))
                  .front()
                  .code,
              "example.incomplete");
    EXPECT_EQ(findings_on(replaced(file("QT-AK-01.xml"), "unit=\"\\bar\" resolution=\"0.05\"", "unit=\"\\bar\""))
                  .front()
                  .code,
              "example.held");
}

TEST(WorkedExamples, AreWhatAProcedureNeedsBeforeItIsApproved) {
    const std::string text = file("QT-KL-01.xml");
    const auto from = text.find("<examples>"), to = text.find("</examples>");
    const auto findings = findings_on(text.substr(0, from) + text.substr(to + 11));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings.front().code, "procedure.no_example");
}

TEST(WorkedExamples, ReadAgreementsAndAgreedPoints) {
    const std::string example =
        "<example id=\"agreed\" source=\"ours\" published=\"ours\" points=\"50 100\">"
        "<item range_low=\"0\" range_high=\"200\" unit=\"\\volt\" resolution=\"0.1\"/>"
        "<standard role=\"calibrator\" range_low=\"0\" range_high=\"1000\" unit=\"\\volt\">"
        "<value meaning=\"error\" figure=\"0\" U=\"0.002\" k=\"2\" unit=\"\\volt\"/></standard>"
        "<environment quantity=\"temperature\" unit=\"\\degreecelsius\" start=\"22\" end=\"23\"/>"
        "<environment quantity=\"humidity\" unit=\"\\percent\" start=\"50\" end=\"50\"/>"
        "<agreement low=\"-0.2\" high=\"0.3\" rule=\"guarded_U\"/>"
        "<readings point=\"p1\" channel=\"X\" values=\"50.2\"/><readings point=\"p2\" channel=\"X\" values=\"100.2\"/>"
        "<result point=\"p1\" limit=\"-0.2 … 0.3\" verdict=\"pass\"/><conclusion "
        "verdict=\"pass\"/></example></examples>";
    EXPECT_EQ(sentences(findings_on(replaced(file("QT-DIEN-01.xml"), "</examples>", example))), "");
    EXPECT_FALSE(
        findings_on(replaced(file("QT-DIEN-01.xml"), "</examples>", replaced(example, "high=\"0.3\"", "high=\"0.22\"")))
            .empty());
    const auto with_rule = [&](const char* rule) {
        return findings_on(
            replaced(file("QT-DIEN-01.xml"), "</examples>", replaced(example, "rule=\"guarded_U\"", rule)));
    };
    EXPECT_EQ(sentences(with_rule("rule=\"guarded_rU\" number=\"0.83\"")), "");
    const auto refused = [&](const char* rule) -> std::string {
        try {
            return sentences(with_rule(rule));
        } catch (const std::exception& error) {
            return error.what();
        }
    };
    EXPECT_NE(refused("rule=\"guarded_rU\"").find("needs its factor r"), std::string::npos);
    EXPECT_NE(refused("rule=\"guarded_probability\" number=\"1\"").find("needs its probability p"), std::string::npos);
}

}  // namespace
}  // namespace chuan::procedures::test
