#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;

class UserOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        place = std::make_unique<Place>(GetParam());
        ASSERT_EQ(place->init().exit_code, 0);
    }
    std::unique_ptr<Place> place;
};
INSTANTIATE_TEST_SUITE_P(Engines, UserOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(UserOnEachEngine, AnAccountIsAddedGivenRolesAndDisabled) {
    const Ran added = place->run(
        {"user", "add", "lan.nt", "--name", "Nguyễn Thị Lan", "--role", "technician", "--role", "verifier", "--json"});
    ASSERT_EQ(added.exit_code, 0) << added.err;
    const std::string password = Json::parse(added.out)["initial_password"];
    EXPECT_EQ(place->run({"user", "add", "lan.nt", "--name", "Lan", "--role", "technician"}).exit_code, 2);
    EXPECT_EQ(place->run({"user", "add", "lan.xy", "--name", "Lan", "--role", "king"}).exit_code, 2);
    EXPECT_EQ(place->run({"user", "role", "lan.nt", "custodian"}).exit_code, 0);
    EXPECT_EQ(place->run({"user", "role", "admin", "head"}).exit_code, 2);
    EXPECT_EQ(place->run({"user", "role", "nobody", "head"}).exit_code, 2);
    {
        const Serving serving(*place);
        const auto session = serving.ask("GET", "/api/v1/session", "", {serving.sign_in("lan.nt", password)}).json();
        EXPECT_EQ(session["roles"], Json{"custodian"});
        EXPECT_EQ(session["must_change_password"], true);
    }
    EXPECT_EQ(place->run({"user", "disable", "lan.nt", "--reason", "left"}).exit_code, 0);
    {
        const Serving serving(*place);
        EXPECT_THROW(serving.sign_in("lan.nt", password), std::runtime_error);
    }
    EXPECT_EQ(place->run({"user", "disable", "lan.nt", "--enable", "--reason", "back"}).exit_code, 0);
    EXPECT_EQ(place->run({"trail", "verify"}).exit_code, 0);
}

TEST_P(UserOnEachEngine, AResetNeedsTheOtherAdministratorWhereThereIsOne) {
    const Ran at_once = place->run({"user", "password", "admin", "--reason", "quên", "--password-file",
                                    place->file("new", "mật khẩu mới 2026\n")});
    ASSERT_EQ(at_once.exit_code, 0) << at_once.err;
    EXPECT_THAT(at_once.out, HasSubstr("was reset"));
    EXPECT_THAT(at_once.out, HasSubstr("admin has no mail address and is told nothing: tell the owner"));
    ASSERT_EQ(place->run({"user", "add", "second", "--name", "Trần Hai", "--role", "administrator"}).exit_code, 0);
    const Ran waits = place->run({"user", "password", "admin", "--reason", "quên"});
    EXPECT_EQ(waits.exit_code, 0) << waits.err;
    EXPECT_THAT(waits.out, HasSubstr("an administrator must agree"));
    EXPECT_EQ(place->run({"user", "password", "admin", "--reason", "quên"}).exit_code, 2);
}

TEST_P(UserOnEachEngine, AResetSaysWhenNoMailTellsTheOwner) {
    const Place with_address(GetParam());
    ASSERT_EQ(with_address.init({"--email", "quan@lab.example.vn"}).exit_code, 0);
    const std::vector<std::string> reset = {"user", "password", "admin", "--reason", "quên"};
    const Ran unsent = with_address.run(reset);
    ASSERT_EQ(unsent.exit_code, 0) << unsent.err;
    EXPECT_THAT(unsent.out, HasSubstr("mail.host is empty"));
    auto with_host = reset;
    with_host.insert(with_host.end(), {"--config", with_address.file("chuan.properties",
                                                                     "mail.host = mail.example.vn\n"
                                                                     "mail.from = a@example.vn\n")});
    const Ran sent = with_address.run(with_host);
    ASSERT_EQ(sent.exit_code, 0) << sent.err;
    EXPECT_THAT(sent.out, ::testing::Not(HasSubstr("tell the owner")));
    with_host.push_back("--json");
    EXPECT_EQ(Json::parse(with_address.run(with_host).out)["owner_told"], "by_mail");
}

TEST_P(UserOnEachEngine, OnePersonHasOneAccountUnlessTwoAreCalledAlike) {
    const auto add = [&](std::vector<std::string> more) {
        std::vector<std::string> all = {"user", "add", "lan2", "--role", "head"};
        all.insert(all.end(), more.begin(), more.end());
        return place->run(all);
    };
    ASSERT_EQ(place
                  ->run({"user", "add", "lan.nt", "--name", "Nguyễn Thị Lan", "--role", "technician", "--email",
                         "lan@lab.example.vn"})
                  .exit_code,
              0);
    const Ran mail = add({"--name", "Lan", "--email", "Lan@lab.example.vn", "--same-name"});
    EXPECT_EQ(mail.exit_code, 2);
    EXPECT_THAT(mail.err, HasSubstr("Nguyễn Thị Lan (lan.nt)"));
    const Ran name = add({"--name", "Nguyễn thị Lan"});
    EXPECT_EQ(name.exit_code, 2);
    EXPECT_THAT(name.err, HasSubstr("--same-name"));
    EXPECT_EQ(add({"--name", "Nguyễn Thị Lan", "--same-name"}).exit_code, 0);
}

TEST_P(UserOnEachEngine, AProgramGetsAToken) {
    const Ran owner = place->run({"user", "add", "may", "--name", "Máy đo", "--role", "technical_manager", "--json"});
    ASSERT_EQ(owner.exit_code, 0) << owner.err;
    const Ran refused =
        place->run({"user", "token", "may", "--name", "LIMS", "--scope", "review", "--expires-on", "2099-01-01"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("scope review"));
    EXPECT_THAT(refused.err, HasSubstr("last day"));
    EXPECT_EQ(place->run({"user", "token", "may", "--name", "LIMS", "--scope", "fly", "--expires-on", "2099-01-01"})
                  .exit_code,
              2);
    EXPECT_EQ(
        place->run({"user", "token", "may", "--name", "LIMS", "--scope", "read_jobs", "--expires-on", "01/01/2099"})
            .exit_code,
        2);

    const std::string day = to_iso(civil_date(SystemClock().now() + std::chrono::days(30), 420));
    const std::vector<std::string> asked = {"user",    "token",     "may",          "--name", "LIMS",
                                            "--scope", "read_jobs", "--expires-on", day};
    const Ran printed = place->run(asked);
    ASSERT_EQ(printed.exit_code, 0) << printed.err;
    auto in_json = asked;
    in_json[4] = "LIMS 2";
    in_json.push_back("--json");
    const Json made = Json::parse(place->run(in_json).out);
    EXPECT_EQ(made["expires_on"], day);
    const Serving serving(*place);
    const auto status = [&](const char* path, const std::string& secret) {
        return serving.ask("GET", path, "", {"Authorization: Bearer " + secret}).status;
    };
    const auto secret = made["secret"].get<std::string>();
    EXPECT_EQ(status("/api/v1/jobs", secret), 403) << "before its owner has signed in once";
    const std::string first = Json::parse(owner.out)["initial_password"];
    ASSERT_EQ(serving
                  .ask("POST", "/api/v1/account/password",
                       Json{{"current_password", first}, {"new_password", "cân phân tích số 5"}}.dump(),
                       {serving.sign_in("may", first)})
                  .status,
              204);
    EXPECT_EQ(status("/api/v1/jobs", secret), 200);
    EXPECT_EQ(status("/api/v1/accounts", secret), 403) << "outside its scope";
    EXPECT_EQ(status("/api/v1/jobs", secret.substr(1)), 401);
    EXPECT_THAT(printed.out, ::testing::Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace chuan::test
