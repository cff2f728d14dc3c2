#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// What is known about a document; its bytes are in the DocumentStore under sha256.
struct StoredDocument {
    DocumentId id;
    std::string sha256;
    std::string media_type;
    std::int64_t size = 0;
    std::string file_name;  // as offered for saving; never a path
    Moment created_at;
};

class DocumentRepository {
  public:
    DocumentRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    /// After DocumentStore::put; id is given by the table.
    DocumentId add(std::string_view sha256, std::string_view media_type, std::int64_t size, std::string_view file_name,
                   Moment now);
    /// Throws Error(not_found, "document.unknown").
    StoredDocument require(DocumentId id);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
