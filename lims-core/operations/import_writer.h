#pragma once

// One chunk of rows of an import, written in the transaction it is given.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "operations/import_rows.h"
#include "operations/support.h"
#include "storage/import_repository.h"
#include "storage/imported_rows.h"

namespace chuan::operations {

using ImportedRow = std::variant<ImportedInstrument, storage::CertificateRecord>;

/// Owners met so far, by folded name.
using KnownOwners = std::map<std::string, OrganisationId, std::less<>>;

struct ChunkWritten {
    std::int64_t known = 0;  // were in the register before this import
    KnownOwners owners{};    // found or entered in this chunk; to be remembered once it is committed
};

/// Rows that this batch wrote before are passed over. Throws Error(conflict, "import.state") when the batch is no
/// longer being written.
ChunkWritten write_chunk(storage::Transaction&, people::Scope, const storage::ImportBatch&,
                         std::span<const ImportedRow>, const KnownOwners&, Moment now);

/// The row is in the register, or was written by the batch (0: none).
enum class Standing { unknown, known, written, at_odds };

/// What the register holds under the serials and numbers of some rows, looked up at once: a row at a time a server
/// would be asked a million times.
class KnownRows {
  public:
    KnownRows(storage::ImportRepository&, std::span<const ImportedRow* const>, std::string source, ImportBatchId batch);

    Standing standing_of(const ImportedRow&) const;
    /// Only where there is no doubt: one device of this owner with this serial number.
    std::optional<InstrumentId> instrument_of(const storage::CertificateRecord&) const;

  private:
    Standing standing(const ImportedInstrument&) const;
    Standing standing(const storage::CertificateRecord&) const;

    std::string source_;
    std::map<std::string, std::vector<storage::RegisteredInstrument>> instruments_;
    std::map<std::string, std::vector<storage::RegisteredCertificate>> certificates_;
};

}  // namespace chuan::operations
