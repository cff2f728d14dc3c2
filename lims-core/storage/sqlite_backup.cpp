#include "base/error.h"
#include "storage/backup.h"
#include "storage/files.h"
#include "storage/lock_file.h"
#include "storage/sqlite_connection.h"

namespace chuan::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kPagesAtOnce = 256;  // 1 MB
constexpr std::string_view kTakeSnapshot = "SELECT count(*) FROM sqlite_schema";

struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
};

[[noreturn]] void fail(sqlite3* target, const fs::path& file) {
    throw Error(ErrorKind::unavailable, "backup.failed",
                "cannot write the backup " + file.string() + ": " + sqlite3_errmsg(target) +
                    "; check the folder and its free space",
                {}, {{"file", file.string()}});
}

void copy_pages(sqlite3* source, sqlite3* target, const fs::path& file, const Progress& progress) {
    sqlite3_backup* const backup = sqlite3_backup_init(target, "main", source, "main");
    if (!backup) fail(target, file);
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup, kPagesAtOnce)) == SQLITE_OK) {
        const int total = sqlite3_backup_pagecount(backup);
        if (progress) progress(total - sqlite3_backup_remaining(backup), total);
    }
    const int total = sqlite3_backup_pagecount(backup);
    if (sqlite3_backup_finish(backup) != SQLITE_OK || code != SQLITE_DONE) fail(target, file);
    if (progress) progress(total, total);
}

void copy_to(sqlite3* source, const fs::path& file, const Progress& progress) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<sqlite3, Close> target(opened);
    if (code != SQLITE_OK) fail(opened, file);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    copy_pages(source, opened, file, progress);
    // The copy shall not need a write-ahead log beside it.
    if (sqlite3_exec(opened, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK) fail(opened, file);
}

}  // namespace

void backup_sqlite(Database& database, const fs::path& to_file, const Progress& progress) {
    if (fs::exists(to_file))
        throw Error(ErrorKind::conflict, "backup.exists",
                    "there is a file " + to_file.string() + " already; choose another name", {},
                    {{"file", to_file.string()}});
    fs::path part = to_file;
    part += ".part";
    fs::remove(part);
    try {
        // Within a snapshot the copy need not start again when somebody writes.
        database.read([&](Transaction& transaction) {
            transaction.execute(kTakeSnapshot);
            copy_to(dynamic_cast<SqliteConnection&>(transaction.connection()).handle(), part, progress);
        });
    } catch (...) {
        std::error_code ignored;
        fs::remove(part, ignored);
        throw;
    }
    fs::rename(part, to_file);
    sync_to_disk(to_file.has_parent_path() ? to_file.parent_path() : fs::path("."));
}

void restore_sqlite(const fs::path& from_file, const fs::path& folder) {
    const LockFile lock(folder);
    for (const char* name : {"chuan.db", "chuan.db-wal", "chuan.db-shm", "chuan.db-journal"})
        if (fs::exists(folder / name))
            throw Error(ErrorKind::conflict, "restore.not_empty",
                        "there is a " + std::string(name) + " in " + folder.string() + "; restore into an empty folder",
                        {}, {{"folder", folder.string()}});
    const fs::path part = folder / "chuan.db.part";
    std::error_code error;
    fs::copy_file(from_file, part, fs::copy_options::overwrite_existing, error);
    if (!error) fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error)
        throw Error(ErrorKind::unavailable, "restore.failed",
                    "cannot copy " + from_file.string() + " to " + folder.string() + ": " + error.message() +
                        "; check the backup and the free space",
                    {}, {{"file", from_file.string()}});
    sync_to_disk(part);
    fs::rename(part, folder / "chuan.db");
    sync_to_disk(folder);
}

}  // namespace chuan::storage
