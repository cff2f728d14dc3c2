#include <gmock/gmock.h>

#include "tests/api_register/registers.h"

namespace chuan::test {
namespace {

/// A technical manager enters and accepts, a technician opens and takes; 2 March 2026.
class MaterialsApi : public RegisterApi {
  protected:
    void SetUp() override {
        RegisterApi::SetUp();
        if (IsSkipped()) return;
        lab->add_person("tech", {people::Role::technician});
        technician = lab->sign_in("tech");
        producer = customer("VINACHEM")["id"];
    }

    Json buffer() const {
        return {{"code", "RM-PH7"},
                {"lot", "2026-07"},
                {"name_vi", "Dung dịch chuẩn pH 7"},
                {"producer_id", producer},
                {"certified", true},
                {"certificate_number", "RM-26-0730"},
                {"issued_on", "2026-01-10"},
                {"valid_to", "2026-12-31"},
                {"expires_on", "2027-03-31"},
                {"days_after_opening", 20},
                {"minimum_amount", "20"},
                {"amount_unit", "\\milli\\litre"},
                {"storage", "15 °C ÷ 25 °C"},
                {"traceable_to", "pH sơ cấp, VMI"},
                {"homogeneity_in_u", true},
                {"stability_in_u", false},
                {"contributions",
                 {{{"of", "stability"},
                   {"quantity", "ph"},
                   {"standard_uncertainty", "0.003"},
                   {"unit", "\\one"},
                   {"from", "trang 3"}}}},
                {"values",
                 {{{"quantity", "ph"},
                   {"argument", "25"},
                   {"argument_unit", "\\degreecelsius"},
                   {"figure", "6.865"},
                   {"expanded_uncertainty", "0.008"},
                   {"coverage_factor", "2"},
                   {"unit", "\\one"}}}}};
    }

    std::string of_lot(const Json& lot) const { return "/api/v1/materials/" + std::to_string(lot["id"].get<int>()); }
    std::string of_bottle(const Json& lot) const {
        return "/api/v1/bottles/" + std::to_string(lot["bottles"][0]["id"].get<int>());
    }

    /// A lot with one sealed bottle.
    Json on_the_shelf() {
        const auto lot = json_of(lab->send("POST", "/api/v1/materials", buffer(), manager));
        const auto made = lab->send("POST", of_lot(lot) + "/bottles",
                                    {{"number", "03"}, {"received_on", "2026-02-01"}, {"stock", "45"}}, manager);
        EXPECT_EQ(outcome(made), "201") << made.body;
        return json_of(made);
    }

