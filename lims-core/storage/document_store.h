#pragma once

// Bytes of documents under their SHA-256. SQLite: a folder beside the database, DATA/documents/ab/cdef...; PostgreSQL:
// the table document_bytes, so that every node has them. Bytes are stored first and for good (on disk, or committed),
// then the row of `document` that names them: a crash between the two leaves bytes that nothing names, never a name
// without bytes.

#include <memory>
#include <string>
#include <string_view>

#include "storage/database.h"

namespace chuan::storage {

class DocumentStore {
  public:
    static std::unique_ptr<DocumentStore> open(Database& database);
    virtual ~DocumentStore() = default;
    DocumentStore(const DocumentStore&) = delete;
    DocumentStore& operator=(const DocumentStore&) = delete;

    /// Stores bytes and returns their hash; never while a transaction is open. What is stored already stays as it is.
    /// Throws Error(unavailable) "document.damaged" when other bytes stand under this hash, "document.not_written" when
    /// the disk refuses, or as Database::write does.
    virtual std::string put(std::string_view bytes) = 0;
    /// The bytes, hashed again at every reading. Throws Error(unavailable) "document.missing" or "document.damaged".
    std::string get(std::string_view sha256) const;

  protected:
    DocumentStore() = default;
    /// False when nothing is stored under this hash.
    virtual bool read(const std::string& sha256, std::string& bytes) const = 0;
};

}  // namespace chuan::storage
