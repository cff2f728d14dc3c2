#pragma once

#include <filesystem>

namespace chuan::storage {

/// Keeps in mind which file stands at a path, by a descriptor of its place that can neither read, write nor lock: the
/// number of a removed file is not given to another one as long as the anchor lives.
class FileAnchor {
  public:
    explicit FileAnchor(std::filesystem::path file);
    FileAnchor(const FileAnchor&) = delete;
    FileAnchor& operator=(const FileAnchor&) = delete;
    ~FileAnchor();
    /// The path leads to the same file as then; false also when there was none.
    bool in_place() const noexcept;

  private:
    std::filesystem::path file_;
    int descriptor_;
};

}  // namespace chuan::storage
