#include <csignal>
#include <random>
#include <set>
#include <thread>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/document_repository.h"
#include "storage/intent_repository.h"
#include "storage/job_repository.h"
#include "storage/number_repository.h"
#include "storage/trail_repository.h"
#include "tests/issuing/house.h"

extern char** environ;

namespace chuan::test {
namespace {

using storage::Transaction;

/// A driver with the end of the pipe that it speaks into.
class Driver {
  public:
    Driver(const std::string& address, BodyId body, const char* direction) {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
        output_ = ::fdopen(ends[0], "r");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclose(&actions, ends[0]);
        posix_spawn_file_actions_addclose(&actions, ends[1]);
        const std::string number = std::to_string(body.value);
        const char* arguments[] = {CHUAN_ISSUE_DRIVER, address.c_str(), number.c_str(), direction, nullptr};
        if (::posix_spawn(&process_, CHUAN_ISSUE_DRIVER, &actions, nullptr, const_cast<char**>(arguments), environ) !=
            0)
            throw std::runtime_error("no driver");
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
    }
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;
    ~Driver() {
        if (process_ > 0) kill();
        std::fclose(output_);
    }

    /// False when it has nothing more to say.
    bool line(std::string& text) {
        char buffer[256];
        if (!std::fgets(buffer, sizeof buffer, output_)) return false;
        text.assign(buffer);
        if (!text.empty() && text.back() == '\n') text.pop_back();
        return true;
    }
    void kill() {
        ::kill(process_, SIGKILL);
        wait();
    }
    int wait() {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return status;
    }

  private:
    pid_t process_ = 0;
    std::FILE* output_ = nullptr;
};

constexpr int kKills = 50;

class Crash : public InWorkshop {
  protected:
    std::string address() const { return database_->options().address; }
    /// Two processes never hold an SQLite database at once.
    void closed_while(const std::function<void()>& work) {
        workshop_.reset();
        database_->close();
        work();
        database_->open();
        workshop_.emplace(**database_, clock_, body_);
    }
    void prepare(int jobs) {
        body_ = workshop().body();
        workshop().ready({.serial = "DMM"}, jobs);
    }
    std::vector<storage::IssueIntent> intents(storage::IntentState state) {
        return workshop().read(
            [&](Transaction& t) { return storage::IntentRepository(t, {body_}).list(state, {}, 100000); });
    }
    std::set<std::string> numbers_of(const std::vector<storage::IssueIntent>& all) {
        std::set<std::string> numbers;
        for (const auto& intent : all) EXPECT_TRUE(numbers.insert(intent.number).second) << intent.number << " twice";
        return numbers;
    }
    /// Completed: certificate, both documents with the bytes their hash says, and the act in the trail.
    void expect_whole(const storage::IssueIntent& intent) {
        const auto certificate = workshop().read([&](Transaction& t) {
            const auto found = storage::certificate_by_code(t, intent.code);
            EXPECT_TRUE(found) << intent.number;
            const auto events = storage::Trail(t, {body_}).of_record("certificate", found->id.value, std::nullopt, 10);
            EXPECT_EQ(events.size(), 1u) << intent.number;
            EXPECT_EQ(storage::JobRepository(t, {body_}).require(intent.job).state, jobs::State::finished)
                << intent.number;
            return *found;
        });
        EXPECT_EQ(certificate.number, intent.number);
        EXPECT_EQ(workshop().pdf(certificate).substr(0, 5), "%PDF-") << intent.number;
        EXPECT_NE(workshop().dcc(certificate).find(intent.number), std::string::npos) << intent.number;
    }
    void expect_no_gap(std::size_t count) {
        const auto highest = workshop().read(
            [&](Transaction& t) { return storage::NumberRepository(t, {body_}).highest().at("calibration/2026"); });
        EXPECT_EQ(highest, static_cast<std::int64_t>(count));
    }

    BodyId body_{};
};
INSTANTIATE_TEST_SUITE_P(Engines, Crash, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Crash, AKilledIssueLosesNothingAndUsesNoNumberTwice) {
    const int count = kKills, jobs = count * 5;
    prepare(jobs);
    std::set<std::string> told;
    int killed_at_work = 0;
    closed_while([&] {
        std::mt19937 random(20260302);
        std::chrono::microseconds one_issue{60000};  // as long as the last one took: the kill falls anywhere within one
        for (int i = 0; i < count; ++i) {
            Driver driver(address(), body_, "forwards");
            std::string line;
            ASSERT_TRUE(driver.line(line));
            ASSERT_EQ(line, "ready");
            for (auto whole = random() % 3; whole > 0; --whole) {
                const auto begun = std::chrono::steady_clock::now();
                ASSERT_TRUE(driver.line(line));
                told.insert(line);
                one_issue =
                    std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
            }
            std::this_thread::sleep_for(one_issue * static_cast<int>(random() % 100) / 80);
            driver.kill();
            while (driver.line(line)) told.insert(line);
            ++killed_at_work;
        }
    });
    EXPECT_EQ(killed_at_work, count);
    const auto completed = intents(storage::IntentState::completed), reserved = intents(storage::IntentState::reserved);
    auto numbers = numbers_of(completed);
    for (const auto& number : told) EXPECT_TRUE(numbers.contains(number)) << number << " was told and is lost";
    for (const auto& intent : completed) expect_whole(intent);
    for (const auto& intent : reserved) EXPECT_TRUE(numbers.insert(intent.number).second) << intent.number << " twice";
    expect_no_gap(numbers.size());
    for (const auto& intent : reserved) EXPECT_EQ(workshop().issue(intent.job).number, intent.number);
    const auto after = intents(storage::IntentState::completed);
    EXPECT_EQ(after.size(), numbers.size());
    for (const auto& intent : after) expect_whole(intent);
    EXPECT_TRUE(intents(storage::IntentState::reserved).empty());
    RecordProperty("issued_before_kills", static_cast<int>(completed.size()));
    RecordProperty("half_way_when_killed", static_cast<int>(reserved.size()));
    EXPECT_GT(completed.size() + reserved.size(), static_cast<std::size_t>(count) / 4)
        << "the kills came too early to mean anything";
}

TEST_P(Crash, TwoServersIssueFiftyAtOnce) {
    if (GetParam() != "postgres") GTEST_SKIP() << "an SQLite database has one writing process";
    prepare(50);
    Driver one(address(), body_, "forwards"), other(address(), body_, "backwards");
    std::string line;
    while (one.line(line)) {
    }
    while (other.line(line)) {
    }
    EXPECT_EQ(one.wait(), 0);
    EXPECT_EQ(other.wait(), 0);
    const auto completed = intents(storage::IntentState::completed);
    EXPECT_EQ(numbers_of(completed).size(), 50u);
    expect_no_gap(50);
    for (const auto& intent : completed) expect_whole(intent);
}

}  // namespace
}  // namespace chuan::test
