#include "server/services/task_runner.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/random.h"

namespace chuan::server::services {
namespace {

using storage::TaskQueue;
using storage::TaskState;
using storage::Transaction;

// How a task's work is left before its end.
struct Cancelled {};
struct TakenOver {};
struct Stopping {};

}  // namespace

void RunningTask::report(std::int64_t progress, std::int64_t total, std::string_view checkpoint) {
    const Moment until = runner_.clock_.now() + runner_.options_.lease;
    const auto answer = runner_.database_.write([&](Transaction& t) {
        return TaskQueue(t).report(task_.id, runner_.worker_, progress, total, checkpoint, until);
    });
    if (answer == TaskQueue::Answer::lost) throw TakenOver();
    if (answer == TaskQueue::Answer::cancel) throw Cancelled();
    if (runner_.stopping_) throw Stopping();
}

TaskRunner::TaskRunner(storage::Database& database, std::map<std::string, TaskWork> kinds, Options options,
                       const Clock& clock, Report report)
    : database_(database),
      kinds_(std::move(kinds)),
      options_(std::move(options)),
      worker_(options_.node + "-" + hex(random_bytes(6))),
      clock_(clock),
      report_(std::move(report)) {}

void TaskRunner::start() {
    for (int i = 0; i < options_.workers; ++i)
        loops_.push_back(std::make_unique<BackgroundLoop>(
            options_.poll, [this] { turn(); }, report_));
}

void TaskRunner::wake() {
    for (const auto& loop : loops_) loop->wake();
}

void TaskRunner::stop() {
    stopping_ = true;
    loops_.clear();
}

void TaskRunner::turn() {
    for (const auto& [kind, work] : kinds_)
        while (!stopping_ && run_one(kind, work)) continue;
    if (options_.answered && !kinds_.empty() && !stopping_) options_.answered(clock_.now());
}

bool TaskRunner::run_one(const std::string& kind, const TaskWork& work) {
    const Moment now = clock_.now();
    auto task = database_.write([&](Transaction& t) {
        return TaskQueue(t).take(kind, worker_, now, now + options_.lease, options_.max_attempts);
    });
    if (!task) return false;
    RunningTask running(*this, std::move(*task));
    carry_out(work, running);
    return true;
}

void TaskRunner::carry_out(const TaskWork& work, RunningTask& running) {
    const TaskId id = running.task().id;
    const std::string name = "task " + std::to_string(id.value) + " (" + running.task().kind + ")";
    try {
        end(id, TaskState::done, work(running));
    } catch (const Cancelled&) {
        end(id, TaskState::cancelled, "");
    } catch (const Stopping&) {
        database_.write([&](Transaction& t) { return TaskQueue(t).give_back(id, worker_); });
    } catch (const TakenOver&) {
        report_(name + " was slower than its lease and is carried on by another worker");
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::unavailable) throw;  // its lease runs out; then it is taken again
        end(id, TaskState::failed, error.what());
    } catch (const std::exception& error) {
        report_(name + ": " + error.what());
        end(id, TaskState::failed, "an error of the program, recorded in its log");
    }
}

void TaskRunner::end(TaskId id, TaskState state, std::string_view outcome) {
    const bool ours =
        database_.write([&](Transaction& t) { return TaskQueue(t).end(id, worker_, state, outcome, clock_.now()); });
    if (!ours) report_("task " + std::to_string(id.value) + " ended here after its lease had run out");
}

}  // namespace chuan::server::services
