#pragma once

// Every record of one body against what the trail says of it, page by page: each page is one snapshot, so that the
// laboratory goes on working meanwhile, and memory does not grow with the register.

#include <cstdint>
#include <functional>
#include <string>

#include "base/error.h"
#include "base/id.h"
#include "storage/database.h"
#include "storage/document_store.h"

namespace chuan::storage {

using TakeFinding = std::function<void(Finding)>;
using TakeProgress = std::function<void(const std::string& table, std::int64_t rows)>;

/// Finds "trail.row_changed", "trail.row_inserted" (no act wrote it), "trail.row_removed"; for chain 0 the shared rows.
/// Returns how many records were compared.
std::int64_t verify_records(Database& database, BodyId chain, const TakeFinding& found, const TakeProgress& progress);

/// Finds "trail.import_changed": accepted batches whose list of rows is not the one that was accepted.
void verify_imports(Database& database, BodyId body, const TakeFinding& found);

/// Reads every document's bytes; finds "document.damaged", "document.missing". Returns how many were read.
std::int64_t verify_documents(Database& database, const DocumentStore& store, BodyId body, const TakeFinding& found,
                              const TakeProgress& progress);

}  // namespace chuan::storage
