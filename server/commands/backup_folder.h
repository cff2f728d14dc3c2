#pragma once

// A backup is a folder: one moment's database, every document, what they are (backup.json) and the hash of each file.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "server/commands/settings.h"
#include "storage/trail_verification.h"

namespace chuan::server::commands {

struct BackupReport {
    std::int64_t files = 0;
    std::int64_t documents = 0;       // beside the database; on PostgreSQL they are part of it
    std::vector<Finding> findings{};  // documents that are damaged already
};
/// While the service runs or not. The folder must not be there, or be empty; it appears whole or not at all.
BackupReport make_backup(const Settings&, const std::filesystem::path& folder);

struct RestoreReport {
    std::vector<Finding> findings{};  // of the hashes: then nothing was restored
    storage::TrailReport trail{};
    bool is_good() const { return findings.empty() && trail.is_good(); }
};
/// Into an empty place, at the schema of the backup, then brought to this program's, with trail, records and documents
/// verified. Throws
/// Error(conflict, "restore.not_empty"), Error(unavailable, "database.newer"), Error(malformed, "backup.engine").
RestoreReport restore_backup(const Settings&, const std::filesystem::path& folder);

/// Restores a backup into a place that is emptied again: of SQLite a folder made for it; of PostgreSQL the database
/// `into`, postgresql://..., which must have no tables and belong to its role. Throws also Error(malformed,
/// "option.missing" | "option.unused").
RestoreReport test_backup(const Settings&, const std::filesystem::path& folder, const std::string& into);

}  // namespace chuan::server::commands
