// What standards realise: tables and straight lines, formulas, history, materials at their temperature.

#include <cmath>

#include "procedures/certificate_formula.h"
#include "written.h"

namespace chuan::procedures::test {
namespace {

using Meaning = StandardValue::Meaning;

/// The standard is set to 100 V and the item read; its own certificate alone is uncertain.
Procedure volts(const std::string& more_inputs = "", const std::string& more_model = "",
                const std::string& certificate = "<certificate standard=\"S\"/>") {
    return read_procedure(head("dc_voltage", "\\volt") + "<channels>" + channel("X", "item", "\\volt", 1) +
                              "</channels><points agreed=\"allowed\"><point id=\"p\" nominal=\"100\"/></points>"
                              "<measurand model=\"X - VS" +
                              more_model + "\" result=\"error\" reference=\"VS\" indication=\"X\">" +
                              input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
                              input("VS", "\\volt", "normal", certificate) + more_inputs + "</measurand>" + kTail,
                          "volts.xml");
}

SheetInputs at_100_volts(StandardInput standard) { return sheet_of(std::move(standard), {{"p", "X", 1, d("100")}}); }

StandardInput table(Meaning meaning, const char* low, const char* high) {
    StandardInput standard;
    standard.values = {figure("dc_voltage", "\\volt", "50", meaning, low, "0.004"),
                       figure("dc_voltage", "\\volt", "200", meaning, high, "0.006")};
    return standard;
}

TEST(StandardValues, MeanTheSameAsValueErrorOrCorrectionByTheirSigns) {
    // At 50 V and at 200 V the standard gives 0.3 V more than it is set to.
    EXPECT_DOUBLE_EQ(at(evaluate(volts(), at_100_volts(table(Meaning::value, "50.3", "200.3"))), "p").error, -0.3);
    EXPECT_DOUBLE_EQ(at(evaluate(volts(), at_100_volts(table(Meaning::correction, "0.3", "0.3"))), "p").error, -0.3);
    EXPECT_DOUBLE_EQ(at(evaluate(volts(), at_100_volts(table(Meaning::error, "-0.3", "-0.3"))), "p").error, -0.3);
}

TEST(StandardValues, LieOnTheStraightLineWithTheLargerUncertainty) {
    const PointResult result = at(evaluate(volts(), at_100_volts(table(Meaning::correction, "0.3", "0.6"))), "p");
    EXPECT_DOUBLE_EQ(result.reference, 100.4);  // a third of the way
    EXPECT_DOUBLE_EQ(result.standard_uncertainty, 0.003);
}

TEST(StandardValues, CarryTheInterpolationThatTheCertificateStates) {
    StandardInput standard = table(Meaning::correction, "0", "0");
    standard.values[0].interpolation = d("0.006");
    EXPECT_NEAR(at(evaluate(volts(), at_100_volts(standard)), "p").standard_uncertainty,
                std::sqrt(0.003 * 0.003 + 0.006 * 0.006 / 3), 1e-15);
    standard.values[0].nominal = d("100");  // at a calibrated point there is no line
    EXPECT_DOUBLE_EQ(at(evaluate(volts(), at_100_volts(standard)), "p").standard_uncertainty, 0.002);
}

TEST(StandardValues, CarryTheInterpolationThatTheProcedureStatesAsALineOfTheBudget) {
    const Procedure procedure =
        volts(input("dI", "\\volt", "rectangular", "<interpolation standard=\"S\" half_width=\"0.006\"/>"), " - dI");
    const PointResult between = at(evaluate(procedure, at_100_volts(table(Meaning::correction, "0", "0"))), "p");
    EXPECT_NEAR(between.budget[2].standard_uncertainty, 0.006 / std::sqrt(3.0), 1e-15);
    StandardInput standard = table(Meaning::correction, "0", "0");
    standard.values[0].nominal = d("100");
    EXPECT_EQ(at(evaluate(procedure, at_100_volts(standard)), "p").budget[2].standard_uncertainty, 0);
}

TEST(StandardValues, AreNeverExtrapolated) {
    SheetInputs sheet = at_100_volts(table(Meaning::correction, "0", "0"));
    sheet.points = {"40"};
    sheet.runs.front().readings.front().point = "p1";
    const Evaluation evaluation = evaluate(volts(), sheet);
    EXPECT_TRUE(evaluation.points.empty());
    ASSERT_EQ(evaluation.findings.size(), 1u);
    EXPECT_EQ(evaluation.findings.front().code, "standard.extrapolation");
    EXPECT_EQ(evaluation.findings.front().sentence,
              "the certificate has no figure at 40 \\volt: STD-1 (certificate C-2: 50 to 200 \\volt); nothing is "
              "extrapolated, choose a standard that was calibrated there");
}

TEST(StandardValues, FollowAPolynomialWithinItsBounds) {
    StandardFormula formula{.quantity = "dc_voltage",
                            .form = StandardFormula::Form::polynomial,
                            .meaning = Meaning::correction,
                            .coefficients = {d("0.01"), d("0.002"), d("-0.00001")},
                            .low = d("0"),
                            .high = d("150"),
                            .argument_unit = "\\volt",
                            .expanded_uncertainty = d("0.004"),
                            .coverage_factor = d("2"),
                            .degrees_of_freedom = {},
                            .drift_limit = {},
                            .unit = "\\volt"};
    StandardInput standard;
    standard.formulas = {formula};
    const PointResult result = at(evaluate(volts(), at_100_volts(standard)), "p");
    EXPECT_DOUBLE_EQ(result.reference, 100.11);  // 0.01 + 0.2 - 0.1
    EXPECT_DOUBLE_EQ(result.standard_uncertainty, 0.002);
    standard.formulas[0].meaning = Meaning::error;
    EXPECT_DOUBLE_EQ(at(evaluate(volts(), at_100_volts(standard)), "p").reference, 99.89);
    standard.formulas[0].high = d("99");
    EXPECT_TRUE(finds(evaluate(volts(), at_100_volts(standard)).findings, "standard.extrapolation"));
}

// IEC 60751: R0 = 100 ohm with the coefficients of the standard; resistances of its table.
TEST(StandardValues, TurnTheResistanceOfAPlatinumThermometerIntoTemperature) {
    const std::vector<Decimal> standard = {d("100"), d("0.0039083"), d("-0.0000005775"), d("-0.000000000004183")};
    EXPECT_NEAR(*callendar_van_dusen(standard, 138.5055), 100, 1e-9);
    EXPECT_NEAR(*callendar_van_dusen(standard, 175.856), 200, 1e-9);
    EXPECT_NEAR(*callendar_van_dusen(standard, 390.4811), 849.9999145751842, 1e-9);
    EXPECT_NEAR(*callendar_van_dusen(standard, 96.0859), -9.999946395301372, 1e-9);
    EXPECT_NEAR(*callendar_van_dusen(standard, 18.5201), -199.99995373959743, 1e-8);
    EXPECT_FALSE(callendar_van_dusen({d("100"), d("0.0039083"), d("-0.0000005775")}, 96.0859));
    EXPECT_FALSE(callendar_van_dusen(standard, 1e6));
}

TEST(StandardValues, ReadAThermometerInOhmsAndGiveDegrees) {
    const Procedure procedure =
        read_procedure(head("temperature", "\\degreecelsius") + "<channels>" + channel("R", "standard", "\\ohm", 2) +
                           channel("X", "item", "\\degreecelsius", 1) +
                           "</channels><points agreed=\"refused\"><point id=\"p\" nominal=\"100\"/></points>"
                           "<measurand model=\"X - tS\" result=\"error\" reference=\"tS\" indication=\"X\">" +
                           input("X", "\\degreecelsius", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
                           input("tS", "\\degreecelsius", "normal", "<certificate standard=\"S\" indication=\"R\"/>") +
                           "</measurand>" + kTail,
                       "pt100.xml");
    StandardInput standard;
    standard.formulas = {{.quantity = "temperature",
                          .form = StandardFormula::Form::callendar_van_dusen,
                          .meaning = Meaning::value,
                          .coefficients = {d("100"), d("0.0039083"), d("-0.0000005775")},
                          .low = d("0"),
                          .high = d("200"),
                          .argument_unit = "\\ohm",
                          .expanded_uncertainty = d("0.02"),
                          .coverage_factor = d("2"),
                          .degrees_of_freedom = {},
                          .drift_limit = {},
                          .unit = "\\degreecelsius"}};
    SheetInputs sheet =
        sheet_of(standard, {{"p", "R", 1, d("138.5054")}, {"p", "R", 2, d("138.5056")}, {"p", "X", 1, d("100.3")}});
    const PointResult result = at(evaluate(procedure, sheet), "p");
    EXPECT_NEAR(result.error, 0.3, 1e-9);
    EXPECT_DOUBLE_EQ(result.standard_uncertainty, 0.01);
    sheet.standards[0].formulas[0].high = d("90");
    EXPECT_TRUE(finds(evaluate(procedure, sheet).findings, "standard.extrapolation"));
}

TEST(StandardValues, DriftByTheLargestChangeBetweenTwoCertificates) {
    const std::string drift = "<drift standard=\"S\" from=\"history\" otherwise=\"0.05\"/>";
    const Procedure procedure = volts(input("dS", "\\volt", "rectangular", drift), " - dS");
    StandardInput standard = table(Meaning::correction, "0.004", "0.004");
    const auto earlier = [&](const char* certificate, const char* correction) {
        return EarlierCertificate{certificate, table(Meaning::correction, correction, correction).values, {}};
    };
    standard.history = {earlier("C-0", "0.000"), earlier("C-1", "0.006")};
    const PointResult result = at(evaluate(procedure, at_100_volts(standard)), "p");
    EXPECT_NEAR(result.budget[2].standard_uncertainty, 0.006 / std::sqrt(3.0), 1e-15);
    EXPECT_EQ(result.budget[2].source, "history");
    standard.history = {earlier("C-1", "-0.016")};
    EXPECT_NEAR(at(evaluate(procedure, at_100_volts(standard)), "p").budget[2].standard_uncertainty,
                0.020 / std::sqrt(3.0), 1e-15);
    standard.history.clear();
    const PointResult first = at(evaluate(procedure, at_100_volts(standard)), "p");
    EXPECT_NEAR(first.budget[2].standard_uncertainty, 0.05 / std::sqrt(3.0), 1e-15);
    EXPECT_EQ(first.budget[2].source, "procedure");
}

TEST(StandardValues, TakeAMaterialAtTheTemperatureOfTheWork) {
    const Procedure procedure =
        read_procedure(head("ph", "\\one") + "<channels>" + channel("X", "item", "\\one", 1) +
                           "</channels><points agreed=\"refused\"><point id=\"p\" nominal=\"4\"/></points>"
                           "<measurand model=\"X - pH - dH\" result=\"error\" reference=\"pH\" indication=\"X\">" +
                           input("X", "\\one", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
                           input("pH", "\\one", "normal", "<certificate standard=\"S\" environment=\"temperature\"/>") +
                           input("dH", "\\one", "normal", "<fixed value=\"0\" u=\"0.003\" from=\"homogeneity\"/>") +
                           "</measurand>" + kTail,
                       "ph.xml");
    StandardInput buffer;
    for (const auto& [t, ph] : {std::pair{"20", "4.001"}, std::pair{"25", "4.006"}}) {
        buffer.values.push_back({"ph", d(t), Meaning::value, d(ph), d("0.008"), d("2"), {}, {}, "\\one"});
        buffer.values.back().argument_unit = "\\degreecelsius";
    }
    SheetInputs sheet = sheet_of(buffer, {{"p", "X", 1, d("4.05")}});
    const PointResult result = at(evaluate(procedure, sheet), "p");  // 22.5 °C
    EXPECT_DOUBLE_EQ(result.reference, 4.0035);
    EXPECT_DOUBLE_EQ(result.standard_uncertainty, 0.005);
    EXPECT_EQ(result.budget[2].source, "homogeneity");
    sheet.environment[0] = environment("temperature", "\\degreecelsius", "27", "28");
    EXPECT_TRUE(finds(evaluate(procedure, sheet).findings, "standard.extrapolation"));
    buffer.values = {{"ph", {}, Meaning::value, d("4.01"), d("0.01"), d("2"), {}, {}, "\\one"}};  // at any temperature
    EXPECT_DOUBLE_EQ(at(evaluate(procedure, sheet_of(buffer, {{"p", "X", 1, d("4.05")}})), "p").reference, 4.01);
}

}  // namespace
}  // namespace chuan::procedures::test
