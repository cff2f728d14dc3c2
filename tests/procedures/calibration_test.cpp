
#include <cmath>

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

// EA-4/02 M:2022, S2: calibration of a weight of nominal value 10 kg.
TEST(Evaluate, PrintsThePublishedFiguresOfTheTenKilogramWeight) {
    const Evaluation evaluation = evaluate(shipped("QT-KL-01.xml"), weight_sheet());
    ASSERT_EQ(evaluation.points.size(), 1u);
    const PointResult& result = evaluation.points.front();
    EXPECT_EQ(result.printed_value, "10000.025");
    EXPECT_EQ(result.printed_uncertainty, "0.059");
    EXPECT_EQ(result.printed_coverage_factor, "2.00");
    EXPECT_EQ(result.printed_error, "0.025");
    EXPECT_EQ(result.printed_reference, "10000.005");
    EXPECT_EQ(result.unit, "\\gram");
    EXPECT_NEAR(result.standard_uncertainty, 0.029261749776799063, 1e-12);
    EXPECT_NEAR(result.expanded_uncertainty, 0.058523499553598125, 1e-12);
    EXPECT_EQ(result.coverage_reason, "normal");
    const std::map<std::string, double> contributions = {{"mS", 0.0225},
                                                         {"dmD", 0.008660254037844387},
                                                         {"dm", 0.014433756729740645},
                                                         {"dmC", 0.005773502691896258},
                                                         {"dB", 0.005773502691896258}};
    ASSERT_EQ(result.budget.size(), 5u);
    for (const BudgetLine& line : result.budget)
        EXPECT_NEAR(line.contribution, contributions.at(line.symbol), 1e-12) << line.symbol;
    EXPECT_EQ(result.budget[0].source, "V-123");
    EXPECT_EQ(result.budget[1].source, "history");
    EXPECT_EQ(result.budget[2].source, "readings");
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
    EXPECT_TRUE(evaluation.missing.empty());
    EXPECT_TRUE(result.warnings.empty());
    EXPECT_FALSE(evaluation.verdict);
    EXPECT_EQ(evaluation.engine_version, kEngineVersion);
}

// EA-4/02 M:2022, S9: calibration of a hand-held digital multimeter at 100 V DC.
TEST(Evaluate, PrintsThePublishedFiguresOfTheMultimeter) {
    const Evaluation evaluation = evaluate(shipped("QT-DIEN-01.xml"), multimeter_sheet());
    const PointResult& result = at(evaluation, "100V");
    EXPECT_EQ(result.printed_error, "0.10");
    EXPECT_EQ(result.printed_uncertainty, "0.05");
    EXPECT_EQ(result.printed_coverage_factor, "1.65");
    EXPECT_EQ(result.printed_indication, "100.1");
    EXPECT_EQ(result.printed_reference, "100.00");
    EXPECT_EQ(result.coverage_reason, "rectangular_dominated");
    EXPECT_DOUBLE_EQ(result.coverage_probability, 0.95);
    EXPECT_DOUBLE_EQ(result.error, 0.1);
    EXPECT_NEAR(result.standard_uncertainty, 0.029574764017091783, 1e-12);
    EXPECT_NEAR(result.expanded_uncertainty, 0.048663744204489656, 1e-12);
    EXPECT_TRUE(evaluation.findings.empty()) << evaluation.findings.front().sentence;
}

TEST(Evaluate, GivesTheSameBitsTwice) {
    for (int i = 0; i < 3; ++i) {
        const Evaluation a = evaluate(shipped("QT-KL-01.xml"), weight_sheet()),
                         b = evaluate(shipped("QT-KL-01.xml"), weight_sheet());
        EXPECT_EQ(a.points.front().value, b.points.front().value);
        EXPECT_EQ(a.points.front().standard_uncertainty, b.points.front().standard_uncertainty);
        EXPECT_EQ(a.points.front().expanded_uncertainty, b.points.front().expanded_uncertainty);
    }
    SheetInputs turned = weight_sheet();
    std::reverse(turned.runs.front().readings.begin(), turned.runs.front().readings.end());
    EXPECT_EQ(evaluate(shipped("QT-KL-01.xml"), turned).points.front().value,
              evaluate(shipped("QT-KL-01.xml"), weight_sheet()).points.front().value);
}

