#pragma once

#include <filesystem>

namespace chuan::storage {

/// Makes sure that a file's bytes, or a folder's entries, survive a loss of power. Throws Error(unavailable,
/// "file.sync").
void sync_to_disk(const std::filesystem::path& file_or_folder);

}  // namespace chuan::storage
