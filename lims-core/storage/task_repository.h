#pragma once

// Work that takes longer than a request may. A task waits in the table until a worker of any node takes it under a
// lease; a worker that dies leaves a lease that runs out, and the next one goes on from the last checkpoint.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

enum class TaskState { waiting, running, done, failed, cancelled };
std::string_view to_string(TaskState);

struct BackgroundTask {
    TaskId id;
    BodyId body;
    std::string kind;
    std::string input;
    TaskState state = TaskState::waiting;
    std::int64_t progress = 0;
    std::int64_t total = 0;  // 0: not known
    std::string checkpoint;  // where to go on after an interruption; empty: from the beginning
    std::string outcome;
    int attempts = 0;
    bool cancel_asked = false;
    AccountId started_by;
    Moment created_at;
    std::optional<Moment> ended_at;
};

/// What a laboratory sees of its tasks.
class TaskRepository {
  public:
    TaskRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    TaskId start(std::string_view kind, std::string_view input, AccountId by, Moment now);
    BackgroundTask require(TaskId id);  // throws Error(not_found, "task.unknown")
    std::vector<BackgroundTask> newest(int limit);
    /// A waiting task ends at once, a running one when its worker next reports. Throws Error(conflict, "task.ended").
    void ask_cancel(TaskId id, Moment now);

  private:
    Transaction& transaction_;
    BodyId body_;
};

/// What workers see: the tasks of every body.
class TaskQueue {
  public:
    explicit TaskQueue(Transaction& transaction) : transaction_(transaction) {}

    /// The oldest task of this kind that waits or whose lease has run out, now leased to the worker. One that has been
    /// taken max_attempts times without an end is failed instead.
    std::optional<BackgroundTask> take(std::string_view kind, std::string_view worker, Moment now, Moment lease_until,
                                       int max_attempts);

    enum class Answer { go_on, cancel, lost };
    /// Saves progress and checkpoint and extends the lease; lost: another worker has it by now, stop without an end.
    Answer report(TaskId id, std::string_view worker, std::int64_t progress, std::int64_t total,
                  std::string_view checkpoint, Moment lease_until);
    /// False when another worker has it by now.
    bool end(TaskId id, std::string_view worker, TaskState state, std::string_view outcome, Moment now);
    /// Back to waiting with its checkpoint, without counting an attempt: the worker's program is stopping.
    bool give_back(TaskId id, std::string_view worker);

  private:
    Transaction& transaction_;
};

}  // namespace chuan::storage
