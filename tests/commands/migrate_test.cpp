// An upgrade from end to end: a laboratory of this program, taken over by the program of a later release.

#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class MigrateOnEachEngine : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        place = std::make_unique<Place>(GetParam());
        borrowed = std::make_unique<Borrowed>(GetParam());
        ASSERT_EQ(place->init().exit_code, 0);
        backup = (place->root() / "backup").string();
    }
    Ran next(std::vector<std::string> arguments) const { return place->run(std::move(arguments), Release::next); }

    std::unique_ptr<Place> place;
    std::unique_ptr<Borrowed> borrowed;
    std::string backup;
};
INSTANTIATE_TEST_SUITE_P(Engines, MigrateOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(MigrateOnEachEngine, ALaterReleaseSaysHowAndMigratesAfterABackupThatWasTried) {
    EXPECT_EQ(place->run({"migrate", "--check"}).exit_code, 0);
    for (const auto& arguments : {std::vector<std::string>{"serve", "--port", "0"}, {"migrate", "--check"}}) {
        const Ran refused = next(arguments);
        EXPECT_EQ(refused.exit_code, 3);
        EXPECT_THAT(refused.err, AllOf(HasSubstr("older release"), HasSubstr("chuan migrate --backup FOLDER")));
    }
    const Ran done = next(borrowed->with_into({"migrate", "--backup", backup}));
    ASSERT_EQ(done.exit_code, 0) << done.err;
    EXPECT_THAT(done.out, HasSubstr("schema 1 -> 2"));
    EXPECT_TRUE(borrowed->is_empty());
    EXPECT_GT(place->number("SELECT COUNT(*) FROM later_remark"), 0);
    EXPECT_EQ(next({"migrate", "--check"}).exit_code, 0);
    EXPECT_EQ(next({"trail", "verify"}).exit_code, 0);
    {
        const Serving serving(*place, {}, Release::next);
        EXPECT_EQ(serving.ask("GET", "/api/v1/session", "", {serving.sign_in("admin")}).status, 200);
    }
    for (const auto& arguments : {std::vector<std::string>{"serve", "--port", "0"}, {"migrate"}}) {
        const Ran older = place->run(arguments);
        EXPECT_EQ(older.exit_code, 3);
        EXPECT_THAT(older.err, HasSubstr("2"));
    }
}

TEST_P(MigrateOnEachEngine, ABackupOfAnOlderReleaseIsRestoredByALaterOne) {
    ASSERT_EQ(place->run({"backup", backup}).exit_code, 0);
    const Place other(GetParam());
    const Ran restored = other.run({"restore", backup}, Release::next);
    ASSERT_EQ(restored.exit_code, 0) << restored.err;
    EXPECT_THAT(restored.out, HasSubstr("the trail is whole"));
    EXPECT_EQ(other.number("SELECT COUNT(*) FROM account"), 1);
    EXPECT_GT(other.number("SELECT COUNT(*) FROM later_remark"), 0) << "the migration saw the rows";
    EXPECT_EQ(other.run({"migrate", "--check"}, Release::next).exit_code, 0);
    EXPECT_EQ(other.run({"restore", backup}, Release::next).exit_code, 2) << "only into an empty place";
}

TEST_P(MigrateOnEachEngine, WithoutABackupThatCanBeTriedNothingIsChanged) {
    const Ran nothing = next({"migrate"});
    EXPECT_EQ(nothing.exit_code, 2);
    EXPECT_THAT(nothing.err, HasSubstr("name its folder with --backup"));
    if (place->on_postgres()) {
        const Ran untried = next({"migrate", "--backup", backup});
        EXPECT_EQ(untried.exit_code, 2);
        EXPECT_THAT(untried.err, HasSubstr("--into postgresql://"));
        const Ran own = next({"migrate", "--backup", backup, "--into", place->options().address});
        EXPECT_EQ(own.exit_code, 2);
        EXPECT_THAT(own.err, HasSubstr("never a laboratory's own"));
    }
    EXPECT_EQ(place->run({"migrate", "--check"}).exit_code, 0) << "still of the older release";
}

TEST(Migrate, GivesTheDatabaseToAnotherRoleOfTheService) {
    if (const auto reason = unavailable("postgres")) GTEST_SKIP() << *reason;
    const ServiceRole role;  // goes after the database in which it has rights
    const Place place("postgres");
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string owner = place.options().address, service = role.at(owner);
    EXPECT_NE(place.run({"trail", "verify", "--database", service}).exit_code, 0);
    const Ran given = place.run({"migrate", "--database", service, "--database-owner", owner});
    EXPECT_EQ(given.exit_code, 0) << given.err;
    EXPECT_EQ(place.run({"trail", "verify", "--database", service}).exit_code, 0);
}

TEST(Migrate, RefusesADatabaseOfANewerRelease) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    EXPECT_EQ(place.run({"migrate"}).exit_code, 0);
    place.tamper(
        "INSERT INTO schema_migration SELECT number + 900, name, checksum, applied_at FROM schema_migration LIMIT 1");
    const Ran ran = place.run({"serve", "--port", "0"});
    EXPECT_EQ(ran.exit_code, 3);
    EXPECT_EQ(place.run({"migrate"}).exit_code, 3);
}

}  // namespace
}  // namespace chuan::test
