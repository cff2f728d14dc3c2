#include "storage/sqlite_database.h"

#include "base/error.h"
#include "storage/sqlite_connection.h"

namespace chuan::storage {
namespace {

namespace fs = std::filesystem;
constexpr const char* kFile = "chuan.db";

void make_private_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
    if (error)
        throw Error(ErrorKind::unavailable, "database.folder",
                    "cannot make the folder " + folder.string() + ": " + error.message() + "; make it yourself", {},
                    {{"folder", folder.string()}});
}

bool has_file(const fs::path& folder) {
    std::error_code unreadable;
    return fs::exists(folder / kFile, unreadable);
}

void require_file(const fs::path& folder) {
    if (!has_file(folder))
        throw Error(ErrorKind::unavailable, "database.missing",
                    "there is no database in " + folder.string() + "; name the right folder or make one with init", {},
                    {{"folder", folder.string()}});
}

}  // namespace

SqliteDatabase::SqliteDatabase(const DatabaseOptions& options)
    : folder_(options.address),
      write_(options.write),
      writers_(1, options.wait, opening(true, options.wait)),
      readers_(options.connections, options.wait, opening(false, options.wait)) {
    if (!write_) {
        require_file(folder_);
        anchor_.emplace(folder_ / kFile);
        return;
    }
    make_private_folder(folder_);
    lock_.emplace(folder_);
    const bool is_new = !has_file(folder_);
    const Lease first = writer();  // makes the file, which readers cannot
    if (is_new) fs::permissions(folder_ / kFile, fs::perms::owner_read | fs::perms::owner_write);
    anchor_.emplace(folder_ / kFile);
}

/// Only the first connection makes the file; what stands in its place later is another laboratory's, or an older copy.
Pool::Open SqliteDatabase::opening(bool for_writing, std::chrono::milliseconds wait) {
    return [this, for_writing, wait] {
        using Role = SqliteConnection::Role;
        if (anchor_ && !anchor_->in_place())
            throw DatabaseError(Fault::lost, {}, "the database file is gone from its place, or another is there");
        const Role role = !for_writing ? Role::reader : anchor_ ? Role::writer : Role::founder;
        return std::make_unique<SqliteConnection>(folder_ / kFile, role, wait,
                                                  [this](const std::string& reason) { refuse_writes(reason); });
    };
}

Database::Lease SqliteDatabase::writer() {
    if (!write_) throw Error(ErrorKind::unavailable, "database.read_only", "the database was opened for reading only");
    require_writable();
    return Lease(*this, writers_.take(), true);
}

Database::Lease SqliteDatabase::reader() { return Lease(*this, readers_.take(), false); }

void SqliteDatabase::give_back(std::unique_ptr<Connection> connection, bool writer, bool broken) noexcept {
    (writer ? writers_ : readers_).give_back(std::move(connection), broken);
}

}  // namespace chuan::storage
