// What is the same for every request: who asks, what the person may do now, the kept answer, faults of the database.

#include <gmock/gmock.h>

#include "storage/account_repository.h"
#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using people::Role;
using ::testing::ElementsAre;

class FrameOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->add_person("admin", {Role::administrator});
        lab->add_person("an.nv", {Role::verifier});
    }
    std::unique_ptr<Laboratory> lab;
};
INSTANTIATE_TEST_SUITE_P(Engines, FrameOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

Json new_account(const std::string& login) {
    return {{"login", login}, {"name", "Nguyễn Thị " + login}, {"roles", {"technician"}}};
}

TEST_P(FrameOnEachEngine, NobodyIsAskedToSignInAndARightThatIsMissingIsNamed) {
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts")), "401 session.missing");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", {.cookie = std::string(43, 'x')})), "401 session.missing");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", {.token = "chuan_no"})), "401 token.unknown");
    const Visitor an = lab->sign_in("an.nv");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", an)), "200");
    const auto refused = lab->send("POST", "/api/v1/accounts", new_account("binh"), an);
    EXPECT_EQ(outcome(refused), "403 permission.missing");
    EXPECT_EQ(json_of(refused)["errors"][0]["values"]["roles"], "administrator");
    EXPECT_EQ(outcome(lab->get("/api/v1/nothing", an)), "404 path.unknown");
    EXPECT_EQ(outcome(lab->ask({.method = "PUT", .target = "/api/v1/session"}, an)), "405 method.unknown");
}

TEST_P(FrameOnEachEngine, ARightEndsWithTheRoleNotWithTheSession) {
    const Visitor admin = lab->sign_in("admin");
    const AccountId second = lab->add_person("second", {Role::administrator});
    const Visitor other = lab->sign_in("second");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts", new_account("binh"), other)), "201");
    const std::string roles = "/api/v1/accounts/" + std::to_string(second.value) + "/roles";
    EXPECT_EQ(outcome(lab->send("PUT", roles, {{"roles", {"inspector"}}}, admin)), "200");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts", new_account("chi"), other)), "403 permission.missing");
}

TEST_P(FrameOnEachEngine, AWriteFromAnotherSiteIsRefused) {
    const Visitor admin = lab->sign_in("admin");
    const auto from = [&](server::http::Fields headers) {
        return outcome(lab->send("POST", "/api/v1/accounts", new_account("binh"), admin, std::move(headers)));
    };
    EXPECT_EQ(from({{"Origin", "https://evil.example"}}), "403 origin.refused");
    EXPECT_EQ(from({{"Sec-Fetch-Site", "cross-site"}}), "403 origin.refused");
    EXPECT_EQ(from({{"Sec-Fetch-Site", "same-origin"}}), "201");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/session", {{"login", "admin"}, {"password", kPassword}}, {},
                                {{"Origin", "https://evil.example"}})),
              "403 origin.refused");
}

TEST_P(FrameOnEachEngine, ARequestThatComesTwiceIsDoneOnce) {
    const Visitor admin = lab->sign_in("admin");
    const auto reset = [&](const std::string& key, const std::string& name) {
        return lab->send("PATCH", "/api/v1/settings", {{"body", {{"city", name}}}}, admin, {{"Idempotency-Key", key}});
    };
    const auto first = reset("k1", "Huế");
    EXPECT_EQ(outcome(first), "200");
    EXPECT_EQ(outcome(reset("k2", "Đà Nẵng")), "200");
    const auto again = reset("k1", "Huế");
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(*again.header("Content-Type"), "application/json");
    EXPECT_EQ(json_of(lab->get("/api/v1/settings", admin))["body"]["city"], "Đà Nẵng");
    EXPECT_EQ(outcome(reset("k1", "Vinh")), "409 idempotency.other_body");
    EXPECT_EQ(outcome(reset(std::string(81, 'k'), "Vinh")), "400 parameter.invalid");
    const Visitor other = lab->sign_in("an.nv");
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", {{"body", {{"city", "Huế"}}}}, other,
                                {{"Idempotency-Key", "k1"}})),
              "403 permission.missing");
}

TEST_P(FrameOnEachEngine, ARefusedRequestMayComeAgainWithItsKey) {
    const Visitor admin = lab->sign_in("admin");
    const auto add = [&](const std::string& login) {
        return outcome(lab->send("POST", "/api/v1/accounts", new_account(login), admin, {{"Idempotency-Key", "k"}}));
    };
    EXPECT_EQ(add("X"), "422 login.malformed");
    EXPECT_EQ(add("binh"), "201");
}

