#include "storage/task_repository.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/error.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::array<std::string_view, 5> kStates{"waiting", "running", "done", "failed", "cancelled"};

constexpr std::string_view kStart = R"sql(
    INSERT INTO background_task (body_id, kind, input, state, progress, total, checkpoint, outcome, attempts, cancel_asked,
                                 started_by, created_at)
    VALUES ($1, $2, $3, 'waiting', 0, 0, '', '', 0, 0, $4, $5)
    RETURNING id)sql";

constexpr std::string_view kRequire = R"sql(
    SELECT id, body_id, kind, input, state, progress, total, checkpoint, outcome, attempts, cancel_asked, started_by,
           created_at, ended_at
      FROM background_task
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kNewest = R"sql(
    SELECT id, body_id, kind, input, state, progress, total, checkpoint, outcome, attempts, cancel_asked, started_by,
           created_at, ended_at
      FROM background_task
     WHERE body_id = $1
     ORDER BY id DESC
     LIMIT $2)sql";

constexpr std::string_view kAskCancel = R"sql(
    UPDATE background_task
       SET cancel_asked = 1,
           state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END,
           ended_at = CASE WHEN state = 'waiting' THEN $3 ELSE ended_at END
     WHERE body_id = $1 AND id = $2 AND state IN ('waiting', 'running'))sql";

constexpr std::string_view kFree = R"sql(
    SELECT id, body_id, kind, input, state, progress, total, checkpoint, outcome, attempts, cancel_asked, started_by,
           created_at, ended_at
      FROM background_task
     WHERE kind = $1 AND (state = 'waiting' OR (state = 'running' AND lease_until < $2))
     ORDER BY id
     LIMIT 1)sql";

constexpr std::string_view kTake = R"sql(
    UPDATE background_task
       SET state = 'running', attempts = attempts + 1, lease_by = $2, lease_until = $3
     WHERE id = $1)sql";

constexpr std::string_view kGiveUp = R"sql(
    UPDATE background_task
       SET state = $2, outcome = $3, ended_at = $4, lease_by = NULL, lease_until = NULL
     WHERE id = $1)sql";

constexpr std::string_view kReport = R"sql(
    UPDATE background_task
       SET progress = $3, total = $4, checkpoint = $5, lease_until = $6
     WHERE id = $1 AND lease_by = $2 AND state = 'running'
    RETURNING cancel_asked)sql";

constexpr std::string_view kEnd = R"sql(
    UPDATE background_task
       SET state = $3, outcome = $4, ended_at = $5, lease_by = NULL, lease_until = NULL
     WHERE id = $1 AND lease_by = $2 AND state = 'running')sql";

constexpr std::string_view kGiveBack = R"sql(
    UPDATE background_task
       SET state = 'waiting', attempts = attempts - 1, lease_by = NULL, lease_until = NULL
     WHERE id = $1 AND lease_by = $2 AND state = 'running')sql";

TaskState state_from(const std::string& text) {
    const auto found = std::ranges::find(kStates, text);
    if (found == kStates.end()) throw std::logic_error("a background task is in state " + text);
    return static_cast<TaskState>(found - kStates.begin());
}

BackgroundTask task_from(const Row& row) {
    return {.id = row.get<TaskId>(0),
            .body = row.get<BodyId>(1),
            .kind = row.get<std::string>(2),
            .input = row.get<std::string>(3),
            .state = state_from(row.get<std::string>(4)),
            .progress = row.get<std::int64_t>(5),
            .total = row.get<std::int64_t>(6),
            .checkpoint = row.get<std::string>(7),
            .outcome = row.get<std::string>(8),
            .attempts = row.get<int>(9),
            .cancel_asked = row.get<bool>(10),
            .started_by = row.get<AccountId>(11),
            .created_at = moment_at(row, 12),
            .ended_at = optional_moment_at(row, 13)};
}

}  // namespace

std::string_view to_string(TaskState state) { return kStates.at(static_cast<std::size_t>(state)); }

TaskId TaskRepository::start(std::string_view kind, std::string_view input, AccountId by, Moment now) {
    return transaction_.execute(kStart, {body_, kind, input, by, text(now)}).rows.front().get<TaskId>(0);
}

BackgroundTask TaskRepository::require(TaskId id) {
    const auto row = transaction_.one(kRequire, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "task.unknown",
                    "there is no task " + std::to_string(id.value) + " here; look it up in the list of tasks", {},
                    {{"task", std::to_string(id.value)}});
    return task_from(*row);
}

std::vector<BackgroundTask> TaskRepository::newest(int limit) {
    std::vector<BackgroundTask> tasks;
    for (const Row& row : transaction_.execute(kNewest, {body_, limit}).rows) tasks.push_back(task_from(row));
    return tasks;
}

void TaskRepository::ask_cancel(TaskId id, Moment now) {
    const BackgroundTask task = require(id);
    if (transaction_.execute(kAskCancel, {body_, id, text(now)}).changed == 0)
        throw Error(ErrorKind::conflict, "task.ended",
                    "task " + std::to_string(id.value) + " has ended (" + std::string(to_string(task.state)) +
                        "); there is nothing left to cancel",
                    {}, {{"task", std::to_string(id.value)}, {"state", std::string(to_string(task.state))}});
}

std::optional<BackgroundTask> TaskQueue::take(std::string_view kind, std::string_view worker, Moment now,
                                              Moment lease_until, int max_attempts) {
    while (const auto row = transaction_.one(kFree, {kind, text(now)})) {
        BackgroundTask task = task_from(*row);
        if (task.cancel_asked) {
            transaction_.execute(kGiveUp, {task.id, "cancelled", "", text(now)});
        } else if (task.attempts >= max_attempts) {
            transaction_.execute(
                kGiveUp, {task.id, "failed", "interrupted " + std::to_string(task.attempts) + " times", text(now)});
        } else {
            transaction_.execute(kTake, {task.id, worker, text(lease_until)});
            task.state = TaskState::running;
            ++task.attempts;
            return task;
        }
    }
    return std::nullopt;
}

TaskQueue::Answer TaskQueue::report(TaskId id, std::string_view worker, std::int64_t progress, std::int64_t total,
                                    std::string_view checkpoint, Moment lease_until) {
    const auto row = transaction_.one(kReport, {id, worker, progress, total, checkpoint, text(lease_until)});
    if (!row) return Answer::lost;
    return row->get<bool>(0) ? Answer::cancel : Answer::go_on;
}

bool TaskQueue::end(TaskId id, std::string_view worker, TaskState state, std::string_view outcome, Moment now) {
    return transaction_.execute(kEnd, {id, worker, to_string(state), outcome, text(now)}).changed == 1;
}

bool TaskQueue::give_back(TaskId id, std::string_view worker) {
    return transaction_.execute(kGiveBack, {id, worker}).changed == 1;
}

}  // namespace chuan::storage
