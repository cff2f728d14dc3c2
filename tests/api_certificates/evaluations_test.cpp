#include <cmath>

#include "server/api/evaluation_case.h"
#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

using ::testing::ElementsAre;

// EA-4/02 M:2022, S2: the weight of 10 kg; U = 0.059 g at k = 2.
const Json kWeight =
    Json::parse(R"({"id":"weight","kind":"measurement_model","title":"10 kg","source":{"document":"EA-4/02"},
  "model":"mS + dmD + dm + dmC + dB","output_unit":"g",
  "quantities":[
    {"name":"mS","unit":"g","estimate":10000.005,"distribution":"normal","expanded_uncertainty":0.045,"coverage_factor":2},
    {"name":"dmD","unit":"g","estimate":0,"distribution":"rectangular","half_width":0.015,"dof":null},
    {"name":"dm","unit":"g","estimate":0.02,"distribution":"normal","standard_uncertainty":0.014433756729740645},
    {"name":"dmC","unit":"g","estimate":0,"distribution":"rectangular","half_width":0.01},
    {"name":"dB","unit":"g","estimate":0,"distribution":"rectangular","half_width":0.01}],
  "coverage":{"rule":"fixed","k":2,"p":0.9545}})");

Json outcome_of(const Json& text, std::int64_t trials = 0) {
    const auto outcomes = server::api::evaluate_cases(text.dump(), {.trials = trials});
    return Json::parse(server::api::outcomes_json(outcomes).text())["results"];
}

TEST(Evaluation, ReproducesThePublishedWeight) {
    const Json result = outcome_of(kWeight)[0];
    const Json gum = result["output"]["gum"];
    EXPECT_EQ(result["id"], "weight");
    EXPECT_NEAR(gum["value"].get<double>(), 10000.025, 1e-9);
    EXPECT_NEAR(gum["u"].get<double>(), 0.029261749776799063, 1e-12);
    EXPECT_NEAR(gum["U"].get<double>(), 0.0585, 5e-4);
    EXPECT_EQ(gum["dof_eff"], nullptr);
    EXPECT_DOUBLE_EQ(gum["k"].get<double>(), 2);
    EXPECT_DOUBLE_EQ(gum["p"].get<double>(), 0.9545);
    EXPECT_NEAR(gum["contributions"]["mS"].get<double>(), 0.0225, 1e-12);
    EXPECT_DOUBLE_EQ(gum["sensitivities"]["dB"].get<double>(), 1);
}

TEST(Evaluation, SaysWhereACaseStops) {
    Json unknown = kWeight, wrong = kWeight, outside = kWeight, kind = kWeight, kink = kWeight;
    unknown["quantities"][0]["sigma"] = 1;
    wrong["model"] = "mS + (dmD + dm";
    outside["model"] = "sqrt(dB - 1) + mS + dmD + dm + dmC";
    kind["kind"] = "horoscope";
    kink["model"] = "abs(dB) + mS + dmD + dm + dmC";
    const Json results = outcome_of({{"schema", "chuan-uncertainty-cases/1"},
                                     {"group", "g"},
                                     {"cases", {unknown, wrong, outside, kind, kink, kWeight}}});
    ASSERT_EQ(results.size(), 6u);
    EXPECT_EQ(results[0]["error"]["stage"], "read");
    EXPECT_EQ(results[0]["error"]["code"], "field.unknown");
    EXPECT_EQ(results[0]["error"]["findings"][0]["field"], "/quantities/0/sigma");
    EXPECT_EQ(results[1]["error"]["stage"], "parse");
    EXPECT_EQ(results[1]["error"]["position"], 15);
    EXPECT_EQ(results[2]["error"]["stage"], "evaluate");
    EXPECT_EQ(results[2]["error"]["position"], 1);
    EXPECT_EQ(results[3]["error"]["code"], "case.kind");
    EXPECT_THAT(results[3]["error"]["detail"].get<std::string>(),
                ::testing::AllOf(::testing::HasSubstr("horoscope"), ::testing::HasSubstr("measurement_model, "),
                                 ::testing::HasSubstr(", global_risk"), ::testing::HasSubstr(", anova")));
    EXPECT_TRUE(results[4]["output"]["gum"]["refuse_or_warn"].get<bool>());
    EXPECT_TRUE(results[5].contains("output"));
}

