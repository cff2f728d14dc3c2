#include "storage/migrator.h"

#include <thread>

#include "base/error.h"
#include "storage/preparation.h"
#include "storage/sql_text.h"
#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

using test::TestDatabase;

constexpr Migration kFirst{1, "jobs", R"sql(
-- jobs; and more
CREATE TABLE job (id {identity}, number TEXT {ordered} NOT NULL UNIQUE, picture {bytes});
INSERT INTO job (number) VALUES ('a;b'); /* a; comment */
)sql"};
constexpr Migration kSecond{2, "remarks", "ALTER TABLE job ADD COLUMN remark TEXT;"};
constexpr Migration kSecondEdited{2, "remarks", "ALTER TABLE job ADD COLUMN remark BIGINT;"};
constexpr Migration kBroken{2, "broken", "ALTER TABLE job ADD COLUMN remark TEXT; INSERT INTO nowhere VALUES (1);"};

const std::vector<Migration> kOld{kFirst};
const std::vector<Migration> kNew{kFirst, kSecond};

template <class Attempt>
std::string code_of(Attempt&& attempt) {
    try {
        attempt();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::unavailable);
        return error.code();
    }
    return "went through";
}

class MigratorOnEachEngine : public test::OnEachEngine {
  protected:
    SettableClock clock_{moment_from_iso("2026-03-01T02:00:00Z")};
};

INSTANTIATE_TEST_SUITE_P(Engines, MigratorOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(MigratorOnEachEngine, BringsTheSchemaUpOnceAndRecordsIt) {
    const TestDatabase database(GetParam(), TestDatabase::Content::empty);
    EXPECT_EQ(schema_of(*database), 0);
    migrate(*database, clock_, kOld);
    EXPECT_EQ(schema_of(*database), 1);
    EXPECT_EQ(code_of([&] { require_schema(*database, kNew); }), "database.older");
    clock_.advance(std::chrono::hours(24));
    migrate(*database, clock_, kNew);
    migrate(*database, clock_, kNew);
    require_schema(*database, kNew);
    const auto rows = database->read([](Transaction& t) {
        return t
            .execute(
                "SELECT m.name, m.applied_at, j.number, j.id, j.remark FROM schema_migration m "
                "JOIN job j ON j.id = 1 ORDER BY m.number")
            .rows;
    });
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].get<std::string>(1), "2026-03-01T02:00:00Z");
    EXPECT_EQ(rows[1].get<std::string>(0), "remarks");
    EXPECT_EQ(rows[1].get<std::string>(1), "2026-03-02T02:00:00Z");
    EXPECT_EQ(rows[1].get<std::string>(2), "a;b");
    EXPECT_TRUE(rows[1].is_null(4));
}

TEST_P(MigratorOnEachEngine, RefusesADatabaseNewerThanTheProgram) {
    const TestDatabase database(GetParam(), TestDatabase::Content::empty);
    migrate(*database, clock_, kNew);
    EXPECT_EQ(code_of([&] { migrate(*database, clock_, kOld); }), "database.newer");
    EXPECT_EQ(code_of([&] { require_schema(*database, kOld); }), "database.newer");
    EXPECT_EQ(schema_of(*database), 2);
}

TEST_P(MigratorOnEachEngine, RefusesAScriptEditedAfterItWasApplied) {
    const TestDatabase database(GetParam(), TestDatabase::Content::empty);
    migrate(*database, clock_, kNew);
    const std::vector<Migration> edited{kFirst, kSecondEdited};
    EXPECT_EQ(code_of([&] { migrate(*database, clock_, edited); }), "database.changed_migration");
}

TEST_P(MigratorOnEachEngine, LeavesNothingOfAScriptThatFails) {
    const TestDatabase database(GetParam(), TestDatabase::Content::empty);
    const std::vector<Migration> broken{kFirst, kBroken};
    EXPECT_THROW(migrate(*database, clock_, broken), DatabaseError);
    EXPECT_EQ(schema_of(*database), 1);
    migrate(*database, clock_, kNew);
    EXPECT_EQ(schema_of(*database), 2);
}

TEST_P(MigratorOnEachEngine, CountsIdentitiesOnWithoutReuse) {
    const TestDatabase database(GetParam(), TestDatabase::Content::empty);
    migrate(*database, clock_, kOld);
    const auto add = [&](const char* number) {
        return database->write([&](Transaction& t) {
            return t.one("INSERT INTO job (number) VALUES ($1) RETURNING id", {number})->get<int>(0);
        });
    };
    const int second = add("b");
    database->write([&](Transaction& t) { t.execute("DELETE FROM job WHERE id = $1", {second}); });
    EXPECT_EQ(add("c"), second + 1);
}

TEST_P(MigratorOnEachEngine, MigratesToTheProgramsOwnSchema) {
    const TestDatabase database(GetParam());
    EXPECT_GE(newest_schema(), 1);
    EXPECT_EQ(schema_of(*database), newest_schema());
    require_schema(*database);
    EXPECT_EQ(database->read([](Transaction& t) { return t.one("SELECT count(*) FROM reading")->get<int>(0); }), 0);
}

TEST(PostgresMigrator, LetsTwoProcessesMigrateAtOnce) {
    if (const auto reason = test::unavailable("postgres")) GTEST_SKIP() << *reason;
    const TestDatabase database("postgres", TestDatabase::Content::empty);
    {
        std::vector<std::jthread> processes;
        for (int number = 0; number < 4; ++number)
            processes.emplace_back([&] { migrate(*database.opened_again(), SystemClock(), kNew); });
    }
    EXPECT_EQ(schema_of(*database), 2);
    EXPECT_EQ(database->read([](Transaction& t) { return t.one("SELECT count(*) FROM job")->get<int>(0); }), 1);
}

TEST(SqlText, KeepsQuotesCommentsAndTriggersWhole) {
    const std::string script = R"sql(
        -- first; comment
        CREATE TABLE a (t TEXT DEFAULT ';' -- why; not
        );
        CREATE TRIGGER g BEFORE DELETE ON a BEGIN SELECT RAISE(ABORT, 'no;'); SELECT 1; END;
        ;
        /* last; one */ INSERT INTO a (t) VALUES ('it''s; so');
        -- the end
    )sql";
    const auto statements = statements_of(script);
    ASSERT_EQ(statements.size(), 3u);
    EXPECT_TRUE(statements[0].starts_with("CREATE TABLE a"));
    EXPECT_TRUE(statements[1].ends_with("SELECT 1; END"));
    EXPECT_EQ(statements[2], "INSERT INTO a (t) VALUES ('it''s; so')");
    EXPECT_THROW(statements_of("CREATE TABLE a (t TEXT); CREATE TABLE b (t TEXT)"), std::logic_error);
    EXPECT_TRUE(statements_of(" -- nothing\n").empty());
}

TEST(SqlText, ReplacesWhatDiffersByEngine) {
    EXPECT_EQ(for_engine("id {identity}, b {bytes}, t TEXT {ordered}", Engine::sqlite),
              "id INTEGER PRIMARY KEY AUTOINCREMENT, b BLOB, t TEXT ");
    EXPECT_EQ(for_engine("id {identity}, b {bytes}, t TEXT {ordered}", Engine::postgres),
              "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, b BYTEA, t TEXT COLLATE \"C\"");
    EXPECT_THROW(for_engine("{moment}", Engine::sqlite), std::logic_error);
}

}  // namespace
}  // namespace chuan::storage
