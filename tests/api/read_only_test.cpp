#include <gmock/gmock.h>

#include "base/encoding.h"
#include "server/auth/totp.h"
#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using namespace std::chrono_literals;
using people::Role;

/// A laboratory whose records take no changes: a guard is missing, or a signed head is ahead of them.
class ReadOnlyOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->add_person("admin", {Role::administrator});
    }
    void take_no_changes() { lab->database->refuse_writes("the guards are missing"); }
    server::http::Response enter(std::string_view password, const std::string& totp = {}) {
        Json body = {{"login", "admin"}, {"password", password}};
        if (!totp.empty()) body["totp"] = totp;
        return lab->send("POST", "/api/v1/session", body);
    }
    server::http::Response look(const Visitor& visitor) { return lab->get("/api/v1/accounts", visitor); }
    std::int64_t sessions_kept() {
        return lab->database->read([](storage::Transaction& transaction) {
            return transaction.one("SELECT COUNT(*) FROM session", {})->get<std::int64_t>(0);
        });
    }
    std::unique_ptr<Laboratory> lab;
};
INSTANTIATE_TEST_SUITE_P(Engines, ReadOnlyOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(ReadOnlyOnEachEngine, WhoSignsInLooksThingsUpAndChangesNothing) {
    take_no_changes();
    EXPECT_EQ(json_of(enter(kPassword))["read_only"], true);
    const Visitor admin = lab->sign_in("admin");
    EXPECT_EQ(outcome(look(admin)), "200");
    const Json binh = {{"login", "binh"}, {"name", "Nguyễn Thị Bình"}, {"roles", {"technician"}}};
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts", binh, admin)), "503 database.read_only");
    EXPECT_EQ(sessions_kept(), 0);

    lab->database->refuse_writes("");
    EXPECT_EQ(outcome(look(admin)), "401 session.missing");
    EXPECT_EQ(json_of(enter(kPassword))["read_only"], false);
}

TEST_P(ReadOnlyOnEachEngine, SigningOutEndsTheSessionHereAndEverywhere) {
    const Visitor before = lab->sign_in("admin");
    take_no_changes();
    lab->clock.advance(1min);
    const Visitor first = lab->sign_in("admin");
    EXPECT_EQ(outcome(lab->ask({.method = "DELETE", .target = "/api/v1/session"}, first)), "204");
    EXPECT_EQ(outcome(look(first)), "401 session.ended");
    EXPECT_EQ(outcome(look(before)), "200");

    const Visitor second = lab->sign_in("admin");
    EXPECT_EQ(outcome(lab->ask({.method = "DELETE", .target = "/api/v1/sessions"}, second)), "204");
    EXPECT_EQ(outcome(look(second)), "401 session.ended");
    EXPECT_EQ(outcome(look(before)), "401 session.ended");
    lab->clock.advance(1s);
    EXPECT_EQ(outcome(look(lab->sign_in("admin"))), "200");
}

TEST_P(ReadOnlyOnEachEngine, ASessionLivesAsLongAsItIsUsed) {
    const Visitor before = lab->sign_in("admin");
    take_no_changes();
    const Visitor admin = lab->sign_in("admin");
    for (int i = 0; i < 3; ++i) {
        lab->clock.advance(40min);
        EXPECT_EQ(outcome(look(admin)), "200");
        EXPECT_EQ(outcome(look(before)), "200");
    }
    lab->clock.advance(61min);
    EXPECT_EQ(outcome(look(admin)), "401 session.idle");
}

TEST_P(ReadOnlyOnEachEngine, WrongPasswordsMakeTheNextAttemptWait) {
    take_no_changes();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(outcome(enter("not the password")), "401 signin.refused");
    EXPECT_EQ(outcome(enter(kPassword)), "429 signin.wait");
    lab->clock.advance(1s);
    EXPECT_EQ(outcome(enter(kPassword)), "200");
    EXPECT_EQ(outcome(enter("not the password")), "401 signin.refused");
    EXPECT_EQ(outcome(enter(kPassword)), "200");
}

TEST_P(ReadOnlyOnEachEngine, TheSecondFactorIsAskedAndEachStepWorksOnce) {
    const Visitor admin = lab->sign_in("admin");
    const auto begun = json_of(lab->ask({.method = "POST", .target = "/api/v1/account/totp"}, admin));
    const std::string secret = from_base32(begun["secret"].get<std::string>()).value();
    const auto code = [&] { return server::auth::totp_code(secret, server::auth::totp_step(lab->clock.now())); };
    const Json confirmed = json_of(lab->send("POST", "/api/v1/account/totp/confirmation", {{"code", code()}}, admin));
    take_no_changes();
    EXPECT_EQ(outcome(enter(kPassword, code())), "401 signin.second_factor");  // used before
    lab->clock.advance(60s);
    EXPECT_EQ(outcome(enter(kPassword)), "401 signin.second_factor");
    EXPECT_EQ(outcome(enter(kPassword, confirmed["codes"][0].get<std::string>())), "503 signin.recovery_code_kept");
    const auto good = enter(kPassword, code());
    EXPECT_EQ(outcome(good), "200");
    EXPECT_EQ(json_of(good)["second_factor_given"], true);
    EXPECT_EQ(outcome(enter(kPassword, code())), "401 signin.second_factor");
    for (int i = 0; i < 2; ++i) EXPECT_EQ(outcome(enter(kPassword, "000000")), "401 signin.second_factor");
    EXPECT_EQ(outcome(enter(kPassword, "000000")), "429 signin.wait");
}

}  // namespace
}  // namespace chuan::test