TEST_P(FrameOnEachEngine, AnAnswerThatHeldASecretIsNotGivenTwice) {
    const Visitor admin = lab->sign_in("admin");
    const server::http::Fields key = {{"Idempotency-Key", "k"}};
    const auto first = lab->send("POST", "/api/v1/accounts", new_account("binh"), admin, key);
    EXPECT_EQ(outcome(first), "201");
    const std::string password = json_of(first)["initial_password"];
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts", new_account("binh"), admin, key)),
              "409 idempotency.secret_shown");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts", new_account("binh"), admin)), "409 account.login_taken");
    const auto kept = lab->database->read([&](storage::Transaction& transaction) {
        return transaction.one("SELECT response FROM idempotency")->get<std::string>(0);
    });
    EXPECT_EQ(kept.find(password), std::string::npos);
}

TEST_P(FrameOnEachEngine, ABodyIsReadStrictly) {
    const Visitor admin = lab->sign_in("admin");
    const auto sent = [&](const std::string& body) {
        return lab->ask({"POST", "/api/v1/accounts", body, {{"Content-Type", "application/json"}}}, admin);
    };
    EXPECT_EQ(outcome(sent("{")), "400 json.malformed");
    EXPECT_EQ(outcome(sent(R"({"login":"a","login":"b"})")), "400 json.double_key");
    EXPECT_THAT(
        findings_of(sent(R"({"login":7,"roles":["king"],"extra":1})")),
        ElementsAre("field.type /login", "field.missing /name", "field.value /roles/0", "field.unknown /extra"));
    EXPECT_EQ(outcome(lab->ask({"POST", "/api/v1/accounts", "{}", {{"Content-Type", "text/plain"}}}, admin)),
              "415 media_type.refused");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts?limit=0", admin)), "400 parameter.invalid");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts?other=1", admin)), "400 parameter.unknown");
}

TEST_P(FrameOnEachEngine, AnotherLaboratorysRecordsAreNotThere) {
    const BodyId other = lab->add_body("OTHER");
    const AccountId stranger = lab->add_person("stranger", {Role::technician}, other);
    const Visitor admin = lab->sign_in("admin");
    const std::string address = "/api/v1/accounts/" + std::to_string(stranger.value);
    EXPECT_EQ(outcome(lab->get(address, admin)), "404 account.unknown");
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"name", "X"}}, admin, {{"If-Match", "\"1\""}})),
              "404 account.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/disabling", {{"disabled", true}, {"reason", "x"}}, admin)),
              "404 account.unknown");
    EXPECT_EQ(outcome(lab->send("PUT", address + "/roles", {{"roles", {"head"}}}, admin)), "404 account.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/reset", {{"remove_second_factor", false}, {"reason", "x"}}, admin)),
              "404 account.unknown");
    EXPECT_EQ(outcome(lab->get(address + "/authorisations", admin)), "404 account.unknown");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts/999", admin)), "404 account.unknown");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts/x", admin)), "404 path.unknown");
    EXPECT_EQ(json_of(lab->get("/api/v1/accounts", admin))["items"].size(), 2U);
}

TEST_P(FrameOnEachEngine, ADatabaseThatRefusesWritesStillAnswersQuestions) {
    const Visitor admin = lab->sign_in("admin");
    lab->database->refuse_writes("the guards are missing");
    lab->clock.advance(std::chrono::minutes(5));
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", admin)), "200");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts", new_account("binh"), admin)), "503 database.read_only");
    lab->database->refuse_writes("");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/accounts", new_account("binh"), admin)), "201");
}

TEST_P(FrameOnEachEngine, WhatACommitHasAddedIsTold) {
    const Visitor admin = lab->sign_in("admin");
    std::vector<BodyId> told;
    lab->house().committed = [&](BodyId body) { told.push_back(body); };
    lab->get("/api/v1/accounts", admin);
    lab->send("POST", "/api/v1/accounts", new_account("X"), admin);
    EXPECT_TRUE(told.empty());
    lab->send("POST", "/api/v1/accounts", new_account("binh"), admin);
    EXPECT_THAT(told, ElementsAre(lab->body));
}

}  // namespace
}  // namespace chuan::test
