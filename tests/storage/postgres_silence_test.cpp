// A PostgreSQL server that keeps its connections and says nothing: stopped, or behind a network that swallows all.

#include <chrono>

#include "base/error.h"
#include "tests/storage/engines.h"
#include "tests/storage/tcp_way.h"

namespace chuan::storage {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

class SilentPostgres : public ::testing::Test {
  protected:
    void SetUp() override {
        if (const auto reason = test::unavailable("postgres")) GTEST_SKIP() << *reason;
        origin_.emplace("postgres", test::TestDatabase::Content::empty);
        way_.emplace(origin_->options().address);
        DatabaseOptions options;
        options.address = way_->address();
        database_ = Database::open(options);
        database_->write([](Transaction& t) { t.execute("CREATE TABLE note (text TEXT)"); });
    }
    void add_note() {
        database_->write([](Transaction& t) { t.execute("INSERT INTO note (text) VALUES ('một')"); });
    }
    int notes() {
        return database_->read([](Transaction& t) { return t.one("SELECT count(*) FROM note")->get<int>(0); });
    }
    template <class Act>
    void expect_lost_soon(const Act& act) {
        const auto begun = steady_clock::now();
        try {
            act();
            ADD_FAILURE() << "nobody could have answered";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), "database.lost");
        }
        EXPECT_LT(steady_clock::now() - begun, 8s);
    }
    std::optional<test::TestDatabase> origin_;
    std::optional<test::TcpWay> way_;
    std::unique_ptr<Database> database_;
};

TEST_F(SilentPostgres, IsLeftAfterSecondsAndUsedAgainWhenItSpeaks) {
    add_note();
    way_->hold();
    expect_lost_soon([&] { add_note(); });  // on the connection that was open
    expect_lost_soon([&] { notes(); });     // on one that has to be opened
    way_->let_go();
    EXPECT_EQ(notes(), 1);
    add_note();
    EXPECT_EQ(notes(), 2);
}

TEST_F(SilentPostgres, InTheMiddleOfATransactionIsLeftWithNothingWritten) {
    expect_lost_soon([&] {
        database_->write([&](Transaction& t) {
            t.execute("INSERT INTO note (text) VALUES ('một')");
            way_->hold();
            t.execute("INSERT INTO note (text) VALUES ('hai')");
        });
    });
    way_->let_go();
    EXPECT_EQ(notes(), 0);
}

TEST_F(SilentPostgres, IsNotWhoWorksLong) {
    const auto slept =
        database_->read([](Transaction& t) { return t.one("SELECT length(CAST(pg_sleep(4) AS TEXT))")->get<int>(0); });
    EXPECT_EQ(slept, 0);
}

TEST_F(SilentPostgres, TakesWhatIsLargerThanItsBuffers) {
    const std::string text(20'000'000, 'a');
    database_->write([&](Transaction& t) { t.execute("INSERT INTO note (text) VALUES ($1)", {text}); });
    EXPECT_EQ(database_->read([](Transaction& t) { return t.one("SELECT text FROM note")->get<std::string>(0); }),
              text);
}

}  // namespace
}  // namespace chuan::storage
