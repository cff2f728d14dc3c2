#include <gmock/gmock.h>

#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using people::Role;
using ::testing::HasSubstr;
using ::testing::Not;

class TokensOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->add_person("an.nv", {Role::technical_manager});
        an = lab->sign_in("an.nv");
    }
    server::http::Response make(const Json& scopes, const std::string& last_day = "2026-03-31") {
        return lab->send("POST", "/api/v1/tokens", {{"name", "Sổ cái"}, {"scopes", scopes}, {"expires_on", last_day}},
                         an);
    }
    std::unique_ptr<Laboratory> lab;
    Visitor an;
};
INSTANTIATE_TEST_SUITE_P(Engines, TokensOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(TokensOnEachEngine, MayDoWhatItsScopesSayAndNothingElse) {
    const auto made = make({"read_people"});
    ASSERT_EQ(outcome(made), "201");
    const Visitor program{.token = json_of(made)["secret"]};
    EXPECT_THAT(program.token, HasSubstr("chuan_"));
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", program)), "200");
    const auto session = lab->get("/api/v1/session", program);
    EXPECT_EQ(json_of(session)["permissions"], Json{"read_people"});
    EXPECT_EQ(json_of(session)["expires_at"], "2026-03-31T17:00:00Z");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts/1/authorisations", {}, program)), "403 token.scope_missing");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/tokens",
                                {{"name", "x"}, {"scopes", {"read_people"}}, {"expires_on", "2026-03-31"}}, program)),
              "403 token.cannot_sign");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/session/confirmation", {{"password", kPassword}}, program)),
              "403 token.cannot_sign");
    const auto list = lab->get("/api/v1/tokens", an);
    EXPECT_EQ(json_of(list)["items"].size(), 1U);
    EXPECT_NE(json_of(list)["items"][0]["last_used_at"], nullptr);
    EXPECT_THAT(list.body, Not(HasSubstr(program.token)));
}

TEST_P(TokensOnEachEngine, HasNoScopeBeyondItsOwnerAndNoneThatSigns) {
    EXPECT_EQ(findings_of(make({"manage_keys"})).front(), "token.scope_beyond_owner /scopes");
    EXPECT_EQ(findings_of(make({"review"})).front(), "token.scope_signs /scopes");
    EXPECT_EQ(findings_of(make(Json::array())).front(), "token.no_scope /scopes");
    EXPECT_EQ(findings_of(make({"read_people"}, "2026-03-01")).front(), "token.expiry /expires_on");
    EXPECT_EQ(findings_of(make({"read_people"}, "2030-01-01")).front(), "token.expiry /expires_on");
}

TEST_P(TokensOnEachEngine, EndsOnItsDayAtTheSiteAndWhenRevoked) {
    const Visitor program{.token = json_of(make({"read_people"}, "2026-03-02"))["secret"]};
    lab->clock.set(moment_from_iso("2026-03-02T16:59:00Z"));
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", program)), "200");
    lab->clock.set(moment_from_iso("2026-03-02T17:00:00Z"));
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", program)), "401 token.expired");

    an = lab->sign_in("an.nv");
    const Json made = json_of(make({"read_people"}));
    const Visitor second{.token = made["secret"]};
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", second)), "200");
    const Asked revoke{.method = "DELETE", .target = "/api/v1/tokens/" + made["token"]["id"].dump()};
    lab->add_person("binh", {Role::technician});
    EXPECT_EQ(outcome(lab->ask(revoke, lab->sign_in("binh"))), "404 token.unknown");
    EXPECT_EQ(outcome(lab->ask(revoke, an)), "204");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", second)), "401 token.revoked");
}

TEST_P(TokensOnEachEngine, OfOthersAreForAdministrators) {
    const Json made = json_of(make({"read_people"}));
    const std::string owner = made["token"]["account"]["id"].dump();
    lab->add_person("binh", {Role::technician});
    lab->add_person("admin", {Role::administrator});
    EXPECT_EQ(outcome(lab->get("/api/v1/tokens?account=" + owner, lab->sign_in("binh"))), "403 permission.missing");
    const Visitor admin = lab->sign_in("admin");
    EXPECT_EQ(json_of(lab->get("/api/v1/tokens?account=" + owner, admin))["items"].size(), 1U);
    EXPECT_EQ(outcome(lab->ask({.method = "DELETE", .target = "/api/v1/tokens/" + made["token"]["id"].dump()}, admin)),
              "204");
}

}  // namespace
}  // namespace chuan::test
