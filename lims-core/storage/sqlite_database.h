#pragma once

#include <optional>

#include "storage/database.h"
#include "storage/lock_file.h"
#include "storage/pool.h"

namespace chuan::storage {

/// FOLDER/chuan.db: one writing connection, readers beside it, FOLDER/chuan.lock held while open for writing.
class SqliteDatabase final : public Database {
  public:
    explicit SqliteDatabase(const DatabaseOptions& options);

    Engine engine() const noexcept override { return Engine::sqlite; }
    std::filesystem::path folder() const override { return folder_; }
    Lease writer() override;
    Lease reader() override;

  private:
    void give_back(std::unique_ptr<Connection> connection, bool writer, bool broken) noexcept override;

    // The order matters: readers close first, the writer checkpoints, then the lock goes.
    std::filesystem::path folder_;
    bool write_;
    std::optional<LockFile> lock_;
    Pool writers_;
    Pool readers_;
};

}  // namespace chuan::storage
