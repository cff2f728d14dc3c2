#include "server/api/evaluation_case.h"
#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

// What a reader of comparisons, charts, intervals and drifts is told, beyond the figures of the reference cases.

Json answer_to(const std::string& kind, const std::string& input) {
    const Json one{{"id", kind}, {"kind", kind}, {"input", Json::parse(input)}};
    const auto outcomes = server::api::evaluate_cases(one.dump(), {.trials = 0});
    return Json::parse(server::api::outcomes_json(outcomes).text())["results"][0];
}

Json output_of(const std::string& kind, const std::string& input) {
    const Json answer = answer_to(kind, input);
    EXPECT_TRUE(answer.contains("output")) << answer.dump();
    return answer.value("output", Json());
}

/// "code field", as the first finding says.
std::string refusal_of(const std::string& kind, const std::string& input) {
    const Json answer = answer_to(kind, input);
    if (!answer.contains("error")) return "none: " + answer.dump();
    const Json finding = answer["error"]["findings"][0];
    const std::string field = finding["field"].is_string() ? finding["field"].get<std::string>() : "";
    return finding["code"].get<std::string>() + (field.empty() ? "" : " " + field);
}

TEST(QualityCases, LeaveAScoreOutWhoseUncertaintyIsNotStated) {
    const Json scores = output_of("z_scores", R"({"x":10.4,"assigned":10,"sigma_pt":0.25})");
    EXPECT_NEAR(scores["z"].get<double>(), 1.6, 1e-9);
    EXPECT_EQ(scores["z_verdict"], "satisfactory");
    for (const char* absent : {"zeta", "zeta_verdict", "z_prime", "z_prime_verdict", "use_z_prime"})
        EXPECT_TRUE(scores[absent].is_null()) << absent;
}

TEST(QualityCases, KeepWhatResultAndReferenceShareOutOfEn) {
    const Json alone = output_of("en_score", R"({"x":5,"U_x":0.4,"reference":4.5,"U_ref":0.3})");
    const Json shared = output_of("en_score", R"({"x":5,"U_x":0.5,"reference":4.5,"U_ref":0.3,"correlation":0.6})");
    EXPECT_NEAR(alone["En"].get<double>(), 1, 1e-12);
    EXPECT_NEAR(shared["En"].get<double>(), 0.5 / 0.4, 1e-12);  // 0.25 + 0.09 - 0.18 = 0.16
    EXPECT_EQ(shared["verdict"], "unsatisfactory");
}

TEST(QualityCases, NumberPointsFromOne) {
    const Json chart = output_of("control_chart", R"({"type":"shewhart_fixed","baseline":[9,10,11],"values":[10,14]})");
    EXPECT_EQ(chart["center"], 10);
    EXPECT_EQ(chart["sigma"], 1);
    EXPECT_EQ(chart["signals"]["beyond_3s"], Json::parse("[2]"));
    EXPECT_EQ(chart["signals"].size(), 4u);
    const Json groups = output_of("control_chart", R"({"type":"mean_s","groups":[[9,11],[9,11],[9,11],[19,21]]})");
    EXPECT_EQ(groups["out_of_control"], Json::parse("[4]"));  // 12.5 -+ 2.659 sqrt 2
}

TEST(QualityCases, NameTheBoundThatHeldAnInterval) {
    const Json steps = output_of("interval_adjustment", R"({"method":"staircase","current_interval":300,
        "error_to_mpe":[0.1,2],"minimum":200,"maximum":360})")["steps"];
    EXPECT_EQ(steps[0], Json::parse(R"({"interval":360.0,"wanted":375.0,"change":"extended","bound":"maximum"})"));
    EXPECT_EQ(steps[1]["change"], "reduced");
    EXPECT_TRUE(steps[1]["bound"].is_null());
    const Json longer = output_of("interval_adjustment", R"({"method":"A3","in_tolerance":60,"calibrations":60,
        "current_interval":365,"target_reliability":0.95,"maximum":400})");
    EXPECT_EQ(longer["change"], "extended");
    EXPECT_EQ(longer["interval"], 400);
    EXPECT_EQ(longer["bound"], "maximum");
}

