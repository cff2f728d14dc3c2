#include "storage/backup.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "storage/preparation.h"
#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

using test::TestDatabase;
using test::TestFolder;
namespace fs = std::filesystem;

constexpr std::string_view kSetting = "INSERT INTO installation (name, value) VALUES ($1, $2)";

/// Adds rows in pairs, each pair in one transaction, until it goes.
class BusyWriter {
  public:
    explicit BusyWriter(Database& database)
        : thread_([this, &database](std::stop_token stop) {
              for (int number = 0; !stop.stop_requested(); ++number, ++pairs_)
                  database.write([&](Transaction& t) {
                      t.execute(kSetting, {"first " + std::to_string(number), std::string(500, 'x')});
                      t.execute(kSetting, {"second " + std::to_string(number), std::string(500, 'y')});
                  });
          }) {}
    void wait_for(int pairs) const {
        while (pairs_ < pairs) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    int pairs() const { return pairs_; }

  private:
    std::atomic<int> pairs_ = 0;
    std::jthread thread_;
};

std::int64_t count(Database& database, const char* names) {
    return database.read([&](Transaction& t) {
        return t.one("SELECT count(*) FROM installation WHERE name LIKE $1", {names})->get<std::int64_t>(0);
    });
}

template <class Attempt>
std::string code_of(Attempt&& attempt) {
    try {
        attempt();
    } catch (const Error& error) {
        return error.code();
    }
    return "went through";
}

TEST(SqliteBackup, IsOneStateWhileOthersWrite) {
    const TestDatabase database("sqlite");
    const TestFolder folder;
    const fs::path file = folder.path() / "chuan.db";
    std::int64_t told = 0;
    int during = 0, after = 0;
    {
        const BusyWriter writer(*database);
        writer.wait_for(50);
        during = writer.pairs();
        backup_sqlite(*database, file, [&](std::int64_t done, std::int64_t total) {
            told = done == total ? total : told;
            writer.wait_for(during + 5);  // somebody does write while the pages are copied
        });
        after = writer.pairs();
    }
    EXPECT_GT(told, 0);
    EXPECT_GT(after, during);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
    DatabaseOptions options;
    options.address = folder.path().string();
    const auto copy = open_for_work(options);
    EXPECT_EQ(copy->writes_refused(), "");
    EXPECT_GE(count(*copy, "first %"), during);
    EXPECT_EQ(count(*copy, "first %"), count(*copy, "second %"));
    EXPECT_EQ(copy->read([](Transaction& t) { return t.one("PRAGMA integrity_check")->get<std::string>(0); }), "ok");
}

TEST(SqliteBackup, OverwritesNothing) {
    const TestDatabase database("sqlite");
    const TestFolder folder;
    const fs::path file = folder.path() / "copy.db";
    backup_sqlite(*database, file);
    EXPECT_EQ(code_of([&] { backup_sqlite(*database, file); }), "backup.exists");
    EXPECT_EQ(code_of([&] { backup_sqlite(*database, folder.path() / "no" / "folder.db"); }), "backup.failed");
}

TEST(SqliteBackup, ComesBackIntoAnEmptyFolder) {
    const TestDatabase database("sqlite");
    database->write([](Transaction& t) { t.execute(kSetting, {"identity", "Trung tâm"}); });
    const TestFolder backups, target;
    backup_sqlite(*database, backups.path() / "monday.db");
    EXPECT_EQ(code_of([&] { restore_sqlite(backups.path() / "sunday.db", target.path()); }), "restore.failed");
    restore_sqlite(backups.path() / "monday.db", target.path());
    DatabaseOptions options;
    options.address = target.path().string();
    {
        const auto restored = open_for_work(options);
        EXPECT_EQ(count(*restored, "identity"), 1);
        EXPECT_EQ(code_of([&] { restore_sqlite(backups.path() / "monday.db", target.path()); }), "database.in_use");
    }
    EXPECT_EQ(code_of([&] { restore_sqlite(backups.path() / "monday.db", target.path()); }), "restore.not_empty");
    fs::remove(target.path() / "chuan.db");
    std::ofstream(target.path() / "chuan.db-wal") << "of another database";
    EXPECT_EQ(code_of([&] { restore_sqlite(backups.path() / "monday.db", target.path()); }), "restore.not_empty");
}

class PostgresBackup : public ::testing::Test {
  protected:
    void SetUp() override {
        if (const auto reason = test::unavailable("postgres")) GTEST_SKIP() << *reason;
    }
    static std::int64_t rows_of(const std::vector<TableCount>& counts, const std::string& table) {
        for (const TableCount& line : counts)
            if (line.table == table) return line.rows;
        return -1;
    }
};

TEST_F(PostgresBackup, IsOneStateWhileOthersWriteAndComesBackWhole) {
    const TestDatabase database("postgres");
    const TestFolder folder;
    std::vector<TableCount> counts;
    {
        const BusyWriter writer(*database);
        writer.wait_for(30);
        counts = export_snapshot(*database, folder.path(), [&](std::int64_t done, std::int64_t) {
            writer.wait_for(30 + static_cast<int>(done));
        });
    }
    EXPECT_GE(rows_of(counts, "installation"), 60);
    EXPECT_EQ(rows_of(counts, "installation") % 2, 0);
    EXPECT_EQ(rows_of(counts, "schema_migration"), -1);
    const TestDatabase restored("postgres");
    EXPECT_EQ(import_snapshot(*restored, folder.path()), counts);
    EXPECT_EQ(count(*restored, "first %"), count(*restored, "second %"));
    EXPECT_EQ(count(*restored, "%"), rows_of(counts, "installation"));
}

TEST_F(PostgresBackup, BringsBackEveryValueAndCountsOn) {
    constexpr std::string_view kMake =
        "CREATE TABLE held (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, earlier_id BIGINT REFERENCES held "
        "(id), "
        "d DOUBLE PRECISION, t TEXT, b BYTEA)";
    constexpr std::string_view kAdd = "INSERT INTO held (earlier_id, d, t, b) VALUES ($1, $2, $3, $4) RETURNING id";
    constexpr std::string_view kAll = "SELECT id, earlier_id, d, t, b FROM held ORDER BY id";
    const auto make = [&](Transaction& t) { t.execute(kMake); };
    const TestDatabase database("postgres", TestDatabase::Content::empty);
    database->write(make);
    database->write([&](Transaction& t) {
        t.execute(kAdd, {std::nullopt, 0.1, "", Blob{std::string("\0\"\n,", 4)}});
        t.execute(kAdd, {1, std::nullopt, "Đà Nẵng, \"chợ\"\nhàng 2", std::nullopt});
        t.execute(kAdd, {2, 5e-324, std::nullopt, Blob{""}});
        t.execute("UPDATE held SET earlier_id = 3 WHERE id = 1");
        t.execute("INSERT INTO held (d) VALUES (1), (2)");
        t.execute("DELETE FROM held WHERE id > 3");
    });
    const TestFolder folder;
    export_snapshot(*database, folder.path());
    const TestDatabase restored("postgres", TestDatabase::Content::empty);
    restored->write(make);
    import_snapshot(*restored, folder.path());
    const auto all = [&](Transaction& t) { return t.execute(kAll).rows; };
    const auto before = database->read(all), after = restored->read(all);
    ASSERT_EQ(before.size(), 3u);
    ASSERT_EQ(after.size(), 3u);
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 5; ++column) EXPECT_EQ(before[row].at(column), after[row].at(column));
    EXPECT_EQ(restored->write([&](Transaction& t) {
        return t.one(kAdd, {1, 1.0, "a", std::nullopt})->get<int>(0);
    }),
              6);
}

