#pragma once

// The hash of every file of a folder, as `sha256sum -c manifest.sha256` checks them too.

#include <filesystem>
#include <vector>

#include "base/error.h"

namespace chuan::server::commands {

inline constexpr const char* kManifest = "manifest.sha256";

/// Last thing written: a folder without it is no whole one.
void write_manifest(const std::filesystem::path& folder);
/// "manifest.missing", "manifest.malformed", "manifest.file_missing", "manifest.file_changed", "manifest.file_unknown".
std::vector<Finding> check_manifest(const std::filesystem::path& folder);

}  // namespace chuan::server::commands
