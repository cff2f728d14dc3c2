#include "storage/document_place.h"

namespace chuan::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAnyRecorded = "SELECT id FROM document LIMIT 1";
constexpr std::size_t kNameOfPart = 2;  // documents/ab/...

bool has_parts(const fs::path& documents) {
    if (is_laid_out(documents)) return true;
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator(documents, unreadable))
        if (entry.path().filename().native().size() == kNameOfPart) return true;
    return false;
}

}  // namespace

fs::path documents_folder(const Database& database) { return database.folder() / "documents"; }

bool is_laid_out(const fs::path& documents) {
    std::error_code unreadable;
    return fs::is_directory(documents / "ff", unreadable);  // the part that is made last
}

std::string trouble_of_documents(Database& database) {
    if (database.engine() != Engine::sqlite || has_parts(documents_folder(database))) return {};
    if (!database.read([](Transaction& t) { return t.one(kAnyRecorded).has_value(); })) return {};
    return "the folder " + documents_folder(database).string() +
           " is empty or gone though documents were stored in it; mount its disk or restore it from a backup";
}

}  // namespace chuan::storage
