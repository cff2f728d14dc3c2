#include "storage/connection.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

class ConnectionOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (!IsSkipped()) database_.emplace(GetParam(), test::TestDatabase::Content::empty);
    }
    bool on_sqlite() const { return GetParam() == "sqlite"; }
    void make(const std::string& sql) {
        (*database_)->write([&](Transaction& t) { t.execute(sql); });
    }
    Result run(std::string_view sql, std::initializer_list<Value> values = {}) {
        return (*database_)->write([&](Transaction& t) { return t.execute(sql, values); });
    }
    Row only_row(std::string_view sql, std::initializer_list<Value> values = {}) { return run(sql, values).rows.at(0); }
    DatabaseError fault_of(std::string_view sql, std::initializer_list<Value> values = {}) {
        try {
            run(sql, values);
        } catch (const DatabaseError& error) {
            return error;
        }
        throw std::runtime_error("nothing was refused by " + std::string(sql));
    }
    std::optional<test::TestDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ConnectionOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(ConnectionOnEachEngine, BindsByNumberInAnyOrder) {
    make("CREATE TABLE point (name TEXT NOT NULL, value TEXT NOT NULL, remark TEXT)");
    run("INSERT INTO point (name, value, remark) VALUES ($3, $1, $2)", {"1.50", "after warming up", "10 V"});
    const Row row = only_row("SELECT name, value, remark FROM point WHERE value = $2 AND name = $1", {"10 V", "1.50"});
    EXPECT_EQ(row.get<std::string>(0), "10 V");
    EXPECT_EQ(row.get<std::string>(1), "1.50");
    EXPECT_EQ(row.get<std::string>(2), "after warming up");
}

TEST_P(ConnectionOnEachEngine, BindsOneNumberInSeveralPlaces) {
    make("CREATE TABLE link (lower BIGINT NOT NULL, upper BIGINT NOT NULL)");
    run("INSERT INTO link (lower, upper) VALUES (1, 2), (2, 3), (3, 4)");
    EXPECT_EQ(run("SELECT lower FROM link WHERE upper = $2 OR lower = $2 OR lower = $1", {3, 2}).rows.size(), 3u);
    EXPECT_EQ(run("SELECT lower FROM link WHERE (upper = $1 OR lower = $1) AND lower < $2", {2, 9}).rows.size(), 2u);
}

TEST_P(ConnectionOnEachEngine, RefusesAnotherNumberOfValues) {
    make("CREATE TABLE point (name TEXT NOT NULL, value TEXT NOT NULL)");
    EXPECT_THROW(run("INSERT INTO point (name, value) VALUES ($1, $2)", {"10 V"}), std::logic_error);
    EXPECT_THROW(run("INSERT INTO point (name, value) VALUES ($1, $2)", {"10 V", "1", "2"}), std::logic_error);
    EXPECT_EQ(run("SELECT name FROM point").rows.size(), 0u);
}

TEST_P(ConnectionOnEachEngine, GivesBackEveryValueAsItWasStored) {
    make(on_sqlite() ? "CREATE TABLE held (i BIGINT, d DOUBLE PRECISION, t TEXT, b BLOB)"
                     : "CREATE TABLE held (i BIGINT, d DOUBLE PRECISION, t TEXT, b BYTEA)");
    const std::vector<std::int64_t> integers{0, -1, std::numeric_limits<std::int64_t>::min(),
                                             std::numeric_limits<std::int64_t>::max()};
    const std::vector<double> reals{5.0, 0.1, -2.5e-308, std::numeric_limits<double>::denorm_min(),
                                    std::numeric_limits<double>::infinity()};
    const std::vector<std::string> texts{"", "Trung tâm Kỹ thuật Đo lường", "1.50", "'$5' -- ; \\x00",
                                         "\xF0\x9F\x93\x8F"};
    const std::vector<Blob> blobs{{""}, {std::string("\0\xff\n\0", 4)}, {"\\x41"}};
    for (std::size_t i = 0; i < 5; ++i) {
        run("DELETE FROM held");
        run("INSERT INTO held (i, d, t, b) VALUES ($1, $2, $3, $4)",
            {integers[i % 4], reals[i], texts[i], blobs[i % 3]});
        const Row row = only_row("SELECT i, d, t, b FROM held");
        EXPECT_EQ(row.get<std::int64_t>(0), integers[i % 4]);
        EXPECT_EQ(row.get<double>(1), reals[i]);
        EXPECT_EQ(row.get<std::string>(2), texts[i]);
        EXPECT_EQ(row.get<Blob>(3), blobs[i % 3]);
    }
}

