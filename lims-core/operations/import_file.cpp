#include "operations/import_file.h"

#include <array>

#include "base/sha256.h"

namespace chuan::operations {

std::string sha256_of(const ImportRequest& request) {
    const auto stream = request.open();
    std::array<char, 64 * 1024> block{};
    Sha256 hash;
    while (stream->read(block.data(), block.size()), stream->gcount() > 0)
        hash.update({block.data(), static_cast<std::size_t>(stream->gcount())});
    return hash.hex();
}

FileRows::FileRows(const ImportRequest& request, CivilDate today, TakeImportFinding found)
    : kind_(request.kind), today_(today), found_(std::move(found)), stream_(request.open()), reader_(*stream_) {
    if (!reader_.next(row_))
        found_({1, "", "import.no_headings", "the file is empty; its first line names the columns", {}});
    columns_.emplace(kind_, row_, found_);
}

bool FileRows::next(std::optional<ImportedRow>& read) {
    read.reset();
    if (!reader_.next(row_)) return false;
    if (kind_ == storage::ImportKind::instruments) {
        if (auto one = read_instrument(*columns_, row_, reader_.row(), found_)) read = *std::move(one);
    } else if (auto one = read_certificate(*columns_, row_, reader_.row(), today_, found_)) {
        read = *std::move(one);
    }
    return true;
}

}  // namespace chuan::operations
