#pragma once

// One qpdf pass over what cairo wrote: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), the structure of the pages,
// the facts of the document as XMP, the attached file.

#include <optional>
#include <string>

#include "base/date.h"
#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

/// A file inside the document; it says the same as the pages (AFRelationship Alternative).
struct Attachment {
    std::string file_name;  // "C26.00001.xml"; without folders
    std::string bytes;
    std::string description;
};

/// Whose seal the document bears, as its pages say it.
struct SignedBy {
    std::string name, authority;  // of the signer, and of who vouches for it
    bool own_authority = true;    // that authority is the body itself, not public
    bool stamped = false;         // a time stamp proves when
};

struct DocumentFacts {
    std::string title_vi, title_en;
    std::string author;   // the laboratory
    std::string creator;  // "Chuẩn v0.1.0"
    Moment made{};
};

/// with_room: for the certifying signature that reports/signing fills in. An invisible field on the first page, dated
/// as the document, a ByteRange of nines and a Contents of zeros; no change is allowed afterwards (DocMDP 1).
std::string archived(const Rendered& pages, const DocumentFacts&, const std::optional<Attachment>&,
                     bool with_room = false);

}  // namespace chuan::reports::pdf
