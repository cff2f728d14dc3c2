#pragma once

// One row of a register that is brought in, read strictly: every cell that cannot be taken is reported with what it
// should be.

#include <optional>
#include <string>

#include "base/date.h"
#include "equipment/instrument.h"
#include "operations/import_columns.h"
#include "storage/certificate_repository.h"

namespace chuan::operations {

struct ImportedInstrument {
    equipment::Instrument instrument{};  // owner: found or entered when it is written
    std::string owner{}, owner_address{};
};

/// What makes a row the same as another one: serial number, maker and owner; marks, letter case and dashes aside.
std::string identity_of(const ImportedInstrument&);
std::string identity_of(const storage::CertificateRecord&);

/// nullopt when something was reported. today: the last day that anything in the file may have happened on.
std::optional<ImportedInstrument> read_instrument(const ImportColumns&, const CsvRow&, std::int64_t row,
                                                  const TakeImportFinding&);
std::optional<storage::CertificateRecord> read_certificate(const ImportColumns&, const CsvRow&, std::int64_t row,
                                                           CivilDate today, const TakeImportFinding&);

}  // namespace chuan::operations
