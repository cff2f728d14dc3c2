#include <gmock/gmock.h>

#include "operations/reset_password.h"
#include "operations/settings.h"
#include "storage/document_store.h"
#include "storage/trail_repository.h"
#include "storage/trail_verification.h"
#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using namespace std::chrono_literals;
using people::Role;

class AccountsOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->add_person("admin", {Role::administrator});
        an = lab->add_person("an.nv", {Role::verifier});
        admin = lab->sign_in("admin");
    }
    void TearDown() override {
        if (lab) expect_whole_trail();
    }
    /// Whatever was done, the trail speaks of it and the records fit it.
    void expect_whole_trail() {
        lab->database->write([](storage::Transaction& t) { storage::make_installation_identity(t); });
        const auto store = storage::DocumentStore::open(*lab->database);
        const auto report = storage::verify_trail(*lab->database, *store, {}, [](const auto&) { return true; });
        for (const auto& chain : report.chains)
            for (const Finding& finding : chain.findings) ADD_FAILURE() << finding.code << ": " << finding.sentence;
    }
    std::string address(AccountId account, const std::string& rest = "") {
        return "/api/v1/accounts/" + std::to_string(account.value) + rest;
    }
    std::vector<std::string> actions(const std::string& subject, std::int64_t id) {
        return lab->database->read([&](storage::Transaction& t) {
            std::vector<std::string> all;
            for (const auto& event : storage::Trail(t, {lab->body}).of_record(subject, id, std::nullopt, 50))
                all.push_back(event.action);
            return all;
        });
    }
    std::unique_ptr<Laboratory> lab;
    AccountId an;
    Visitor admin;
};
INSTANTIATE_TEST_SUITE_P(Engines, AccountsOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(AccountsOnEachEngine, ANewPersonChangesTheFirstPasswordBeforeAnythingElse) {
    const auto made = lab->send("POST", "/api/v1/accounts",
                                {{"login", "binh"},
                                 {"name", "Trần Thị Bình"},
                                 {"roles", {"technician", "verifier"}},
                                 {"title_vi", "Kỹ thuật viên"}},
                                admin);
    ASSERT_EQ(outcome(made), "201");
    const std::string password = json_of(made)["initial_password"];
    EXPECT_EQ(json_of(made)["account"]["roles"], (Json{"technician", "verifier"}));
    const Visitor binh = lab->sign_in("binh", password);
    EXPECT_EQ(outcome(lab->get("/api/v1/session", binh)), "200");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", binh)), "403 password.must_change");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/account/password",
                                {{"current_password", password}, {"new_password", "cân phân tích số 5"}}, binh)),
              "204");
    EXPECT_EQ(outcome(lab->get("/api/v1/accounts", lab->sign_in("binh", "cân phân tích số 5"))), "200");
    const std::int64_t id = json_of(made)["account"]["id"];
    EXPECT_THAT(actions("account", id), ElementsAre("account.password_changed", "account.added"));
}

TEST_P(AccountsOnEachEngine, EverythingWrongWithANewAccountIsSaidAtOnce) {
    const auto refused = lab->send("POST", "/api/v1/accounts",
                                   {{"login", "X"}, {"name", " "}, {"email", "no"}, {"roles", Json::array()}}, admin);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(findings_of(refused), UnorderedElementsAre("login.malformed /login", "account.name /name",
                                                           "mail.malformed /email", "account.no_role /roles"));
    EXPECT_EQ(
        findings_of(lab->send("POST", "/api/v1/accounts",
                              {{"login", "binh"}, {"name", "B"}, {"roles", {"head"}}, {"password", "short"}}, admin))
            .front(),
        "password.short /password");
    EXPECT_EQ(
        outcome(lab->send("POST", "/api/v1/accounts", {{"login", "an.nv"}, {"name", "B"}, {"roles", {"head"}}}, admin)),
        "409 account.login_taken");
}