TEST(QualityCases, AnswerHowADriftEndsTheInterval) {
    const std::string start = R"("elapsed":[70,86,104,135,167,173],"drift":[0.1,0.11,0.251,0.299,0.403,0.615],
        "order":2,"u0":0.28,)";
    const Json ends = output_of("interval_adjustment", R"({"method":"variables_reliability_target",)" + start +
                                                           R"("y0":10.03,"lower":9,"upper":11,"confidence":0.9})");
    EXPECT_NEAR(ends["interval"].get<double>(), 140.1, 0.05);  // NASA-HDBK-8739.19-5, table 7-4
    EXPECT_EQ(ends["end"], "upper");
    const Json outside = output_of("interval_adjustment", R"({"method":"variables_reliability_target",)" + start +
                                                              R"("y0":9.03,"lower":9,"minimum":30})");
    EXPECT_EQ(outside["end"], "at_start");
    EXPECT_EQ(outside["interval"], 30);
    EXPECT_EQ(outside["bound"], "minimum");
}

TEST(QualityCases, RefuseWhatTheyDoNotKnow) {
    EXPECT_EQ(refusal_of("en_score", R"({"x":1,"U_x":1,"reference":1,"U_ref":1,"k":2})"), "field.unknown /input/k");
    EXPECT_EQ(refusal_of("control_chart", R"({"values":[1,2]})"), "field.missing /input/type");
    EXPECT_EQ(refusal_of("control_chart", R"({"type":"pie","values":[1,2]})"), "field.value /input/type");
    EXPECT_EQ(refusal_of("control_chart", R"({"type":"shewhart_fixed","values":[1],"center":0})"),
              "field.missing /input/sigma");
    EXPECT_EQ(
        refusal_of("control_chart", R"({"type":"shewhart_fixed","values":[1],"center":0,"sigma":1,"rules":["x"]})"),
        "field.value /input/rules/0");
    EXPECT_EQ(refusal_of("control_chart", R"({"type":"mean_s","groups":[[1,2],[3,"4"]]})"), "field.type /input/groups");
    EXPECT_EQ(refusal_of("interval_adjustment", R"({"method":"A3","results":[1,0],"in_tolerance":2,"calibrations":2,
        "current_interval":365,"target_reliability":0.9})"),
              "field.value /input/results");
    EXPECT_EQ(refusal_of("interval_adjustment", R"({"method":"S2_exponential","interval":[4],"calibrations":[2.5],
        "in_tolerance":[1],"target_reliability":0.9})"),
              "field.value /input/calibrations");
    EXPECT_EQ(
        refusal_of("interval_adjustment", R"({"method":"variables_uncertainty_target","elapsed":[1,2],"drift":[1,2],
        "u0":0,"target_u":1,"through_origin":false})"),
        "field.value /input/through_origin");
}

TEST(QualityCases, SayWhereAnAnswerDoesNotExist) {
    EXPECT_EQ(refusal_of("z_scores", R"({"x":1,"assigned":1,"sigma_pt":0})"), "comparison.sigma");
    EXPECT_EQ(refusal_of("robust_mean", R"({"values":[1]})"), "comparison.results");
    EXPECT_EQ(refusal_of("interval_adjustment", R"({"method":"S2_exponential","interval":[4],"calibrations":[4],
        "in_tolerance":[4],"target_reliability":0.75})"),
              "interval.no_failures");
    EXPECT_EQ(refusal_of("drift_prediction", R"({"t":[1,1,2],"y":[1,2,3],"u_calibration":0,"t_predict":3})"),
              "drift.order");
}

/// JSON has no infinity: numbers near the end of the range are refused or answered, never a fault of the program.
TEST(QualityCases, RefuseNumbersNobodyCanSquare) {
    for (const auto& [kind, input] : std::vector<std::pair<std::string, std::string>>{
             {"en_score", R"({"x":1e308,"U_x":1e200,"reference":-1e308,"U_ref":1})"},
             {"z_scores", R"({"x":1e308,"assigned":-1e308,"sigma_pt":1e-300})"},
             {"robust_mean", R"({"values":[1e308,-1e308,1e308]})"},
             {"consensus", R"({"values":[1e308,-1e308],"u":[1,1]})"},
             {"control_chart", R"({"type":"individuals","values":[1e308,-1e308]})"},
             {"control_chart", R"({"type":"mean_s","groups":[[1e308,-1e308],[0,1]]})"},
             {"drift_prediction", R"({"t":[1,2,3],"y":[1e308,-1e308,1e308],"u_calibration":1,"t_predict":9})"},
             {"interval_adjustment", R"({"method":"variables_uncertainty_target","elapsed":[1,2,3],
                "drift":[1e308,-1e308,1e308],"order":1,"u0":1,"target_u":1e300})"}})
        EXPECT_NO_THROW(EXPECT_TRUE(answer_to(kind, input).contains("error")) << kind) << kind;
}

}  // namespace
}  // namespace chuan::test
