#pragma once

// A register too large for one request: its bytes are stored as a document, and a background task writes it.

#include <string>

#include "base/clock.h"
#include "operations/import_register.h"
#include "server/json/value.h"
#include "server/services/task_runner.h"
#include "storage/document_store.h"

namespace chuan::server::services {

inline constexpr std::string_view kImportTask = "import.register";

struct ImportInput {
    std::string sha256;  // of the stored bytes
    std::string kind, file_name, source;
};
std::string import_input(const ImportInput&);

/// The file as an import reads it, from bytes in memory.
operations::ImportRequest import_request(storage::ImportKind kind, std::string file_name, std::string source,
                                         std::string bytes);

/// Rows and how many errors, then the errors that the report keeps: members of every report about an import.
std::vector<json::Member> import_counts(const operations::ImportReport&);
std::vector<json::Member> import_report_members(const operations::ImportReport&);
json::Value import_error_json(const operations::ImportFinding&);

/// The work of the task. It acts for the person who started it, with the rights of that person now; the batch of one
/// that is cancelled stays unseen, to be given up or gone on with by the same file.
TaskWork import_work(storage::Database&, storage::DocumentStore&, const Clock&);

}  // namespace chuan::server::services
