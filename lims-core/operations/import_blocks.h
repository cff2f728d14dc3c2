#pragma once

#include "operations/import_register.h"

namespace chuan::operations {

/// Writes a checked file, in chunks under the batch, and accepts it.
storage::ImportBatch write_file(storage::Database&, const people::Actor&, const ImportRequest&, CivilDate today,
                                const Clock&, const ImportProgress&, const storage::ImportBatch&);

}  // namespace chuan::operations