TEST(Evaluate, ListsWhatIsMissingAndStatesNothingUntilItIsThere) {
    SheetInputs sheet = weight_sheet();
    sheet.runs.front().readings.pop_back();  // X6
    sheet.runs.front().readings.pop_back();  // S6
    const Evaluation evaluation = evaluate(shipped("QT-KL-01.xml"), sheet);
    EXPECT_TRUE(evaluation.points.empty());
    ASSERT_EQ(evaluation.missing.size(), 2u);
    EXPECT_EQ(evaluation.missing[0].channel, "X");
    EXPECT_EQ(evaluation.missing[0].repeat, 6);
    EXPECT_EQ(evaluation.missing[1].channel, "S");
}

TEST(Evaluate, GivesTheSameWeightFromACertificateInKilogramsAsValueErrorOrCorrection) {
    const Procedure procedure = shipped("QT-KL-01.xml");
    SheetInputs sheet = weight_sheet();
    StandardValue& value = sheet.standards.front().values.front();
    value = {"mass",        d("10"),     StandardValue::Meaning::value, d("10.000005"), d("0.000045"), d("2"), {},
             d("0.000015"), "\\kilogram"};
    EXPECT_EQ(evaluate(procedure, sheet).points.front().printed_value, "10000.025");
    value.meaning = StandardValue::Meaning::correction;
    value.figure = d("0.000005");
    EXPECT_EQ(evaluate(procedure, sheet).points.front().printed_value, "10000.025");
    value.meaning = StandardValue::Meaning::error;
    value.figure = d("-0.000005");
    EXPECT_EQ(evaluate(procedure, sheet).points.front().printed_value, "10000.025");
    value.figure = d("0.000005");
    EXPECT_EQ(evaluate(procedure, sheet).points.front().printed_value, "10000.015");
    value.nominal.reset();
    value.meaning = StandardValue::Meaning::value;
    value.figure = d("10.000005");
    EXPECT_EQ(evaluate(procedure, sheet).points.front().printed_value, "10000.025");
}

TEST(Evaluate, TakesTheProceduresDriftOnlyWhereTheStandardHasNoHistory) {
    const Procedure procedure = shipped("QT-KL-01.xml");
    SheetInputs sheet = weight_sheet();
    sheet.standards.front().values.front().drift_limit.reset();
    const Evaluation otherwise = evaluate(procedure, sheet);
    EXPECT_EQ(otherwise.points.front().printed_uncertainty, "0.059");
    EXPECT_EQ(otherwise.points.front().budget[1].source, "procedure");
    sheet.standards.front().values.front().drift_limit = d("0.060");
    EXPECT_EQ(evaluate(procedure, sheet).points.front().printed_uncertainty, "0.089");
    // A procedure that gives none: no result, and a finding instead of a zero.
    const Procedure strict = read_procedure(replaced(file("QT-KL-01.xml"), " otherwise=\"0.015\"", ""), "strict");
    sheet.standards.front().values.front().drift_limit.reset();
    const Evaluation none = evaluate(strict, sheet);
    EXPECT_TRUE(none.points.empty());
    EXPECT_TRUE(finds(none.findings, "standard.drift"));
}