TEST(Evaluation, DecidesAboutRisksToo) {
    const Json risk = Json::parse(R"({"id":"risk","kind":"global_risk","input":{
      "process":{"distribution":"normal","mean":0,"standard_deviation":1},
      "measurement":{"distribution":"normal","standard_uncertainty":0.25},
      "tolerance":{"lower":-2,"upper":2},"acceptance":{"lower":-2,"upper":2}}})");
    EXPECT_NEAR(outcome_of(risk)[0]["output"]["pfa"].get<double>(), 0.0080, 5e-5);
    Json without = risk, strange = risk, impossible = risk;
    without.erase("input");
    strange["input"]["process"]["distribution"] = "lognormal";
    impossible["input"]["process"]["standard_deviation"] = 0;
    EXPECT_EQ(outcome_of(without)[0]["error"]["code"], "field.missing");
    EXPECT_EQ(outcome_of(strange)[0]["error"]["findings"][0]["field"], "/input/process/distribution");
    EXPECT_EQ(outcome_of(impossible)[0]["error"]["code"], "conformity.process");
    EXPECT_EQ(outcome_of(impossible)[0]["error"]["stage"], "evaluate");
}

TEST(Evaluation, SimulatesBesideTheFirstOrderAndSaysWhatEachIsBlindFor) {
    const Json square = Json::parse(R"({"id":"square","kind":"measurement_model","model":"x^2",
      "quantities":[{"name":"x","unit":"1","estimate":0,"distribution":"normal","standard_uncertainty":0.5}],
      "simulation":{"interval":"shortest","p":0.9}})");
    const Json output = outcome_of(square, 100'000)[0]["output"];
    EXPECT_EQ(output["gum"]["u"], 0);
    EXPECT_NEAR(output["gum_second_order"]["u"].get<double>(), std::sqrt(2) * 0.25, 1e-15);  // of chi-square
    EXPECT_NEAR(output["gum_second_order"]["mean_shift"].get<double>(), 0.25, 1e-15);
    EXPECT_EQ(output["warnings"][0]["code"], "budget.second_order");
    EXPECT_EQ(output["warnings"][1]["code"], "budget.zero_sensitivity");
    const Json mc = output["mc"];
    EXPECT_EQ(mc["interval"], "shortest");
    EXPECT_EQ(mc["p"], 0.9);
    EXPECT_EQ(mc["low"], mc["shortest"]["low"]);
    EXPECT_NEAR(mc["high"].get<double>(), 0.25 * 2.7055, 0.01);
    EXPECT_NEAR(mc["symmetric"]["high"].get<double>(), 0.25 * 3.8415, 0.02);
    EXPECT_EQ(outcome_of(square)[0]["output"]["mc"], nullptr);
    EXPECT_EQ(outcome_of(square, 100)[0]["error"]["code"], "simulation.trials");
}

