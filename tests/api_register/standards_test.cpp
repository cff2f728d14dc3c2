#include <gmock/gmock.h>

#include "tests/api_register/registers.h"

namespace chuan::test {
namespace {

using ::testing::ElementsAre;

class StandardsApi : public RegisterApi {};
INSTANTIATE_TEST_SUITE_P(Engines, StandardsApi, ::testing::ValuesIn(engines()), engine_name);

Json weight_certificate(const std::string& number, const std::string& due_on, const std::string& reason = "") {
    return {
        {"number", number},
        {"calibrated_on", "2025-06-10"},
        {"issued_on", "2025-06-12"},
        {"due_on", due_on},
        {"due_reason", reason},
        {"values",
         {{{"quantity", "mass"},
           {"nominal", "10000"},
           {"meaning", "value"},
           {"figure", "10000.005"},
           {"expanded_uncertainty", "0.045"},
           {"coverage_factor", "2"},
           {"degrees_of_freedom", nullptr},
           {"unit", "\\gram"}}}},
        {"sources",
         {{{"standard_id", nullptr}, {"source_certificate_id", nullptr}, {"stated_reference", "SI kilogram, VMI"}}}}};
}

TEST_P(StandardsApi, ACertificateMayStateAFormulaInsteadOfATable) {
    const auto made = json_of(lab->send("POST", "/api/v1/standards",
                                        {{"code", "PT-1"},
                                         {"name_vi", "Nhiệt kế điện trở platin chuẩn"},
                                         {"level", "reference"},
                                         {"quantity", "temperature"},
                                         {"unit", "\\degreecelsius"},
                                         {"interval_months", 12}},
                                        manager));
    Json certificate = weight_certificate("P-1", "2026-06-10");
    certificate["values"] = Json::array();
    Json formula = {{"quantity", "temperature"},
                    {"form", "callendar_van_dusen"},
                    {"meaning", "value"},
                    {"coefficients", {"100.002", "0.0039083", "-0.0000005775", "-0.000000000004183"}},
                    {"low", "-40"},
                    {"high", "250"},
                    {"argument_unit", "\\ohm"},
                    {"expanded_uncertainty", "0.02"},
                    {"coverage_factor", "2"},
                    {"degrees_of_freedom", nullptr},
                    {"unit", "\\degreecelsius"}};
    const auto send = [&](Json given) {
        certificate["formulas"] = Json::array({std::move(given)});
        return lab->send("POST", at("standards", made) + "/certificates", certificate, manager);
    };
    Json wrong = formula;
    wrong["coefficients"] = {"100.002", "0.0039083"};
    wrong["high"] = "-50";
    EXPECT_THAT(findings_of(send(wrong)), ElementsAre("standard_certificate.formula /formulas/0/coefficients",
                                                      "standard_certificate.formula /formulas/0/high"));
    ASSERT_EQ(outcome(send(formula)), "201");
    const auto kept = json_of(lab->get(at("standards", made), manager))["certificates"][0];
    ASSERT_EQ(kept["formulas"].size(), 1U);
    EXPECT_EQ(members(kept["formulas"][0]), required_of("StandardFormula"));
    EXPECT_EQ(kept["formulas"][0], formula);
}

TEST_P(StandardsApi, BeforeAcceptanceTheFiguresSayWhatTheyMeanBesideTheCertificateBefore) {
    const auto made = json_of(lab->send("POST", "/api/v1/standards",
                                        {{"code", "QC-11"},
                                         {"name_vi", "Quả cân 10 kg"},
                                         {"level", "working"},
                                         {"quantity", "mass"},
                                         {"unit", "\\gram"},
                                         {"interval_months", 12}},
                                        manager));
    const auto address = at("standards", made) + "/certificates";
    auto values = weight_certificate("M-1", "2026-06-10")["values"];
    const auto preview = [&](const Json& figures, const Visitor& who) {
        return lab->send("POST", address + "/preview", {{"values", figures}}, who);
    };
    const auto first = json_of(preview(values, manager));
    EXPECT_EQ(members(first), required_of("CertificatePreview"));
    EXPECT_EQ(first["before"], "");
    ASSERT_EQ(first["figures"].size(), 1U);
    EXPECT_EQ(members(first["figures"][0]), required_of("ComparedFigure"));
    EXPECT_EQ(first["figures"][0]["correction"], "0.005");
    EXPECT_TRUE(first["figures"][0]["before"].is_null());

    ASSERT_EQ(outcome(lab->send("POST", address, weight_certificate("M-1", "2026-06-10"), manager)), "201");
    values[0]["meaning"] = "error";  // copied with the wrong meaning: 10000 g less 0.005 g
    values[0]["figure"] = "0.005";
    const auto wrong = json_of(preview(values, manager));
    EXPECT_EQ(wrong["before"], "M-1");
    const auto& before = wrong["figures"][0]["before"];
    EXPECT_EQ(members(before), required_of("ComparedBefore"));
    EXPECT_EQ(before["change"], "-0.01");
    EXPECT_EQ(before["en"], "-0.157") << "0.01 / sqrt(0.045^2 + 0.045^2)";
    EXPECT_EQ(json_of(lab->get(at("standards", made), manager))["certificates"].size(), 1U) << "nothing is kept";

    values[0]["expanded_uncertainty"] = "0";
    const auto refused = json_of(preview(values, manager));
    EXPECT_EQ(refused["findings"][0]["code"], "number.not_positive");
    EXPECT_EQ(refused["findings"][0]["field"], "/values/0/expanded_uncertainty");
    EXPECT_EQ(refused["figures"].size(), 0U);
    EXPECT_EQ(outcome(preview(values, reception)), "403 permission.missing");
    EXPECT_EQ(outcome(preview(values, stranger)), "404 standard.unknown");
}

TEST_P(StandardsApi, AStandardHasAClassAndIsCertifiedForVerification) {
    const auto made = json_of(lab->send("POST", "/api/v1/standards",
                                        {{"code", "QC-20"},
                                         {"name_vi", "Bộ quả cân"},
                                         {"level", "working"},
                                         {"quantity", "mass"},
                                         {"unit", "\\gram"},
                                         {"accuracy_class", "F1"}},
                                        manager));
    EXPECT_EQ(made["accuracy_class"], "F1");
    const auto address = at("standards", made);
    const auto authority = json_of(
        lab->send("POST", "/api/v1/organisations", {{"name", "UBND tỉnh"}, {"roles", {"authority"}}}, reception));
    ASSERT_TRUE(authority.contains("id")) << authority;
    const auto certify = [&](const std::string& until, const auto& who) {
        return lab->send("POST", address + "/certifications",
                         {{"number", "37/QĐ"},
                          {"issuer_id", authority["id"]},
                          {"issued_on", "2026-02-01"},
                          {"valid_until", until},
                          {"remark", "kiểm định cân"}},
                         who);
    };
    EXPECT_EQ(outcome(certify("2031-02-01", reception)), "403 permission.missing");
    EXPECT_EQ(outcome(certify("2031-02-01", stranger)), "404 standard.unknown");
    EXPECT_EQ(outcome(certify("2026-01-31", manager)), "422 standard_certification.until_before");
    EXPECT_EQ(outcome(certify("2031-02-01", manager)), "201");
    const auto shown = json_of(certify("2030-02-01", manager))["certifications"];
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(members(shown[0]), required_of("StandardCertification"));
    EXPECT_EQ(shown[0]["valid_until"], "2030-02-01");
    EXPECT_EQ(shown[0]["corrected"], false);
    EXPECT_EQ(shown[1]["corrected"], true) << "the same decision, recorded again";
    EXPECT_EQ(shown[0]["issuer"]["name"], "UBND tỉnh");
}

TEST_P(StandardsApi, AStandardIsAcceptedLentAndCheckedBeforeItServesAgain) {
    const auto made = json_of(lab->send("POST", "/api/v1/standards",
                                        {{"code", "QC-10"},
                                         {"name_vi", "Quả cân 10 kg"},
                                         {"level", "working"},
                                         {"quantity", "mass"},
                                         {"unit", "\\gram"},
                                         {"interval_months", 12}},
                                        manager));
    EXPECT_EQ(members(made), required_of("Standard"));
    EXPECT_EQ(made["state"], "to_accept");
    const auto address = at("standards", made);
    const auto act = [&](const std::string& kind, Json more = Json::object()) {
        more["kind"] = kind;
        more["happened_on"] = "2026-03-02";
        return outcome(lab->send("POST", address + "/events", more, manager));
    };
    EXPECT_EQ(act("lent", {{"to_whom", "Chi cục"}}), "422 standard.state") << "accept before use";
    EXPECT_THAT(
        findings_of(lab->send("POST", address + "/certificates", weight_certificate("M-1", "2026-12-31"), manager)),
        ElementsAre("standard_certificate.due_reason /due_reason"));
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates", weight_certificate("M-1", "2026-06-10"), manager)),
              "201");
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates", weight_certificate("M-1", "2026-06-10"), manager)),
              "409 standard_certificate.known");
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates",
                                weight_certificate("M-2", "2026-12-31", "khuyến cáo của viện"), manager)),
              "201");
    EXPECT_EQ(act("accepted"), "200");
    EXPECT_EQ(act("lent"), "422 field.missing");
    EXPECT_EQ(act("lent", {{"to_whom", "Chi cục Tiêu chuẩn"}}), "200");
    EXPECT_EQ(act("lent", {{"to_whom", "Người khác"}}), "422 standard.state") << "one open loan";
    EXPECT_EQ(act("returned"), "200");
    EXPECT_EQ(act("returned_to_service", {{"reason", "đã kiểm tra"}}), "200");
    const auto detail = json_of(lab->get(address, manager));
    EXPECT_EQ(detail["state"], "in_service");
    EXPECT_EQ(detail["certificates"].size(), 2U);
    EXPECT_EQ(members(detail["certificates"][0]), required_of("StandardCertificate"));
    EXPECT_EQ(detail["events"].size(), 4U);
    EXPECT_EQ(detail["findings"].size(), 0U);
    const auto chain = json_of(lab->get(address + "/chain?on=2026-03-02", manager));
    EXPECT_TRUE(chain["unbroken"].get<bool>()) << chain.dump(1);
    EXPECT_EQ(json_of(lab->get("/api/v1/standards?state=in_service&status=valid", manager))["items"].size(), 1U);
    EXPECT_EQ(outcome(lab->get(address, stranger)), "404 standard.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/events", {{"kind", "returned"}, {"happened_on", "2026-03-02"}},
                                stranger)),
              "404 standard.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates", weight_certificate("M-3", "2026-06-10"), stranger)),
              "404 standard.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/events", {{"kind", "accepted"}, {"happened_on", "2026-03-02"}},
                                reception)),
              "403 permission.missing");
}

