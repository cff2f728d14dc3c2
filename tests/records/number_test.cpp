#include <algorithm>
#include <mutex>
#include <thread>

#include "storage/number_repository.h"
#include "tests/records/house_rows.h"

namespace chuan::storage {
namespace {

using test::add_row;
using test::kLaboratory;

class NumbersOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        database().write([](Transaction& t) {
            add_row(t, "body", {});
            add_row(t, "body", {{"code", "'second'"}});
            add_row(t, "account", {});
        });
    }
    Database& database() { return **database_; }
    static std::string printed(std::int64_t ordinal) { return "K26." + std::to_string(ordinal); }
    GivenNumber next(std::string_view kind = "calibration", int year = 2026, BodyId body = BodyId{1}) {
        return database().write([&](Transaction& t) { return NumberRepository(t, {body}).next(kind, year, printed); });
    }
    void import(const std::string& number, const std::string& state) {
        database().write([&](Transaction& t) {
            add_row(t, "import_batch", {{"state", "'" + state + "'"}});
            add_row(t, "certificate",
                    {{"number", "'" + number + "'"},
                     {"origin", "'imported'"},
                     {"import_batch_id", "(SELECT MAX(id) FROM import_batch)"}});
        });
    }

  private:
    std::optional<test::TestDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, NumbersOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(NumbersOnEachEngine, FollowOneAnotherPerBodyKindAndYear) {
    EXPECT_EQ(next().text, "K26.1");
    EXPECT_EQ(next().text, "K26.2");
    EXPECT_EQ(next("verification").ordinal, 1);
    EXPECT_EQ(next("calibration", 2027).ordinal, 1);
    EXPECT_EQ(next("calibration", 2026, BodyId{2}).ordinal, 1);
    EXPECT_EQ(next().ordinal, 3);
    EXPECT_EQ(database().read([](Transaction& t) { return NumberRepository(t, kLaboratory).highest(); }),
              (std::map<std::string, std::int64_t>{
                  {"calibration/2026", 3}, {"calibration/2027", 1}, {"verification/2026", 1}}));
}

TEST_P(NumbersOnEachEngine, AreNotUsedUpByWorkThatFailed) {
    EXPECT_EQ(next().ordinal, 1);
    EXPECT_THROW(database().write([](Transaction& t) {
        NumberRepository(t, kLaboratory).next("calibration", 2026, printed);
        throw std::runtime_error("the power went");
    }),
                 std::runtime_error);
    EXPECT_EQ(next().ordinal, 2);
}

TEST_P(NumbersOnEachEngine, SkipThoseOfTheRegisterThatWasBroughtIn) {
    import("K26.1", "accepted");
    import("K26.2", "writing");
    import("K26.3", "taken_back");
    import("K26.4", "abandoned");
    EXPECT_EQ(next().ordinal, 3);
    EXPECT_EQ(next().ordinal, 4);
    EXPECT_EQ(next("calibration", 2026, BodyId{2}).ordinal, 1);  // another laboratory's register
}

TEST_P(NumbersOnEachEngine, AreToldBeforeTheyAreTaken) {
    const auto upcoming = [&] {
        return database()
            .read(
                [](Transaction& t) { return NumberRepository(t, kLaboratory).upcoming("calibration", 2026, printed); })
            .ordinal;
    };
    EXPECT_EQ(upcoming(), 1);
    import("K26.1", "accepted");
    EXPECT_EQ(upcoming(), 2);
    EXPECT_EQ(upcoming(), 2);
    EXPECT_EQ(next().ordinal, 2);
    import("K26.3", "accepted");
    EXPECT_EQ(upcoming(), 4);
    EXPECT_EQ(next().ordinal, 4);
}

TEST_P(NumbersOnEachEngine, RacedByEightThreadsAreGivenOnceWithoutAGap) {
    constexpr int kThreads = 8, kEach = 6;
    std::mutex mutex;
    std::vector<std::int64_t> given;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < kEach; ++n) {
                const std::int64_t ordinal = next().ordinal;
                const std::scoped_lock lock(mutex);
                given.push_back(ordinal);
            }
        });
    for (std::thread& thread : threads) thread.join();
    std::ranges::sort(given);
    ASSERT_EQ(given.size(), static_cast<std::size_t>(kThreads * kEach));
    for (std::size_t i = 0; i < given.size(); ++i) EXPECT_EQ(given[i], static_cast<std::int64_t>(i) + 1);
}

}  // namespace
}  // namespace chuan::storage
