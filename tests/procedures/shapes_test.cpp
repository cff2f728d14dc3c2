// Shapes of a sheet and of a model: who is set and who is read, weighing cycles, simultaneous readings, constants and
// derived quantities.

#include <cmath>

#include "written.h"

namespace chuan::procedures::test {
namespace {

using Meaning = StandardValue::Meaning;

std::string volts(const std::string& channels, const std::string& measurand) {
    return head("dc_voltage", "\\volt") + "<channels>" + channels +
           "</channels><points agreed=\"refused\"><point id=\"p\" nominal=\"100\"/></points>" + measurand + kTail;
}

StandardInput exact_standard(const char* U) {
    StandardInput standard;
    standard.values = {figure("dc_voltage", "\\volt", "50", Meaning::correction, "0", U),
                       figure("dc_voltage", "\\volt", "200", Meaning::correction, "0", U)};
    return standard;
}

TEST(Shapes, TheStandardIsSetAndTheItemIsRead) {
    const Procedure procedure =
        read_procedure(volts(channel("X", "item", "\\volt", 1),
                             "<measurand model=\"X + dX - VS\" result=\"error\" reference=\"VS\" indication=\"X\">" +
                                 input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
                                 input("dX", "\\volt", "rectangular", "<resolution channel=\"X\"/>") +
                                 input("VS", "\\volt", "normal", "<certificate standard=\"S\"/>") + "</measurand>"),
                       "set.xml");
    const PointResult result =
        at(evaluate(procedure, sheet_of(exact_standard("0.0002"), {{"p", "X", 1, d("100.02")}})), "p");
    EXPECT_DOUBLE_EQ(result.error, 0.02);
    EXPECT_EQ(result.printed_reference, "100.0000");
    // the item's last digit counts: 0.01 V
    EXPECT_NEAR(result.budget[1].standard_uncertainty, 0.005 / std::sqrt(3.0), 1e-15);
}

TEST(Shapes, TheItemIsSetAndTheStandardIsRead) {
    const Procedure procedure =
        read_procedure(volts(channel("S", "standard", "\\volt", 1),
                             "<measurand model=\"N - VS - dS\" result=\"error\" reference=\"VS\" indication=\"N\">" +
                                 input("N", "\\volt", "exact", "<nominal/>") +
                                 input("VS", "\\volt", "normal", "<certificate standard=\"S\" indication=\"S\"/>") +
                                 input("dS", "\\volt", "rectangular", "<resolution channel=\"S\"/>") + "</measurand>"),
                       "read.xml");
    const PointResult result =
        at(evaluate(procedure, sheet_of(exact_standard("0.0002"), {{"p", "S", 1, d("100.020")}})), "p");
    EXPECT_DOUBLE_EQ(result.error, -0.02);  // the item says 100 where 100.02 is
    EXPECT_DOUBLE_EQ(result.value, 100);
    // the standard's last digit counts: 0.001 V
    EXPECT_NEAR(result.budget[2].standard_uncertainty, 0.0005 / std::sqrt(3.0), 1e-15);
}

TEST(Shapes, BothAreReadSeveralTimes) {
    const Procedure procedure = read_procedure(
        volts(channel("S", "standard", "\\volt", 3) + channel("X", "item", "\\volt", 3),
              "<measurand model=\"dX - (VS - S0)\" result=\"error\">" +
                  input("dX", "\\volt", "t", "<difference minuend=\"X\" subtrahend=\"S\" scatter=\"own\"/>") +
                  input("VS", "\\volt", "normal", "<certificate standard=\"S\" indication=\"S\"/>") +
                  input("S0", "\\volt", "exact", "<readings channel=\"S\" scatter=\"none\"/>") + "</measurand>"),
        "both.xml");
    StandardInput standard = exact_standard("0.0002");
    for (StandardValue& value : standard.values) value.figure = d("0.1");  // reads 0.1 V too low
    const PointResult result = at(evaluate(procedure, sheet_of(standard, {{"p", "S", 1, d("100.0")},
                                                                          {"p", "S", 2, d("100.2")},
                                                                          {"p", "S", 3, d("100.4")},
                                                                          {"p", "X", 1, d("100.1")},
                                                                          {"p", "X", 2, d("100.4")},
                                                                          {"p", "X", 3, d("100.7")}})),
                                  "p");
    EXPECT_NEAR(result.error, 0.1, 1e-12);  // mean difference 0.2, less the standard's correction
    EXPECT_NEAR(result.budget[0].standard_uncertainty, 0.1 / std::sqrt(3.0), 1e-12);  // of the differences 0.1 0.2 0.3
}

TEST(Shapes, WeighingsRunInCyclesOfThree) {
    std::string text = replaced(file("QT-KL-01.xml"), "sequence=\"S X X S\"", "sequence=\"S X S\"");
    text = replaced(text, "id=\"X\" of=\"item\" unit=\"\\gram\" repeats=\"6\"",
                    "id=\"X\" of=\"item\" unit=\"\\gram\" repeats=\"3\"");
    text.erase(text.find("<examples>"), text.find("</examples>") + 11 - text.find("<examples>"));
    const Procedure procedure = read_procedure(text, "aba.xml");
    SheetInputs sheet = weight_sheet();
    auto& readings = sheet.runs.front().readings;
    readings.clear();
    const char* S[] = {"0.010", "0.014", "0.020", "0.028", "0.030", "0.042"};  // drifts upwards
    const char* X[] = {"0.032", "0.044", "0.056"};
    for (int i = 0; i < 6; ++i) readings.push_back({"10kg", "S", i + 1, d(S[i])});
    for (int i = 0; i < 3; ++i) readings.push_back({"10kg", "X", i + 1, d(X[i])});
    // X less the mean of the S before and after: 0.020 each
    EXPECT_DOUBLE_EQ(at(evaluate(procedure, sheet), "10kg").budget[2].estimate, 0.02);
}

// JCGM 100:2008, H.2: V, I and phi read together five times; R = V cos(phi) / I. The example prints
// R = 127.732 ohm with u = 0.071 ohm, and r(V, I) = -0.36; leaving the correlations out gives 0.195 ohm (H.2.4).
TEST(Shapes, SimultaneousReadingsKeepTheirCovariance) {
    const auto text = [](const std::string& simultaneous) {
        return head("resistance", "\\ohm") + "<channels>" + channel("V", "item", "\\volt", 5) +
               channel("I", "item", "\\milli\\ampere", 5) + channel("phi", "item", "\\radian", 5) +
               "</channels><points agreed=\"refused\"><point id=\"p\" nominal=\"127\"/></points>"
               "<measurand model=\"V * cos(phi) / I\" result=\"value\"" +
               simultaneous + ">" + input("V", "\\volt", "t", "<readings channel=\"V\" scatter=\"own\"/>") +
               input("I", "\\ampere", "t", "<readings channel=\"I\" scatter=\"own\"/>") +
               input("phi", "\\radian", "t", "<readings channel=\"phi\" scatter=\"own\"/>") + "</measurand>" + kTail;
    };
    std::vector<CountedReading> readings;
    const char* V[] = {"5.007", "4.994", "5.005", "4.990", "4.999"};
    const char* I[] = {"19.663", "19.639", "19.640", "19.685", "19.678"};
    const char* phi[] = {"1.0456", "1.0438", "1.0468", "1.0428", "1.0433"};
    for (int i = 0; i < 5; ++i) {
        readings.push_back({"p", "V", i + 1, d(V[i])});
        readings.push_back({"p", "I", i + 1, d(I[i])});
        readings.push_back({"p", "phi", i + 1, d(phi[i])});
    }
    const SheetInputs sheet = sheet_of({}, readings);
    const PointResult together = at(evaluate(read_procedure(text(" simultaneous=\"V I phi\""), "h2.xml"), sheet), "p");
    EXPECT_NEAR(together.value, 127.732, 0.0005);
    EXPECT_NEAR(together.standard_uncertainty, 0.071, 0.0005);
    EXPECT_FALSE(together.degrees_of_freedom);
    ASSERT_EQ(together.cross_terms.size(), 3U);
    double shares = 0, variance = 0;
    for (const BudgetLine& line : together.budget)
        shares += line.share, variance += line.contribution * line.contribution;
    for (const BudgetCrossTerm& term : together.cross_terms) shares += term.share, variance += term.contribution;
    EXPECT_NEAR(shares, 1, 1e-12);
    EXPECT_NEAR(variance, together.standard_uncertainty * together.standard_uncertainty, 1e-12);
    EXPECT_EQ(together.cross_terms[0].a, "V");
    EXPECT_EQ(together.cross_terms[0].b, "I");
    EXPECT_NEAR(together.cross_terms[0].r, -0.36, 0.005);
    const PointResult apart = at(evaluate(read_procedure(text(""), "h2.xml"), sheet), "p");
    EXPECT_NEAR(apart.standard_uncertainty, 0.195, 0.0005);
    EXPECT_TRUE(apart.cross_terms.empty());
}

// y = a^2 with a rectangular from 0.5 to 1.5: mean 1 + 1/12, 95 % of it from 0.525^2 = 0.2756 to 1.475^2 = 2.1756.
TEST(Shapes, ASkewedResultIsPrintedAndJudgedByItsIntervalInsteadOfU) {
    const Procedure procedure = read_procedure(
        head("dc_voltage", "\\volt") + "<channels>" + channel("X", "item", "\\volt", 1) +
            "</channels><points agreed=\"refused\"><point id=\"p\" nominal=\"1\"/></points>"
            "<measurand model=\"a * a + X - X\" result=\"value\">" +
            input("a", "\\volt", "rectangular", "<fixed value=\"1\" half_width=\"0.5\" from=\"f\"/>") +
            input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
            "</measurand><coverage rule=\"monte_carlo\" probability=\"0.95\" trials=\"200000\" seed=\"1\" "
            "interval=\"symmetric\"/><rounding mode=\"nearest_5pct\" uncertainty_digits=\"2\"/>"
            "<report columns=\"nominal value uncertainty\" vi=\"r\" en=\"r\"/></procedure>",
        "skew.xml");
    SheetInputs sheet = sheet_of({}, {{"p", "X", 1, d("1")}});
    const auto judged = [&](const char* tolerance) {
        AgreedLimits agreed;
        agreed.specification = "s";
        agreed.tolerance.absolute = d(tolerance);
        sheet.agreement = Agreement{{agreed}, {.rule = conformity::Rule::guarded}, "guarded_U"};
        return at(evaluate(procedure, sheet), "p");
    };
    const PointResult wide = judged("1.2"), narrow = judged("1.1");
    EXPECT_NEAR(wide.value, 13.0 / 12, 0.005);
    ASSERT_TRUE(wide.interval);
    EXPECT_FALSE(wide.interval->of_error);
    EXPECT_NEAR(d(wide.interval->low.c_str()).to_double(), 0.2756, 0.01);
    EXPECT_NEAR(d(wide.interval->high.c_str()).to_double(), 2.1756, 0.01);
    EXPECT_EQ(d(wide.interval->high.c_str()).decimals(), 2) << "to the digits of U = 0.95";
    EXPECT_EQ(wide.verdict, conformity::Verdict::pass);
    EXPECT_EQ(narrow.verdict, conformity::Verdict::fail) << "1.0833 + 0.95 lies inside 2.1, the upper end does not";
    EXPECT_NEAR(narrow.conformance_probability.value(), std::sqrt(2.1) - 0.5, 0.003);
}

// Two readings, 100.1 and 100.3: mean 100.2, u = 0.1. Student's t at 1 degree of freedom has neither mean nor standard
// deviation; its 95 % interval is the mean +- 12.706 u (JCGM 100:2008, table G.2).
TEST(Shapes, TooFewReadingsForASimulatedUKeepTheirEstimateAndSayIt) {
    const auto result = [](std::vector<CountedReading> readings) {
        const Procedure procedure = read_procedure(
            head("dc_voltage", "\\volt") + "<channels>" +
                channel("X", "item", "\\volt", static_cast<int>(readings.size())) +
                "</channels><points agreed=\"refused\"><point id=\"p\" nominal=\"100\"/></points>"
                "<measurand model=\"X\" result=\"value\">" +
                input("X", "\\volt", "normal", "<readings channel=\"X\" scatter=\"own\"/>") +
                "</measurand><coverage rule=\"monte_carlo\" probability=\"0.95\" trials=\"200000\" seed=\"1\" "
                "interval=\"symmetric\"/><rounding mode=\"nearest_5pct\" uncertainty_digits=\"2\"/>"
                "<report columns=\"nominal value uncertainty\" vi=\"r\" en=\"r\"/></procedure>",
            "few.xml");
        return at(evaluate(procedure, sheet_of({}, std::move(readings))), "p");
    };
    const PointResult two = result({{"p", "X", 1, d("100.1")}, {"p", "X", 2, d("100.3")}});
    EXPECT_NEAR(two.value, 100.2, 1e-9);
    EXPECT_NEAR(two.error, 0.2, 1e-9);
    EXPECT_NEAR(two.standard_uncertainty, 0.1, 1e-9);
    EXPECT_NEAR(two.expanded_uncertainty, 1.2706, 0.06);
    EXPECT_NEAR(two.coverage_factor, 12.706, 0.6);
    EXPECT_TRUE(finds(two.warnings, "simulation.no_deviation"));
    const PointResult four = result(
        {{"p", "X", 1, d("100.1")}, {"p", "X", 2, d("100.3")}, {"p", "X", 3, d("100.1")}, {"p", "X", 4, d("100.3")}});
    EXPECT_FALSE(finds(four.warnings, "simulation.no_deviation"));
}

TEST(Shapes, CorrelationsOfTheFileAddLinearly) {
    const auto u = [](const std::string& r) {
        const Procedure procedure = read_procedure(
            volts(channel("X", "item", "\\volt", 1),
                  "<measurand model=\"X - a - b\" result=\"error\">" +
                      input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
                      input("a", "\\volt", "normal", "<fixed value=\"0\" u=\"0.3\" from=\"f\"/>") +
                      input("b", "\\volt", "normal", "<fixed value=\"0\" u=\"0.4\" from=\"f\"/>") + r + "</measurand>"),
            "r.xml");
        return at(evaluate(procedure, sheet_of(exact_standard("0.1"), {{"p", "X", 1, d("100")}})), "p")
            .standard_uncertainty;
    };
    EXPECT_NEAR(u(""), 0.5, 1e-12);
    EXPECT_NEAR(u("<correlation a=\"a\" b=\"b\" r=\"1\"/>"), 0.7, 1e-12);
    EXPECT_NEAR(u("<correlation a=\"a\" b=\"b\" r=\"-1\"/>"), 0.1, 1e-12);
}

TEST(Shapes, ConstantsAndDerivedQuantitiesStandInTheModelByName) {
    const Procedure procedure =
        read_procedure(volts(channel("X", "item", "\\volt", 1),
                             "<measurand model=\"X - ref\" result=\"error\" reference=\"ref\" indication=\"X\">" +
                                 input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
                                 input("VS", "\\volt", "normal", "<certificate standard=\"S\"/>") +
                                 input("t", "\\degreecelsius", "rectangular",
                                       "<environment quantity=\"temperature\" half_width=\"0\"/>") +
                                 "<constant symbol=\"a\" value=\"0.001\" unit=\"\\one\" from=\"data sheet\"/>"
                                 "<derived symbol=\"dt\" expression=\"t - 20\" unit=\"\\kelvin\" vi=\"d\" en=\"d\"/>"
                                 "<derived symbol=\"ref\" expression=\"VS * (1 + a * dt)\" unit=\"\\volt\" vi=\"d\" "
                                 "en=\"d\"/></measurand>"),
                       "derived.xml");
    const PointResult result =
        at(evaluate(procedure, sheet_of(exact_standard("0.002"), {{"p", "X", 1, d("100")}})), "p");
    EXPECT_DOUBLE_EQ(result.reference, 100.25);  // 22.5 °C
    EXPECT_DOUBLE_EQ(result.error, -0.25);
    ASSERT_EQ(result.budget.size(), 3u);
    EXPECT_NEAR(result.budget[2].sensitivity, -0.1, 1e-12);
}

std::string refusal(const std::string& text) {
    try {
        read_procedure(text, "F.xml");
        return "accepted";
    } catch (const Error& error) {
        return error.findings().front().sentence;
    }
}

TEST(Shapes, RefuseWhatNamesNothing) {
    const auto with = [](const std::string& more, const std::string& model = "X - VS") {
        return volts(channel("X", "item", "\\volt", 1),
                     "<measurand model=\"" + model + "\" result=\"error\">" +
                         input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") +
                         input("VS", "\\volt", "normal", "<certificate standard=\"S\"/>") + more + "</measurand>");
    };
    const auto says = [](const std::string& text, const std::string& words) {
        return refusal(text).find(words) != std::string::npos ? "" : refusal(text);
    };
    const std::string unused = "<constant symbol=\"a\" value=\"2\" unit=\"\\one\" from=\"f\"/>";
    EXPECT_EQ(says(with(unused), "never uses the constant \"a\""), "");
    EXPECT_EQ(says(with("<derived symbol=\"b\" expression=\"c\" unit=\"\\volt\" vi=\"d\" en=\"d\"/>"
                        "<derived symbol=\"c\" expression=\"VS\" unit=\"\\volt\" vi=\"d\" en=\"d\"/>",
                        "X - b"),
                   "which does not stand before it"),
              "");
    EXPECT_EQ(says(with("<derived symbol=\"b\" expression=\"VS +\" unit=\"\\volt\" vi=\"d\" en=\"d\"/>", "X - b"),
                   "cannot be read"),
              "");
    std::string doubling;
    for (int i = 0; i < 51; ++i)
        doubling += "<derived symbol=\"d" + std::to_string(i) + "\" expression=\"" +
                    (i == 0 ? "VS" : "d" + std::to_string(i - 1) + " + d" + std::to_string(i - 1)) +
                    "\" unit=\"\\volt\" vi=\"d\" en=\"d\"/>";
    EXPECT_EQ(says(with(doubling, "X - d50"), "more than 50 derived quantities"), "");
    EXPECT_EQ(says(with("<correlation a=\"VS\" b=\"Q\" r=\"0.5\"/>"), "\"Q\" is no input"), "");
    EXPECT_EQ(says(with("<correlation a=\"VS\" b=\"X\" r=\"1.5\"/>"), "out of bounds"), "");
    EXPECT_EQ(says(replaced(with(""), "result=\"error\"", "result=\"error\" simultaneous=\"X VS\""),
                   "no input of readings with scatter"),
              "");
    EXPECT_EQ(says(replaced(with(""), "<certificate standard=\"S\"/>",
                            "<certificate standard=\"S\" environment=\"pressure\"/>"),
                   "no condition is on \"pressure\""),
              "");
    EXPECT_EQ(says(replaced(with(""), "<certificate standard=\"S\"/>",
                            "<fixed value=\"1\" u=\"1\" half_width=\"1\" from=\"f\"/>"),
                   "has two uncertainties"),
              "");
    EXPECT_EQ(refusal(with("")), "accepted");
}

}  // namespace
}  // namespace chuan::procedures::test
