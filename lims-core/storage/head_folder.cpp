#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "storage/files.h"
#include "storage/heads.h"

namespace chuan::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".head";
constexpr std::size_t kDigits = 12;  // of size and hash in a name
constexpr std::size_t kDigitsOfOrigin = 8;
constexpr std::int64_t kSizesPerFolder = 1000;
constexpr std::uintmax_t kMostBytes = 65536;

std::string padded(std::int64_t number) {
    std::string digits = std::to_string(number);
    return digits.insert(0, kDigits - std::min(kDigits, digits.size()), '0');
}

/// 000000000042-0a1b2c3d4e5f.head: two histories of one size stand beside each other.
std::string name_of(const trail::TreeHead& head) {
    return padded(head.size) + "-" + head.head_sha256.substr(0, kDigits) + std::string(kEnding);
}

std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

[[noreturn]] void fail(const std::string& code, const fs::path& path, const std::string& what,
                       const std::string& remedy) {
    throw Error(ErrorKind::unavailable, code, "the folder of tree heads " + path.string() + " " + what + "; " + remedy,
                {}, {{"folder", path.string()}});
}

/// Entries of a folder in the order of their names; none where the folder is not there.
std::vector<fs::path> entries(const fs::path& folder, const fs::path& root) {
    std::vector<fs::path> found;
    std::error_code failure;
    if (!fs::exists(folder, failure) && !failure) return found;
    fs::directory_iterator entry(folder, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) found.push_back(entry->path());
    if (failure) fail("heads.not_readable", root, "cannot be read: " + failure.message(), "correct its rights");
    std::ranges::sort(found);
    return found;
}

std::vector<HeadFolder::File> files_in(const fs::path& folder, const fs::path& root, BodyId chain) {
    std::vector<HeadFolder::File> files;
    for (const fs::path& path : entries(folder, root)) {
        const std::string name = path.filename().string();
        const auto size = number_from(name.substr(0, name.find('-')));
        if (size && path.extension() == kEnding) files.push_back({chain, *size, path});
    }
    return files;
}

void make_folders(const fs::path& folder, const fs::path& root) {
    std::error_code failure;
    if (fs::exists(folder, failure)) return;
    fs::create_directories(folder, failure);
    if (failure) fail("heads.not_written", root, "cannot be written: " + failure.message(), "correct its rights");
    for (fs::path made = folder; made != root.parent_path(); made = made.parent_path()) sync_to_disk(made);
}

}  // namespace

/// ROOT/5f1c0a9e-body-1/000000000000: an installation, a chain, a thousand sizes.
fs::path HeadFolder::folder_of(const std::string& origin, BodyId chain) const {
    return path_ / (origin.substr(0, kDigitsOfOrigin) + "-body-" + std::to_string(chain.value));
}

void HeadFolder::write(const trail::SignedHead& head) const {
    const fs::path folder = folder_of(head.head.origin, head.head.body) / padded(head.head.size / kSizesPerFolder);
    make_folders(folder, path_);
    std::error_code failure;
    const fs::path file = folder / name_of(head.head);
    if (fs::exists(file, failure)) return;
    const fs::path fresh = folder / (".new-" + hex(random_bytes(8)));
    std::ofstream out(fresh, std::ios::binary);
    out << to_text(head);
    out.close();
    if (!out) fail("heads.not_written", path_, "cannot be written", "make room, mount it or correct heads.to");
    sync_to_disk(fresh);
    fs::rename(fresh, file, failure);
    if (failure) fail("heads.not_written", path_, "cannot be written: " + failure.message(), "correct its rights");
    sync_to_disk(folder);
}

std::vector<BodyId> HeadFolder::chains(const std::string& origin) const {
    std::error_code failure;
    if (!fs::is_directory(path_, failure))
        fail("heads.not_readable", path_, "is not there", "mount it, create it or correct heads.to");
    std::vector<BodyId> found;
    const std::string start = origin.substr(0, kDigitsOfOrigin) + "-body-";
    for (const fs::path& path : entries(path_, path_)) {
        const std::string name = path.filename().string();
        if (!starts_with(name, start)) continue;
        if (const auto chain = number_from(std::string_view(name).substr(start.size()))) found.push_back({*chain});
    }
    return found;
}

std::vector<HeadFolder::File> HeadFolder::files(const std::string& origin, BodyId chain) const {
    std::vector<File> found;
    for (const fs::path& folder : entries(folder_of(origin, chain), path_))
        for (File& file : files_in(folder, path_, chain)) found.push_back(std::move(file));
    return found;
}

void HeadFolder::newest_first(const std::string& origin, BodyId chain,
                              const std::function<bool(const File&)>& go_on) const {
    std::vector<fs::path> folders = entries(folder_of(origin, chain), path_);
    std::ranges::reverse(folders);
    for (const fs::path& folder : folders) {
        std::vector<File> files = files_in(folder, path_, chain);
        std::ranges::reverse(files);
        for (const File& file : files)
            if (!go_on(file)) return;
    }
}

trail::SignedHead read_head(const HeadFolder::File& file) {
    const auto malformed = [&](const std::string& what) {
        return Error(ErrorKind::malformed, "head.malformed", file.path.string() + ": " + what, {},
                     {{"file", file.path.string()}});
    };
    std::error_code failure;
    if (fs::file_size(file.path, failure) > kMostBytes || failure) throw malformed("this is not a tree head");
    std::ifstream in(file.path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    try {
        trail::SignedHead head = trail::signed_head_from_text(text);
        if (name_of(head.head) != file.path.filename()) throw malformed("this head belongs under another name");
        return head;
    } catch (const Error& error) {
        throw malformed(error.what());
    }
}

}  // namespace chuan::storage
