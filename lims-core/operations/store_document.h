#pragma once

// Photos, scans, certificates of standards: bytes as they came. Their type is what they are, not what somebody calls
// them, and the name of the file is a label for saving, never a path.

#include <string>
#include <string_view>

#include "operations/support.h"
#include "storage/document_repository.h"

namespace chuan::operations {

/// image/png, image/jpeg, application/pdf, application/xml or text/csv, by content. Throws Error(malformed,
/// "document.type") for anything else, Error(too_large, "document.too_large") above what the type may have: 10 MB a
/// picture, 32 MB a PDF or CSV, 5 MB XML.
std::string media_type_of(std::string_view bytes);

/// The last part of a path, without control characters, at most 120 characters, with an extension that fits the type;
/// "document.pdf" where nothing is left.
std::string safe_file_name(std::string_view offered, std::string_view media_type);

/// The row of bytes that the DocumentStore holds already.
storage::StoredDocument record_document(storage::Transaction&, const people::Actor&, std::string_view sha256,
                                        std::string_view media_type, std::int64_t size, std::string_view file_name,
                                        Moment now);

}  // namespace chuan::operations
