#pragma once

#include "operations/import_register.h"

namespace chuan::operations {

/// Goes through the whole file and says everything that is wrong with it. count_known: also how many of its rows the
/// register has already.
ImportReport check_file(storage::Database&, people::Scope, const ImportRequest&, CivilDate today, bool count_known);

}  // namespace chuan::operations
