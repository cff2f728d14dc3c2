#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "storage/database.h"
#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

using test::TestDatabase;
constexpr auto kEmpty = TestDatabase::Content::empty;

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

void make_note_table(Database& database) {
    database.write([](Transaction& t) { t.execute("CREATE TABLE note (text TEXT NOT NULL)"); });
}

void add_note(Database& database, const std::string& text) {
    database.write([&](Transaction& t) { t.execute("INSERT INTO note (text) VALUES ($1)", {text}); });
}

int notes(Database& database) {
    return database.read([](Transaction& t) { return t.one("SELECT count(*) FROM note")->get<int>(0); });
}

class PoolOnEachEngine : public test::OnEachEngine {};

INSTANTIATE_TEST_SUITE_P(Engines, PoolOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(PoolOnEachEngine, WaitsForAConnectionAndThenSaysBusy) {
    const TestDatabase made(GetParam(), kEmpty);
    make_note_table(*made);
    DatabaseOptions options = made.options();
    options.connections = 2;
    options.write = false;
    options.wait = std::chrono::milliseconds(100);
    const auto database = Database::open(options);
    std::optional<Database::Lease> first(database->reader()), second(database->reader());
    EXPECT_EQ(code_of([&] { notes(*database); }), "database.busy");
    const std::jthread returning([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        first.reset();
    });
    EXPECT_EQ(notes(*database), 0);
}

TEST_P(PoolOnEachEngine, WritesNothingWhenOpenedForReading) {
    const TestDatabase made(GetParam(), kEmpty);
    make_note_table(*made);
    add_note(*made, "một");
    DatabaseOptions options = made.options();
    options.write = false;
    const auto reading = Database::open(options);
    EXPECT_EQ(notes(*reading), 1);
    EXPECT_EQ(code_of([&] { add_note(*reading, "hai"); }), "database.read_only");
    add_note(*made, "ba");
    EXPECT_EQ(notes(*reading), 2);
}

TEST_P(PoolOnEachEngine, RefusesToWriteForAReasonUntilItIsGone) {
    const TestDatabase database(GetParam(), kEmpty);
    make_note_table(*database);
    database->refuse_writes("a head kept elsewhere is ahead of this database");
    EXPECT_EQ(database->writes_refused(), "a head kept elsewhere is ahead of this database");
    EXPECT_EQ(code_of([&] { add_note(*database, "một"); }), "database.read_only");
    EXPECT_EQ(notes(*database), 0);
    database->refuse_writes("");
    add_note(*database, "một");
    EXPECT_EQ(notes(*database), 1);
}

TEST(SqliteDatabase, LetsOneProcessWrite) {
    TestDatabase database("sqlite", kEmpty);
    const auto attempt_of_another_process = [&] {
        const pid_t child = ::fork();
        if (child == 0) {
            int outcome = 1;
            try {
                Database::open(database.options());
                outcome = 0;
            } catch (const Error& error) {
                if (error.code() == "database.in_use") outcome = 2;
            } catch (...) {
            }
            ::_exit(outcome);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WEXITSTATUS(status);
    };
    EXPECT_EQ(attempt_of_another_process(), 2);
    EXPECT_EQ(code_of([&] { database.opened_again(); }), "database.in_use");
    database.close();
    EXPECT_EQ(attempt_of_another_process(), 0);
    database.open();
}

TEST(SqliteDatabase, OpensConnectionsAsTheFileDemands) {
    const TestDatabase database("sqlite", kEmpty);
    const auto settings = [](Transaction& t) {
        std::string values;
        for (const char* pragma : {"PRAGMA foreign_keys", "PRAGMA recursive_triggers", "PRAGMA wal_autocheckpoint"})
            values += std::to_string(t.one(pragma)->get<int>(0)) + " ";
        return values;
    };
    EXPECT_EQ(database->write(settings), "1 1 4000 ");
    EXPECT_EQ(database->read(settings), "1 1 0 ");
    EXPECT_EQ(database->write([](Transaction& t) { return t.one("PRAGMA synchronous")->get<int>(0); }), 2);
    EXPECT_EQ(database->write([](Transaction& t) { return t.one("PRAGMA journal_mode")->get<std::string>(0); }), "wal");
    const auto reader = database->reader();
    EXPECT_THROW(reader->in_transaction([](Transaction& t) { t.execute("CREATE TABLE a (b TEXT)"); }), DatabaseError);
    EXPECT_EQ(std::filesystem::status(database->folder() / "chuan.db").permissions(), std::filesystem::perms(0600));
}

TEST(SqliteDatabase, IsReadWhileNobodyHasItOpenForWriting) {
    TestDatabase database("sqlite", kEmpty);
    make_note_table(*database);
    add_note(*database, "một");
    database.close();
    DatabaseOptions options = database.options();
    options.write = false;
    {
        const auto reading = Database::open(options);
        EXPECT_EQ(notes(*reading), 1);
        database.open();
        add_note(*database, "hai");
        EXPECT_EQ(notes(*reading), 2);
    }
    add_note(*database, "ba");
    EXPECT_EQ(notes(*database), 3);
}

TEST(SqliteDatabase, SaysThatThereIsNone) {
    const test::TestFolder folder;
    DatabaseOptions options;
    options.address = folder.path().string();
    options.write = false;
    EXPECT_EQ(code_of([&] { Database::open(options); }), "database.missing");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "chuan.db"));
}

