#include "operations/store_document.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "base/csv.h"
#include "base/text.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;

struct Type {
    std::string_view media_type, extension;
    std::size_t largest;
};
constexpr std::array kTypes{Type{"image/png", ".png", 10 * kMegabyte}, Type{"image/jpeg", ".jpg", 10 * kMegabyte},
                            Type{"application/pdf", ".pdf", 32 * kMegabyte},
                            Type{"application/xml", ".xml", 5 * kMegabyte}, Type{"text/csv", ".csv", 32 * kMegabyte}};

const Type& type_named(std::string_view media_type) {
    return *std::ranges::find(kTypes, media_type, &Type::media_type);
}

bool looks_like_xml(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const auto first = bytes.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || bytes[first] != '<' || first + 1 == bytes.size()) return false;
    const char next = bytes[first + 1];
    return (next == '?' || next == '!' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')) &&
           is_utf8(bytes) && bytes.find('\0') == std::string_view::npos &&
           folded(bytes.substr(first, 200)).find("<html") == std::string::npos &&
           folded(bytes.substr(first, 200)).find("<!doctype") == std::string::npos;
}

/// A table of at least two columns that reads from the first to the last row.
bool looks_like_csv(std::string_view bytes) {
    std::istringstream stream{std::string(bytes)};
    try {
        CsvReader reader(stream);
        CsvRow row;
        std::size_t columns = 0;
        while (reader.next(row)) columns = std::max(columns, row.size());
        return columns >= 2;
    } catch (const Error&) {
        return false;
    }
}

const Type& type_of(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return type_named("image/png");
    if (bytes.starts_with("\xFF\xD8\xFF")) return type_named("image/jpeg");
    if (bytes.starts_with("%PDF-1.") || bytes.starts_with("%PDF-2.")) return type_named("application/pdf");
    if (looks_like_xml(bytes)) return type_named("application/xml");
    if (looks_like_csv(bytes)) return type_named("text/csv");
    throw Error(ErrorKind::malformed, "document.type",
                "the file is neither PNG, JPEG, PDF, XML nor CSV; save it as one of these and send it again");
}

}  // namespace

std::string media_type_of(std::string_view bytes) {
    if (bytes.empty()) throw Error(ErrorKind::malformed, "document.empty", "the file is empty; choose another");
    const Type& type = type_of(bytes);
    if (bytes.size() > type.largest)
        throw Error(ErrorKind::too_large, "document.too_large",
                    "a document of type " + std::string(type.media_type) + " has at most " +
                        std::to_string(type.largest / kMegabyte) + " MB; this one has " +
                        std::to_string(bytes.size() / kMegabyte + 1),
                    "", {{"megabytes", std::to_string(type.largest / kMegabyte)}});
    return std::string(type.media_type);
}

std::string safe_file_name(std::string_view offered, std::string_view media_type) {
    const auto slash = offered.find_last_of("/\\:");
    if (slash != std::string_view::npos) offered.remove_prefix(slash + 1);
    std::string name;
    for (const char c : composed(offered))
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F &&
            std::string_view("\"*<>?|").find(c) == std::string_view::npos)
            name += c;
    const auto extension = type_named(media_type).extension;
    name = trimmed(name);
    while (name.starts_with('.')) name.erase(0, 1);
    if (folded(name).ends_with(extension)) name.resize(name.size() - extension.size());
    while (name.size() > 110 || !is_utf8(name)) name.pop_back();
    return (name.empty() ? "document" : name) + std::string(extension);
}

storage::StoredDocument record_document(storage::Transaction& transaction, const people::Actor& actor,
                                        std::string_view sha256, std::string_view media_type, std::int64_t size,
                                        std::string_view file_name, Moment now) {
    storage::DocumentRepository documents(transaction, actor.scope());
    const auto name = safe_file_name(file_name, media_type);
    const auto id = documents.add(sha256, media_type, size, name, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "document.added", "document", id.value,
                {set("sha256", std::string(sha256)), set("file_name", name)}, now);
    return documents.require(id);
}

}  // namespace chuan::operations
