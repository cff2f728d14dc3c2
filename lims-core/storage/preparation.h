#pragma once

#include <memory>

#include "base/clock.h"
#include "storage/database.h"

namespace chuan::storage {

/// Makes the database of the options ready for this program: newest schema, guards, and on PostgreSQL with an
/// owner_address the rights of the server's role. Works as the owner; changes nothing where all is as it should be.
void prepare(const DatabaseOptions& options, const Clock& clock);

/// Opens a prepared database for work. Throws as require_schema does; refuses writes when a guard is missing.
std::unique_ptr<Database> open_for_work(const DatabaseOptions& options);

}  // namespace chuan::storage
