#pragma once

// Workers that carry out background tasks. Any number of nodes may run; the table says whose turn it is.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "server/services/background_loop.h"
#include "storage/database.h"
#include "storage/task_repository.h"

namespace chuan::server::services {

/// What the work of one task sees.
class RunningTask {
  public:
    const storage::BackgroundTask& task() const noexcept { return task_; }  // its checkpoint: where to go on

    /// After each step, at least every half lease: saves how far it is and where to go on after an interruption. Throws
    /// a private exception, to be let through, when the task was cancelled, taken over or the program is stopping.
    void report(std::int64_t progress, std::int64_t total, std::string_view checkpoint);

  private:
    friend class TaskRunner;
    RunningTask(class TaskRunner& runner, storage::BackgroundTask task) : runner_(runner), task_(std::move(task)) {}
    TaskRunner& runner_;
    storage::BackgroundTask task_;
};

/// Returns the outcome. An Error fails the task with its sentence, one of kind unavailable leaves it for another
/// attempt.
using TaskWork = std::function<std::string(RunningTask&)>;

class TaskRunner {
  public:
    struct Options {
        std::string node = "node";  // in lease_by, with a random part: a restarted node is another worker
        int workers = 2;
        std::chrono::seconds lease{60};
        std::chrono::milliseconds poll{1000};
        int max_attempts = 5;
        std::function<void(Moment)> answered{};  // told at every poll that the records answered
    };
    TaskRunner(storage::Database& database, std::map<std::string, TaskWork> kinds, Options options, const Clock& clock,
               Report report);
    ~TaskRunner() { stop(); }

    void start();
    /// A task was started here: no need to wait for the next poll.
    void wake();
    /// Running tasks go back with their checkpoints at their next report.
    void stop();

  private:
    friend class RunningTask;
    void turn();
    bool run_one(const std::string& kind, const TaskWork& work);
    void carry_out(const TaskWork& work, RunningTask& running);
    void end(TaskId id, storage::TaskState state, std::string_view outcome);

    storage::Database& database_;
    const std::map<std::string, TaskWork> kinds_;
    const Options options_;
    const std::string worker_;
    const Clock& clock_;
    const Report report_;
    std::atomic<bool> stopping_{false};
    std::vector<std::unique_ptr<BackgroundLoop>> loops_;
};

}  // namespace chuan::server::services