// The figures of equipment/standard_drift in grams, days 0, 365, 731 and 1096: slope 10.196 mg a year, u = 0.287 mg; on
// day 1361 38.194 mg, with 22.5 mg of a calibration u = 22.520 mg.
TEST_P(StandardsApi, ShowsHowItsFiguresMoveFromCertificateToCertificate) {
    const auto made = json_of(lab->send("POST", "/api/v1/standards",
                                        {{"code", "QC-12"},
                                         {"name_vi", "Quả cân 10 kg"},
                                         {"level", "working"},
                                         {"quantity", "mass"},
                                         {"unit", "\\gram"},
                                         {"interval_months", 12}},
                                        manager));
    const auto address = at("standards", made);
    const auto certify = [&](int year, const char* figure) {
        auto certificate = weight_certificate("M-" + std::to_string(year), std::to_string(year + 1) + "-06-10");
        certificate["calibrated_on"] = std::to_string(year) + "-06-10";
        certificate["issued_on"] = std::to_string(year) + "-06-12";
        certificate["values"][0]["figure"] = figure;
        return outcome(lab->send("POST", address + "/certificates", certificate, manager));
    };
    ASSERT_EQ(certify(2022, "10000.000"), "201");
    EXPECT_EQ(json_of(lab->get(address, manager))["trends"].size(), 0U) << "one certificate is no history";
    ASSERT_EQ(certify(2023, "10000.011"), "201");
    const auto two = json_of(lab->get(address, manager))["trends"];
    ASSERT_EQ(two.size(), 1U);
    EXPECT_EQ(members(two[0]), required_of("FigureTrend"));
    EXPECT_EQ(two[0]["history"].size(), 2U);
    EXPECT_TRUE(two[0]["line"].is_null()) << "a line needs three";
    ASSERT_EQ(certify(2024, "10000.020"), "201");
    ASSERT_EQ(certify(2025, "10000.031"), "201");
    const auto four = json_of(lab->get(address, manager))["trends"][0];
    EXPECT_EQ(four["meaning"], "correction");
    EXPECT_EQ(four["argument"], "10000");
    ASSERT_EQ(four["history"].size(), 4U);
    EXPECT_EQ(members(four["history"][1]), required_of("FigureOnADay"));
    EXPECT_EQ(four["history"][1]["certificate"], "M-2023");
    EXPECT_EQ(four["history"][1]["calibrated_on"], "2023-06-10");
    EXPECT_EQ(four["history"][1]["figure"], "0.011");
    EXPECT_EQ(members(four["line"]), required_of("FigureLine"));
    EXPECT_EQ(four["line"]["slope"], "0.0102");
    EXPECT_EQ(four["line"]["slope_uncertainty"], "0.000287");
    EXPECT_TRUE(four["line"]["significant"].get<bool>());
    EXPECT_EQ(four["line"]["figure"].get<std::string>().substr(0, 8), "0.038194");
    EXPECT_EQ(four["line"]["standard_uncertainty"], "0.0225");
}

}  // namespace
}  // namespace chuan::test