TEST_P(AccountsOnEachEngine, OnePersonHasOneAccount) {
    const auto add = [&](Json more) {
        Json entered{{"login", "khac"}, {"name", "Trần Thị Bình"}, {"roles", {"head"}}};
        entered.update(more);
        return lab->send("POST", "/api/v1/accounts", entered, admin);
    };
    const auto mail = add({{"email", "An.NV@Lab.example.vn"}, {"same_name", true}});
    EXPECT_EQ(outcome(mail), "409 account.email_taken");
    EXPECT_THAT(json_of(mail)["errors"][0]["detail"], HasSubstr("(an.nv)"));
    const auto name = add({{"name", "person AN.NV"}});
    EXPECT_EQ(outcome(name), "409 account.same_name");
    EXPECT_THAT(json_of(name)["errors"][0]["detail"], HasSubstr("(an.nv)"));
    EXPECT_THAT(findings_of(add({{"name", "Person an.nv"}, {"email", "admin@lab.example.vn"}})),
                UnorderedElementsAre("account.same_name /name", "account.email_taken /email"));
    EXPECT_EQ(outcome(add({{"name", "Person an.nv"}, {"same_name", true}})), "201")
        << "two persons may be called alike";
    EXPECT_EQ(outcome(add({{"login", "khac2"}})), "201") << "who has no address shares none";
    EXPECT_EQ(outcome(add({{"login", "khac3"}, {"name", "Lê Tư"}})), "201");

    ASSERT_EQ(outcome(lab->send("POST", address(an, "/disabling"), {{"disabled", true}, {"reason", "left"}}, admin)),
              "200");
    EXPECT_EQ(outcome(add({{"login", "khac4"}, {"email", "an.nv@lab.example.vn"}, {"same_name", true}})),
              "409 account.email_taken")
        << "who comes back is let in again";
}

TEST_P(AccountsOnEachEngine, AChangeMakesNoSecondAccountOfOnePerson) {
    lab->add_person("binh", {Role::head});
    const auto change = [&](const Json& to) {
        const std::string etag = *lab->get(address(an), admin).header("ETag");
        return outcome(lab->send("PATCH", address(an), to, admin, {{"If-Match", etag}}));
    };
    EXPECT_EQ(change({{"email", "BINH@lab.example.vn"}}), "409 account.email_taken");
    EXPECT_EQ(change({{"name", "Person Binh"}}), "409 account.same_name");
    EXPECT_EQ(change({{"name", "Person Binh"}, {"same_name", true}}), "200");
    EXPECT_EQ(change({{"name", "Person Binh"}, {"title_vi", "Kiểm định viên"}}), "200") << "asked once";
    EXPECT_EQ(change({{"email", "AN.NV@lab.example.vn"}}), "200") << "the own address";
    EXPECT_EQ(change({{"email", ""}}), "200");
}

TEST_P(AccountsOnEachEngine, AChangeNamesTheVersionItChanges) {
    const auto read = lab->get(address(an), admin);
    const std::string etag = *read.header("ETag");
    EXPECT_EQ(outcome(lab->send("PATCH", address(an), {{"name", "Nguyễn Văn An"}}, admin)), "412 record.changed");
    EXPECT_EQ(outcome(lab->send("PATCH", address(an), {{"name", "Nguyễn Văn An"}}, admin, {{"If-Match", etag}})),
              "200");
    EXPECT_EQ(outcome(lab->send("PATCH", address(an), {{"name", "Other"}}, admin, {{"If-Match", etag}})),
              "412 record.changed");
    EXPECT_EQ(json_of(lab->get(address(an), admin))["name"], "Nguyễn Văn An");
}