TEST(Evaluate, InterpolatesTheCertificateWithTheLargerUncertainty) {
    const Procedure procedure = shipped("QT-DIEN-01.xml");
    SheetInputs sheet = multimeter_sheet();
    auto& values = sheet.standards.front().values;
    values = {
        {"dc_voltage", d("10"), StandardValue::Meaning::correction, d("0.010"), d("0.001"), d("2"), {}, {}, "\\volt"},
        {"dc_voltage", d("190"), StandardValue::Meaning::correction, d("0.030"), d("0.004"), d("2"), {}, {}, "\\volt"}};
    const PointResult result = at(evaluate(procedure, sheet), "100V");
    EXPECT_DOUBLE_EQ(result.reference, 100.02);
    EXPECT_DOUBLE_EQ(result.budget[1].standard_uncertainty, 0.002);
    EXPECT_DOUBLE_EQ(result.error, 0.08);
    EXPECT_TRUE(result.warnings.empty());

    values.erase(values.begin() + 1);  // now 100 V lies beyond the certificate's nominals, though within the range
    const Evaluation beyond = evaluate(procedure, sheet);
    EXPECT_TRUE(beyond.points.empty());
    ASSERT_EQ(beyond.findings.size(), 1u);
    EXPECT_EQ(beyond.findings.front().sentence,
              "the points 100 are not covered by CAL-1 (certificate V-9: 10 to 10 \\volt); nothing is extrapolated, "
              "choose one whose range and certificate contain them");
}

TEST(Evaluate, RefusesACertificateWithoutUncertainty) {
    SheetInputs sheet = multimeter_sheet();
    sheet.standards.front().values.front().expanded_uncertainty = d("0.000");
    const Evaluation evaluation = evaluate(shipped("QT-DIEN-01.xml"), sheet);
    EXPECT_TRUE(evaluation.points.empty());
    EXPECT_TRUE(finds(evaluation.findings, "standard.range"));
}

TEST(Evaluate, RaisesUToTheCmcAndDecidesWithIt) {
    SheetInputs sheet = multimeter_sheet();
    sheet.agreement = agreed({.specification = "data sheet", .tolerance = {.absolute = d("0.17")}},
                             {.rule = conformity::Rule::guarded}, "guarded_U");
    const PointResult free = at(evaluate(shipped("QT-DIEN-01.xml"), sheet), "100V");
    EXPECT_FALSE(free.raised_to_cmc);
    EXPECT_EQ(free.verdict, conformity::Verdict::pass);  // 0.10 <= 0.17 - 0.049
    sheet.cmc = 0.09;
    const Evaluation raised = evaluate(shipped("QT-DIEN-01.xml"), sheet);
    EXPECT_TRUE(raised.points.front().raised_to_cmc);
    EXPECT_EQ(raised.points.front().printed_uncertainty, "0.09");
    EXPECT_EQ(raised.points.front().verdict, conformity::Verdict::fail);  // 0.10 > 0.17 - 0.09
    EXPECT_EQ(raised.verdict, conformity::Verdict::fail);
    sheet.cmc = 0.01;
    EXPECT_FALSE(at(evaluate(shipped("QT-DIEN-01.xml"), sheet), "100V").raised_to_cmc);
}

TEST(Evaluate, HoldsEveryResultToTheCapabilityOfTheMethod) {
    const auto with = [](const char* element) {
        return read_procedure(replaced(file("QT-KL-01.xml"), "<report ", std::string(element) + "<report "), "with");
    };
    EXPECT_EQ(evaluate(with("<capability absolute=\"0.07\"/>"), weight_sheet()).points.front().printed_uncertainty,
              "0.070");
    EXPECT_EQ(evaluate(with("<capability absolute=\"0.02\" percent_of_value=\"0.0006\"/>"), weight_sheet())
                  .points.front()
                  .printed_uncertainty,
              "0.080");
    EXPECT_EQ(evaluate(with("<capability absolute=\"0.05\"/>"), weight_sheet()).points.front().printed_uncertainty,
              "0.059");
}

