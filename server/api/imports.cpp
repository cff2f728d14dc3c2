#include "operations/import_register.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/json/document.h"
#include "server/services/import_task.h"
#include "storage/task_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;
using storage::ImportBatch;
using storage::ImportRepository;

// Written within the request; above it as a background task.
constexpr std::size_t kLargestDirect = std::size_t{4} << 20U;
constexpr std::size_t kErrorsInAPage = 20'000;

json::Value batch_json(Call& call, const ImportBatch& b) {
    return json::object({{"id", b.id},
                         {"kind", storage::to_string(b.kind)},
                         {"file_name", b.file_name},
                         {"file_sha256", b.file_sha256},
                         {"source", b.source},
                         {"state", storage::to_string(b.state)},
                         {"rows_total", b.rows_total},
                         {"rows_added", b.rows_added},
                         {"rows_known", b.rows_known},
                         {"started_by", maybe_person_json(call.transaction, b.started_by)},
                         {"started_at", b.started_at},
                         {"accepted_at", b.accepted_at},
                         {"taken_back_at", b.taken_back_at}});
}

/// A stretch of what is wrong with a file: whole rows from one on, so that the next begins with the row after them. Of
/// a file of any length no more than that is in memory.
struct ErrorPage {
    std::int64_t from_row = 0;
    std::size_t most = operations::kMostImportErrors;
    std::vector<operations::ImportFinding> errors{};
    std::optional<std::int64_t> next_row{};

    void take(const operations::ImportFinding& error) {
        if (error.row < from_row || next_row) return;
        if (errors.size() >= most && error.row != errors.back().row)
            next_row = error.row;
        else
            errors.push_back(error);
    }
};

json::Value report_json(Call& call, const operations::ImportReport& report, bool dry_run, std::optional<TaskId> task,
                        const ErrorPage& page = {}) {
    std::vector<json::Member> members{{"dry_run", dry_run}};
    for (auto& member : services::import_counts(report)) members.push_back(std::move(member));
    members.push_back({"errors", json::list(page.errors, services::import_error_json)});
    members.push_back({"next_row", page.next_row});
    members.push_back({"batch", report.batch ? batch_json(call, *report.batch) : json::Value()});
    members.push_back({"task_id", task});
    return json::object(members);
}

Response list_imports(Call& call) {
    Query query(call.request);
    const int limit = query.limit();
    const ImportBatchId before{query.cursor_number().value_or(0)};
    query.done();
    auto batches = ImportRepository(call.transaction, call.actor.scope()).list(before, limit + 1);
    const bool more = batches.size() > static_cast<std::size_t>(limit);
    if (more) batches.pop_back();
    const auto items = json::list(batches, [&](const ImportBatch& batch) { return batch_json(call, batch); });
    return Response::json(
        page_of(items, more ? std::optional(cursor_of({std::to_string(batches.back().id.value)})) : std::nullopt)
            .text());
}

Response start_task(OutsideCall& call, const operations::ImportRequest& request) {
    const auto input = services::import_input({.sha256 = call.house.documents.put(call.request.body),
                                               .kind = std::string(storage::to_string(request.kind)),
                                               .file_name = request.file_name,
                                               .source = request.source});
    return call.conclude([&](Call& last) {
        const auto task = storage::TaskRepository(last.transaction, last.actor.scope())
                              .start(services::kImportTask, input, last.actor.account, last.now);
        return Response::json(report_json(last, {}, false, task).text(), 202);
    });
}

/// What the request brought in, also where an earlier attempt of it did and the program ended before it could say so.
operations::ImportReport import_once(OutsideCall& call, const operations::ImportRequest& request) {
    const auto begun = call.begun_before();
    auto report = operations::import_register(call.database, call.actor, request, call.house.clock);
    if (begun && report.batch && report.batch->accepted_at >= begun) {
        report.rows_added = report.batch->rows_added;
        report.rows_known = report.batch->rows_known;
    }
    return report;
}

/// A dry run keeps no answer: it writes nothing. A page of its errors costs the file once more: nothing of it is kept
/// here.
Response import_file(OutsideCall& call) {
    Query query(call.request);
    const auto kind = query.word("kind", storage::import_kind_from);
    if (!kind && !call.request.query_value("kind")) query.refuse("kind", "", "instruments or certificates");
    const bool dry_run = query.flag("dry_run");
    const auto source = query.text("source").value_or("");
    const auto file_name = query.text("file_name").value_or("");
    const auto errors_from = query.integer("errors_from");
    query.done();
    const auto request = services::import_request(*kind, file_name, source, call.request.body);
    if (!dry_run && call.request.body.size() > kLargestDirect) return start_task(call, request);
    ErrorPage page;
    if (errors_from) page = {.from_row = *errors_from, .most = kErrorsInAPage};
    const auto report = dry_run ? operations::check_import(call.database, call.actor, request, call.house.clock,
                                                           [&](const auto& error) { page.take(error); })
                                : import_once(call, request);
    if (!dry_run && report.error_count > 0) operations::refuse_import(report);
    return call.conclude(
        [&](Call& last) { return Response::json(report_json(last, report, dry_run, std::nullopt, page).text()); });
}

ImportBatchId import_of(const http::Request& request) { return request.identity<ImportBatchId>("import"); }

Response get_import(Call& call) {
    Query(call.request).done();
    return Response::json(
        batch_json(call, ImportRepository(call.transaction, call.actor.scope()).require(import_of(call.request)))
            .text());
}

Response take_back(OutsideCall& call) {
    json::Document document(call.request.body);
    const auto reason = document.object().required<std::string>("reason");
    document.done();
    const auto id = import_of(call.request);
    const auto begun = call.begun_before();
    const auto batch = call.database.read([&](storage::Transaction& transaction) {
        return ImportRepository(transaction, call.actor.scope()).require(id);
    });
    const bool done = begun && batch.taken_back_at && *batch.taken_back_at >= *begun;
    const auto taken =
        done ? batch : operations::take_back_import(call.database, call.actor, id, reason, call.house.clock);
    return call.conclude([&](Call& last) { return Response::json(batch_json(last, taken).text()); });
}

constexpr CsvList kImportsFile{"imports",
                               "id kind file_name file_sha256 source state rows_total rows_added rows_known "
                               "started_by=started_by/name started_at accepted_at taken_back_at"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/imports", Permission::import_register, &list_imports, {.csv = kImportsFile}},
    {"POST",
     "/api/v1/imports",
     Permission::import_register,
     &import_file,
     {.media = "text/csv", .body_limit = http::kUploadLimit}},
    {"GET", "/api/v1/imports/{import}", Permission::import_register, &get_import},
    {"POST", "/api/v1/imports/{import}/taking-back", Permission::import_register, &take_back},
};

}  // namespace

std::span<const Route> imports_routes() { return kRoutes; }

}  // namespace chuan::server::api
