#include <algorithm>
#include <thread>

#include "storage/record_hash.h"
#include "storage/trail_repository.h"
#include "tests/records/house_rows.h"
#include "trail/chain.h"

namespace chuan::storage {
namespace {

using test::add_row;
using test::kAn;
using test::kLaboratory;
using test::kNow;

bool is_whole(const std::vector<trail::Event>& events) {
    trail::ChainCheck check(BodyId{1});
    return std::ranges::all_of(events, [&](const trail::Event& event) { return check.add(event).empty(); });
}

class TrailOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        (*database_)->write([](Transaction& transaction) {
            add_row(transaction, "body", {});
            add_row(transaction, "body", {{"code", "'second'"}});
            add_row(transaction, "account", {});
            add_row(transaction, "document", {});
        });
    }
    Database& database() { return **database_; }
    std::int64_t record(const std::string& action, std::vector<trail::Change> changes = {}) {
        return database().write(
            [&](Transaction& t) { return Trail(t, kLaboratory).record(kAn, action, "document", 1, changes, kNow); });
    }
    std::vector<trail::Event> chain(BodyId body) {
        return database().read([&](Transaction& t) { return Trail(t, {body}).after(0, 1000); });
    }

  private:
    std::optional<test::TestDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TrailOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(TrailOnEachEngine, KeepsWhatWasDoneByWhomAndWhen) {
    record("document.opened",
           {{.field = "name", .old_value = "", .new_value = "Bàn số 1"}, {.field = "remark", .new_value = "x"}});
    record("document.renamed");
    const auto events = chain(BodyId{1});
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].seq, 1);
    EXPECT_EQ(events[0].actor, AccountId{1});
    EXPECT_EQ(events[0].actor_name, "Nguyễn Văn An");
    EXPECT_EQ(events[0].recorded_at, kNow);
    EXPECT_EQ(events[0].action, "document.opened");
    ASSERT_EQ(events[0].changes.size(), 2U);
    EXPECT_EQ(events[0].changes[0].change.new_value, "Bàn số 1");
    EXPECT_EQ(events[0].changes[1].change.old_value, std::nullopt);
    EXPECT_TRUE(events[1].changes.empty());
    EXPECT_TRUE(is_whole(events));
}

TEST_P(TrailOnEachEngine, ShowsTheActsUponOneRecordNewestFirst) {
    database().write([](Transaction& t) { add_row(t, "document", {}); });
    for (int i = 0; i < 5; ++i) record("document.seen", {{.field = "n", .new_value = std::to_string(i)}});
    const auto of = [&](std::int64_t id, std::optional<std::int64_t> before) {
        return database().read(
            [&](Transaction& t) { return Trail(t, kLaboratory).of_record("document", id, before, 3); });
    };
    const auto newest = of(1, std::nullopt);
    ASSERT_EQ(newest.size(), 3U);
    EXPECT_EQ(newest.front().changes.front().change.new_value, "4");
    EXPECT_EQ(newest.back().changes.front().change.new_value, "2");
    EXPECT_EQ(of(1, newest.back().seq).size(), 2U);
    EXPECT_TRUE(of(2, std::nullopt).empty());
}

TEST_P(TrailOnEachEngine, KeepsOneChainPerBodyAndOneForSharedRows) {
    database().write([](Transaction& t) {
        Trail(t, kLaboratory).record(kAn, "body.added", "body", 1, {}, kNow);
        Trail(t, {BodyId{2}}).record(kAn, "body.added", "body", 2, {}, kNow);
        Trail(t, {BodyId{2}}).record(kAn, "account.added", "account", 1, {}, kNow);
    });
    EXPECT_EQ(chain(BodyId{1}).size(), 1U);
    EXPECT_EQ(chain(BodyId{2}).size(), 1U);
    ASSERT_EQ(chain(BodyId{0}).size(), 1U);
    EXPECT_EQ(chain(BodyId{0}).front().subject, "account");
}

