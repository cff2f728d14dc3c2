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
constexpr std::size_t kDigitsOfSize = 12;
constexpr std::size_t kDigitsOfHash = 12;
constexpr std::size_t kDigitsOfOrigin = 8;
constexpr std::uintmax_t kMostBytes = 65536;

/// 5f1c0a9e-body-1-size-000000000042-0a1b2c3d4e5f.head: installations, and two histories of one size, stand beside each
/// other.
std::string name_of(const trail::TreeHead& head) {
    std::string size = std::to_string(head.size);
    size.insert(0, kDigitsOfSize - std::min(kDigitsOfSize, size.size()), '0');
    return head.origin.substr(0, kDigitsOfOrigin) + "-body-" + std::to_string(head.body.value) + "-size-" + size + "-" +
           head.head_sha256.substr(0, kDigitsOfHash) + std::string(kEnding);
}

bool read_number(std::string_view text, std::int64_t& number) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc{} && end == text.data() + text.size() && number >= 0;
}

std::optional<HeadFolder::File> file_from(const fs::path& path, const std::string& origin) {
    if (path.extension() != kEnding) return std::nullopt;
    const std::vector<std::string> parts = split(path.stem().string(), '-');
    HeadFolder::File file{{}, 0, path};
    if (parts.size() != 6 || parts[0] != origin.substr(0, kDigitsOfOrigin) || parts[1] != "body" ||
        parts[3] != "size" || !read_number(parts[2], file.chain.value) || !read_number(parts[4], file.size))
        return std::nullopt;
    return file;
}

[[noreturn]] void fail(const std::string& code, const fs::path& path, const std::string& what,
                       const std::string& remedy) {
    throw Error(ErrorKind::unavailable, code, "the folder of tree heads " + path.string() + " " + what + "; " + remedy,
                {}, {{"folder", path.string()}});
}

}  // namespace

void HeadFolder::write(const trail::SignedHead& head) const {
    std::error_code failure;
    fs::create_directories(path_, failure);
    const fs::path file = path_ / name_of(head.head);
    if (fs::exists(file, failure)) return;
    const fs::path fresh = path_ / (".new-" + hex(random_bytes(8)));
    std::ofstream out(fresh, std::ios::binary);
    out << to_text(head);
    out.close();
    if (!out) fail("heads.not_written", path_, "cannot be written", "mount it or correct heads.to");
    sync_to_disk(fresh);
    fs::rename(fresh, file, failure);
    if (failure) fail("heads.not_written", path_, "cannot be written: " + failure.message(), "correct its rights");
    sync_to_disk(path_);
}

std::vector<HeadFolder::File> HeadFolder::files(const std::string& origin) const {
    std::vector<File> found;
    std::error_code failure;
    fs::directory_iterator entry(path_, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure))
        if (auto file = file_from(entry->path(), origin)) found.push_back(std::move(*file));
    if (failure)
        fail("heads.not_readable", path_, "cannot be read: " + failure.message(),
             "mount it, create it or correct heads.to");
    std::ranges::sort(found, {}, [](const File& file) { return std::pair(file.chain, file.size); });
    return found;
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
