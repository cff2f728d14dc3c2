#include "server/commands/manifest.h"

#include <array>
#include <fstream>
#include <map>

#include "base/sha256.h"
#include "base/text.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashLength = 64;

std::string hash_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    Sha256 hash;
    std::array<char, 1 << 16> buffer{};
    while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0)
        hash.update({buffer.data(), static_cast<std::size_t>(stream.gcount())});
    if (!stream.eof())
        throw Error(ErrorKind::unavailable, "file.unreadable", "cannot read " + file.string() + "; check its rights");
    return hash.hex();
}

/// Every file but the manifest, by its path below the folder.
std::map<std::string, fs::path> files_of(const fs::path& folder) {
    std::map<std::string, fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (const std::string name = entry.path().lexically_relative(folder).generic_string();
            !entry.is_directory() && name != kManifest)
            files.emplace(name, entry.path());
    return files;
}

Finding finding(const char* code, const std::string& name, const std::string& what) {
    return {code, name + " " + what + "; take another backup", {}, {{"file", name}}};
}

}  // namespace

void write_manifest(const fs::path& folder) {
    std::ofstream stream(folder / kManifest, std::ios::binary);
    for (const auto& [name, path] : files_of(folder)) stream << hash_of(path) << "  " << name << "\n";
    stream.flush();
    if (!stream)
        throw Error(ErrorKind::unavailable, "file.not_written",
                    "cannot write " + (folder / kManifest).string() + "; check the disk");
}

std::vector<Finding> check_manifest(const fs::path& folder) {
    std::ifstream stream(folder / kManifest, std::ios::binary);
    if (!stream)
        return {finding("manifest.missing", (folder / kManifest).string(), "is missing: this is no whole backup")};
    auto files = files_of(folder);
    std::vector<Finding> findings;
    std::string line;
    while (std::getline(stream, line)) {
        if (line.size() <= kHashLength + 2 || line.substr(kHashLength, 2) != "  ") {
            findings.push_back(
                finding("manifest.malformed", kManifest, "has a line that is none: " + line.substr(0, kHashLength)));
            continue;
        }
        const std::string name = line.substr(kHashLength + 2);
        const auto file = files.find(name);
        if (file == files.end()) {
            findings.push_back(finding("manifest.file_missing", name, "is missing"));
            continue;
        }
        if (fs::is_symlink(file->second) || hash_of(file->second) != line.substr(0, kHashLength))
            findings.push_back(finding("manifest.file_changed", name, "is not what was backed up"));
        files.erase(file);
    }
    for (const auto& [name, path] : files)
        findings.push_back(finding("manifest.file_unknown", name, "does not belong to this backup"));
    return findings;
}

}  // namespace chuan::server::commands