TEST_P(TrailOnEachEngine, RefusesAnActUponNothing) {
    const auto act = [&](std::string_view table, std::int64_t id, BodyId body) {
        database().write([&](Transaction& t) { Trail(t, {body}).record(kAn, "x", table, id, {}, kNow); });
    };
    EXPECT_THROW(act("document", 7, BodyId{1}), std::logic_error);
    EXPECT_THROW(act("document", 1, BodyId{2}), std::logic_error);  // another laboratory's
    EXPECT_THROW(act("body", 2, BodyId{1}), std::logic_error);
    EXPECT_THROW(act("session", 1, BodyId{1}), std::logic_error);  // no record
    EXPECT_TRUE(chain(BodyId{1}).empty());
}

TEST_P(TrailOnEachEngine, ErasesPersonalValuesAndStaysWhole) {
    record("document.seen", {{.field = "who", .new_value = "Bà Tư", .privacy = trail::Privacy::personal},
                             {.field = "state", .new_value = "open"}});
    const auto erased =
        database().write([](Transaction& t) { return Trail(t, kLaboratory).erase_personal("document", 1); });
    EXPECT_EQ(erased, 1);
    const auto events = chain(BodyId{1});
    EXPECT_TRUE(trail::is_erased(events[0].changes[0]));
    EXPECT_EQ(events[0].changes[0].change.new_value, std::nullopt);
    EXPECT_EQ(events[0].changes[1].change.new_value, "open");
    EXPECT_TRUE(is_whole(events));
    EXPECT_EQ(database().write([](Transaction& t) { return Trail(t, kLaboratory).erase_personal("document", 1); }), 0);
}

TEST_P(TrailOnEachEngine, KeepsOneChainWhenTwoThreadsRecordAtOnce) {
    const auto work = [&] {
        for (int i = 0; i < 20; ++i) record("document.seen");
    };
    std::thread one(work);
    std::thread two(work);
    one.join();
    two.join();
    const auto events = chain(BodyId{1});
    EXPECT_EQ(events.size(), 40U);
    EXPECT_TRUE(is_whole(events));
}

TEST_P(TrailOnEachEngine, HashesARecordAlikeOnBothEngines) {
    database().write([](Transaction& t) {
        add_row(t, "organisation", {{"name", "'Cân Đo Sài Gòn'"}});
        add_row(t, "instrument_type", {});
        add_row(t, "instrument", {{"maker", "'Mettler'"}, {"range_low", "NULL"}, {"range_high", "'1.50'"}});
        add_row(t, "instrument_range", {});
    });
    static std::map<std::string, std::string> seen;
    const std::string hash =
        database().read([](Transaction& t) { return record_sha256(t, "instrument", BodyId{1}, 1); });
    EXPECT_EQ(hash.size(), 64U);
    seen[GetParam()] = hash;
    for (const auto& [engine, other] : seen) EXPECT_EQ(other, hash) << engine;
}

TEST_P(TrailOnEachEngine, HashesNullAndTheEmptyTextDifferently) {
    database().write([](Transaction& t) {
        add_row(t, "organisation", {});
        add_row(t, "instrument_type", {});
        add_row(t, "instrument", {{"range_low", "NULL"}});
    });
    const auto hash = [&] {
        return database().read([](Transaction& t) { return record_sha256(t, "instrument", BodyId{1}, 1); });
    };
    const std::string absent = hash();
    test::tamper(database(), "UPDATE instrument SET range_low = ''");
    EXPECT_NE(hash(), absent);
}

TEST_P(TrailOnEachEngine, IsNeverChangedOrRemoved) {
    record("document.seen", {{.field = "state", .new_value = "open"}});
    for (const char* sql :
         {"UPDATE trail_event SET actor_name = 'x'", "DELETE FROM trail_event", "DELETE FROM trail_change",
          "UPDATE trail_change SET new_value = 'x'", "UPDATE trail_change SET new_value = NULL"}) {
        try {
            database().write([&](Transaction& t) { t.execute(sql); });
            ADD_FAILURE() << sql;
        } catch (const DatabaseError& error) {
            EXPECT_EQ(error.fault(), Fault::guarded) << sql;
        }
    }
}

}  // namespace
}  // namespace chuan::storage
