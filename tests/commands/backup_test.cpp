#include <fstream>

#include <gmock/gmock.h>

#include "server/commands/manifest.h"
#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class BackupOnEachEngine : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, BackupOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(BackupOnEachEngine, IsTakenWhileServingAndRestoredIntoAnEmptyPlace) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string backup = (place.root() / "backup").string();
    {
        const Serving serving(place);
        const std::string cookie = serving.sign_in("admin");
        ASSERT_EQ(serving.ask("POST", "/api/v1/accounts", kLan, {cookie}).status, 201);
        const Ran made = place.run({"backup", backup});
        ASSERT_EQ(made.exit_code, 0) << made.err;
        EXPECT_EQ(place.run({"backup", backup}).exit_code, 2);
        EXPECT_EQ(serving.ask("GET", "/readyz").status, 200);
    }
    EXPECT_TRUE(server::commands::check_manifest(backup).empty());

    const Place other(GetParam());
    const Ran restored = other.run({"restore", backup});
    ASSERT_EQ(restored.exit_code, 0) << restored.err << restored.out;
    EXPECT_THAT(restored.out, HasSubstr("the trail is whole"));
    EXPECT_THAT(restored.out, HasSubstr("chuan key make"));
    EXPECT_EQ(other.run({"restore", backup}).exit_code, 2);
    EXPECT_EQ(other.run({"serve", "--port", "0"}).exit_code, 3);
    ASSERT_EQ(other.run({"key", "make"}).exit_code, 0);
    EXPECT_EQ(other.run({"key", "make"}).exit_code, 2);
    const Serving serving(other);
    EXPECT_EQ(serving.ask("GET", "/api/v1/accounts?q=lan", "", {serving.sign_in("admin")}).json()["items"].size(), 1U);
    EXPECT_NE(serving.ask("GET", "/api/v1/installation").json()["restore_tested_on"], nullptr);
}

TEST_P(BackupOnEachEngine, ARestoreTestIsNotedInTheLaboratoryAndLeavesNothing) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string backup = (place.root() / "backup").string();
    ASSERT_EQ(place.run({"backup", backup}).exit_code, 0);
    const Borrowed borrowed(GetParam());
    for (int time = 0; time < 2; ++time) {  // the place of the first test is empty for the second
        const Ran tested = place.run(borrowed.with_into({"restore", "--test", backup, "--json"}));
        ASSERT_EQ(tested.exit_code, 0) << tested.err;
        EXPECT_EQ(Json::parse(tested.out)["good"], true);
        EXPECT_EQ(Json::parse(tested.out)["noted"], true);
        EXPECT_FALSE(Json::parse(tested.out)["trail"].empty());
    }
    const Serving serving(place);
    EXPECT_NE(serving.ask("GET", "/api/v1/installation").json()["restore_tested_on"], nullptr);
    EXPECT_TRUE(borrowed.is_empty());
}

TEST_P(BackupOnEachEngine, ARestoreTestIsNotedWhileTheServiceRuns) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string backup = (place.root() / "backup").string();
    const Borrowed borrowed(GetParam());
    const Serving serving(place);
    ASSERT_EQ(place.run({"backup", backup}).exit_code, 0);
    ASSERT_EQ(serving.ask("GET", "/api/v1/installation").json()["restore_tested_on"], nullptr);
    const Ran tested = place.run(borrowed.with_into({"restore", "--test", backup}));
    ASSERT_EQ(tested.exit_code, 0) << tested.err;
    EXPECT_EQ(tested.err, "");
    EXPECT_THAT(tested.out, HasSubstr("the trail is whole"));
    EXPECT_THAT(tested.out, HasSubstr(backup + " can be restored; "));
    EXPECT_TRUE(soon(std::chrono::seconds(30), [&] {
        return serving.ask("GET", "/api/v1/installation").json()["restore_tested_on"] != nullptr;
    }));
    EXPECT_TRUE(soon(std::chrono::seconds(30), [&] { return !fs::exists(place.data() / "restore-tested-on"); }));
}