TEST_P(AccountsOnEachEngine, ListsComeInPagesAndAreSearchedWithoutMarks) {
    for (const char* login : {"chi", "dung", "giang"}) lab->add_person(login, {Role::technician});
    std::vector<std::string> seen;
    std::string cursor;
    do {
        const Json page =
            json_of(lab->get("/api/v1/accounts?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor), admin));
        for (const auto& item : page["items"]) seen.push_back(item["login"]);
        cursor = page["next_cursor"].is_null() ? "" : page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    EXPECT_THAT(seen, ElementsAre("admin", "an.nv", "chi", "dung", "giang"));
    EXPECT_EQ(json_of(lab->get("/api/v1/accounts?q=Giang", admin))["items"].size(), 1U);
}

TEST_P(AccountsOnEachEngine, ADisabledAccountIsOutAtOnce) {
    const Visitor person = lab->sign_in("an.nv");
    EXPECT_EQ(outcome(lab->send("POST", address(an, "/disabling"), {{"disabled", true}, {"reason", " "}}, admin)),
              "422 reason.missing");
    EXPECT_EQ(outcome(lab->send("POST", address(an, "/disabling"), {{"disabled", true}, {"reason", "left"}}, admin)),
              "200");
    EXPECT_EQ(outcome(lab->get("/api/v1/session", person)), "401 session.ended");
    EXPECT_EQ(outcome(lab->send("POST", address(an, "/disabling"), {{"disabled", false}, {"reason", "back"}}, admin)),
              "200");
    EXPECT_NO_THROW(lab->sign_in("an.nv"));
    EXPECT_THAT(actions("account", an.value), ElementsAre("account.enabled", "account.disabled", "account.added"));
}

TEST_P(AccountsOnEachEngine, NobodyGivesRolesToOneselfAndTheLastAdministratorStays) {
    const Json me = json_of(lab->get("/api/v1/session", admin))["account"]["id"];
    const std::string own = "/api/v1/accounts/" + me.dump();
    EXPECT_EQ(outcome(lab->send("PUT", own + "/roles", {{"roles", {"administrator", "head"}}}, admin)),
              "422 roles.own");
    EXPECT_EQ(outcome(lab->send("POST", own + "/disabling", {{"disabled", true}, {"reason", "x"}}, admin)),
              "422 account.own");
    const AccountId other = lab->add_person("second", {Role::administrator});
    const Visitor second = lab->sign_in("second");
    EXPECT_EQ(outcome(lab->send("POST", own + "/disabling", {{"disabled", true}, {"reason", "x"}}, second)), "200");
    EXPECT_EQ(outcome(lab->send("PUT", address(other, "/roles"), {{"roles", {"head"}}}, second)), "422 roles.own");
    EXPECT_EQ(json_of(lab->send("PUT", address(an, "/roles"), {{"roles", {"verifier", "custodian"}}}, second))["roles"],
              (Json{"custodian", "verifier"}));
}

TEST_P(AccountsOnEachEngine, ALoneAdministratorResetsAtOnceAndTheOwnerIsTold) {
    const Visitor person = lab->sign_in("an.nv");
    const auto done =
        lab->send("POST", address(an, "/reset"), {{"remove_second_factor", false}, {"reason", "quên mật khẩu"}}, admin);
    ASSERT_EQ(outcome(done), "202");
    EXPECT_EQ(json_of(done)["state"], "done");
    EXPECT_EQ(json_of(done)["owner_told"], "no_mail_host") << "whoever did it tells the owner";
    EXPECT_EQ(outcome(lab->get("/api/v1/session", person)), "401 session.ended");
    const Visitor again = lab->sign_in("an.nv", json_of(done)["initial_password"].get<std::string>());
    EXPECT_EQ(json_of(lab->get("/api/v1/session", again))["identity_confirmed"], false);
    const auto mail = lab->database->read([](storage::Transaction& t) {
        const auto row = t.one("SELECT to_address, text FROM outbox");
        return std::pair(row->get<std::string>(0), row->get<std::string>(1));
    });
    EXPECT_EQ(mail.first, "an.nv@lab.example.vn");
    EXPECT_THAT(mail.second, HasSubstr("Laboratory TEST"));
    EXPECT_THAT(mail.second, ::testing::Not(HasSubstr(json_of(done)["initial_password"].get<std::string>())));
}

TEST_P(AccountsOnEachEngine, WhoResetsIsToldWhereTheOwnerCannotBe) {
    const auto sends = [&](bool mail) {
        lab->database->write([&](storage::Transaction& t) { operations::note_sends_mail(t, mail); });
    };
    sends(true);
    const auto reset = [&] {
        return json_of(lab->send("POST", address(an, "/reset"), {{"remove_second_factor", false}, {"reason", "lost"}},
                                 admin))["owner_told"];
    };
    EXPECT_EQ(reset(), "by_mail");
    ASSERT_EQ(outcome(lab->send("PATCH", address(an), {{"email", ""}}, admin,
                                {{"If-Match", *lab->get(address(an), admin).header("ETag")}})),
              "200");
    EXPECT_EQ(reset(), "no_address");
    sends(false);
    EXPECT_EQ(reset(), "no_address");
}

TEST_P(AccountsOnEachEngine, ASecondAdministratorMustAgreeToAReset) {
    lab->add_person("second", {Role::administrator});
    const Visitor second = lab->sign_in("second");
    const auto asked =
        lab->send("POST", address(an, "/reset"), {{"remove_second_factor", true}, {"reason", "lost"}}, admin);
    EXPECT_EQ(json_of(asked)["state"], "waiting");
    EXPECT_EQ(json_of(asked)["initial_password"], nullptr);
    EXPECT_EQ(json_of(asked)["owner_told"], nullptr);
    EXPECT_NO_THROW(lab->sign_in("an.nv"));
    EXPECT_EQ(
        outcome(lab->send("POST", address(an, "/reset"), {{"remove_second_factor", true}, {"reason", "lost"}}, second)),
        "409 reset.waiting");
    EXPECT_EQ(json_of(lab->get(address(an), admin))["open_reset"]["reason"], "lost");

    const std::string decision = "/api/v1/resets/" + json_of(asked)["reset"]["id"].dump() + "/decision";
    EXPECT_EQ(outcome(lab->send("POST", decision, {{"decision", "confirm"}}, admin)), "422 reset.second_refused");
    EXPECT_EQ(outcome(lab->send("POST", decision, {{"decision", "take_back"}}, second)), "422 reset.not_yours");
    const auto agreed = lab->send("POST", decision, {{"decision", "confirm"}}, second);
    EXPECT_EQ(json_of(agreed)["state"], "done");
    EXPECT_EQ(outcome(lab->send("POST", decision, {{"decision", "confirm"}}, second)), "404 reset.unknown");
    EXPECT_NO_THROW(lab->sign_in("an.nv", json_of(agreed)["initial_password"].get<std::string>()));
    EXPECT_EQ(json_of(lab->get(address(an), admin))["open_reset"], nullptr);

    const auto taken =
        lab->send("POST", address(an, "/reset"), {{"remove_second_factor", false}, {"reason", "again"}}, admin);
    const std::string other = "/api/v1/resets/" + json_of(taken)["reset"]["id"].dump() + "/decision";
    EXPECT_EQ(json_of(lab->send("POST", other, {{"decision", "take_back"}}, admin))["state"], "refused");
}

TEST_P(AccountsOnEachEngine, AfterAResetAnotherPersonConfirmsWhoItIs) {
    lab->add_person("quality", {Role::quality_manager});
    const Visitor quality = lab->sign_in("quality");
    ASSERT_EQ(
        outcome(lab->send("POST", address(an, "/reset"), {{"remove_second_factor", false}, {"reason", "lost"}}, admin)),
        "202");
    EXPECT_EQ(outcome(lab->send("POST", address(an, "/identity"), {{"remark", "CCCD"}}, admin)),
              "422 identity.reset_by");
    EXPECT_EQ(outcome(lab->send("POST", address(an, "/identity"), {{"remark", " "}}, quality)), "422 remark.missing");
    EXPECT_EQ(outcome(lab->send("POST", address(an, "/identity"), {{"remark", "CCCD seen"}}, quality)), "200");
    EXPECT_EQ(outcome(lab->send("POST", address(an, "/identity"), {{"remark", "CCCD seen"}}, quality)),
              "409 state.wrong");
    EXPECT_THAT(actions("account", an.value),
                ElementsAre("account.identity_confirmed", "account.password_reset", "account.added"));
}

TEST_P(AccountsOnEachEngine, AuthorisationsAreGrantedByOthersAndEndedWithAReason) {
    const AccountId manager = lab->add_person("manager", {Role::technical_manager});
    const Visitor visitor = lab->sign_in("manager");
    const Json grant = {
        {"activity", "perform"}, {"procedure_code", "QT-AK-01"}, {"valid_from", "2026-03-01"}, {"valid_to", nullptr}};
    const auto made = lab->send("POST", address(an, "/authorisations"), grant, visitor);
    ASSERT_EQ(outcome(made), "201");
    EXPECT_EQ(json_of(made)["granted_by"]["name"], "Person manager");
    EXPECT_EQ(lab->send("POST", address(manager, "/authorisations"), grant, visitor).status, 422);
    const std::string one = address(an, "/authorisations/" + json_of(made)["id"].dump());
    EXPECT_EQ(outcome(lab->ask({.method = "DELETE", .target = one}, visitor)), "422 reason.missing");
    EXPECT_EQ(outcome(lab->ask({.method = "DELETE", .target = one + "?reason=left"}, visitor)), "204");
    const Json all = json_of(lab->get(address(an, "/authorisations"), visitor));
    EXPECT_EQ(all["items"][0]["ended_reason"], "left");
    EXPECT_EQ(
        outcome(lab->ask({.method = "DELETE", .target = address(manager, "/authorisations/1?reason=x")}, visitor)),
        "404 authorisation.unknown");
}

TEST_P(AccountsOnEachEngine, SettingsAreChangedAllOrNothing) {
    const auto changed = lab->send("PATCH", "/api/v1/settings",
                                   {{"body", {{"name_vi", "Trung tâm Kỹ thuật 3"}, {"registration_number", "ĐK 123"}}},
                                    {"values", {{"valid_to", "exact"}, {"calibration.last_day", "form"}}}},
                                   admin);
    ASSERT_EQ(outcome(changed), "200");
    EXPECT_EQ(json_of(changed)["body"]["registration_number"], "ĐK 123");
    EXPECT_EQ(lab->send("PATCH", "/api/v1/settings",
                        {{"body", {{"city", ""}}}, {"values", {{"issue.unsigned", "allow"}}}}, admin)
                  .status,
              422);
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", {{"values", {{"no.such", "1"}}}}, admin)),
              "400 setting.unknown");
    std::map<std::string, std::string> values;
    const Json settings = json_of(lab->get("/api/v1/settings", admin));
    for (const auto& row : settings["settings"]) values.emplace(row["name"], row["value"]);
    EXPECT_EQ(values.at("issue.unsigned"), "forbid");
    EXPECT_EQ(values.at("valid_to"), "exact");
    EXPECT_EQ(values.at("calibration.last_day"), "form");
    EXPECT_EQ(values.at("calibration.months"), "12");
    EXPECT_EQ(outcome(lab->send("PATCH", "/api/v1/settings", {{"values", {{"calibration.months", "0"}}}}, admin)),
              "400 setting.malformed");
    EXPECT_THAT(actions("body", lab->body.value), ElementsAre("body.settings_changed", "body.founded"));
}

TEST_P(AccountsOnEachEngine, TheInstallationSaysWhoseItIsToEverybody) {
    EXPECT_EQ(json_of(lab->get("/api/v1/installation"))["restore_tested_on"], nullptr);
    lab->database->write(
        [](storage::Transaction& t) { operations::note_restore_test(t, date_from_iso("2026-02-28")); });
    const Json facts = json_of(lab->get("/api/v1/installation"));
    EXPECT_EQ(facts["name_en"], "Laboratory TEST");
    EXPECT_EQ(facts["restore_tested_on"], "2026-02-28");
    EXPECT_EQ(facts["utc_offset_minutes"], 420);
}

}  // namespace
}  // namespace chuan::test
