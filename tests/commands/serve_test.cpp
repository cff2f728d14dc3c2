#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;

class ServeOnEachEngine : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, ServeOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(ServeOnEachEngine, AnswersUntilItIsToldToStop) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    Serving serving(place);
    EXPECT_EQ(serving.ask("GET", "/healthz").body, "ok\n");
    EXPECT_EQ(serving.ask("GET", "/readyz").status, 200);
    EXPECT_THAT(serving.ask("GET", "/metrics").body, HasSubstr("chuan_ready 1"));
    EXPECT_EQ(serving.ask("GET", "/api/v1/installation").json()["name_en"], "Centre 3");
    EXPECT_EQ(serving.ask("GET", "/api/v1/settings").status, 401);
    const std::string cookie = serving.sign_in("admin");
    const auto session = serving.ask("GET", "/api/v1/session", "", {cookie});
    EXPECT_EQ(session.json()["account"]["login"], "admin");
    const auto added = serving.ask("POST", "/api/v1/accounts", kLan, {cookie});
    EXPECT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(serving.stop(), 0);
    EXPECT_THAT(serving.out(), HasSubstr("chuan is stopping"));

    Serving again(place);
    EXPECT_EQ(again.ask("GET", "/api/v1/accounts?q=lan", "", {again.sign_in("admin")}).json()["items"].size(), 1U);
}

TEST(Serve, SaysHowToInstallTheInterfaceWhereThereIsNone) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string web = (place.root() / "web").string();
    {
        const Serving serving(place, {"--web", web});
        EXPECT_THAT(serving.out(), HasSubstr("the web interface is not installed"));
        EXPECT_THAT(serving.ask("GET", "/").body, HasSubstr("Chuẩn is running"));
    }
    std::filesystem::create_directory(web);
    place.file("web/index.html", "<!doctype html><title>the interface</title>");
    const Serving serving(place, {"--web", web});
    const auto page = serving.ask("GET", "/jobs/7");
    EXPECT_THAT(page.body, HasSubstr("the interface"));
    EXPECT_NE(page.headers.at("ETag"), "");
}

TEST(Serve, AWritingCommandIsRefusedMeanwhileAndReadingOnesWork) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const Serving serving(place);
    const Ran refused = place.run({"user", "add", "lan.nt", "--name", "Lan", "--role", "technician"});
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_THAT(refused.err, HasSubstr("the service is running with the database"));
    EXPECT_EQ(place.run({"init"}).exit_code, 3);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST(Serve, WritesNothingWhenAGuardIsMissing) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    { const Serving serving(place, {"--web", "/nowhere"}); }
    place.tamper("DROP TRIGGER guard_reading_update");
    Serving serving(place);
    const auto ready = serving.ask("GET", "/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_THAT(ready.body, HasSubstr("guard"));
    EXPECT_THAT(ready.body, HasSubstr("put them back with chuan migrate"));
    EXPECT_EQ(serving.ask("GET", "/api/v1/installation").status, 200);
    const std::string reader = serving.sign_in("admin");
    EXPECT_EQ(serving.ask("GET", "/api/v1/accounts", "", {reader}).status, 200);
    const auto refused = serving.ask("POST", "/api/v1/accounts", kLan, {reader});
    EXPECT_EQ(refused.status, 503);
    EXPECT_THAT(refused.body, HasSubstr("database.read_only"));
    EXPECT_EQ(serving.stop(), 0);
    EXPECT_EQ(place.run({"migrate"}).exit_code, 0);
    Serving again(place);
    EXPECT_EQ(again.ask("GET", "/readyz").status, 200);
    EXPECT_EQ(again.ask("GET", "/api/v1/accounts", "", {reader}).status, 401) << "nothing of it was written";
    EXPECT_EQ(again.ask("POST", "/api/v1/accounts", kLan, {again.sign_in("admin")}).status, 201);
}

}  // namespace
}  // namespace chuan::test