TEST(SqliteDatabase, WritesAgainWhenTheDiskHasSpaceAgain) {
    const TestDatabase database("sqlite", kEmpty);
    make_note_table(*database);
    const auto limit = [&](const char* pragma) { database->write([&](Transaction& t) { t.execute(pragma); }); };
    limit("PRAGMA max_page_count = 20");
    const std::string long_note(30'000, 'a');
    int written = 0;
    EXPECT_EQ(code_of([&] {
                  for (; written < 100; ++written) add_note(*database, long_note);
              }),
              "database.full");
    EXPECT_LT(written, 100);
    EXPECT_EQ(notes(*database), written);
    limit("PRAGMA max_page_count = 1000000");
    add_note(*database, long_note);
    EXPECT_EQ(notes(*database), written + 1);
}

class OnPostgres : public ::testing::Test {
  protected:
    void SetUp() override {
        if (const auto reason = test::unavailable("postgres")) GTEST_SKIP() << *reason;
    }
    static std::int64_t backend(Transaction& t) { return t.one("SELECT pg_backend_pid()")->get<std::int64_t>(0); }
    static void terminate(std::int64_t pid) {
        test::on_server("SELECT pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
    }
};

TEST_F(OnPostgres, ReplacesAConnectionLostWhileIdle) {
    const TestDatabase database("postgres", kEmpty);
    make_note_table(*database);
    const auto before = database->write(backend);
    terminate(before);
    add_note(*database, "một");
    EXPECT_NE(database->write(backend), before);
    EXPECT_EQ(notes(*database), 1);
}

TEST_F(OnPostgres, NeverRepeatsAWriteWhoseConnectionWasLost) {
    const TestDatabase database("postgres", kEmpty);
    make_note_table(*database);
    int attempts = 0;
    EXPECT_EQ(code_of([&] {
                  database->write([&](Transaction& t) {
                      ++attempts;
                      t.execute("INSERT INTO note (text) VALUES ('một')");
                      terminate(backend(t));
                      t.execute("INSERT INTO note (text) VALUES ('hai')");
                  });
              }),
              "database.lost");
    EXPECT_EQ(attempts, 1);
    EXPECT_EQ(notes(*database), 0);
    add_note(*database, "ba");
    EXPECT_EQ(notes(*database), 1);
}

TEST_F(OnPostgres, RefusesADatabaseThatIsNotUtf8) {
    test::on_server("CREATE DATABASE chuan_test_ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    DatabaseOptions options;
    options.address = test::address_of("chuan_test_ascii");
    EXPECT_EQ(code_of([&] { Database::open(options); }), "database.encoding");
    test::on_server("DROP DATABASE chuan_test_ascii WITH (FORCE)");
}

TEST_F(OnPostgres, LetsSeveralProcessesWrite) {
    const TestDatabase database("postgres", kEmpty);
    make_note_table(*database);
    const auto other = database.opened_again();
    add_note(*other, "một");
    add_note(*database, "hai");
    EXPECT_EQ(notes(*other), 2);
}

TEST(PostgresDatabase, SaysThatNoServerAnswers) {
    DatabaseOptions options;
    options.address = "postgresql://nobody@127.0.0.1:1/nothing";
    try {
        Database::open(options);
        ADD_FAILURE() << "a server answered at port 1";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "database.lost");
        EXPECT_NE(std::string(error.what()).find("127.0.0.1"), std::string::npos)
            << "it says which server: " << error.what();
    }
}

}  // namespace
}  // namespace chuan::storage
