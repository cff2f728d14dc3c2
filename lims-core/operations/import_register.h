#pragma once

// A register is brought in from a file, all or nothing to every reader: the whole file is checked first; then its rows
// are written in chunks, each in a transaction of its own under a batch that no query shows; one update of the batch
// accepts them all. Between two chunks other writers have their turn. An import that was interrupted goes on where it
// stopped when the same file is brought in again; until then, or if it is abandoned, nobody sees anything of it. A file
// that was accepted changes nothing the second time, nor does a row that is in the register already. Nothing of the
// file is held in memory but a hash a row.

#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "operations/import_columns.h"
#include "operations/support.h"
#include "storage/database.h"
#include "storage/import_repository.h"

namespace chuan::operations {

struct ImportRequest {
    storage::ImportKind kind = storage::ImportKind::instruments;
    std::string file_name{};                                // as shown in the list of imports
    std::string source{};                                   // of certificates: whose register it was
    std::function<std::unique_ptr<std::istream>()> open{};  // the file from its beginning, as often as asked
};

struct ImportReport {
    std::int64_t rows_total = 0, rows_added = 0, rows_known = 0, error_count = 0;
    std::vector<ImportFinding> errors{};          // in the order of rows; at most kMostImportErrors
    std::optional<storage::ImportBatch> batch{};  // written or found; none: a dry run, or errors
};
inline constexpr std::size_t kMostImportErrors = 1000;
inline constexpr std::int64_t kMostImportRows = 5'000'000;

/// After each chunk: rows done, rows in all. What it throws stops the import, whose batch stays to go on with.
using ImportProgress = std::function<void(std::int64_t rows, std::int64_t total)>;

/// Everything wrong with the file, and what importing it would do; writes nothing. Each error is handed to every, in
/// the order of rows and however many there are; of them the report keeps the first.
ImportReport check_import(
    storage::Database&, const people::Actor&, const ImportRequest&, const Clock&,
    const TakeImportFinding& every = [](const ImportFinding&) {});

/// Checks and, without errors, writes and accepts.
ImportReport import_register(
    storage::Database&, const people::Actor&, const ImportRequest&, const Clock&,
    const ImportProgress& = [](std::int64_t, std::int64_t) {},
    const TakeImportFinding& every = [](const ImportFinding&) {});

/// A batch that is being written is given up: its rows never appear, and its numbers are free again.
void abandon_import(storage::Transaction&, const people::Actor&, ImportBatchId, const std::string& reason, Moment now);

/// The rows of an accepted batch disappear again. Throws Error(conflict, "import.in_use") with everything that refers
/// to them or has changed them since.
storage::ImportBatch take_back_import(storage::Database&, const people::Actor&, ImportBatchId,
                                      const std::string& reason, const Clock&);

/// Error(rule_broken, "import.errors") with the errors as findings, fields as /rows/17/serial.
[[noreturn]] void refuse_import(const ImportReport&);

}  // namespace chuan::operations
