#include "storage/guards.h"

#include "base/error.h"
#include "storage/preparation.h"
#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

using test::TestDatabase;

constexpr std::string_view kEvent = R"sql(
    INSERT INTO trail_event (body_id, seq, recorded_at, actor_id, actor_name, action, subject, subject_id,
                             record_sha256, previous_sha256, sha256)
    VALUES (1, 1, '2026-03-01T02:00:00Z', 1, 'An', 'job.reviewed', 'job', 1, 'r', 'p', 's'))sql";
constexpr std::string_view kChange = R"sql(
    INSERT INTO trail_change (body_id, seq, line, field, privacy, old_value, new_value, salt, old_sha256, new_sha256)
    VALUES (1, 1, $1, 'phone', $2, 'cũ', 'mới', 'muối', 'o', 'n'))sql";
constexpr std::string_view kReplace = R"sql(
    INSERT OR REPLACE INTO trail_event (body_id, seq, recorded_at, actor_id, actor_name, action, subject, subject_id,
                                        record_sha256, previous_sha256, sha256)
    VALUES (1, 1, '2026-03-01T02:00:00Z', 1, 'Bình', 'job.reviewed', 'job', 1, 'r', 'p', 's'))sql";
constexpr std::string_view kUpsert = R"sql(
    INSERT INTO trail_event (body_id, seq, recorded_at, actor_id, actor_name, action, subject, subject_id,
                             record_sha256, previous_sha256, sha256)
    VALUES (1, 1, '2026-03-01T02:00:00Z', 1, 'Bình', 'job.reviewed', 'job', 1, 'r', 'p', 's')
    ON CONFLICT (body_id, seq) DO UPDATE SET actor_name = 'Bình')sql";

class GuardsOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        run(kEvent);
        run(kChange, {1, "personal"});
        run(kChange, {2, "public"});
    }
    bool on_sqlite() const { return GetParam() == "sqlite"; }
    Database& database() { return **database_; }
    void run(std::string_view sql, std::initializer_list<Value> values = {}) {
        database().write([&](Transaction& t) { t.execute(sql, values); });
    }
    std::string outcome(std::string_view sql) {
        try {
            run(sql);
        } catch (const DatabaseError& error) {
            return error.fault() == Fault::guarded ? "guarded" : error.what();
        }
        return "went through";
    }
    std::vector<std::string> missing() {
        return database().read([](Transaction& t) { return missing_guards(t); });
    }
    std::optional<TestDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(Engines, GuardsOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(GuardsOnEachEngine, RefuseToChangeOrRemoveWhatWasRecorded) {
    EXPECT_EQ(outcome("UPDATE trail_event SET actor_name = 'Bình'"), "guarded");
    EXPECT_EQ(outcome("UPDATE trail_event SET actor_name = actor_name"), "guarded");
    EXPECT_EQ(outcome("DELETE FROM trail_change"), "guarded");
    EXPECT_EQ(outcome("DELETE FROM trail_event"), "guarded");
    EXPECT_EQ(outcome(kUpsert), "guarded");
    if (on_sqlite()) {
        EXPECT_EQ(outcome("DELETE FROM trail_change WHERE line = 2"), "guarded");
        EXPECT_EQ(outcome(kReplace), "guarded");
        EXPECT_EQ(outcome("UPDATE OR REPLACE trail_event SET seq = 2"), "guarded");
    } else {
        EXPECT_EQ(outcome("TRUNCATE trail_event CASCADE"), "guarded");
        EXPECT_EQ(outcome("TRUNCATE trail_change"), "guarded");
        EXPECT_EQ(outcome("WITH gone AS (DELETE FROM trail_change RETURNING 1) SELECT count(*) FROM gone"), "guarded");
    }
    EXPECT_EQ(database().read(
                  [](Transaction& t) { return t.one("SELECT actor_name FROM trail_event")->get<std::string>(0); }),
              "An");
}

TEST_P(GuardsOnEachEngine, LetPersonalValuesBeErasedAndNothingElse) {
    EXPECT_EQ(outcome("UPDATE trail_change SET new_value = 'khác' WHERE line = 1"), "guarded");
    EXPECT_EQ(outcome("UPDATE trail_change SET new_sha256 = 'x' WHERE line = 1"), "guarded");
    EXPECT_EQ(outcome("UPDATE trail_change SET old_value = NULL, field = 'email' WHERE line = 1"), "guarded");
    EXPECT_EQ(outcome("UPDATE trail_change SET privacy = 'public', salt = NULL WHERE line = 1"), "guarded");
    EXPECT_EQ(outcome("UPDATE trail_change SET old_value = NULL WHERE line = 2"), "guarded");
    EXPECT_EQ(outcome("UPDATE trail_change SET old_value = NULL, new_value = NULL, salt = NULL WHERE line = 1"),
              "went through");
    EXPECT_EQ(outcome("UPDATE trail_change SET old_value = 'cũ' WHERE line = 1"), "guarded");
    const Row row = database().read([](Transaction& t) {
        return *t.one("SELECT old_value, new_value, salt, new_sha256 FROM trail_change WHERE line = 1");
    });
    EXPECT_TRUE(row.is_null(0) && row.is_null(1) && row.is_null(2));
    EXPECT_EQ(row.get<std::string>(3), "n");
}

TEST_P(GuardsOnEachEngine, AreAllInPlaceAfterPreparation) {
    EXPECT_EQ(missing(), std::vector<std::string>{});
    for (const Guard& guard : protected_tables())
        EXPECT_NO_THROW(run("SELECT count(*) FROM " + std::string(guard.table))) << guard.table;
}

TEST_P(GuardsOnEachEngine, AreMissedWhenOneIsRemoved) {
    run(on_sqlite() ? "DROP TRIGGER guard_reading_update" : "DROP TRIGGER guard_reading ON reading");
    EXPECT_EQ(missing(), std::vector<std::string>{on_sqlite() ? "guard_reading_update" : "guard_reading"});
    database_->close();
    const auto opened = open_for_work(database_->options());
    EXPECT_NE(opened->writes_refused().find("guard_reading"), std::string::npos);
    EXPECT_THROW(opened->write([](Transaction&) {}), Error);
    EXPECT_EQ(opened->read([](Transaction& t) { return t.one("SELECT count(*) FROM trail_event")->get<int>(0); }), 1);
}

TEST_P(GuardsOnEachEngine, AreMissedWhenOneIsWeakenedAndPutBack) {
    if (on_sqlite()) {
        run("DROP TRIGGER guard_reading_delete");
        run("CREATE TRIGGER guard_reading_delete BEFORE DELETE ON reading WHEN OLD.id < 0 BEGIN SELECT 1; END");
        EXPECT_EQ(missing(), std::vector<std::string>{"guard_reading_delete"});
    } else {
        run("ALTER TABLE reading DISABLE TRIGGER guard_reading");
        run("CREATE OR REPLACE FUNCTION guard_result() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        EXPECT_EQ(missing(), (std::vector<std::string>{"guard_reading", "guard_result()"}));
    }
    database().write([](Transaction& t) { install_guards(t); });
    EXPECT_EQ(missing(), std::vector<std::string>{});
    database_->close();
    prepare(database_->options(), SystemClock());
    EXPECT_EQ(open_for_work(database_->options())->writes_refused(), "");
}

TEST_P(GuardsOnEachEngine, AreMissedWhenATableGrewAColumnTheyDoNotKnow) {
    run("ALTER TABLE trail_change ADD COLUMN remark TEXT");
    EXPECT_EQ(missing().size(), 1u);
    database().write([](Transaction& t) { install_guards(t); });
    EXPECT_EQ(missing(), std::vector<std::string>{});
    EXPECT_EQ(outcome("UPDATE trail_change SET remark = 'x' WHERE line = 1"), "guarded");
}

// The server works under a role that lacks the rights; even without triggers it cannot change a record.
TEST(PostgresRights, KeepTheServersRoleFromProtectedRecords) {
    if (const auto reason = test::unavailable("postgres")) GTEST_SKIP() << *reason;
    const std::string role = "chuan_test_server";
    test::on_server("DROP ROLE IF EXISTS " + role);
    test::on_server("CREATE ROLE " + role + " LOGIN PASSWORD 'kiểm định'");
    {
        const TestDatabase owner("postgres");
        owner->write([](Transaction& t) { t.execute(kEvent); });
        DatabaseOptions options = owner.options();
        options.owner_address = options.address;
        const std::string name = owner->read(
            [](Transaction& t) { return t.one("SELECT CAST(current_database() AS TEXT)")->get<std::string>(0); });
        options.address = test::address_of(name, role, "kiểm định");
        prepare(options, SystemClock());
        const auto outcome = [&](Database& database, std::string_view sql) -> std::string {
            try {
                database.write([&](Transaction& t) { t.execute(sql); });
            } catch (const DatabaseError& error) {
                return error.fault() == Fault::guarded ? "guarded" : error.what();
            }
            return "went through";
        };
        owner->write([](Transaction& t) { t.execute("DROP TRIGGER guard_trail_event ON trail_event"); });
        owner->write([](Transaction& t) { t.execute("DROP TRIGGER guard_trail_event_truncate ON trail_event"); });
        const auto server = open_for_work(options);
        EXPECT_NE(server->writes_refused(), "");
        server->refuse_writes("");
        EXPECT_EQ(outcome(*server, "UPDATE trail_event SET actor_name = 'x'"), "guarded");
        EXPECT_EQ(outcome(*server, "DELETE FROM trail_event"), "guarded");
        EXPECT_EQ(outcome(*server, "TRUNCATE trail_event CASCADE"), "guarded");
        EXPECT_EQ(outcome(*server, "DELETE FROM schema_migration"), "guarded");
        EXPECT_EQ(outcome(*server, "DROP TRIGGER guard_reading ON reading"), "guarded");
        EXPECT_EQ(outcome(*server, "CREATE TABLE own (a BIGINT)"), "guarded");
        EXPECT_EQ(outcome(*server, "SELECT count(*) FROM trail_event"), "went through");
        EXPECT_EQ(outcome(*server, "INSERT INTO installation (name, value) VALUES ('a', 'b')"), "went through");
        EXPECT_EQ(outcome(*server, "UPDATE installation SET value = 'c'"), "went through");
        EXPECT_EQ(outcome(*server, "DELETE FROM installation"), "went through");
        EXPECT_EQ(outcome(*owner, "DELETE FROM trail_event"), "went through");
    }
    test::on_server("DROP ROLE " + role);
}

}  // namespace
}  // namespace chuan::storage
