#pragma once

// Rows that an import brought in by the thousand have no event each. What each was when it came in stands in
// import_row, and the batch's rows_sha256, under the batch's own event, covers those: a row of the batch that is
// changed, removed or added unseen shows, and one that is changed by an act has events of its own from then on.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/id.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// Within one chunk's transaction: each row that was written with the batch's id, right after it was written whole.
class ImportedRows {
  public:
    ImportedRows(Transaction& transaction, people::Scope scope, ImportBatchId batch);
    /// Of one table, in the order of their ids.
    void add(std::string_view table, std::span<const std::int64_t> ids);

  private:
    Transaction& transaction_;
    BodyId body_;
    ImportBatchId batch_;
    std::int64_t lines_;  // so far
};

/// For import_batch.rows_sha256 when the batch is accepted; reads in pages and may be asked outside the accepting
/// transaction.
std::string imported_rows_sha256(Transaction& transaction, people::Scope scope, ImportBatchId batch);

}  // namespace chuan::storage
