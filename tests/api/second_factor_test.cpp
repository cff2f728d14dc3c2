#include <gmock/gmock.h>

#include "base/encoding.h"
#include "server/auth/totp.h"
#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using namespace std::chrono_literals;
using people::Role;

class SecondFactorOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->add_person("an.nv", {Role::administrator});
        an = lab->sign_in("an.nv");
    }
    std::string code(std::chrono::seconds ahead = 0s) {
        return server::auth::totp_code(secret, server::auth::totp_step(lab->clock.now() + ahead));
    }
    /// Begins and confirms the factor; the next code is the next step's.
    std::vector<std::string> set_up() {
        const auto begun = lab->ask({.method = "POST", .target = "/api/v1/account/totp"}, an);
        EXPECT_EQ(outcome(begun), "200");
        secret = from_base32(json_of(begun)["secret"].get<std::string>()).value();
        const auto confirmed = lab->send("POST", "/api/v1/account/totp/confirmation", {{"code", code()}}, an);
        EXPECT_EQ(outcome(confirmed), "200");
        lab->clock.advance(60s);
        return json_of(confirmed)["codes"];
    }
    server::http::Response enter(const std::string& totp) {
        Json body = {{"login", "an.nv"}, {"password", kPassword}};
        if (!totp.empty()) body["totp"] = totp;
        return lab->send("POST", "/api/v1/session", body);
    }
    std::unique_ptr<Laboratory> lab;
    Visitor an;
    std::string secret;
};
INSTANTIATE_TEST_SUITE_P(Engines, SecondFactorOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(SecondFactorOnEachEngine, IsNotInForceBeforeItsFirstGoodCode) {
    ASSERT_EQ(outcome(lab->ask({.method = "POST", .target = "/api/v1/account/totp"}, an)), "200");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/account/totp/confirmation", {{"code", "000000"}}, an)),
              "422 totp.wrong");
    EXPECT_EQ(outcome(enter("")), "200");
}

TEST_P(SecondFactorOnEachEngine, EachStepWorksOnce) {
    set_up();
    EXPECT_EQ(outcome(enter("")), "401 signin.second_factor");
    EXPECT_EQ(outcome(enter("000000")), "401 signin.second_factor");
    const std::string now = code();
    const auto good = enter(now);
    EXPECT_EQ(outcome(good), "200");
    EXPECT_EQ(json_of(good)["second_factor_given"], true);
    EXPECT_EQ(outcome(enter(now)), "401 signin.second_factor");
    EXPECT_EQ(outcome(enter(code(30s))), "200");
}

TEST_P(SecondFactorOnEachEngine, WrongCodesMakeTheNextAttemptWait) {
    set_up();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(outcome(enter("000000")), "401 signin.second_factor");
    EXPECT_EQ(outcome(enter(code())), "429 signin.wait");
}

TEST_P(SecondFactorOnEachEngine, ARecoveryCodeWorksOnce) {
    const auto codes = set_up();
    ASSERT_EQ(codes.size(), 10U);
    EXPECT_EQ(outcome(enter(codes[3])), "200");
    EXPECT_EQ(outcome(enter(codes[3])), "401 signin.second_factor");
    EXPECT_EQ(outcome(enter(codes[4])), "200");
}

TEST_P(SecondFactorOnEachEngine, OpensTheActsForWhichTheLaboratoryAsksIt) {
    set_up();
    lab->setting("second_factor.administer", "required");
    const Json change = {{"body", {{"city", "Huế"}}}};
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", change, an)), "403 confirmation.second_factor");
    EXPECT_EQ(
        outcome(lab->send("POST", "/api/v1/session/confirmation", {{"password", kPassword}, {"totp", "000000"}}, an)),
        "401 signin.second_factor");
    EXPECT_EQ(
        outcome(lab->send("POST", "/api/v1/session/confirmation", {{"password", kPassword}, {"totp", code()}}, an)),
        "200");
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", change, an)), "200");
}

TEST_P(SecondFactorOnEachEngine, IsGivenUpOnlyByWhoGaveIt) {
    set_up();
    const Asked removal{.method = "DELETE", .target = "/api/v1/account/totp"};
    EXPECT_EQ(outcome(lab->ask(removal, an)), "403 confirmation.second_factor");
    EXPECT_EQ(outcome(lab->ask({.method = "POST", .target = "/api/v1/account/totp"}, an)), "409 totp.in_force");
    ASSERT_EQ(
        outcome(lab->send("POST", "/api/v1/session/confirmation", {{"password", kPassword}, {"totp", code()}}, an)),
        "200");
    EXPECT_EQ(outcome(lab->ask(removal, an)), "204");
    EXPECT_EQ(outcome(enter("")), "200");
    EXPECT_EQ(outcome(lab->ask(removal, an)), "409 totp.none");
}

}  // namespace
}  // namespace chuan::test
