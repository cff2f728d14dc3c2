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
    ASSERT_EQ(place->run({"user", "add", "second", "--name", "Trần Hai", "--role", "administrator"}).exit_code, 0);
    const Ran waits = place->run({"user", "password", "admin", "--reason", "quên"});
    EXPECT_EQ(waits.exit_code, 0) << waits.err;
    EXPECT_THAT(waits.out, HasSubstr("an administrator must agree"));
    EXPECT_EQ(place->run({"user", "password", "admin", "--reason", "quên"}).exit_code, 2);
}

TEST_P(UserOnEachEngine, AProgramGetsAToken) {
    ASSERT_EQ(place->run({"user", "add", "may", "--name", "Máy đo", "--role", "technical_manager"}).exit_code, 0);
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
}

}  // namespace
}  // namespace chuan::test
