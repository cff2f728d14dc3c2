#include "storage/document_repository.h"

#include "base/error.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO document (body_id, sha256, media_type, size, file_name, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id)sql";

constexpr std::string_view kRequire = R"sql(
    SELECT id, sha256, media_type, size, file_name, created_at
      FROM document
     WHERE body_id = $1 AND id = $2)sql";

}  // namespace

DocumentId DocumentRepository::add(std::string_view sha256, std::string_view media_type, std::int64_t size,
                                   std::string_view file_name, Moment now) {
    return transaction_.execute(kAdd, {body_, sha256, media_type, size, file_name, text(now)})
        .rows.front()
        .get<DocumentId>(0);
}

StoredDocument DocumentRepository::require(DocumentId id) {
    const auto row = transaction_.one(kRequire, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "document.unknown",
                    "there is no document " + std::to_string(id.value) + " here; it may belong to another laboratory",
                    {}, {{"document", std::to_string(id.value)}});
    return {.id = row->get<DocumentId>(0),
            .sha256 = row->get<std::string>(1),
            .media_type = row->get<std::string>(2),
            .size = row->get<std::int64_t>(3),
            .file_name = row->get<std::string>(4),
            .created_at = moment_at(*row, 5)};
}

}  // namespace chuan::storage
