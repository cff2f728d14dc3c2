#pragma once

// Copies of a whole database, taken while it is in use: one moment's state, however long the copying takes.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "storage/database.h"

namespace chuan::storage {

/// Told now and then how much is done, in pages (SQLite) or tables (PostgreSQL).
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Writes the SQLite database as one file that needs no other beside it.
/// Throws Error(conflict, "backup.exists") when the file is there already. An interrupted copy leaves no such file.
void backup_sqlite(Database& database, const std::filesystem::path& to_file, const Progress& progress = {});

/// Puts such a file into the folder as its database. Throws Error(conflict, "restore.not_empty") when the folder has
/// one, or has leftovers of one that SQLite would take for its own.
void restore_sqlite(const std::filesystem::path& from_file, const std::filesystem::path& folder);

struct TableCount {
    std::string table;
    std::int64_t rows;
    bool operator==(const TableCount&) const = default;
};

/// Writes TABLE.csv for every table of the PostgreSQL database and sequences.csv into an existing empty folder, all in
/// the state of one snapshot. schema_migration is left out: the restored database has its own.
std::vector<TableCount> export_snapshot(Database& database, const std::filesystem::path& folder,
                                        const Progress& progress = {});

/// Throws Error(conflict, "restore.not_empty") when any schema of the PostgreSQL database has a table.
void require_no_tables(Database& database);
/// Throws it only when a table has rows; schema_migration is not asked.
void require_no_rows(Database& database);
/// Removes every table and function of the current schema: of a database in which nothing was but a trial.
void clear_postgres(Database& owner);

/// Reads such a folder into an empty database of the same schema, in one transaction, as the owner of the tables.
/// Throws Error(conflict, "restore.not_empty") when a table has rows, Error(malformed, "restore.missing_file" or
/// "restore.unknown_file" or "restore.header") when the folder does not fit the schema.
std::vector<TableCount> import_snapshot(Database& owner, const std::filesystem::path& folder,
                                        const Progress& progress = {});

}  // namespace chuan::storage