TEST_P(ConnectionOnEachEngine, KeepsAbsentAbsent) {
    make("CREATE TABLE due (standard TEXT NOT NULL, due_on TEXT, drift DOUBLE PRECISION, months BIGINT)");
    run("INSERT INTO due (standard, due_on, drift, months) VALUES ($1, $2, $3, $4)",
        {"GB-01", std::nullopt, std::optional<double>(), std::nullopt});
    const Row row = only_row("SELECT due_on, drift, months FROM due");
    EXPECT_EQ(row.get<std::optional<std::string>>(0), std::nullopt);
    EXPECT_EQ(row.get<std::optional<double>>(1), std::nullopt);
    EXPECT_EQ(row.get<std::optional<std::int64_t>>(2), std::nullopt);
    EXPECT_THROW(row.get<std::string>(0), std::logic_error);
    EXPECT_THROW(row.get<double>(1), std::logic_error);
    EXPECT_THROW(row.get<int>(2), std::logic_error);
}

TEST_P(ConnectionOnEachEngine, ConvertsNothingSilently) {
    make("CREATE TABLE mixed (word TEXT, count BIGINT, share DOUBLE PRECISION)");
    run("INSERT INTO mixed (word, count, share) VALUES ($1, $2, $3)", {"12", std::int64_t{5'000'000'000}, 2.0});
    const Row row = only_row("SELECT word, count, share FROM mixed");
    EXPECT_THROW(row.get<std::int64_t>(0), std::logic_error);
    EXPECT_THROW(row.get<int>(1), std::logic_error);
    EXPECT_THROW(row.get<bool>(1), std::logic_error);
    EXPECT_THROW(row.get<double>(1), std::logic_error);
    EXPECT_THROW(row.get<std::int64_t>(2), std::logic_error);
    EXPECT_THROW(row.get<std::string>(2), std::logic_error);
}

TEST_P(ConnectionOnEachEngine, NamesTheBrokenRule) {
    make(
        "CREATE TABLE job (id BIGINT PRIMARY KEY, number TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "
        "CONSTRAINT job_kind CHECK (kind IN ('calibration', 'verification')))");
    make("CREATE TABLE run (id BIGINT PRIMARY KEY, job_id BIGINT NOT NULL REFERENCES job (id))");
    constexpr std::string_view kAdd = "INSERT INTO job (id, number, kind) VALUES ($1, $2, $3)";
    run(kAdd, {1, "2026-001", "calibration"});
    EXPECT_EQ(fault_of(kAdd, {1, "2026-002", "calibration"}).fault(), Fault::unique);
    const DatabaseError twice = fault_of(kAdd, {2, "2026-001", "calibration"});
    EXPECT_EQ(twice.fault(), Fault::unique);
    EXPECT_EQ(twice.constraint(), on_sqlite() ? "job.number" : "job_number_key");
    const DatabaseError kind = fault_of(kAdd, {2, "2026-002", "repair"});
    EXPECT_EQ(kind.fault(), Fault::check);
    EXPECT_EQ(kind.constraint(), "job_kind");
    EXPECT_EQ(fault_of(kAdd, {2, std::nullopt, "calibration"}).fault(), Fault::not_null);
    EXPECT_EQ(fault_of("INSERT INTO run (id, job_id) VALUES (1, $1)", {7}).fault(), Fault::foreign_key);
    EXPECT_EQ(fault_of("SELECT nothing FROM nowhere").fault(), Fault::other);
    EXPECT_EQ(run("SELECT id FROM job").rows.size(), 1u);
}

TEST_P(ConnectionOnEachEngine, CountsChangedRows) {
    make("CREATE TABLE task (id BIGINT PRIMARY KEY, state TEXT NOT NULL)");
    EXPECT_EQ(run("INSERT INTO task (id, state) VALUES (1, 'a'), (2, 'a'), (3, 'b')").changed, 3);
    EXPECT_EQ(run("UPDATE task SET state = $1 WHERE state = $2", {"c", "a"}).changed, 2);
    EXPECT_EQ(run("UPDATE task SET state = $1 WHERE state = $2", {"c", "a"}).changed, 0);
    EXPECT_EQ(run("SELECT id FROM task").changed, 0);
    const Result removed = run("DELETE FROM task WHERE id > $1 RETURNING id", {1});
    EXPECT_EQ(removed.changed, 2);
    EXPECT_EQ(removed.rows.size(), 2u);
}

TEST_P(ConnectionOnEachEngine, RefusesTextThatIsNone) {
    make("CREATE TABLE note (text TEXT, figure DOUBLE PRECISION)");
    constexpr std::string_view kAdd = "INSERT INTO note (text, figure) VALUES ($1, $2)";
    const auto code = [&](std::string text) {
        try {
            run(kAdd, {text, 1.0});
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::malformed);
            return error.code();
        }
        return std::string("taken");
    };
    EXPECT_EQ(code(std::string("a\0b", 3)), "text.zero_byte");
    EXPECT_EQ(code("\xC3\x28"), "text.not_utf8");
    EXPECT_EQ(code("đo lường"), "taken");
    EXPECT_THROW(run(kAdd, {"a", std::nan("")}), std::logic_error);
    EXPECT_EQ(run("SELECT text FROM note").rows.size(), 1u);
}

TEST_P(ConnectionOnEachEngine, OrdersKeysByTheirBytes) {
    make(on_sqlite() ? "CREATE TABLE place (name TEXT NOT NULL UNIQUE)"
                     : "CREATE TABLE place (name TEXT COLLATE \"C\" NOT NULL UNIQUE)");
    std::vector<std::string> names{"Đắk Lắk", "an giang", "An Giang", "Điện Biên", "Hà Nội",
                                   "Ha Noi",  "Zürich",   "Ăn",       "a-b",       "a b"};
    for (const std::string& name : names) run("INSERT INTO place (name) VALUES ($1)", {name});
    std::ranges::sort(names);
    std::vector<std::string> found;
    for (const Row& row : run("SELECT name FROM place ORDER BY name").rows) found.push_back(row.get<std::string>(0));
    EXPECT_EQ(found, names);
    EXPECT_EQ(only_row("SELECT name FROM place WHERE name = $1", {"Đắk Lắk"}).get<std::string>(0), "Đắk Lắk");
    EXPECT_EQ(fault_of("INSERT INTO place (name) VALUES ($1)", {"Điện Biên"}).fault(), Fault::unique);
}

TEST_P(ConnectionOnEachEngine, TakesTheOneRowOnlyWhenItIsOne) {
    make("CREATE TABLE head (size BIGINT NOT NULL)");
    (*database_)->write([](Transaction& t) {
        EXPECT_FALSE(t.one("SELECT size FROM head"));
        t.execute("INSERT INTO head (size) VALUES (7)");
        EXPECT_EQ(t.one("SELECT size FROM head")->get<int>(0), 7);
        t.execute("INSERT INTO head (size) VALUES (8)");
        EXPECT_THROW(t.one("SELECT size FROM head"), std::logic_error);
    });
}

TEST_P(ConnectionOnEachEngine, RunsOneStatementAtATime) {
    make("CREATE TABLE head (size BIGINT NOT NULL)");
    EXPECT_ANY_THROW(run("INSERT INTO head (size) VALUES (1); INSERT INTO head (size) VALUES (2)"));
    EXPECT_EQ(run("SELECT size FROM head").rows.size(), 0u);
}

TEST_P(ConnectionOnEachEngine, PreparesAgainWhenATableHasChanged) {
    constexpr std::string_view kRead = "SELECT value FROM setting";
    make("CREATE TABLE setting (value BIGINT)");
    run("INSERT INTO setting (value) VALUES (5)");
    EXPECT_EQ(only_row(kRead).get<int>(0), 5);
    make("DROP TABLE setting");
    make("CREATE TABLE setting (value TEXT)");
    run("INSERT INTO setting (value) VALUES ('five')");
    EXPECT_EQ(only_row(kRead).get<std::string>(0), "five");
}

TEST_P(ConnectionOnEachEngine, KeepsWorkingWithMoreTextsThanItKeeps) {
    for (int number = 0; number < 1500; ++number) {
        const std::string sql = "SELECT CAST($1 AS BIGINT) + " + std::to_string(number);
        ASSERT_EQ(only_row(sql, {1}).get<int>(0), number + 1);
    }
}

TEST(PostgresValues, RefusesTypesRecordsDoNotUse) {
    if (const auto reason = test::unavailable("postgres")) GTEST_SKIP() << *reason;
    const test::TestDatabase database("postgres", test::TestDatabase::Content::empty);
    const auto read = [&](std::string_view sql) { return database->read([&](Transaction& t) { return *t.one(sql); }); };
    EXPECT_EQ(read("SELECT CAST(sum(n) AS BIGINT) FROM (VALUES (1), (2)) AS v (n)").get<int>(0), 3);
    EXPECT_TRUE(read("SELECT 1 = 1").get<bool>(0));
    EXPECT_THROW(read("SELECT CAST(1.5 AS NUMERIC)"), std::logic_error);
    EXPECT_THROW(read("SELECT now()"), std::logic_error);
}

TEST(SqliteParameters, AreOnlyNumbers) {
    const test::TestDatabase database("sqlite", test::TestDatabase::Content::empty);
    const auto read = [&](std::string_view sql) {
        return database->read([&](Transaction& t) { return t.execute(sql, {1}); });
    };
    EXPECT_EQ(read("SELECT $1").rows.size(), 1u);
    for (const char* sql : {"SELECT ?", "SELECT ?1", "SELECT :a", "SELECT $a", "SELECT $2"})
        EXPECT_THROW(read(sql), std::logic_error) << sql;
}

}  // namespace
}  // namespace chuan::storage
