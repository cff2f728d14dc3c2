#include "server/services/import_task.h"

#include <sstream>

#include "server/json/document.h"
#include "storage/account_repository.h"

namespace chuan::server::services {
namespace {

ImportInput read_input(const std::string& text) {
    json::Document document(text);
    const json::Object in = document.object();
    ImportInput input{.sha256 = in.required<std::string>("sha256"),
                      .kind = in.required<std::string>("kind"),
                      .file_name = in.required<std::string>("file_name"),
                      .source = in.required<std::string>("source")};
    document.done();
    return input;
}

people::Actor actor_of(storage::Database& database, const storage::BackgroundTask& task) {
    return database.read([&](storage::Transaction& transaction) {
        storage::AccountRepository accounts(transaction);
        const auto account = accounts.require(task.started_by);
        if (!account.is_active())
            throw Error(ErrorKind::forbidden, "account.disabled",
                        "account " + account.login + ", who started the import, is disabled; start it anew");
        return people::Actor{.account = account.id,
                             .body = task.body,
                             .name = account.name,
                             .roles = accounts.roles(task.body, account.id),
                             .scopes = {},
                             .confirmed_at = {},
                             .request_id = "task " + std::to_string(task.id.value)};
    });
}

}  // namespace

std::string import_input(const ImportInput& input) {
    return json::object({{"sha256", input.sha256},
                         {"kind", input.kind},
                         {"file_name", input.file_name},
                         {"source", input.source}})
        .text();
}

operations::ImportRequest import_request(storage::ImportKind kind, std::string file_name, std::string source,
                                         std::string bytes) {
    auto shared = std::make_shared<const std::string>(std::move(bytes));  // every opening reads the same bytes
    return {.kind = kind, .file_name = std::move(file_name), .source = std::move(source), .open = [shared] {
                return std::make_unique<std::istringstream>(*shared);
            }};
}

json::Value import_error_json(const operations::ImportFinding& error) {
    return json::object({{"row", error.row},
                         {"column", error.column},
                         {"code", error.code},
                         {"detail", error.sentence},
                         {"values", json::Value(error.values)}});
}

std::vector<json::Member> import_counts(const operations::ImportReport& report) {
    return {{"rows_total", report.rows_total},
            {"rows_added", report.rows_added},
            {"rows_known", report.rows_known},
            {"error_count", report.error_count}};
}

std::vector<json::Member> import_report_members(const operations::ImportReport& report) {
    auto members = import_counts(report);
    members.push_back({"errors", json::list(report.errors, import_error_json)});
    return members;
}

TaskWork import_work(storage::Database& database, storage::DocumentStore& documents, const Clock& clock) {
    return [&database, &documents, &clock](RunningTask& running) {
        const auto input = read_input(running.task().input);
        const auto request = import_request(storage::import_kind_from(input.kind).value(), input.file_name,
                                            input.source, documents.get(input.sha256));
        const auto actor = actor_of(database, running.task());
        const auto report = operations::import_register(
            database, actor, request, clock,
            [&](std::int64_t rows, std::int64_t total) { running.report(rows, total, std::to_string(rows)); });
        auto members = import_report_members(report);
        members.push_back({"batch_id", report.batch ? json::Value(report.batch->id) : json::Value()});
        return json::object(members).text();
    };
}

}  // namespace chuan::server::services