TEST(Evaluate, StatesConformityOnlyWhereItWasAgreed) {
    SheetInputs sheet = multimeter_sheet();
    const Evaluation none = evaluate(shipped("QT-DIEN-01.xml"), sheet);
    EXPECT_FALSE(none.verdict);
    EXPECT_FALSE(none.points.front().verdict);
    EXPECT_FALSE(none.points.front().limits);
    EXPECT_EQ(none.points.front().printed_limit, "");
    sheet.agreement = agreed({.specification = "data sheet", .tolerance = {.absolute = d("0.1")}}, {}, "simple");
    const Evaluation on_the_limit = evaluate(shipped("QT-DIEN-01.xml"), sheet);
    EXPECT_EQ(on_the_limit.verdict, conformity::Verdict::pass);  // 100.1 - 100.0 is 0.1, whatever binary makes of it
    EXPECT_EQ(on_the_limit.points.front().printed_limit, "±0.1");
    EXPECT_NEAR(*on_the_limit.points.front().conformance_probability, 0.5, 0.01);
    sheet.agreement = agreed({.specification = "one-sided", .high = d("0.05")}, {}, "simple");
    const Evaluation beyond = evaluate(shipped("QT-DIEN-01.xml"), sheet);
    EXPECT_EQ(beyond.verdict, conformity::Verdict::fail);
    EXPECT_EQ(beyond.points.front().printed_limit, "≤ 0.05");
}

TEST(Evaluate, DrawsTheVerdictOnTheStateInWhichTheItemLeaves) {
    SheetInputs sheet = multimeter_sheet();
    sheet.agreement = agreed({.specification = "data sheet", .tolerance = {.absolute = d("0.05")}}, {}, "simple");
    sheet.runs = {{Stage::as_found, {{"100V", "X", 1, d("100.1")}}, {}}};
    EXPECT_FALSE(evaluate(shipped("QT-DIEN-01.xml"), sheet).verdict);
    sheet.runs.push_back({Stage::as_left, {}, {}});
    const Evaluation open = evaluate(shipped("QT-DIEN-01.xml"), sheet);
    EXPECT_FALSE(open.verdict);
    ASSERT_EQ(open.missing.size(), 1u);
    EXPECT_EQ(open.missing.front().stage, Stage::as_left);
    sheet.runs.back().readings = {{"100V", "X", 1, d("100.0")}};
    const Evaluation adjusted = evaluate(shipped("QT-DIEN-01.xml"), sheet);
    EXPECT_EQ(adjusted.verdict, conformity::Verdict::pass);
    ASSERT_EQ(adjusted.points.size(), 2u);
    EXPECT_EQ(adjusted.points[0].verdict, conformity::Verdict::fail);
}

TEST(Evaluate, SaysWhenThePrintedFiguresAloneWouldReadOtherwise) {
    SheetInputs sheet = multimeter_sheet();
    sheet.standards.front().values.front().meaning = StandardValue::Meaning::correction;
    sheet.standards.front().values.front().figure = d("-0.004");  // error 0.104, printed 0.10
    sheet.agreement = agreed({.specification = "data sheet", .tolerance = {.absolute = d("0.102")}}, {}, "simple");
    const PointResult result = at(evaluate(shipped("QT-DIEN-01.xml"), sheet), "100V");
    EXPECT_EQ(result.verdict, conformity::Verdict::fail);
    EXPECT_TRUE(result.print_reads_otherwise);
}

