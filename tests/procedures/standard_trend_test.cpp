// The value of a standard from the line through its certificates: signs, days, degrees of freedom, too few of them, and
// the warning where the last value misleads. Figures by hand; see the comments.

#include <cmath>

#include "procedures/simulation.h"
#include "written.h"

namespace chuan::procedures::test {
namespace {

using Meaning = StandardValue::Meaning;

const std::string kLine = "<certificate standard=\"S\" by=\"line\"/>";
const std::string kLast = "<certificate standard=\"S\"/>";
const std::string kDrift = "<drift standard=\"S\" from=\"history\" otherwise=\"0.05\"/>";

/// The standard is set to 100 V and the item read; the certificate and its drift alone are uncertain.
std::string volts_file(const std::string& certificate) {
    return head("dc_voltage", "\\volt") + "<channels>" + channel("X", "item", "\\volt", 1) +
           "</channels><points agreed=\"allowed\"><point id=\"p\" nominal=\"100\"/></points>"
           "<measurand model=\"X - VS - dS\" result=\"error\" reference=\"VS\" indication=\"X\">" +
           input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
           input("VS", "\\volt", "normal", certificate) + input("dS", "\\volt", "rectangular", kDrift) +
           "</measurand>" + kTail;
}

Procedure volts(const std::string& certificate) { return read_procedure(volts_file(certificate), "volts.xml"); }

std::vector<StandardValue> at_100_volts(Meaning meaning, const char* text, const char* U = "0.004") {
    return {figure("dc_voltage", "\\volt", "100", meaning, text, U)};
}

EarlierCertificate earlier(const char* number, const char* day, const char* text, Meaning meaning = Meaning::value) {
    return {number, at_100_volts(meaning, text), {}, date_from_iso(day)};
}

/// Four certificates, 400 days apart: 100.000, 100.011, 100.020, 100.031 V, each with u = 2 mV.
StandardInput drifting(Meaning meaning = Meaning::value,
                       const std::vector<const char*>& texts = {"100.000", "100.011", "100.020", "100.031"}) {
    StandardInput standard;
    standard.values = at_100_volts(meaning, texts[3]);
    standard.calibrated_on = date_from_iso("2024-04-15");
    standard.history = {earlier("C-1", "2021-01-01", texts[0], meaning),
                        earlier("C-2", "2022-02-05", texts[1], meaning),
                        earlier("C-3", "2023-03-12", texts[2], meaning)};
    return standard;
}

SheetInputs sheet(StandardInput standard, const char* day = "2025-05-20") {  // 1600 days after the first
    SheetInputs inputs = sheet_of(std::move(standard), {{"p", "X", 1, d("100")}});
    if (day != nullptr) inputs.runs.front().measured_on = date_from_iso(day);
    return inputs;
}

PointResult result(const Procedure& procedure, const SheetInputs& inputs) {
    return at(evaluate(procedure, inputs), "p");
}

// The test of equipment/standard_drift in volts: about day 600, Sxx = 800 000, slope 10.2 mV in 400 days, residuals
// -0.2, 0.6, -0.6 and 0.2 mV about 15.5 mV, s^2 = 0.4 mV^2; 2.5 steps of 400 days later 15.5 + 25.5 = 41.0 mV with u^2
// = 0.4 (1/4 + 6.25/5 + 1) + 4 = 5 mV^2, and by Welch-Satterthwaite 25 / (1^2 / 2) = 50 degrees of freedom.
TEST(StandardByTheLine, IsTheLineOnTheDayOfMeasurement) {
    const PointResult line = result(volts(kLine), sheet(drifting()));
    EXPECT_NEAR(line.reference, 100.0410, 1e-9);
    EXPECT_NEAR(line.error, -0.0410, 1e-9);
    EXPECT_NEAR(line.budget[1].standard_uncertainty, std::sqrt(5.0) * 1e-3, 1e-9);
    ASSERT_TRUE(line.budget[1].degrees_of_freedom);
    EXPECT_NEAR(*line.budget[1].degrees_of_freedom, 50, 1e-6);
    EXPECT_EQ(line.budget[1].source, "line:C-2");
    EXPECT_EQ(line.budget[1].distribution, "t");
    EXPECT_TRUE(line.warnings.empty());
    const PointResult at_the_last = result(volts(kLine), sheet(drifting(), "2024-04-15"));
    EXPECT_NEAR(at_the_last.reference, 100.0155 + 0.0153, 1e-9);  // 1.5 steps from the middle: not the last value
}

TEST(StandardByTheLine, HoldsItsDriftSoThatItIsNotAddedTwice) {
    const PointResult line = result(volts(kLine), sheet(drifting()));
    EXPECT_EQ(line.budget[2].standard_uncertainty, 0);
    EXPECT_EQ(line.budget[2].source, "line");
    EXPECT_NEAR(line.standard_uncertainty, std::sqrt(5.0) * 1e-3, 1e-9);
    const PointResult last = result(volts(kLast), sheet(drifting()));
    EXPECT_NEAR(last.budget[2].standard_uncertainty, 0.011 / std::sqrt(3.0), 1e-12);
    EXPECT_EQ(last.budget[2].source, "history");
}

TEST(StandardByTheLine, MeansTheSameWhetherCertificatesGiveValueErrorOrCorrection) {
    const PointResult correction =
        result(volts(kLine), sheet(drifting(Meaning::correction, {"0.000", "0.011", "0.020", "0.031"})));
    const PointResult error =
        result(volts(kLine), sheet(drifting(Meaning::error, {"0.000", "-0.011", "-0.020", "-0.031"})));
    EXPECT_NEAR(correction.error, -0.0410, 1e-9);
    EXPECT_NEAR(error.error, -0.0410, 1e-9);
    const PointResult wrong_sign =
        result(volts(kLine), sheet(drifting(Meaning::error, {"0.000", "0.011", "0.020", "0.031"})));
    EXPECT_NEAR(wrong_sign.error, 0.0410, 1e-9);
}

TEST(StandardByTheLine, NeedsThreeCertificatesElseTakesTheLastWithItsAllowance) {
    StandardInput two = drifting();
    two.history.erase(two.history.begin(), two.history.begin() + 2);
    const PointResult last = result(volts(kLine), sheet(two));
    EXPECT_DOUBLE_EQ(last.reference, 100.031);
    EXPECT_DOUBLE_EQ(last.budget[1].standard_uncertainty, 0.002);
    EXPECT_EQ(last.budget[1].source, "last:C-2");
    EXPECT_NEAR(last.budget[2].standard_uncertainty, 0.011 / std::sqrt(3.0), 1e-12);
    EXPECT_EQ(last.budget[2].source, "history");
    EXPECT_TRUE(last.warnings.empty());
    EXPECT_EQ(result(volts(kLast), sheet(two)).budget[1].source, "C-2");
}

TEST(StandardByTheLine, TakesOnlyCertificatesWithADayAndAFigureAtThePoint) {
    StandardInput standard = drifting();
    standard.history[0].calibrated_on.reset();
    EXPECT_EQ(result(volts(kLine), sheet(standard)).budget[1].source, "line:C-2");  // of the three others
    standard.history[1].values[0].nominal = d("200");
    EXPECT_EQ(result(volts(kLine), sheet(standard)).budget[1].source, "last:C-2");
    standard = drifting();
    standard.calibrated_on.reset();
    EXPECT_EQ(result(volts(kLine), sheet(standard)).budget[1].source, "last:C-2");
}

TEST(StandardByTheLine, GoesByTheDaysWhateverTheOrderOfTheFile) {
    StandardInput mixed = drifting();
    std::swap(mixed.history[0], mixed.history[2]);
    const PointResult line = result(volts(kLine), sheet(mixed));
    EXPECT_NEAR(line.reference, 100.0410, 1e-9);
    EXPECT_NEAR(result(volts(kLast), sheet(mixed)).budget[2].standard_uncertainty, 0.011 / std::sqrt(3.0), 1e-12);
}

TEST(StandardByTheLine, CountsOneCalibrationOnceWhenItsCertificateWasCorrected) {
    StandardInput corrected = drifting();
    corrected.history.insert(corrected.history.begin() + 1, earlier("C-2a", "2022-02-05", "100.500"));
    EXPECT_NEAR(result(volts(kLine), sheet(corrected)).reference, 100.0410, 1e-9);  // the later of the two stands
}

TEST(StandardByTheLine, IsAsUncertainAsTheLeastCertainOfItsCalibrations) {
    StandardInput standard = drifting();
    standard.history[0].values = at_100_volts(Meaning::value, "100.000", "0.020");
    EXPECT_NEAR(result(volts(kLine), sheet(standard)).budget[1].standard_uncertainty, std::sqrt(101.0) * 1e-3, 1e-9);
}

TEST(StandardByTheLine, CannotBeToldWithoutTheDayOfMeasurement) {
    const Evaluation evaluation = evaluate(volts(kLine), sheet(drifting(), nullptr));
    EXPECT_TRUE(evaluation.points.empty());
    ASSERT_TRUE(finds(evaluation.findings, "standard.day_unknown"));
    EXPECT_FALSE(evaluate(volts(kLast), sheet(drifting(), nullptr)).points.empty());
}

TEST(StandardByTheLine, IsDrawnWithItsDegreesOfFreedomWhereAPointIsSimulated) {
    const auto simulated = simulate(volts(kLine), sheet(drifting()), {.points = {"p"}, .trials = 200'000, .seed = 7});
    ASSERT_EQ(simulated.size(), 1u);
    EXPECT_NEAR(*simulated[0].simulated.result.value, -0.0410, 3e-5);
    EXPECT_NEAR(*simulated[0].simulated.result.u, std::sqrt(5.0) * 1e-3 * std::sqrt(50.0 / 48.0),
                3e-5);  // of Student's t
}

// The same history by the last value: slope 10.2 mV in 400 days is 9.314 mV in 365.25, u = sqrt(0.4/5) mV in 400 days
// is 0.258 mV a year; 36 > 4.30.
TEST(StandardByTheLastValue, WarnsWhereItsHistoryMovesMoreThanItScatters) {
    const PointResult last = result(volts(kLast), sheet(drifting()));
    EXPECT_DOUBLE_EQ(last.reference, 100.031);
    ASSERT_TRUE(finds(last.warnings, "standard.trend"));
    const Finding& warning = last.warnings.front();
    EXPECT_EQ(warning.values.at("standard"), "STD-1");
    EXPECT_EQ(warning.values.at("certificate"), "C-2");
    EXPECT_EQ(warning.values.at("slope"), "0.00931");
    EXPECT_EQ(warning.values.at("u"), "0.000258");
    EXPECT_EQ(warning.values.at("certificates"), "4");
    EXPECT_TRUE(evaluate(volts(kLast), sheet(drifting())).findings.empty());  // it holds nothing
    const PointResult falling =
        result(volts(kLast), sheet(drifting(Meaning::error, {"0.000", "0.011", "0.020", "0.031"})));
    EXPECT_EQ(falling.warnings.at(0).values.at("slope"), "-0.00931");
}

TEST(StandardByTheLastValue, IsSilentWhereTheHistoryOnlyScatters) {
    const auto scattered = drifting(Meaning::value, {"100.000", "100.002", "99.999", "100.002"});
    EXPECT_TRUE(result(volts(kLast), sheet(scattered)).warnings.empty());
    const auto still = drifting(Meaning::value, {"100.001", "100.001", "100.001", "100.001"});
    EXPECT_TRUE(result(volts(kLast), sheet(still)).warnings.empty());
}

// Three certificates: one degree of freedom, t = 12.71.
TEST(StandardByTheLastValue, AsksForMoreOfThreeCertificatesThanOfFour) {
    StandardInput three = drifting();
    three.history.erase(three.history.begin());  // 100.011, 100.020, 100.031: slope 10, s^2 = 0.667, u(slope) = 0.577
    EXPECT_TRUE(finds(result(volts(kLast), sheet(three)).warnings, "standard.trend"));  // 17.3 > 12.7
    three.values = at_100_volts(Meaning::value, "100.033");  // slope 11, residuals 2/3, -4/3, 2/3: u = 1.155; 9.5
    EXPECT_FALSE(finds(result(volts(kLast), sheet(three)).warnings, "standard.trend"));
}

TEST(StandardByTheLine, IsReadFromTheFileOrRefused) {
    const auto refused = [](const std::string& bytes) {
        try {
            read_procedure(bytes, "volts.xml");
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_NE(refused(volts_file("<certificate standard=\"S\" by=\"curve\"/>")).find("\"curve\" is unknown"),
              std::string::npos);
    const std::string twice = replaced(volts_file(kLine), "X - VS - dS", "X - VS - dS + 0*V2");
    EXPECT_NE(refused(replaced(twice, "</measurand>", input("V2", "\\volt", "normal", kLast) + "</measurand>"))
                  .find("taken in two ways"),
              std::string::npos);
    EXPECT_NE(refused(volts_file("<certificate standard=\"S\" by=\"line\" environment=\"temperature\"/>"))
                  .find("no earlier certificates"),
              std::string::npos);
    EXPECT_EQ(refused(volts_file("<certificate standard=\"S\" by=\"last\"/>")), "accepted");
}

}  // namespace
}  // namespace chuan::procedures::test
