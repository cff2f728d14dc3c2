#include "operations/sign_in.h"

#include <gmock/gmock.h>

#include "storage/account_repository.h"
#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;
using people::Role;

class SignInOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        an = lab->add_person("an.nv", {Role::verifier, Role::technician});
    }
    server::http::Response try_password(const std::string& login, std::string_view password) {
        return lab->send("POST", "/api/v1/session", {{"login", login}, {"password", password}});
    }
    std::unique_ptr<Laboratory> lab;
    AccountId an;
};
INSTANTIATE_TEST_SUITE_P(Engines, SignInOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(SignInOnEachEngine, TheCookieBelongsToTheBrowserAloneAndTheAnswerSaysWhatMayBeDone) {
    const auto response = try_password("An.NV", kPassword);
    ASSERT_EQ(response.status, 200) << response.body;
    const std::string cookie = *response.header("Set-Cookie");
    for (const char* part : {"chuan_session=", "HttpOnly", "SameSite=Strict", "Secure", "Path=/"})
        EXPECT_THAT(cookie, HasSubstr(part));
    const Json session = json_of(response);
    EXPECT_EQ(session["account"]["login"], "an.nv");
    EXPECT_EQ(session["body"]["code"], "TEST");
    EXPECT_EQ(session["roles"], (Json{"technician", "verifier"}));
    EXPECT_THAT(session["permissions"].dump(), HasSubstr("\"measure\""));
    EXPECT_THAT(session["permissions"].dump(), Not(HasSubstr("\"issue\"")));
    EXPECT_EQ(session["confirmed_at"], "2026-03-02T02:00:00Z");
    EXPECT_EQ(session["expires_at"], "2026-03-02T03:00:00Z");
    EXPECT_EQ(session["has_second_factor"], false);
    EXPECT_THAT(response.body, Not(HasSubstr("argon2")));
}

TEST_P(SignInOnEachEngine, AWrongPasswordAnUnknownNameAndADisabledAccountLookTheSame) {
    lab->add_person("admin", {Role::administrator});
    lab->add_person("gone", {Role::technician});
    const Visitor admin = lab->sign_in("admin");
    const Json people = json_of(lab->get("/api/v1/accounts?q=gone", admin));
    const std::string address = "/api/v1/accounts/" + people["items"][0]["id"].dump();
    ASSERT_EQ(outcome(lab->send("POST", address + "/disabling", {{"disabled", true}, {"reason", "left"}}, admin)),
              "200");

    const auto wrong = json_of(try_password("an.nv", "not the password"));
    const auto unknown = json_of(try_password("nobody", "not the password"));
    const auto disabled = json_of(try_password("gone", kPassword));
    EXPECT_EQ(wrong["code"], "signin.refused");
    EXPECT_EQ(wrong["detail"], unknown["detail"]);
    EXPECT_EQ(wrong["detail"], disabled["detail"]);
    EXPECT_EQ(lab->database->read([](storage::Transaction& t) { return operations::unknown_names(t); }), 1);
}

TEST_P(SignInOnEachEngine, EveryFailureMakesTheNextAttemptWaitLongerForKnownAndUnknownNames) {
    for (const char* login : {"an.nv", "nobody"}) {
        for (int i = 0; i < 3; ++i)
            EXPECT_EQ(outcome(try_password(login, "wrong wrong wrong")), "401 signin.refused") << login << i;
        const auto waits = try_password(login, kPassword);
        EXPECT_EQ(outcome(waits), "429 signin.wait") << login;
        EXPECT_EQ(json_of(waits)["errors"][0]["values"]["seconds"], "1");
        EXPECT_EQ(*waits.header("Retry-After"), "1");
        lab->clock.advance(1s);
        EXPECT_EQ(outcome(try_password(login, "wrong wrong wrong")), "401 signin.refused");
        EXPECT_EQ(json_of(try_password(login, kPassword))["errors"][0]["values"]["seconds"], "2");
    }
    lab->clock.advance(2s);
    EXPECT_EQ(outcome(try_password("an.nv", kPassword)), "200");
    EXPECT_EQ(outcome(try_password("an.nv", "wrong wrong wrong")), "401 signin.refused");
    EXPECT_EQ(outcome(try_password("an.nv", kPassword)), "200");
}

TEST_P(SignInOnEachEngine, WhoWorksAtSeveralBodiesChoosesOneAndMayChange) {
    const BodyId second = lab->add_body("KHAC"), third = lab->add_body("BA");
    lab->database->write([&](storage::Transaction& transaction) {
        storage::AccountRepository(transaction).grant(second, an, Role::head, std::nullopt, lab->clock.now());
    });
    const auto asked = try_password("an.nv", kPassword);
    EXPECT_EQ(outcome(asked), "409 signin.body");
    EXPECT_EQ(asked.header("Set-Cookie"), nullptr);
    const Json choices = json_of(asked)["errors"];
    ASSERT_EQ(choices.size(), 2U);
    EXPECT_EQ(choices[0]["values"]["code"], "TEST");
    EXPECT_EQ(choices[1]["values"]["code"], "KHAC");
    EXPECT_EQ(choices[1]["values"]["body"], std::to_string(second.value));
    EXPECT_EQ(outcome(try_password("an.nv", "wrong wrong wrong")), "401 signin.refused") << "says no body";

    const auto enter = [&](BodyId body) {
        return lab->send("POST", "/api/v1/session",
                         {{"login", "an.nv"}, {"password", kPassword}, {"body", body.value}});
    };
    EXPECT_EQ(outcome(enter(third)), "409 signin.body") << "no role there";
    const auto entered = enter(second);
    ASSERT_EQ(outcome(entered), "200") << entered.body;
    EXPECT_EQ(json_of(entered)["body"]["code"], "KHAC");
    EXPECT_EQ(json_of(entered)["roles"], (Json{"head"}));
    EXPECT_EQ(json_of(entered)["bodies"].size(), 2U);

    const auto visitor_of = [](const server::http::Response& response) {
        const std::string cookie = *response.header("Set-Cookie");
        return Visitor{.cookie = cookie.substr(14, cookie.find(';') - 14)};
    };
    const Visitor head = visitor_of(entered);
    lab->clock.advance(20min);
    const auto change = [&](BodyId body, const Visitor& visitor) {
        return lab->send("POST", "/api/v1/session/body", {{"body", body.value}}, visitor);
    };
    EXPECT_EQ(outcome(change(third, head)), "404 body.unknown");
    const auto changed = change(lab->body, head);
    ASSERT_EQ(outcome(changed), "200") << changed.body;
    EXPECT_EQ(json_of(changed)["body"]["code"], "TEST");
    EXPECT_EQ(json_of(changed)["roles"], (Json{"technician", "verifier"}));
    EXPECT_EQ(json_of(changed)["confirmed_at"], "2026-03-02T02:00:00Z") << "the password is not given anew";
    EXPECT_EQ(outcome(lab->get("/api/v1/session", head)), "401 session.ended");
    EXPECT_EQ(json_of(lab->get("/api/v1/session", visitor_of(changed)))["body"]["code"], "TEST");
}

TEST_P(SignInOnEachEngine, ChangingTheBodyProlongsNoSession) {
    const BodyId second = lab->add_body("KHAC");
    lab->database->write([&](storage::Transaction& transaction) {
        storage::AccountRepository(transaction).grant(second, an, Role::head, std::nullopt, lab->clock.now());
    });
    Visitor visitor;
    const auto answered = [&](const server::http::Response& response) {
        if (const std::string* cookie = response.header("Set-Cookie"))
            visitor.cookie = cookie->substr(14, cookie->find(';') - 14);
        return outcome(response);
    };
    ASSERT_EQ(answered(lab->send("POST", "/api/v1/session",
                                 {{"login", "an.nv"}, {"password", kPassword}, {"body", second.value}})),
              "200");
    for (int i = 0; i < 14; ++i) {
        lab->clock.advance(50min);
        const BodyId to = i % 2 == 0 ? lab->body : second;
        EXPECT_EQ(answered(lab->send("POST", "/api/v1/session/body", {{"body", to.value}}, visitor)), "200") << i;
    }
    lab->clock.advance(50min);
    EXPECT_EQ(outcome(lab->get("/api/v1/session", visitor)), "401 session.expired");
}

TEST_P(SignInOnEachEngine, ASessionEndsWhenIdleAfterTwelveHoursAndWhenSignedOut) {
    const Visitor idle = lab->sign_in("an.nv");
    lab->clock.advance(59min);
    EXPECT_EQ(outcome(lab->get("/api/v1/session", idle)), "200");
    lab->clock.advance(59min);
    EXPECT_EQ(outcome(lab->get("/api/v1/session", idle)), "200");
    lab->clock.advance(61min);
    EXPECT_EQ(outcome(lab->get("/api/v1/session", idle)), "401 session.idle");

    const Visitor longest = lab->sign_in("an.nv");
    for (int i = 0; i < 14; ++i) {
        lab->clock.advance(50min);
        EXPECT_EQ(outcome(lab->get("/api/v1/session", longest)), "200");
    }
    lab->clock.advance(50min);
    EXPECT_EQ(outcome(lab->get("/api/v1/session", longest)), "401 session.expired");

    const Visitor here = lab->sign_in("an.nv"), there = lab->sign_in("an.nv");
    const auto out = lab->ask({.method = "DELETE", .target = "/api/v1/session"}, here);
    EXPECT_EQ(outcome(out), "204");
    EXPECT_THAT(*out.header("Set-Cookie"), HasSubstr("Max-Age=0"));
    EXPECT_EQ(outcome(lab->get("/api/v1/session", here)), "401 session.ended");
    EXPECT_EQ(outcome(lab->get("/api/v1/session", there)), "200");
    EXPECT_EQ(outcome(lab->ask({.method = "DELETE", .target = "/api/v1/sessions"}, there)), "204");
    EXPECT_EQ(outcome(lab->get("/api/v1/session", there)), "401 session.ended");
}

TEST_P(SignInOnEachEngine, AGuardedActAsksForThePasswordAgain) {
    lab->add_person("admin", {Role::administrator});
    const Visitor admin = lab->sign_in("admin");
    const Json change = {{"body", {{"city", "Huế"}}}};
    lab->clock.advance(16min);
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", change, admin)), "403 confirmation.required");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/session/confirmation", {{"password", "wrong wrong wrong"}}, admin)),
              "401 signin.refused");
    const auto confirmed = lab->send("POST", "/api/v1/session/confirmation", {{"password", kPassword}}, admin);
    EXPECT_EQ(outcome(confirmed), "200");
    EXPECT_EQ(json_of(confirmed)["confirmed_at"], to_iso(lab->clock.now()));
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", change, admin)), "200");
    lab->setting("second_factor.administer", "required");
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", change, admin)), "403 confirmation.second_factor");
}