    int producer = 0;
    Visitor technician;
};
INSTANTIATE_TEST_SUITE_P(Engines, MaterialsApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(MaterialsApi, ALotShowsItsBottlesAndTheEarliestOfTheirDates) {
    const auto lot = on_the_shelf();
    auto members_of = required_of("Material");
    members_of.insert({"records", "events"});
    EXPECT_EQ(members(lot), members_of);
    EXPECT_EQ(members(lot["records"][0]), required_of("MaterialRecord"));
    EXPECT_EQ(members(lot["bottles"][0]), required_of("Bottle"));
    EXPECT_EQ(lot["usable_until"], (Json{{"day", "2026-12-31"}, {"by", "certificate"}}));
    EXPECT_EQ(lot["records"][0]["combined"], (Json::array({"0.01"}))) << "0.004 and 0.003, k = 2";
    EXPECT_EQ(lot["bottles"][0]["findings"][0]["code"], "material.not_opened");

    const auto opened = lab->send("POST", of_bottle(lot) + "/opening", {{"happened_on", "2026-02-20"}}, technician);
    ASSERT_EQ(outcome(opened), "200") << opened.body;
    const auto bottle = json_of(opened)["bottles"][0];
    EXPECT_EQ(bottle["usable_until"], (Json{{"day", "2026-03-12"}, {"by", "opening"}}));
    EXPECT_EQ(bottle["status"], "due_soon");
    EXPECT_EQ(bottle["findings"], Json::array());
    EXPECT_EQ(members(json_of(opened)["events"][0]), required_of("BottleEvent"));
    EXPECT_EQ(outcome(lab->send("POST", of_bottle(lot) + "/opening", {{"happened_on", "2026-03-01"}}, technician)),
              "422 material.open_already");

    const auto list = json_of(lab->get("/api/v1/materials?q=dung%20dich", manager));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(members(list["items"][0]), required_of("Material"));
    EXPECT_EQ(json_of(lab->get("/api/v1/materials?q=muoi", manager))["items"].size(), 0U);
    EXPECT_EQ(json_of(lab->get("/api/v1/materials", stranger))["items"].size(), 0U);
    EXPECT_EQ(outcome(lab->get(of_lot(lot), stranger)), "404 material.unknown");
    EXPECT_EQ(outcome(lab->send("POST", of_bottle(lot) + "/opening", {{"happened_on", "2026-03-01"}}, stranger)),
              "403 permission.missing");
}

TEST_P(MaterialsApi, ALotAndABottleAreEnteredOnce) {
    const auto lot = on_the_shelf();
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/materials", buffer(), manager)), "409 material.known");
    EXPECT_EQ(outcome(lab->send("POST", of_lot(lot) + "/bottles",
                                {{"number", "03"}, {"received_on", "2026-02-01"}, {"stock", "45"}}, manager)),
              "409 material.bottle_known");
    auto incomplete = buffer();
    incomplete["lot"] = "2026-08";
    incomplete["contributions"] = Json::array();
    incomplete["values"][0]["coverage_factor"] = nullptr;
    const auto refused = lab->send("POST", "/api/v1/materials", incomplete, manager);
    EXPECT_EQ(outcome(refused), "422 material.U_without_k");
    EXPECT_EQ(json_of(refused)["errors"].size(), 2U) << "all of them at once: " << refused.body;
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/materials", buffer(), technician)), "403 permission.missing");
}

TEST_P(MaterialsApi, ACorrectionIsANewRecordThatSaysWhy) {
    const auto lot = on_the_shelf();
    auto longer = buffer();
    longer["valid_to"] = "2027-02-28";
    longer["replaces_id"] = lot["material_id"];
    longer["reason"] = "";
    EXPECT_EQ(outcome(lab->send("POST", of_lot(lot) + "/records", longer, manager)), "422 field.missing");
    longer["reason"] = "Nhà sản xuất gia hạn";
    const auto made = lab->send("POST", of_lot(lot) + "/records", longer, manager);
    ASSERT_EQ(outcome(made), "201") << made.body;
    const auto now = json_of(made);
    EXPECT_EQ(now["usable_until"]["day"], "2027-02-28");
    ASSERT_EQ(now["records"].size(), 2U);
    EXPECT_EQ(now["records"][0]["replaces_id"], lot["material_id"]);
    EXPECT_EQ(now["records"][1]["valid_to"], "2026-12-31") << "the earlier one stays as it was";
    EXPECT_EQ(outcome(lab->send("POST", of_lot(lot) + "/records", longer, manager)), "412 record.changed");
    longer["replaces_id"] = now["material_id"];
    longer["amount_unit"] = "\\gram";
    EXPECT_EQ(outcome(lab->send("POST", of_lot(lot) + "/records", longer, manager)), "422 material.amount_unit");
}

TEST_P(MaterialsApi, ABottleEndsByAnAct) {
    const auto lot = on_the_shelf();
    EXPECT_EQ(outcome(lab->send("POST", of_bottle(lot) + "/end",
                                {{"kind", "disposed"}, {"happened_on", "2026-03-01"}, {"reason", "vỡ"}}, technician)),
              "403 permission.missing");
    EXPECT_EQ(outcome(lab->send("POST", of_bottle(lot) + "/end",
                                {{"kind", "opened"}, {"happened_on", "2026-03-01"}, {"reason", "vỡ"}}, manager)),
              "400 field.value");
    EXPECT_EQ(outcome(lab->send("POST", of_bottle(lot) + "/end", {{"kind", "disposed"}, {"happened_on", "2026-03-01"}},
                                manager)),
              "422 field.missing");
    const auto thrown = lab->send("POST", of_bottle(lot) + "/end",
                                  {{"kind", "disposed"}, {"happened_on", "2026-03-01"}, {"reason", "vỡ"}}, manager);
    ASSERT_EQ(outcome(thrown), "200") << thrown.body;
    EXPECT_EQ(json_of(thrown)["bottles"][0]["state"], "disposed");
    EXPECT_EQ(json_of(thrown)["bottles"][0]["stock"], "0");
    EXPECT_EQ(outcome(lab->send("POST", of_bottle(lot) + "/opening", {{"happened_on", "2026-03-02"}}, technician)),
              "422 material.ended");
}

}  // namespace
}  // namespace chuan::test
