#include "server/api/query.h"
#include "server/api/register.h"
#include "server/json/value.h"
#include "storage/task_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;

/// What a task left behind: JSON of its own, or the sentence with which it failed.
json::Value outcome_json(const storage::BackgroundTask& task) {
    if (task.outcome.empty()) return {};
    if (task.outcome.front() == '{') return json::raw(task.outcome);
    return json::object({{"detail", task.outcome}});
}

/// A task and what came of it are for who started it, and for who may start one.
storage::BackgroundTask task_for(Call& call, TaskId id) {
    auto task = storage::TaskRepository(call.transaction, call.actor.scope()).require(id);
    if (task.started_by != call.actor.account) people::require(call.actor, people::Permission::import_register);
    return task;
}

Response answer(Call& call, TaskId id) {
    const auto task = task_for(call, id);
    return Response::json(json::object({{"id", task.id},
                                        {"kind", task.kind},
                                        {"state", storage::to_string(task.state)},
                                        {"progress", task.progress},
                                        {"total", task.total},
                                        {"outcome", outcome_json(task)},
                                        {"created_at", task.created_at},
                                        {"ended_at", task.ended_at}})
                              .text());
}

Response get_task(Call& call) {
    Query(call.request).done();
    return answer(call, call.request.identity<TaskId>("task"));
}

Response cancel_task(Call& call) {
    const auto id = call.request.identity<TaskId>("task");
    task_for(call, id);
    storage::TaskRepository(call.transaction, call.actor.scope()).ask_cancel(id, call.now);
    return answer(call, id);
}

constexpr Route kRoutes[] = {
    {"GET", "/api/v1/tasks/{task}", kSignedIn, &get_task},
    {"POST", "/api/v1/tasks/{task}/cancel", kSignedIn, &cancel_task},
};

}  // namespace

std::span<const Route> tasks_routes() { return kRoutes; }

}  // namespace chuan::server::api
