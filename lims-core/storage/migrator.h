#pragma once

// The schema grows by numbered scripts that the program carries. Each runs in one transaction together with the row
// that records it; a released script is never edited, which its checksum proves.

#include <span>
#include <string_view>

#include "base/clock.h"
#include "storage/database.h"

namespace chuan::storage {

struct Migration {
    int number;
    std::string_view name;
    std::string_view sql;
};

/// The program's own migrations, in order.
std::span<const Migration> migrations();
/// Those that make the schema of a number: the older release's.
std::span<const Migration> migrations_to(int schema);

/// The schema this program speaks.
int newest_schema();
/// The schema the database has; 0 when it is empty.
int schema_of(Database& database);

/// Brings the database to the newest schema; does nothing when it is there already. Several processes may try at once.
/// Throws Error(unavailable, "database.newer") when the database is newer than the program and
/// Error(unavailable, "database.changed_migration") when a recorded script is not the one the program carries.
void migrate(Database& database, const Clock& clock, std::span<const Migration> scripts = migrations());

/// The check alone; also throws Error(unavailable, "database.older") when migrations are missing.
void require_schema(Database& database, std::span<const Migration> scripts = migrations());

}  // namespace chuan::storage
