#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

TEST(Trail, SaysWhichRecordWasChangedPastTheProgram) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const Ran good = place.run({"trail", "verify", "--json"});
    EXPECT_EQ(good.exit_code, 0);
    EXPECT_EQ(Json::parse(good.out)["good"], true);
    EXPECT_GT(Json::parse(good.out)["chains"][1]["acts"].get<int>(), 0);
    EXPECT_NE(Json::parse(good.out)["chains"][1]["not_anchored_since"], nullptr);

    place.tamper("UPDATE account SET name = 'Somebody else'");
    const Ran changed = place.run({"trail", "verify", "--json"});
    EXPECT_EQ(changed.exit_code, 1);
    const Json report = Json::parse(changed.out);
    EXPECT_EQ(report["good"], false);
    EXPECT_THAT(report["chains"][0]["findings"].dump(), HasSubstr("account"));
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 1);
}

TEST(Trail, ADatabaseBehindItsHeadsIsReadOnlyUntilTheLossIsAccountedFor) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const fs::path heads = place.root() / "heads", backup = place.root() / "backup";
    fs::create_directory(heads);
    ASSERT_EQ(place.run({"backup", backup.string()}).exit_code, 0);
    {
        Serving serving(place, {"--heads-to", heads.string()});
        const std::string cookie = serving.sign_in("admin");
        ASSERT_EQ(serving.ask("POST", "/api/v1/accounts", kLan, {cookie}).status, 201);
        ASSERT_EQ(serving.stop(), 0);
    }
    EXPECT_EQ(place.run({"trail", "verify", "--heads-to", heads.string()}).exit_code, 0);

    // The old state comes back, with the key that signed the heads.
    fs::copy(place.data() / "keys", place.root() / "keys");
    fs::remove_all(place.data());
    fs::create_directories(place.data());
    fs::copy(place.root() / "keys", place.data() / "keys");
    EXPECT_EQ(place.run({"restore", backup.string(), "--heads-to", heads.string()}).exit_code, 1);
    {
        const Serving serving(place, {"--heads-to", heads.string()});
        EXPECT_EQ(serving.ask("GET", "/readyz").status, 503);
        const std::string reader = serving.sign_in("admin");
        const auto refused = serving.ask("POST", "/api/v1/accounts", kLan, {reader});
        EXPECT_EQ(refused.status, 503);
        EXPECT_THAT(refused.body, HasSubstr("database.read_only"));
        EXPECT_EQ(serving.ask("GET", "/api/v1/installation").status, 200);
    }
    const Ran accepted =
        place.run({"trail", "accept-loss", "--heads-to", heads.string(), "--reason", "the disk broke on 2 March"});
    EXPECT_EQ(accepted.exit_code, 0) << accepted.err << accepted.out;
    const Serving serving(place, {"--heads-to", heads.string()});
    EXPECT_EQ(serving.ask("GET", "/readyz").status, 200) << serving.ask("GET", "/readyz").body;
    EXPECT_NO_THROW(serving.sign_in("admin"));
}

}  // namespace
}  // namespace chuan::test
