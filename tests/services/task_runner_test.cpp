#include "server/services/task_runner.h"

#include <atomic>
#include <thread>

#include "base/error.h"
#include "tests/records/house_rows.h"

namespace chuan::server::services {
namespace {

using namespace std::chrono_literals;
using storage::TaskRepository;
using storage::TaskState;
using storage::Transaction;

/// Set by the test, read by the workers.
class SharedClock final : public Clock {
  public:
    Moment now() const override { return test::kNow + std::chrono::seconds(seconds_.load()); }
    void advance(std::chrono::seconds by) { seconds_ += by.count(); }

  private:
    std::atomic<std::int64_t> seconds_{0};
};

class TaskRunnerOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        database().write([](Transaction& t) {
            test::add_row(t, "body", {});
            test::add_row(t, "account", {});
        });
    }
    storage::Database& database() { return **database_; }

    TaskId start(std::string_view input = "") {
        return database().write([&](Transaction& t) {
            return TaskRepository(t, test::kLaboratory).start("count", input, AccountId{1}, test::kNow);
        });
    }
    storage::BackgroundTask task(TaskId id) {
        return database().read([&](Transaction& t) { return TaskRepository(t, test::kLaboratory).require(id); });
    }
    storage::BackgroundTask until(TaskId id, TaskState state) {
        for (int i = 0; i < 1000 && task(id).state != state; ++i) std::this_thread::sleep_for(5ms);
        return task(id);
    }
    std::unique_ptr<TaskRunner> runner(TaskWork work, int workers = 1) {
        TaskRunner::Options options;
        options.workers = workers;
        options.poll = 10ms;
        options.lease = 30s;
        return std::make_unique<TaskRunner>(database(), std::map<std::string, TaskWork>{{"count", std::move(work)}},
                                            options, clock_, [](const std::string&) {});
    }
    SharedClock& clock() { return clock_; }

  private:
    std::optional<test::TestDatabase> database_;
    SharedClock clock_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TaskRunnerOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

/// Counts from the checkpoint to ten.
std::string count_to_ten(RunningTask& running) {
    const std::string& checkpoint = running.task().checkpoint;
    for (int n = checkpoint.empty() ? 1 : std::stoi(checkpoint) + 1; n <= 10; ++n)
        running.report(n, 10, std::to_string(n));
    return "counted";
}

/// Never ends by itself.
std::string count_for_ever(RunningTask& running) {
    for (int n = 1;; ++n) {
        running.report(n, 0, std::to_string(n));
        std::this_thread::sleep_for(1ms);
    }
}

TEST_P(TaskRunnerOnEachEngine, CarriesTasksOut) {
    const auto runner = this->runner(count_to_ten, 2);
    const std::vector<TaskId> tasks{start(), start(), start()};
    runner->start();
    for (const TaskId id : tasks) {
        const auto done = until(id, TaskState::done);
        EXPECT_EQ(done.state, TaskState::done);
        EXPECT_EQ(done.outcome, "counted");
        EXPECT_EQ(done.progress, 10);
        EXPECT_EQ(done.attempts, 1);
    }
    const TaskId later = start();
    runner->wake();
    EXPECT_EQ(until(later, TaskState::done).state, TaskState::done);
}

TEST_P(TaskRunnerOnEachEngine, SaysWhyATaskFailed) {
    const auto runner = this->runner([](RunningTask& running) -> std::string {
        if (running.task().input == "rule")
            throw Error(ErrorKind::rule_broken, "row.bad", "row 7 has no serial; add it");
        throw std::logic_error("secret detail");
    });
    const TaskId refused = start("rule");
    const TaskId broken = start("bug");
    runner->start();
    EXPECT_EQ(until(refused, TaskState::failed).outcome, "row 7 has no serial; add it");
    const auto failed = until(broken, TaskState::failed);
    EXPECT_EQ(failed.state, TaskState::failed);
    EXPECT_EQ(failed.outcome.find("secret"), std::string::npos);
}

TEST_P(TaskRunnerOnEachEngine, StopsACancelledTask) {
    const auto runner = this->runner(count_for_ever);
    const TaskId id = start();
    runner->start();
    until(id, TaskState::running);
    database().write([&](Transaction& t) { TaskRepository(t, test::kLaboratory).ask_cancel(id, test::kNow); });
    EXPECT_EQ(until(id, TaskState::cancelled).state, TaskState::cancelled);
}

TEST_P(TaskRunnerOnEachEngine, GivesATaskBackWhenTheProgramStopsAndAnotherGoesOn) {
    auto first = runner(count_for_ever);
    const TaskId id = start();
    first->start();
    while (task(id).progress < 3) std::this_thread::sleep_for(1ms);
    first->stop();
    const auto waiting = task(id);
    EXPECT_EQ(waiting.state, TaskState::waiting);
    ASSERT_GE(waiting.progress, 3);
    EXPECT_EQ(waiting.checkpoint, std::to_string(waiting.progress));

    std::atomic<int> began_at{0};
    const auto second = runner([&](RunningTask& running) -> std::string {
        began_at = std::stoi(running.task().checkpoint);
        return "went on";
    });
    second->start();
    EXPECT_EQ(until(id, TaskState::done).outcome, "went on");
    EXPECT_EQ(began_at, waiting.progress);
}

TEST_P(TaskRunnerOnEachEngine, GoesOnWithTheTaskOfACrashedProgram) {
    const TaskId id = start();
    database().write([&](Transaction& t) {  // a worker that took it, came to 4 and was never heard of again
        storage::TaskQueue queue(t);
        queue.take("count", "dead", test::kNow, test::kNow + 30s, 5);
        queue.report(id, "dead", 4, 10, "4", test::kNow + 30s);
    });
    std::atomic<int> steps{0};
    const auto runner = this->runner([&](RunningTask& running) {
        steps = 10 - std::stoi(running.task().checkpoint);
        return count_to_ten(running);
    });
    runner->start();
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(task(id).state, TaskState::running);  // its lease still runs
    clock().advance(31s);
    const auto done = until(id, TaskState::done);
    EXPECT_EQ(done.state, TaskState::done);
    EXPECT_EQ(done.attempts, 2);
    EXPECT_EQ(steps, 6);
}

}  // namespace
}  // namespace chuan::server::services