TEST(Evaluate, HoldsTheJobForPlaceStandardsAndReadings) {
    const Procedure procedure = shipped("QT-KL-01.xml");
    SheetInputs sheet = weight_sheet();
    sheet.environment[0].end = d("27.1");
    const Evaluation warm = evaluate(procedure, sheet);
    EXPECT_TRUE(finds(warm.findings, "environment.outside"));
    EXPECT_TRUE(finds(warm.findings, "environment.changed"));
    EXPECT_EQ(warm.points.size(), 1u);  // the figures stand; the job is held

    sheet = weight_sheet();
    sheet.environment[0] = environment("temperature", "\\kelvin", "293.25", "293.55");
    EXPECT_TRUE(evaluate(procedure, sheet).findings.empty());
    sheet.environment[1].end.reset();
    EXPECT_TRUE(finds(evaluate(procedure, sheet).findings, "environment.missing"));

    sheet = weight_sheet();
    sheet.standards.erase(sheet.standards.begin() + 1);
    EXPECT_TRUE(finds(evaluate(procedure, sheet).findings, "standard.missing"));

    sheet = weight_sheet();
    sheet.standards.front().range_high = sheet.standards.front().range_low = d("5");
    EXPECT_TRUE(finds(evaluate(procedure, sheet).findings, "standard.range"));

    sheet = weight_sheet();
    sheet.runs.front().readings.front().indication = d("12.5");
    sheet.runs.front().readings.push_back({"10kg", "X", 7, d("0")});
    sheet.runs.front().readings.push_back({"20kg", "X", 1, d("0")});
    const auto findings = evaluate(procedure, sheet).findings;
    EXPECT_TRUE(finds(findings, "reading.outside_range"));
    EXPECT_TRUE(finds(findings, "reading.unknown_repeat"));
    EXPECT_TRUE(finds(findings, "reading.unknown_point"));
}

TEST(Evaluate, WarnsWhenTheScatterIsNotThatOfTheProcessUnderControl) {
    SheetInputs sheet = weight_sheet();
    sheet.runs.front().readings[1].indication = d("0.350");
    EXPECT_TRUE(finds(evaluate(shipped("QT-KL-01.xml"), sheet).points.front().warnings, "readings.spread"));
}

TEST(Evaluate, TakesKFromStudentWhenTheScatterIsTheJobsOwn) {
    std::string text =
        replaced(file("QT-KL-01.xml"), "scatter=\"pooled\" pooled=\"0.025\" largest_ratio=\"2.15\"", "scatter=\"own\"");
    SheetInputs sheet = weight_sheet();
    set(sheet, "10kg", "0");
    for (CountedReading& reading : sheet.runs.front().readings)
        if (reading.channel == "X")
            reading.indication = d(reading.repeat <= 2 ? "-0.080" : reading.repeat <= 4 ? "0.020" : "0.120");
    const PointResult result = evaluate(read_procedure(text, "own"), sheet).points.front();
    // u(dm) = 0.1 / sqrt 3 with 2 degrees of freedom: nu_eff = (0.0579^2 + 0.0252^2)^2 / (0.0577^4 / 2)
    EXPECT_EQ(result.coverage_reason, "student_t");
    ASSERT_TRUE(result.degrees_of_freedom);
    EXPECT_NEAR(*result.degrees_of_freedom, 2.86, 0.1);
    EXPECT_GT(result.coverage_factor, 3);
}

TEST(Evaluate, LeavesOutAPointAtWhichTheModelHasNoValueAndSaysSo) {
    const Procedure procedure = read_procedure(
        replaced(replaced(file("QT-DIEN-01.xml"), "ViX - VS + dViX - dVS", "ViX - VS + dViX - dVS + 0 / (ViX - 50)"),
                 "range=\"item\" margin_percent=\"0\"", ""),
        "pole");
    SheetInputs sheet = multimeter_sheet();
    sheet.points = {"50", "100"};
    sheet.standards.front().values.front().nominal.reset();
    sheet.runs.front().readings = {{"p1", "X", 1, d("50")}, {"p2", "X", 1, d("100.1")}};
    const Evaluation evaluation = evaluate(procedure, sheet);
    ASSERT_EQ(evaluation.points.size(), 1u);
    EXPECT_EQ(evaluation.points.front().point, "p2");
    ASSERT_TRUE(finds(evaluation.findings, "expression.domain"));
}