TEST_F(PostgresBackup, ComesBackOnlyWholeAndOnlyIntoAnEmptyDatabase) {
    const TestDatabase database("postgres");
    database->write([](Transaction& t) { t.execute(kSetting, {"identity", "a"}); });
    const TestFolder folder;
    export_snapshot(*database, folder.path());
    EXPECT_EQ(code_of([&] { import_snapshot(*database, folder.path()); }), "restore.not_empty");
    const TestDatabase target("postgres");
    const auto attempt = [&] { return code_of([&] { import_snapshot(*target, folder.path()); }); };
    std::ofstream(folder.path() / "unheard_of.csv") << "id\n1\n";
    EXPECT_EQ(attempt(), "restore.unknown_file");
    fs::remove(folder.path() / "unheard_of.csv");
    fs::rename(folder.path() / "reading.csv", folder.path() / "reading.kept");
    EXPECT_EQ(attempt(), "restore.missing_file");
    std::ofstream(folder.path() / "reading.csv") << "id) FROM PROGRAM\n";
    EXPECT_EQ(attempt(), "restore.header");
    fs::rename(folder.path() / "reading.kept", folder.path() / "reading.csv");
    EXPECT_EQ(count(*target, "%"), 0);
    EXPECT_EQ(attempt(), "went through");
    EXPECT_EQ(count(*target, "%"), 1);
}

TEST_F(PostgresBackup, RefusesRowsThatPointNowhere) {
    const TestDatabase database("postgres");
    const TestFolder folder;
    export_snapshot(*database, folder.path());
    std::ofstream(folder.path() / "body_setting.csv", std::ios::app) << "77,language,vi\n";
    try {
        import_snapshot(*database, folder.path());
        ADD_FAILURE() << "a setting of no body was taken";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.fault(), Fault::foreign_key);
    }
    EXPECT_EQ(database->read([](Transaction& t) { return t.one("SELECT count(*) FROM body_setting")->get<int>(0); }),
              0);
}

}  // namespace
}  // namespace chuan::storage
