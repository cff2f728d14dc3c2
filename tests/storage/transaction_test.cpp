#include <atomic>
#include <barrier>
#include <thread>

#include "base/error.h"
#include "storage/connection.h"
#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kCount = "SELECT value FROM counter WHERE name = $1";
constexpr std::string_view kSet = "UPDATE counter SET value = $2 WHERE name = $1";

class TransactionOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam(), test::TestDatabase::Content::empty);
        database().write([](Transaction& t) {
            t.execute("CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL CHECK (value >= 0))");
            t.execute("INSERT INTO counter (name, value) VALUES ('a', 0), ('b', 0)");
        });
    }
    Database& database() { return **database_; }
    std::int64_t value(const char* name) {
        return database().read([&](Transaction& t) { return t.one(kCount, {name})->get<std::int64_t>(0); });
    }
    std::optional<test::TestDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(Engines, TransactionOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(TransactionOnEachEngine, LosesNoIncrementOfEightThreads) {
    constexpr int kThreads = 8, kEach = 40;
    std::vector<std::jthread> threads;
    std::atomic<int> done = 0;
    for (int thread = 0; thread < kThreads; ++thread)
        threads.emplace_back([&] {
            for (int number = 0; number < kEach; ++number) {
                while (true) try {
                        database().write([](Transaction& t) {
                            const auto old = t.one(kCount, {"a"})->get<std::int64_t>(0);
                            t.execute(kSet, {"a", old + 1});
                        });
                        break;
                    } catch (const Error& error) {  // what a client does that is told to try again
                        if (error.kind() != ErrorKind::unavailable) throw;
                    }
                ++done;
            }
        });
    threads.clear();
    EXPECT_EQ(done, kThreads * kEach);
    EXPECT_EQ(value("a"), kThreads * kEach);
}

TEST_P(TransactionOnEachEngine, LeavesNothingBehindAnException) {
    EXPECT_THROW(database().write([](Transaction& t) {
        t.execute(kSet, {"a", 5});
        throw Error(ErrorKind::rule_broken, "job.not_reviewable", "the job cannot be reviewed");
    }),
                 Error);
    EXPECT_EQ(value("a"), 0);
    database().write([](Transaction& t) { t.execute(kSet, {"a", 6}); });
    EXPECT_EQ(value("a"), 6);
}

TEST_P(TransactionOnEachEngine, IsOverAfterAFailedStatement) {
    EXPECT_THROW(database().write([](Transaction& t) {
        t.execute(kSet, {"a", 5});
        EXPECT_THROW(t.execute(kSet, {"b", -1}), DatabaseError);
        EXPECT_THROW(t.execute(kSet, {"b", 1}), std::logic_error);
    }),
                 std::logic_error);
    EXPECT_EQ(value("a"), 0);
}

TEST_P(TransactionOnEachEngine, ReadsOneStateInASnapshot) {
    database().read([&](Transaction& t) {
        EXPECT_EQ(t.one(kCount, {"a"})->get<int>(0), 0);
        database().write([](Transaction& other) {
            other.execute(kSet, {"a", 1});
            other.execute(kSet, {"b", 1});
        });
        EXPECT_EQ(t.one(kCount, {"a"})->get<int>(0), 0);
        EXPECT_EQ(t.one(kCount, {"b"})->get<int>(0), 0);
    });
    EXPECT_EQ(value("b"), 1);
}

TEST_P(TransactionOnEachEngine, NeverWritesInASnapshot) {
    const auto refused = [](auto&& attempt) {
        try {
            attempt();
        } catch (const Error& error) {
            return error.code();
        } catch (const DatabaseError& error) {
            return std::string(error.fault() == Fault::read_only ? "read_only" : error.what());
        }
        return std::string("written");
    };
    EXPECT_EQ(refused([&] { database().read([](Transaction& t) {
                                t.execute(kSet, {"a", 1});
                            }); }),
              "database.read_only");
    EXPECT_EQ(refused([&] {
                  const auto lease = database().writer();
                  lease->in_snapshot([](Transaction& t) { t.execute(kSet, {"a", 1}); });
              }),
              "read_only");
    EXPECT_EQ(value("a"), 0);
    database().write([](Transaction& t) { t.execute(kSet, {"a", 1}); });
    EXPECT_EQ(value("a"), 1);
}

TEST_P(TransactionOnEachEngine, IsRepeatedWholeWhenTheEngineAsks) {
    int attempts = 0;
    const int returned = database().write([&](Transaction& t) {
        t.execute(kSet, {"a", t.one(kCount, {"a"})->get<int>(0) + 1});
        if (++attempts < 3) throw DatabaseError(Fault::serialization, {}, "once more");
        return attempts;
    });
    EXPECT_EQ(returned, 3);
    EXPECT_EQ(value("a"), 1);
}

TEST_P(TransactionOnEachEngine, GivesUpAfterTwentyRepeats) {
    int attempts = 0;
    try {
        database().write([&](Transaction&) {
            ++attempts;
            throw DatabaseError(Fault::serialization, {}, "once more");
        });
        ADD_FAILURE() << "it went through";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::unavailable);
        EXPECT_EQ(error.code(), "database.contended");
    }
    EXPECT_EQ(attempts, 20);
}

// Two transactions that each look at what the other changes: one of them must run again and see it (no write skew).
TEST(PostgresTransaction, RepeatsTheOneThatSawAnOldState) {
    if (const auto reason = test::unavailable("postgres")) GTEST_SKIP() << *reason;
    const test::TestDatabase database("postgres", test::TestDatabase::Content::empty);
    database->write([](Transaction& t) {
        t.execute("CREATE TABLE approver (name TEXT PRIMARY KEY, present BIGINT NOT NULL)");
        t.execute("INSERT INTO approver (name, present) VALUES ('An', 1), ('Bình', 1)");
    });
    std::barrier both(2);
    std::atomic<int> attempts = 0;
    const auto leave = [&](const char* name) {
        bool first = true;
        database->write([&](Transaction& t) {
            ++attempts;
            const auto present = t.one("SELECT count(*) FROM approver WHERE present = 1")->get<int>(0);
            if (std::exchange(first, false)) both.arrive_and_wait();
            if (present > 1) t.execute("UPDATE approver SET present = 0 WHERE name = $1", {name});
        });
    };
    {
        const std::jthread an([&] { leave("An"); });
        const std::jthread binh([&] { leave("Bình"); });
    }
    EXPECT_GE(attempts, 3);
    EXPECT_EQ(database->read(
                  [](Transaction& t) { return t.one("SELECT count(*) FROM approver WHERE present = 1")->get<int>(0); }),
              1);
}

}  // namespace
}  // namespace chuan::storage