TEST_P(SignInOnEachEngine, ANewPasswordEndsEveryOtherSession) {
    const Visitor here = lab->sign_in("an.nv"), there = lab->sign_in("an.nv");
    const auto change = [&](const std::string& present, const std::string& next) {
        return lab->send("POST", "/api/v1/account/password", {{"current_password", present}, {"new_password", next}},
                         here);
    };
    EXPECT_EQ(outcome(change("wrong wrong wrong", "another good password")), "401 signin.refused");
    EXPECT_EQ(findings_of(change(std::string(kPassword), "short")).front(), "password.short /new_password");
    EXPECT_EQ(outcome(change(std::string(kPassword), std::string(kPassword))), "422 password.same");
    const auto done = change(std::string(kPassword), "another good password");
    ASSERT_EQ(outcome(done), "204");
    EXPECT_EQ(outcome(lab->get("/api/v1/session", here)), "401 session.ended");
    EXPECT_EQ(outcome(lab->get("/api/v1/session", there)), "401 session.ended");
    const std::string cookie = *done.header("Set-Cookie");
    const Visitor now{.cookie = cookie.substr(14, cookie.find(';') - 14)};
    EXPECT_EQ(outcome(lab->get("/api/v1/session", now)), "200");
    EXPECT_EQ(outcome(try_password("an.nv", kPassword)), "401 signin.refused");
    EXPECT_NO_THROW(lab->sign_in("an.nv", "another good password"));
}

}  // namespace
}  // namespace chuan::test
