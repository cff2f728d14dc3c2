// Limits of a verification: sums of terms, sides, ranges of nominals, tables that ship, and what operations hold
// against them; results that are simulated.

#include <cmath>

#include "uncertainty/monte_carlo.h"
#include "written.h"

namespace chuan::procedures::test {
namespace {

using Outcome = OperationResult::Outcome;

/// A verification of a meter at 10 V and 100 V; the item is read twice, before and after tapping.
std::string meter(const std::string& limits, const std::string& operations, const std::string& decision = "mpe") {
    std::string text = head("dc_voltage", "\\volt");
    text = replaced(text, "kind=\"calibration\"", "kind=\"verification\"");
    text = replaced(text, "<conditions>", "<modes allowed=\"initial in_service\"/><period months=\"12\"/><conditions>");
    std::string tail =
        replaced(kTail, "<report ", "<decision rule=\"" + decision + "\"/><limits>" + limits + "</limits><report ");
    return text + "<channels>" + channel("A", "item", "\\volt", 2) + channel("B", "item", "\\volt", 2) +
           "</channels><points agreed=\"refused\"><point id=\"low\" group=\"g\" nominal=\"10\"/>"
           "<point id=\"high\" group=\"g\" nominal=\"100\"/></points><operations>" +
           operations + "</operations><measurand model=\"B + A - A0 - VS\" result=\"error\" indication=\"B\">" +
           input("B", "\\volt", "exact", "<readings channel=\"B\" scatter=\"none\"/>") +
           input("A", "\\volt", "exact", "<readings channel=\"A\" scatter=\"none\"/>") +
           input("A0", "\\volt", "exact", "<readings channel=\"A\" scatter=\"none\"/>") +
           input("VS", "\\volt", "normal", "<certificate standard=\"S\"/>") + "</measurand>" + tail;
}

const std::string kErrors = "<operation id=\"e\" rule=\"errors\" group=\"g\" limit=\"error\" vi=\"e\" en=\"e\"/>";

std::string limit(const std::string& attributes, const std::string& inside = "") {
    return "<limit of=\"error\" modes=\"initial in_service\" " + attributes + ">" + inside + "</limit>";
}

SheetInputs meter_sheet(const char* low, const char* high) {
    StandardInput standard;
    standard.values = {
        {"dc_voltage", {}, StandardValue::Meaning::correction, d("0"), d("0.002"), d("2"), {}, {}, "\\volt"}};
    SheetInputs sheet = sheet_of(standard, {});
    sheet.mode = Mode::initial;
    sheet.item = {"meter", "", "", d("0"), d("200"), "\\volt", d("0.01"), ""};
    for (const auto& [point, value] : {std::pair{"low", low}, std::pair{"high", high}})
        for (const char* id : {"A", "B"})
            for (int repeat : {1, 2}) sheet.runs.front().readings.push_back({point, id, repeat, d(value)});
    return sheet;
}

Evaluation judged(const std::string& limits, const char* low, const char* high) {
    return evaluate(read_procedure(meter(limits, kErrors), "meter.xml"), meter_sheet(low, high));
}

TEST(Limits, AreTheSumOfTheirTerms) {
    // 0.1 % of the value + 0.02 V + 3 digits of 0.01 V: 0.06 V at 10 V, 0.15 V at 100 V
    const std::string terms = limit("percent_of_value=\"0.1\" absolute=\"0.02\" digits=\"3\"");
    const Evaluation good = judged(terms, "10.06", "99.85");
    EXPECT_EQ(good.verdict, conformity::Verdict::pass);
    EXPECT_EQ(at(good, "low").printed_limit, "±0.06");
    EXPECT_EQ(at(good, "high").printed_limit, "±0.15");
    EXPECT_EQ(judged(terms, "10.07", "99.85").verdict, conformity::Verdict::fail);
    EXPECT_EQ(judged(terms, "10.06", "99.84").verdict, conformity::Verdict::fail);
}

TEST(Limits, HoldOnOneSideWhereTheMethodSaysSo) {
    EXPECT_EQ(judged(limit("absolute=\"0.1\" side=\"upper\""), "5", "100.1").verdict, conformity::Verdict::pass);
    EXPECT_EQ(judged(limit("absolute=\"0.1\" side=\"upper\""), "10.11", "100").verdict, conformity::Verdict::fail);
    EXPECT_EQ(judged(limit("absolute=\"0.1\" side=\"lower\""), "15", "99.9").verdict, conformity::Verdict::pass);
    EXPECT_EQ(judged(limit("absolute=\"0.1\" side=\"lower\""), "9.89", "100").verdict, conformity::Verdict::fail);
    EXPECT_EQ(at(judged(limit("absolute=\"0.1\" side=\"lower\""), "10", "100"), "low").printed_limit, "≥ -0.1");
}

TEST(Limits, ChangeWithTheNominal) {
    const std::string rows = limit("absolute=\"0.1\" to=\"50\"") + limit("absolute=\"1\" from=\"50\"");
    EXPECT_EQ(judged(rows, "10.1", "101").verdict, conformity::Verdict::pass);
    EXPECT_EQ(judged(rows, "10.2", "101").verdict, conformity::Verdict::fail);
    EXPECT_EQ(judged(rows, "10", "101.1").verdict, conformity::Verdict::fail);
}

TEST(Limits, OfATableFollowClassLoadAndMode) {
    const Procedure balance = shipped("QT-CAN-01.xml");
    SheetInputs sheet = balance.examples.front().inputs;
    const auto limit_at = [&](const char* point) { return at(evaluate(balance, sheet), point).printed_limit; };
    EXPECT_EQ(limit_at("w100"), "±3");
    sheet.mode = Mode::in_service;
    EXPECT_EQ(limit_at("w100"), "±6");
    sheet.mode = Mode::periodic;
    sheet.item.accuracy_class = "IIII";  // 3000 e is more than the class has
    EXPECT_EQ(limit_at("w10"), "±3");
    sheet.item.accuracy_class = "V";
    try {
        evaluate(balance, sheet);
        FAIL() << "an unknown class";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "item.accuracy_class");
    }
}

// OIML R 76-1:2006, Table 6, class II: 0.5 e up to 5000 e, 1 e up to 20000 e, 1.5 e above. With e = 1 g 600 g to 4500 g
// are 600 e to 4500 e and 6000 g is 6000 e; with e = d = 0.1 g they are 6000 e, 45000 e and 60000 e.
TEST(Limits, OfABalanceFollowEAndTheResolutionWhereEIsNotStated) {
    const Procedure balance = shipped("QT-CAN-01.xml");
    const auto example = std::find_if(balance.examples.begin(), balance.examples.end(),
                                      [](const auto& each) { return each.id == "e_10_d"; });
    ASSERT_NE(example, balance.examples.end());
    SheetInputs sheet = example->inputs;
    const auto limits = [&] {
        const Evaluation result = evaluate(balance, sheet);
        return at(result, "w10").printed_limit + " " + at(result, "w75").printed_limit + " " +
               at(result, "w100").printed_limit;
    };
    EXPECT_EQ(limits(), "±0.5 ±0.5 ±1");
    EXPECT_EQ(evaluate(balance, sheet).verdict, conformity::Verdict::pass);
    sheet.item.verification_interval.reset();
    EXPECT_EQ(limits(), "±0.1 ±0.15 ±0.15");
    EXPECT_EQ(evaluate(balance, sheet).verdict, conformity::Verdict::fail);
    sheet.item.verification_interval = sheet.item.resolution;
    EXPECT_EQ(limits(), "±0.1 ±0.15 ±0.15");
    // A partial range up to 3 kg with e = 0.5 g (multi-interval): 600 g are 1200 e, 3000 g are 6000 e.
    sheet.item.verification_interval = d("1");
    sheet.item.ranges = {{.low = d("0"),
                          .high = d("3000"),
                          .unit = "\\gram",
                          .resolution = d("0.1"),
                          .verification_interval = d("0.5")}};
    EXPECT_EQ(limits(), "±0.25 ±0.5 ±1");
    EXPECT_EQ(at(evaluate(balance, sheet), "w50").printed_limit, "±0.5");
}

TEST(Limits, OfABalanceNeedAnEFromDToTenD) {
    const Procedure balance = shipped("QT-CAN-01.xml");
    SheetInputs sheet = balance.examples.front().inputs;  // class III, d = 2 g
    const auto refused = [&](const char* e) {
        sheet.item.verification_interval = d(e);
        try {
            evaluate(balance, sheet);
            return std::string("accepted");
        } catch (const Error& error) {
            return error.code() + " " + error.findings().front().field;
        }
    };
    for (const char* e : {"0", "1.9", "20.1", "50"})
        EXPECT_EQ(refused(e), "item.verification_interval /item/verification_interval") << e;
    for (const char* e : {"2", "5", "20.0"}) EXPECT_EQ(refused(e), "accepted") << e;
}

// Random error as a standard deviation (ISO 8655-6, 8.5): s of 10.00 and 10.02 is 0.014 142, of 10.00 and 10.03 0.0212.
TEST(Limits, JudgeTheStandardDeviationOfTheRepeats) {
    const std::string deviation =
        "<operation id=\"s\" rule=\"deviation\" group=\"g\" channel=\"B\" limit=\"error\" vi=\"e\" en=\"e\"/>";
    const Procedure procedure = read_procedure(meter(limit("absolute=\"0.015\""), deviation), "meter.xml");
    SheetInputs sheet = meter_sheet("10", "100");
    sheet.runs.front().readings[3].indication = d("10.02");  // low, B 2
    const Evaluation good = evaluate(procedure, sheet);
    EXPECT_EQ(operation(good, "s").outcome, Outcome::pass);
    EXPECT_EQ(operation(good, "s").remark.substr(0, 9), "0.0141421");
    sheet.runs.front().readings[3].indication = d("10.03");
    EXPECT_EQ(operation(evaluate(procedure, sheet), "s").outcome, Outcome::fail);
    const std::string once =
        replaced(meter(limit("absolute=\"1\""), deviation), "id=\"B\" of=\"item\" unit=\"\\volt\" repeats=\"2\"",
                 "id=\"B\" of=\"item\" unit=\"\\volt\" repeats=\"1\"");
    EXPECT_THROW(read_procedure(once, "meter.xml"), Error) << "one reading has none";
}

// EN 837-1, class 1: 1 % of a span that each point states for itself.
TEST(Limits, OfATableTakeAnArgumentThatThePointStates) {
    std::string text =
        replaced_everywhere(meter(limit("table=\"EN837-1\"", "<argument name=\"span\" from=\"point\"/>"), kErrors),
                            "\\volt", "\\kilo\\pascal");
    EXPECT_THROW(read_procedure(text, "meter.xml"), Error) << "the points do not state it";
    text = replaced(text, "nominal=\"10\"/>", "nominal=\"10\"><argument name=\"span\" value=\"10\"/></point>");
    text = replaced(text, "nominal=\"100\"/>", "nominal=\"100\"><argument name=\"span\" value=\"20\"/></point>");
    SheetInputs sheet = meter_sheet("10", "100");
    sheet.item.unit = sheet.standards.front().values.front().unit = "\\kilo\\pascal";
    sheet.item.accuracy_class = "1";
    const Evaluation evaluation = evaluate(read_procedure(text, "meter.xml"), sheet);
    EXPECT_EQ(at(evaluation, "low").printed_limit, "±0.1");
    EXPECT_EQ(at(evaluation, "high").printed_limit, "±0.2");
}

TEST(Limits, JudgeRepeatabilityAndTapping) {
    const std::string operations =
        "<operation id=\"s\" rule=\"spread\" group=\"g\" channel=\"B\" limit=\"error\" vi=\"e\" en=\"e\"/>"
        "<operation id=\"t\" rule=\"difference\" group=\"g\" minuend=\"B\" subtrahend=\"A\" limit=\"error\" vi=\"e\" "
        "en=\"e\"/>";
    const Procedure procedure = read_procedure(meter(limit("absolute=\"0.1\""), operations), "meter.xml");
    SheetInputs sheet = meter_sheet("10", "100");
    const Evaluation good = evaluate(procedure, sheet);
    EXPECT_EQ(good.verdict, conformity::Verdict::pass);
    sheet.runs.front().readings[3].indication = d("10.1");  // low, B 2
    const Evaluation edge = evaluate(procedure, sheet);
    EXPECT_EQ(operation(edge, "s").outcome, Outcome::pass);
    EXPECT_EQ(operation(edge, "s").remark, "0.1 V (10 V), ≤ 0.1 V");
    EXPECT_EQ(operation(edge, "t").remark, "0.05 V (10 V), ≤ 0.1 V");
    sheet.runs.front().readings[3].indication = d("10.11");
    EXPECT_EQ(operation(evaluate(procedure, sheet), "s").outcome, Outcome::fail);
    sheet.runs.front().readings[2].indication = sheet.runs.front().readings[3].indication = d("9.89");
    const Evaluation tapped = evaluate(procedure, sheet);
    EXPECT_EQ(operation(tapped, "s").outcome, Outcome::pass);
    EXPECT_EQ(operation(tapped, "t").outcome, Outcome::fail);
    EXPECT_EQ(tapped.verdict, conformity::Verdict::fail);
}

TEST(Limits, MayAskForASmallUncertaintyOfTheResult) {
    const auto with = [](const std::string& decision) {
        std::string text = meter(limit("absolute=\"0.005\""), kErrors, "guarded");
        return read_procedure(replaced(text, "<decision rule=\"guarded\"", decision), "meter.xml");
    };
    EXPECT_EQ(evaluate(with("<decision rule=\"guarded\""), meter_sheet("10", "100")).verdict,
              conformity::Verdict::pass);
    EXPECT_FALSE(evaluate(with("<decision rule=\"guarded\" uncertainty_at_most=\"1/3\""), meter_sheet("10", "100"))
                     .verdict);  // U = 0.002 V, a third of 0.005 V is less
    EXPECT_EQ(
        evaluate(with("<decision rule=\"guarded\" uncertainty_at_most=\"1/2\""), meter_sheet("10", "100")).verdict,
        conformity::Verdict::pass);
}

TEST(Limits, OfATableAreCheckedAgainstIt) {
    const auto refusal = [](const std::string& from, const std::string& to) {
        try {
            read_procedure(replaced(file("QT-CAN-01.xml"), from, to), "F.xml");
            return std::string("accepted");
        } catch (const Error& error) {
            return error.findings().front().sentence;
        }
    };
    EXPECT_NE(refusal("table=\"R76\"", "table=\"R999\"").find("there is no table \"R999\""), std::string::npos);
    EXPECT_NE(refusal("<argument name=\"e\" from=\"verification_interval\"/>", "").find("needs the argument \"e\""),
              std::string::npos);
    EXPECT_NE(refusal("<argument name=\"e\"", "<argument name=\"f\"").find("argument"), std::string::npos);
    EXPECT_NE(refusal("table=\"R76\"", "table=\"R76\" absolute=\"1\"").find("terms, or a table"), std::string::npos);
    EXPECT_NE(refusal("channel=\"I\" limit", "channel=\"J\" limit").find("channel \"J\" is not declared"),
              std::string::npos);
}

// JCGM 101:2008, 9.3: the same seed gives the same bits, another seed the same figures to the example's digits.
TEST(Simulation, IsTheMethodWhereTheProcedureSaysSo) {
    const Procedure procedure = shipped("QT-KL-03.xml");
    const SheetInputs sheet = procedure.examples.front().inputs;
    const PointResult first = at(evaluate(procedure, sheet), "100g"), again = at(evaluate(procedure, sheet), "100g");
    ASSERT_TRUE(first.simulated);
    EXPECT_EQ(first.value, again.value);
    EXPECT_EQ(first.standard_uncertainty, again.standard_uncertainty);
    EXPECT_EQ(first.simulated->low, again.simulated->low);
    EXPECT_EQ(first.simulated->trials, 200000u);
    EXPECT_EQ(first.simulated->generator, uncertainty::kSimulationVersion);
    EXPECT_DOUBLE_EQ(first.coverage_probability, 0.95);
    EXPECT_TRUE(first.warnings.empty());
    for (const char* seed : {"2", "3"}) {
        const Procedure other =
            read_procedure(replaced(file("QT-KL-03.xml"), "seed=\"1\"", "seed=\"" + std::string(seed) + "\""), "seed");
        const PointResult result = at(evaluate(other, sheet), "100g");
        EXPECT_NE(result.standard_uncertainty, first.standard_uncertainty);
        EXPECT_NEAR(result.standard_uncertainty, 0.0754, 0.0005);
    }
    const std::string fixed = replaced(file("QT-KL-03.xml"),
                                       "rule=\"monte_carlo\" probability=\"0.95\" trials=\"200000\" seed=\"1\" "
                                       "interval=\"shortest\"",
                                       "rule=\"fixed\" probability=\"0.95\" factor=\"2\"");
    const PointResult first_order = at(evaluate(read_procedure(fixed, "fixed"), sheet), "100g");
    EXPECT_NEAR(first_order.standard_uncertainty, 0.0539, 0.00005);  // what first order makes of it
    EXPECT_TRUE(finds(first_order.warnings, "budget.zero_sensitivity"));
    EXPECT_FALSE(first_order.simulated);
}

}  // namespace
}  // namespace chuan::procedures::test
