#pragma once

#include "operations/import_register.h"

namespace chuan::operations {

/// Goes through the whole file and says everything that is wrong with it: to every, in the order of rows, and the first
/// of it in the report. count_known: also how many of its rows the register has already.
ImportReport check_file(storage::Database&, people::Scope, const ImportRequest&, CivilDate today, bool count_known,
                        const TakeImportFinding& every);

}  // namespace chuan::operations