TEST(Backup, ADayOfARestoreTestThatCannotBeIsNotTakenOver) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    for (const char* text : {"2999-12-31\n", "yesterday\n", ""}) {
        const fs::path note = place.file("data/restore-tested-on", text);
        const Serving serving(place);
        EXPECT_TRUE(soon(std::chrono::seconds(30), [&] { return !fs::exists(note); })) << text;
        EXPECT_TRUE(soon(std::chrono::seconds(30), [&] {
            return serving.log().find("test the backup again") != std::string::npos ||
                   serving.log().find("yesterday") != std::string::npos;
        })) << serving.log();
        EXPECT_EQ(serving.ask("GET", "/api/v1/installation").json()["restore_tested_on"], nullptr) << text;
    }
}

TEST(Backup, OnPostgresARestoreTestAsksForAnEmptyDatabaseThatIsNotTheLaboratorys) {
    if (const auto reason = unavailable("postgres")) GTEST_SKIP() << *reason;
    const Place place("postgres");
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string backup = (place.root() / "backup").string();
    ASSERT_EQ(place.run({"backup", backup}).exit_code, 0);
    const Ran unnamed = place.run({"restore", "--test", backup});
    EXPECT_EQ(unnamed.exit_code, 2);
    EXPECT_THAT(unnamed.err, HasSubstr("--into postgresql://"));
    const Ran folder = place.run({"restore", "--test", backup, "--into", place.root().string()});
    EXPECT_EQ(folder.exit_code, 2);
    const Ran own = place.run({"restore", "--test", backup, "--into", place.options().address});
    EXPECT_EQ(own.exit_code, 2);
    EXPECT_THAT(own.err, HasSubstr("never a laboratory's own"));
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM account"), 1) << "nothing of the laboratory is touched";
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM installation WHERE name = 'last_restore_test'"), 0);
    const Place on_sqlite("sqlite");
    ASSERT_EQ(on_sqlite.init().exit_code, 0);
    EXPECT_EQ(on_sqlite.run({"restore", "--test", backup, "--into", place.options().address}).exit_code, 2);
}

TEST(Backup, AChangedMissingOrAddedFileIsNamedAndNothingIsRestored) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const fs::path backup = place.root() / "backup";
    ASSERT_EQ(place.run({"backup", backup.string()}).exit_code, 0);
    const auto refused = [&](const char* words) {
        const Place other("sqlite");
        const Ran ran = other.run({"restore", backup.string()});
        EXPECT_EQ(ran.exit_code, 1);
        EXPECT_THAT(ran.err, HasSubstr(words));
        EXPECT_FALSE(fs::exists(other.data()));
    };
    place.file("backup/extra", "x");
    refused("extra does not belong");
    fs::remove(backup / "extra");
    {
        std::fstream file(backup / "chuan.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(5000);
        file << "x";
    }
    refused("chuan.db is not what was backed up");
    fs::remove(backup / "chuan.db");
    refused("chuan.db is missing");
    fs::remove(backup / "manifest.sha256");
    refused("no whole backup");
}

TEST(Backup, ABackupOfANewerReleaseIsRefused) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const fs::path backup = place.root() / "backup";
    ASSERT_EQ(place.run({"backup", backup.string()}).exit_code, 0);
    place.file("backup/backup.json",
               R"({"engine":"sqlite","schema":999,"release":"9","installation":"x","made_at":"2026-01-01T00:00:00Z"})");
    server::commands::write_manifest(backup);
    const Place other("sqlite");
    const Ran ran = other.run({"restore", backup.string()});
    EXPECT_EQ(ran.exit_code, 3);
    EXPECT_THAT(ran.err, HasSubstr("newer release"));
}

}  // namespace
}  // namespace chuan::test