TEST(Evaluation, AModelThatCannotBeSimulatedKeepsItsFirstOrder) {
    Json root = kWeight, slope = kWeight;
    root["model"] = "sqrt(dmD + 0.001) + mS + dm + dmC + dB";
    slope["model"] = "sqrt(dmD*dmD) + mS + dm + dmC + dB";
    const Json blind = outcome_of(root, 10'000)[0]["output"];
    EXPECT_TRUE(blind["gum"].contains("u"));
    EXPECT_EQ(blind["mc"], nullptr);
    EXPECT_EQ(blind["warnings"].back()["code"], "expression.domain");
    const Json steep = outcome_of(slope, 10'000)[0]["output"];
    EXPECT_TRUE(steep["gum"]["refuse_or_warn"].get<bool>());
    EXPECT_GT(steep["mc"]["u"].get<double>(), 0.02);
    EXPECT_EQ(outcome_of(slope)[0]["error"]["code"], "expression.slope");
}

TEST(Evaluation, WhatIsExpectedSaysWhichIntervalAndNothingElse) {
    Json with = kWeight, without = kWeight;
    with["expect"] = Json::parse(R"({"gum":{"u":7},"mc":{"interval":"shortest","p":0.9,"value":7,"low":[]}})");
    without["expect"] = Json::parse(R"({"mc":"nothing"})");
    const Json found = outcome_of({with, without}, 10'000);
    EXPECT_EQ(found[0]["output"]["mc"]["interval"], "shortest");
    EXPECT_EQ(found[0]["output"]["mc"]["p"], 0.9);
    EXPECT_EQ(found[1]["output"]["mc"]["p"], 0.9545);
    EXPECT_EQ(found[0]["output"]["gum"], found[1]["output"]["gum"]);
    EXPECT_EQ(found[0]["output"]["mc"]["u"], found[1]["output"]["mc"]["u"]);
}

TEST(Evaluation, ACaseThatNoReaderTakesStopsNoOther) {
    const std::string good = kWeight.dump(), deep = std::string(40, '[') + std::string(40, ']');
    std::string large = good;
    large.replace(large.find("10000.005"), 9, "1e999");
    const std::string cases =
        "[" + good + "," + large + ",{\"kind\":\"type_a\",\"input\":" + deep + "}, nothing ," + good + "]";
    for (const std::string& sent : {cases, R"({"schema":"s","trials":0,"cases":)" + cases + R"(,"group":"g"})"}) {
        const auto outcomes = server::api::evaluate_cases(sent, {.trials = 0});
        ASSERT_EQ(outcomes.size(), 5U);
        for (const std::size_t answered : {0U, 4U}) EXPECT_TRUE(outcomes[answered].findings.empty());
        EXPECT_EQ(outcomes[1].findings[0].code, "json.malformed");
        EXPECT_EQ(outcomes[1].findings[0].field, "/quantities/0/estimate");
        EXPECT_EQ(outcomes[2].findings[0].code, "json.too_deep");
        EXPECT_EQ(outcomes[3].findings[0].code, "json.malformed");
        for (const std::size_t unread : {1U, 2U, 3U}) EXPECT_EQ(outcomes[unread].stage, "read");
    }
    for (const std::string& whole : std::vector<std::string>{"{", large, "{\"cases\":[" + good, "{\"cases\":5}",
                                                             R"({"cases":[],"cases":[]})", "[" + good + "]]"})
        EXPECT_THROW(server::api::evaluate_cases(whole), Error) << whole;
}

// A probability of 7 is none, and what is expected is read for no figure: it must not reach the simulation, however
// many trials were asked for.
TEST(Evaluation, AnExpectedProbabilityThatIsNoneCountsForNothing) {
    Json strange = kWeight, steep = kWeight, wide = kWeight;
    strange["expect"] = Json::parse(R"({"gum":{"u":7},"mc":{"p":7,"low":3}})");
    steep["model"] = "sqrt(dmD*dmD) + mS + dm + dmC + dB";  // no first order that would look at the probability
    steep["coverage"]["p"] = 50;
    wide["expect"] = Json::parse(R"({"mc":{"p":0.9999999}})");
    const auto outcomes = server::api::evaluate_cases(Json{strange, steep, wide, kWeight}.dump());
    const Json results = Json::parse(server::api::outcomes_json(outcomes).text())["results"];
    EXPECT_EQ(results[0]["output"]["mc"]["p"], 0.9545);
    EXPECT_EQ(results[0]["output"], results[3]["output"]);
    EXPECT_EQ(results[1]["output"]["mc"], nullptr);
    EXPECT_EQ(results[1]["output"]["warnings"].back()["code"], "simulation.probability");
    EXPECT_EQ(results[2]["output"]["mc"], nullptr);
    EXPECT_EQ(results[2]["output"]["warnings"].back()["code"], "simulation.probability");
    EXPECT_NEAR(results[2]["output"]["gum"]["U"].get<double>(), 0.0585, 5e-4);
}

// Two readings: Student's t at 1 degree of freedom has neither mean nor standard deviation (JCGM 101:2008, 6.4.9).
TEST(Evaluation, StatesNoSimulatedUWhereTheTrialsHaveNone) {
    Json few = Json::parse(R"({"id":"few","kind":"measurement_model","model":"x - y",
      "quantities":[{"name":"x","unit":"1","distribution":"type_a_observations","observations":[100.1,100.3]},
                    {"name":"y","unit":"1","estimate":100,"distribution":"normal","standard_uncertainty":0.001}],
      "coverage":{"rule":"fixed","k":2,"p":0.95}})");
    const Json output = outcome_of(few, 200'000)[0]["output"];
    EXPECT_EQ(output["mc"]["u"], nullptr);
    EXPECT_EQ(output["mc"]["value"], nullptr);
    EXPECT_NEAR(output["mc"]["high"].get<double>(), 0.2 + 1.27, 0.06);
    EXPECT_NEAR(output["gum"]["value"].get<double>(), 0.2, 1e-9);
    EXPECT_FALSE(output["mc"]["gum_validation"]["validated"].get<bool>());
    EXPECT_EQ(output["mc"]["gum_validation"]["tolerance"], 0.005);  // of u = 0.10
    EXPECT_EQ(output["warnings"].back()["code"], "simulation.no_deviation");
    Json joint{{"id", "joint"}, {"kind", "multi_output"}};
    joint["input"] = {{"models", {{"d", "x - y"}}}, {"quantities", few["quantities"]}};
    const Json together = outcome_of(joint, 10'000)[0]["output"];
    EXPECT_EQ(together["mc"], nullptr);
    EXPECT_EQ(together["warnings"].back()["code"], "simulation.no_deviation");
    few["quantities"][0]["observations"] = {100.1, 100.3, 100.1, 100.3};
    EXPECT_TRUE(outcome_of(few, 10'000)[0]["output"]["mc"]["u"].is_number());
}

Json of_kind(const char* kind, const char* input) {
    return outcome_of({{"id", kind}, {"kind", kind}, {"input", Json::parse(input)}})[0];
}

std::string refused(const char* kind, const char* input) {
    const Json found = of_kind(kind, input);
    if (found.contains("output")) return "answered " + found["output"].dump();
    const Json& finding = found["error"]["findings"][0];
    return finding["code"].get<std::string>() + " " + finding.value("field", "");
}

TEST(Evaluation, AsksForPossibleFiguresOfADecision) {
    EXPECT_EQ(refused("conformity", R"({"tolerance":{"lower":5,"upper":4},"value":4.5,"standard_uncertainty":1})"),
              "conformity.limits ");
    EXPECT_EQ(refused("conformity", R"({"tolerance":{"lower":4},"value":4.5,"standard_uncertainty":-1})"),
              "conformity.value ");
    EXPECT_EQ(refused("conformity", R"({"tolerance":{},"value":4.5,"standard_uncertainty":1})"), "conformity.limits ");
    EXPECT_EQ(refused("conformity", R"({"tolerance":{"lower":4},"value":4.5,"standard_uncertainty":1,
                                        "rule":{"type":"banana"}})"),
              "field.value /input/rule/type");
    EXPECT_EQ(refused("guard_band_factor", R"({"method":"method6","tur":0.5})"), "conformity.tur ");
    const char* table = R"({"tolerance":{"lower":9.8,"upper":10.2},"standard_uncertainty":0.05,"values":[10.15],)";
    const auto decided = [&](const std::string& rule) {
        return of_kind("conformity_table", (table + rule + "}").c_str())["output"]["rows"][0]["decision"];
    };
    EXPECT_EQ(decided(R"("rule":{"type":"simple"})"), "pass");
    EXPECT_EQ(decided(R"("rule":{"type":"guarded","p":0.95})"), "fail");
    EXPECT_EQ(decided(R"("rule":{"type":"guarded","k":0.5})"), "pass");
    EXPECT_EQ(refused("conformity_table", (table + std::string(R"("rule":{"type":"guarded"}})")).c_str()),
              "field.missing /input/k");
}

TEST(Evaluation, AMissingFigureIsNotNought) {
    EXPECT_EQ(refused("cmc_floor", R"({"value":10,"U_computed":0.1,"cmc":{"form":"absolute"}})"),
              "field.missing /input/cmc/a");
    EXPECT_EQ(refused("cmc_floor", R"({"value":10,"U_computed":0.1,"cmc":{"form":"linear","a":1}})"),
              "field.missing /input/cmc/b");
    EXPECT_EQ(refused("type_b", R"({"distribution":"rectangular","specification":{}})"),
              "field.missing /input/specification/percent_of_reading");
    EXPECT_EQ(refused("type_b", R"({"distribution":"rectangular","specification":{"percent_of_reading":1}})"),
              "field.missing /input/specification/reading");
    EXPECT_EQ(refused("type_b", R"({"distribution":"rectangular","specification":{"digits":2}})"),
              "field.missing /input/specification/digit");
    EXPECT_EQ(refused("expression", R"({"expression":"x","values":{"x":"1"}})"), "field.type /input/values/x");
    EXPECT_EQ(refused("multi_output", R"({"models":{"a":1},"quantities":[]})"), "field.type /input/models/a");
}

TEST(Evaluation, AsksForPossibleFiguresOfABudgetAndAFit) {
    EXPECT_EQ(refused("welch_satterthwaite", R"({"contributions":[{"u":1,"dof":0},{"u":1,"dof":5}]})"),
              "coverage.dof ");
    EXPECT_EQ(refused("welch_satterthwaite", R"({"contributions":[{"u":-1,"dof":3}]})"), "coverage.contributions ");
    EXPECT_EQ(refused("type_b", R"({"distribution":"rectangular","low":1,"high":3,"estimate":99})"),
              "input.limits /x/estimate");
    const auto anova = [](const std::string& sds, const std::string& n) {
        return refused(
            "anova",
            (R"({"group_means":[1,2],"group_sds":)" + sds + R"(,"observations_per_group":)" + n + "}").c_str());
    };
    EXPECT_EQ(anova("[0.1,0.2]", "2000000000"), "fit.groups ");
    EXPECT_EQ(anova("[0.1,-0.2]", "5"), "fit.groups ");
    EXPECT_EQ(refused("mpe_lookup", R"({"standard":"R49","accuracy_class":2,"flowrate":1,"Q1":2,"Q2":1,"Q3":4,"Q4":5,
                                        "water_temperature_C":20})"),
              "field.value /input/Q1");
    const Json line = of_kind("least_squares", R"({"x":[0,2],"y":[1,5],"u_y":[0.1,0.1],"degree":1,
                                                   "scale_by_residuals":false})")["output"];
    EXPECT_NEAR(line["coefficients"][1].get<double>(), 2, 1e-12);
    EXPECT_NEAR(line["u"][1].get<double>(), std::sqrt(0.02) / 2, 1e-12);
    EXPECT_EQ(line["dof"], 0);
    EXPECT_EQ(line["residual_sd"], nullptr);
}

// abs at 0, min and max at a tie have no derivative.
TEST(Evaluation, AnExpressionAtAKinkHasNoGradient) {
    EXPECT_EQ(refused("expression", R"json({"expression":"abs(x)","values":{"x":0}})json"), "expression.kink ");
    EXPECT_EQ(refused("expression", R"json({"expression":"min(x,y)","values":{"x":1,"y":1}})json"), "expression.kink ");
    const Json expected = outcome_of({{"id", "k"},
                                      {"kind", "expression_error"},
                                      {"input", {{"expression", "max(x,y)"}, {"values", {{"x", 1}, {"y", 1}}}}}})[0];
    EXPECT_TRUE(expected["output"]["error"].get<bool>());
    EXPECT_EQ(expected["output"]["stage"], "evaluate");
}

TEST(Evaluation, SaysThatAnEstimateIsNotTheMiddleOfItsLimits) {
    const Json off = Json::parse(R"({"id":"off","kind":"measurement_model","model":"x",
      "quantities":[{"name":"x","unit":"1","distribution":"rectangular","low":1,"high":3,"estimate":1.5}]})");
    EXPECT_THAT(outcome_of(off)[0]["output"]["warnings"].dump(), ::testing::HasSubstr("budget.off_middle"));
}

TEST(Evaluation, ACaseNeedsNoIdAndSaysOneThingWithoutAKind) {
    Json nameless = kWeight, kindless = kWeight;
    nameless.erase("id");
    kindless.erase("kind");
    const Json results = outcome_of({nameless, kindless});
    EXPECT_EQ(results[0]["id"], nullptr);
    EXPECT_TRUE(results[0].contains("output"));
    ASSERT_EQ(results[1]["error"]["findings"].size(), 1U) << results[1].dump();
    EXPECT_EQ(results[1]["error"]["findings"][0]["field"], "/kind");
}

// Figures at the end of what a machine can hold: each of these comes out infinite or as none. No other case is lost.
TEST(Evaluation, AFigureOfAnImpossibleSizeStopsItsCaseAndNoOther) {
    const Json cases = Json::parse(R"([
      {"kind":"type_a","input":{"observations":[1e308,-1e308]}},
      {"kind":"type_b","input":{"distribution":"rectangular","low":-1e308,"high":1e308}},
      {"kind":"type_b_dof","input":{"relative_uncertainty_of_u":1e-200}},
      {"kind":"coverage_factor","input":{"rule":"student_t","dof":1e-5,"p":0.95}},
      {"kind":"least_squares","input":{"x":[1,2,3],"y":[1e308,-1e308,1e308],"degree":1}},
      {"kind":"inverse_prediction","input":{"x":[1,2,3],"y":[1e308,-1e308,1e307],"observed":[1]}},
      {"kind":"conventional_mass","input":{"conventional_mass":1e308,"density":1.3}},
      {"kind":"guard_band","input":{"tolerance":{"upper":1e308},"relative_standard_uncertainty":0.5,
        "required_probability":0.95,"direction":"guarded_rejection"}},
      {"kind":"anova","input":{"group_means":[1e308,-1e308],"group_sds":[1,1],"observations_per_group":3}},
      {"kind":"gum_validation","input":{"u":1,"significant_digits":2,"gum_interval":[-1e308,1e308],
        "mc_interval":[1e308,-1e308]}},
      {"kind":"multi_output","input":{"models":{"a":"x*y"},"quantities":[
        {"name":"x","unit":"1","estimate":1,"distribution":"normal","standard_uncertainty":1e308},
        {"name":"y","unit":"1","estimate":1,"distribution":"normal","standard_uncertainty":1e308}]}}])");
    Json asked = {kWeight};
    for (Json one : cases) {
        one["id"] = one["kind"];
        asked.push_back(one);
    }
    asked.push_back(kWeight);
    const Json results = outcome_of(asked);
    ASSERT_EQ(results.size(), cases.size() + 2);
    EXPECT_TRUE(results.front().contains("output"));
    EXPECT_TRUE(results.back().contains("output"));
    for (std::size_t i = 1; i + 1 < results.size(); ++i) {
        const std::string code = results[i]["error"].value("code", "none");
        EXPECT_THAT(code, ::testing::AnyOf("case.not_finite", "coverage.dof")) << results[i].dump();
        EXPECT_EQ(results[i]["error"].value("stage", "none"), "evaluate");
    }
}

class Evaluations : public Office {};
INSTANTIATE_TEST_SUITE_P(Engines, Evaluations, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Evaluations, AreAnsweredOverTheInterface) {
    const auto response = post("/api/v1/evaluations", kWeight, technician);
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_NEAR(json_of(response)["results"][0]["output"]["gum"]["U"].get<double>(), 0.0585, 5e-4);
    Json unknown = kWeight;
    unknown["colour"] = "red";
    EXPECT_THAT(findings_of(post("/api/v1/evaluations", unknown, technician)), ElementsAre("field.unknown /colour"));
    Json text = kWeight;
    text["quantities"][0]["estimate"] = "10000.005";
    EXPECT_THAT(findings_of(post("/api/v1/evaluations", text, technician)),
                ElementsAre("field.type /quantities/0/estimate"));
    const Json both{{"cases", {kWeight, unknown}}};
    const Json answered = json_of(post("/api/v1/evaluations", both, technician));
    EXPECT_NEAR(answered["results"][0]["output"]["gum"]["U"].get<double>(), 0.0585, 5e-4);
    EXPECT_EQ(answered["results"][1]["error"]["stage"], "read");
    EXPECT_EQ(answered["results"][1]["error"]["findings"][0]["field"], "/colour");
    EXPECT_EQ(outcome(post("/api/v1/evaluations", kWeight, inspector)), "403 permission.missing");
    EXPECT_EQ(outcome(post("/api/v1/evaluations", kWeight, {})), "401 session.missing");
}

TEST_P(Evaluations, AreSimulatedWithTheSeedThatIsAsked) {
    Json asked{{"cases", {kWeight}}, {"trials", 10'000}, {"seed", 7}};
    const Json first = json_of(post("/api/v1/evaluations", asked, technician));
    EXPECT_FALSE(first["engine_version"].get<std::string>().empty());
    const Json mc = first["results"][0]["output"]["mc"];
    EXPECT_EQ(mc["trials"], 10'000);
    EXPECT_EQ(mc["seed"], 7);
    EXPECT_EQ(json_of(post("/api/v1/evaluations", asked, technician)), first);
    asked["trials"] = 5'000'000;
    EXPECT_THAT(findings_of(post("/api/v1/evaluations", asked, technician)), ElementsAre("field.value /trials"));
    asked["trials"] = 0;
    asked["cases"] = Json(std::vector<Json>(501, kWeight));
    EXPECT_EQ(outcome(post("/api/v1/evaluations", asked, technician)), "413 case.too_many");
}

TEST_P(Evaluations, EndWhenNobodyWaitsForThemAnyMore) {
    const Json asked{{"cases", {kWeight, kWeight}}, {"trials", 2'000'000}};
    int looked = 0;
    const auto response = laboratory_->ask({.method = "POST",
                                            .target = "/api/v1/evaluations",
                                            .body = asked.dump(),
                                            .headers = {{"Content-Type", "application/json"}},
                                            .client_left = [&] { return ++looked > 3; }},
                                           technician);
    EXPECT_EQ(json_of(response)["results"][0]["error"]["code"], "simulation.stopped") << response.body;
    EXPECT_LT(looked, 20) << "of some 500 blocks of trials";
}

TEST(Evaluation, EndsWhenItsTimeIsUpAndSaysWhichCasesWereNotReached) {
    std::stop_source source;
    const auto outcomes =
        server::api::evaluate_cases(Json{{"cases", {kWeight, kWeight}}}.dump(),
                                    {.stop = source.get_token(), .progress = [&] { source.request_stop(); }});
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(outcomes[0].stage, "stopped");
    EXPECT_EQ(outcomes[1].findings.at(0).code, "simulation.stopped");
}

TEST(Evaluation, AModelHasAnEndOfItsInputs) {
    Json many = kWeight;
    for (int i = 0; i < 500; ++i) {
        Json more = kWeight["quantities"][0];
        more["name"] = "x" + std::to_string(i);
        many["quantities"].push_back(more);
    }
    EXPECT_EQ(outcome_of(many)[0]["error"]["findings"][0]["field"], "/quantities");
}

}  // namespace
}  // namespace chuan::test
