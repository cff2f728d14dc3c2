// The file of an SQLite database that is removed, replaced or damaged while it is open.

#include <fstream>

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

namespace fs = std::filesystem;
using test::TestDatabase;
using ::testing::HasSubstr;

void add_note(Database& database, std::string_view text) {
    database.write([&](Transaction& t) { t.execute("INSERT INTO note (text) VALUES ($1)", {text}); });
}

int notes(Database& database) {
    return database.read([](Transaction& t) { return t.one("SELECT count(*) FROM note")->get<int>(0); });
}

template <class Act>
std::string code_of(const Act& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.code();
    }
    return "";
}

class SqliteFile : public ::testing::Test {
  protected:
    void SetUp() override {
        database_->write([](Transaction& t) { t.execute("CREATE TABLE note (text TEXT)"); });
        add_note(*database_, "một");
        EXPECT_EQ(notes(*database_), 1);
    }
    fs::path file() const { return fs::path(database_.options().address) / "chuan.db"; }
    fs::path away() const { return fs::path(database_.options().address) / "away.db"; }
    void expect_lost() {
        for (int i = 0; i < 2; ++i) {  // also over connections that are opened anew
            EXPECT_EQ(code_of([&] { add_note(*database_, "hai"); }), "database.lost");
            EXPECT_EQ(code_of([&] { notes(*database_); }), "database.lost");
        }
    }
    TestDatabase database_{"sqlite", TestDatabase::Content::empty};
};

TEST_F(SqliteFile, ThatIsGoneIsSaidSoAndNeverMadeAnew) {
    fs::rename(file(), away());
    expect_lost();
    EXPECT_FALSE(fs::exists(file()));
    fs::rename(away(), file());
    add_note(*database_, "ba");
    EXPECT_EQ(notes(*database_), 2);
}

TEST_F(SqliteFile, ThatIsGoneBeforeTheEndOfATransactionTakesNothing) {
    EXPECT_EQ(code_of([&] {
                  database_->write([&](Transaction& t) {
                      t.execute("INSERT INTO note (text) VALUES ('hai')");
                      fs::rename(file(), away());
                  });
              }),
              "database.lost");
    fs::rename(away(), file());
    EXPECT_EQ(notes(*database_), 1);
}

/// What a program that is killed now would leave of the database.
int notes_in_a_copy(const fs::path& file) {
    const test::TestFolder folder;
    fs::copy_file(file, folder.path() / "chuan.db");
    DatabaseOptions options;
    options.address = folder.path().string();
    return notes(*Database::open(options));
}

// SQLite 3.40 goes on writing a log that was removed, and what it holds goes with the process.
TEST_F(SqliteFile, WhoseLogIsRemovedKeepsWhatWasConfirmedAndTakesNoMore) {
    add_note(*database_, "hai");
    ASSERT_TRUE(fs::remove(file().string() + "-wal"));
    EXPECT_EQ(code_of([&] { add_note(*database_, "ba"); }), "database.lost");
    EXPECT_EQ(notes_in_a_copy(file()), 2);
    EXPECT_EQ(notes(*database_), 2) << "it can still be read";
    EXPECT_EQ(code_of([&] { add_note(*database_, "ba"); }), "database.read_only");
    EXPECT_THAT(database_->writes_refused(), HasSubstr("chuan.db-wal"));
    database_.close();
    database_.open();
    EXPECT_EQ(notes(*database_), 2);
    add_note(*database_, "ba");
    EXPECT_EQ(notes(*database_), 3);
}

TEST_F(SqliteFile, WhoseLogIsReplacedWithinATransactionConfirmsNothing) {
    const fs::path log = file().string() + "-wal";
    EXPECT_EQ(code_of([&] {
                  database_->write([&](Transaction& t) {
                      t.execute("INSERT INTO note (text) VALUES ('hai')");
                      fs::rename(log, away());
                      fs::copy_file(away(), log);
                  });
              }),
              "database.lost");
    EXPECT_EQ(notes_in_a_copy(file()), 1);
    EXPECT_EQ(notes(*database_), 1);
    EXPECT_NE(database_->writes_refused(), "");
}

TEST_F(SqliteFile, InWhosePlaceAnotherStandsIsNotContinuedInThatOne) {
    fs::rename(file(), away());
    fs::copy_file(away(), file());
    expect_lost();
    fs::remove(file());
    expect_lost();
    fs::copy_file(away(), file());
    expect_lost();
    fs::rename(away(), file());
    add_note(*database_, "ba");
    EXPECT_EQ(notes(*database_), 2);
}

TEST_F(SqliteFile, WithDamagedPagesTakesNoMoreWrites) {
    for (int i = 0; i < 50; ++i) add_note(*database_, std::string(4000, 'a'));
    database_.close();
    {
        std::fstream pages(file(), std::ios::binary | std::ios::in | std::ios::out);
        pages.seekp(4096);  // behind the schema
        pages << std::string(static_cast<std::size_t>(fs::file_size(file())) - 4096, 'x');
    }
    database_.open();
    EXPECT_EQ(code_of([&] { notes(*database_); }), "database.lost");
    EXPECT_THAT(database_->writes_refused(), HasSubstr("damaged"));
    EXPECT_EQ(code_of([&] { add_note(*database_, "hai"); }), "database.read_only");
}

TEST_F(SqliteFile, ThatIsNoDatabaseIsNotOpened) {
    database_.close();
    std::ofstream(file()) << std::string(8192, 'x');
    try {
        database_.open();
        ADD_FAILURE() << "letters were taken for a database";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "database.lost");
        EXPECT_THAT(error.what(), HasSubstr("not a database"));
    }
}

}  // namespace
}  // namespace chuan::storage