TEST(Evaluate, CorrectsAStandardThatIsReadInsteadOfSet) {
    std::string text =
        replaced(file("QT-DIEN-01.xml"), "<channels>",
                 "<channels><channel id=\"S\" of=\"standard\" unit=\"\\volt\" repeats=\"2\" vi=\"a\" en=\"a\"/>");
    text = replaced(text, "<certificate standard=\"calibrator\"/>",
                    "<certificate standard=\"calibrator\" indication=\"S\"/>");
    SheetInputs sheet = multimeter_sheet();
    sheet.standards.front().values = {
        {"dc_voltage", d("0"), StandardValue::Meaning::error, d("0"), d("0.002"), d("2"), {}, {}, "\\volt"},
        {"dc_voltage", d("200"), StandardValue::Meaning::error, d("0.2"), d("0.002"), d("2"), {}, {}, "\\volt"}};
    auto& readings = sheet.runs.front().readings;
    readings.push_back({"100V", "S", 1, d("100.02")});
    readings.push_back({"100V", "S", 2, d("99.98")});
    // indicates 100.00, error there 0.1: the standard realises 99.9 V and the meter errs by 0.2 V
    EXPECT_DOUBLE_EQ(at(evaluate(read_procedure(text, "read"), sheet), "100V").error, 0.2);
    readings.back().indication = d("300");
    readings[1].indication = d("300");  // beyond the certificate, within the calibrator's range
    const Evaluation beyond = evaluate(read_procedure(text, "read"), sheet);
    EXPECT_TRUE(beyond.points.empty());
    ASSERT_TRUE(finds(beyond.findings, "standard.extrapolation"));
    EXPECT_EQ(beyond.findings.front().sentence,
              "the certificate has no figure at 300 \\volt: CAL-1 (certificate V-9: 0 to 200 \\volt); nothing is "
              "extrapolated, choose a standard that was calibrated there");
}

TEST(Evaluate, TakesTheTemperatureOfTheJobIntoTheModel) {
    std::string text = replaced(file("QT-DIEN-01.xml"), "dViX - dVS", "dViX - dVS + 0.01 * (t - 23)");
    text = replaced(text, "</measurand>",
                    "<input symbol=\"t\" unit=\"\\degreecelsius\" distribution=\"triangular\" vi=\"a\" en=\"a\">"
                    "<environment quantity=\"temperature\" half_width=\"0.5\"/></input></measurand>");
    SheetInputs sheet = multimeter_sheet();
    sheet.environment[0] = environment("temperature", "\\degreecelsius", "24", "26");
    const PointResult result = at(evaluate(read_procedure(text, "warm"), sheet), "100V");
    EXPECT_DOUBLE_EQ(result.error, 0.12);
    EXPECT_DOUBLE_EQ(result.budget.back().estimate, 25);
    EXPECT_NEAR(result.budget.back().standard_uncertainty, 1.5 / std::sqrt(6.0), 1e-12);
    EXPECT_EQ(result.budget.back().source, "environment");
    sheet.environment[0].start.reset();
    EXPECT_TRUE(evaluate(read_procedure(text, "warm"), sheet).points.empty());
}

TEST(Evaluate, CountsTheReadingThatTheProcedureNames) {
    SheetInputs sheet = multimeter_sheet();
    sheet.runs.front().readings.push_back({"100V", "X", 1, d("100.3")});
    const auto counting = [&](const char* which) {
        const Procedure procedure = read_procedure(
            replaced(file("QT-DIEN-01.xml"), "counts=\"last\"", std::string("counts=\"") + which + "\""), "c");
        return evaluate(procedure, sheet).points.front().indication;
    };
    EXPECT_DOUBLE_EQ(counting("last"), 100.3);
    EXPECT_DOUBLE_EQ(counting("first"), 100.1);
    EXPECT_DOUBLE_EQ(counting("all"), 100.2);
}

}  // namespace
}  // namespace chuan::procedures::test
