#pragma once

#include <optional>

#include "storage/database.h"
#include "storage/file_anchor.h"
#include "storage/lock_file.h"
#include "storage/pool.h"

namespace chuan::storage {

/// FOLDER/chuan.db: one writing connection, readers beside it, FOLDER/chuan.lock held while open for writing.
/// A file that is removed or replaced meanwhile is answered with DatabaseError(lost) until the same file is back; one
/// whose content is found damaged, or whose write-ahead log is gone, takes no more writes.
class SqliteDatabase final : public Database {
  public:
    explicit SqliteDatabase(const DatabaseOptions& options);

    Engine engine() const noexcept override { return Engine::sqlite; }
    std::filesystem::path folder() const override { return folder_; }
    Lease writer() override;
    Lease reader() override;

  private:
    Pool::Open opening(bool for_writing, std::chrono::milliseconds wait);
    void give_back(std::unique_ptr<Connection> connection, bool writer, bool broken) noexcept override;

    // The order matters: readers close first, the writer checkpoints, then the lock goes.
    std::filesystem::path folder_;
    bool write_;
    std::optional<LockFile> lock_;
    std::optional<FileAnchor> anchor_;  // empty until the file is there
    Pool writers_;
    Pool readers_;
};

}  // namespace chuan::storage
