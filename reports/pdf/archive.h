#pragma once

// One qpdf pass over what cairo wrote: PDF/A-3u (ISO 19005-3), the facts of the document as XMP, the attached file.

#include <optional>
#include <string>

#include "base/date.h"

namespace chuan::reports::pdf {

/// A file inside the document; it says the same as the pages (AFRelationship Alternative).
struct Attachment {
    std::string file_name;  // "C26.00001.xml"; without folders
    std::string bytes;
    std::string description;
};

struct DocumentFacts {
    std::string title_vi, title_en;
    std::string author;   // the laboratory
    std::string creator;  // "Chuẩn v0.1.0"
    Moment made{};
};

std::string archived(const std::string& pages, const DocumentFacts&, const std::optional<Attachment>&);

}  // namespace chuan::reports::pdf
