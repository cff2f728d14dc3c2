#pragma once

// Guards keep what the laboratory has recorded as it was recorded, against this program's own mistakes and against
// anybody who opens the database with another one: triggers on both engines and, on PostgreSQL, rights the server's
// role lacks.

#include <string>
#include <vector>

#include "storage/connection.h"
#include "storage/protected_tables.h"

namespace chuan::storage {

/// Puts every declared guard in place, replacing those that differ. After each migration, as the owner of the tables.
void install_guards(Transaction& transaction, std::span<const Guard> guards = protected_tables());

/// Names of the declared guards that are missing, switched off or not word for word as declared.
std::vector<std::string> missing_guards(Transaction& transaction, std::span<const Guard> guards = protected_tables());

/// PostgreSQL: the server's role may read and add everywhere, and change or remove only where no guard forbids it.
/// As the owner of the tables; takes away whatever the role could do before.
void grant_rights(Transaction& transaction, const std::string& role,
                  std::span<const Guard> guards = protected_tables());

}  // namespace chuan::storage
