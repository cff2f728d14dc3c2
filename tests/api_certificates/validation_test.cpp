// The validation of the engine as an act of the interface (ISO/IEC 17025, 7.11.2): who may sign, what is kept.

#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

class EngineValidationApi : public Office {
  protected:
    void SetUp() override {
        Office::SetUp();
        if (!IsSkipped()) administrator = add("quantri", {people::Role::administrator});
    }
    static constexpr const char* kAct = "/api/v1/settings/validation";
    Visitor administrator;
};
INSTANTIATE_TEST_SUITE_P(Engines, EngineValidationApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(EngineValidationApi, IsSignedByThePersonWithTheRightAndItsPackIsKept) {
    const auto validation = [&] { return json_of(get("/api/v1/settings", administrator))["validation"]; };
    EXPECT_EQ(validation()["asks_again"], Json::array({"never_validated"}));
    EXPECT_EQ(outcome(post(kAct, Json::object(), technician)), "403 permission.missing");
    EXPECT_FALSE(validation()["valid"].get<bool>());
    const auto done = post(kAct, Json::object(), administrator);
    ASSERT_EQ(done.status, 200) << done.body;
    const Json now = validation();
    EXPECT_EQ(now, json_of(done)["validation"]);
    EXPECT_TRUE(now["valid"].get<bool>()) << now.dump();
    EXPECT_EQ(now["on"], "2026-03-02");
    EXPECT_EQ(now["sha256"].get<std::string>().size(), 64u);
    EXPECT_FALSE(now["signed_by"].get<std::string>().empty());
    EXPECT_TRUE(now["has_pack"].get<bool>());
    const auto paper = get(kAct, administrator);
    ASSERT_EQ(paper.status, 200);
    EXPECT_TRUE(std::string(paper.content()).starts_with("%PDF-"));
    EXPECT_EQ(outcome(get(kAct, stranger)), "404 validation.no_pack") << "it is of the laboratory that signed";
}

TEST_P(EngineValidationApi, AsksForThePasswordBeforeTheCasesAreRun) {
    clock().set(clock().now() + std::chrono::minutes(16));
    EXPECT_EQ(outcome(post(kAct, Json::object(), administrator)), "403 confirmation.required");
}

}  // namespace
}  // namespace chuan::test
