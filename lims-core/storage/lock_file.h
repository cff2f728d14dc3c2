#pragma once

#include <filesystem>

namespace chuan::storage {

/// Held for as long as the object lives: one process at a time may write the database of a folder. The operating system
/// releases it when the process ends, however it ends, so a file left behind means nothing.
class LockFile {
  public:
    /// Throws Error(unavailable, "database.in_use") when another process (or this one) holds it.
    explicit LockFile(const std::filesystem::path& folder);
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

  private:
    int descriptor_;
};

}  // namespace chuan::storage
