// Cases of tables and properties as a file states them; evaluation_cases_test.cpp runs the published ones.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "server/api/evaluation_case.h"

namespace chuan::test {
namespace {

using Json = nlohmann::ordered_json;

Json outcome_of(const Json& one) {
    return Json::parse(server::api::outcomes_json(server::api::evaluate_cases(one.dump())).text())["results"][0];
}

Json result(const char* kind, const char* input) {
    return outcome_of({{"id", "x"}, {"kind", kind}, {"input", Json::parse(input)}});
}

std::string refusal(const char* kind, const char* input) { return result(kind, input)["error"]["code"]; }

TEST(PropertyCases, AskATableAndSayWhereItIsFrom) {
    const Json balance = result(
        "mpe_lookup", R"({"standard":"R76","accuracy_class":"III","load":700,"e":1,"stage":"initial"})")["output"];
    EXPECT_EQ(balance["mpe"], 1.0);
    EXPECT_EQ(balance["defined"], true);
    EXPECT_EQ(balance["unit_of"], "e");
    EXPECT_EQ(balance["source"], "OIML R 76-1:2006, 3.5.1, Table 6");
    EXPECT_EQ(balance["confidence"], "transcript");
    const Json used =
        result("mpe_lookup", R"({"standard":"R76","accuracy_class":"III","load":700,"e":1,"stage":"in_service"})");
    EXPECT_EQ(used["output"]["mpe"], 2.0);
    const Json gauge =
        result("mpe_lookup", R"({"standard":"EN837-1","class":"1.6","arguments":{"span":600}})")["output"];
    EXPECT_NEAR(gauge["mpe"].get<double>(), 9.6, 1e-12);
    EXPECT_EQ(gauge["confidence"], "ours");
    const Json sensor = result(
        "mpe_lookup", R"({"standard":"IEC60751","tolerance_class":"AA","t":-20,"options":{"construction":"film"}})");
    EXPECT_EQ(sensor["output"]["tolerance_C"], nullptr);
    EXPECT_EQ(sensor["output"]["defined"], false);
    EXPECT_EQ(sensor["output"]["unit"], "\\degreecelsius");
}

TEST(PropertyCases, SayWhatATableDoesNotHold) {
    EXPECT_EQ(refusal("mpe_lookup", R"({"standard":"R99","class":"1"})"), "mpe.table");
    EXPECT_EQ(refusal("mpe_lookup", R"({"standard":"R111","weight_class":"X","nominal_g":1})"), "mpe.class");
    EXPECT_EQ(refusal("mpe_lookup", R"({"standard":"R111","weight_class":"F1","nominal_g":1,"stage":"in_service"})"),
              "mpe.mode");
    EXPECT_EQ(refusal("mpe_lookup", R"({"standard":"R76","accuracy_class":"III","load":700})"), "field.missing");
    EXPECT_EQ(refusal("mpe_lookup", R"({"standard":"EN837-1","class":"1","arguments":{"e":1}})"), "mpe.argument");
    EXPECT_EQ(refusal("r111_conformity", R"({"nominal_g":0.05,"weight_class":"M3","deviation_mg":0,"U_k2_mg":0.1})"),
              "mpe.undefined");
}

TEST(PropertyCases, JudgeAWeightByItsUncertaintyFirst) {
    const Json coarse =
        result("r111_conformity", R"({"nominal_g":1000,"weight_class":"F1","deviation_mg":0,"U_k2_mg":1.7})")["output"];
    EXPECT_EQ(coarse["u_requirement_met"], false);
    EXPECT_EQ(coarse["conforms"], false);
    const Json limit = result("r111_conformity",
                              R"({"nominal_g":200,"weight_class":"E2","deviation_mg":0.2,"U_k2_mg":0.1})")["output"];
    EXPECT_EQ(limit["u_requirement_met"], true);  // exactly a third
    EXPECT_EQ(limit["conforms"], true);           // exactly on the limit
}

TEST(PropertyCases, ConvertResistancesDensitiesAndMasses) {
    const Json pt = result("pt100", R"({"direction":"R_of_t","t":100})")["output"];
    EXPECT_NEAR(pt["R"].get<double>(), 138.5055, 1e-9);
    EXPECT_NEAR(pt["slope"].get<double>(), 0.37928, 1e-9);
    EXPECT_EQ(refusal("pt100", R"({"direction":"t_of_R","R":500})"), "platinum.range");
    EXPECT_EQ(refusal("pt100", R"({"direction":"both","R":100})"), "field.value");
    EXPECT_EQ(refusal("air_density", R"({"formula":"R111-approx","t_C":20,"p_hPa":850,"h_percent":50})"),
              "air_density.range");
    const Json mass = result("conventional_mass", R"({"mass":200.05891507336594,"density":2700})")["output"];
    EXPECT_NEAR(mass["conventional_mass"].get<double>(), 200, 1e-10);
    const Json weighed =
        result("conventional_mass",
               R"({"conventional_mass":1e6,"density":7980,"air_density":1.3,"reference_density":8000})")["output"];
    EXPECT_NEAR(weighed["buoyancy_correction"].get<double>(), 0.0313, 5e-5);
    EXPECT_EQ(refusal("conventional_mass", R"({"conventional_mass":1,"density":0.5})"), "mass.density");
}

}  // namespace
}  // namespace chuan::test
