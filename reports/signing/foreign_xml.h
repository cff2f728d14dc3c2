#pragma once

// Signatures in a DCC that somebody else made: XML-DSig and XAdES as they are met, under the same demands on what they
// cover and by which algorithms. For telling what a file holds; whether to believe a document of our own is
// xml_verification.h's to say, which accepts one form only.

#include <string_view>
#include <vector>

#include "reports/signing/trust.h"

namespace chuan::reports::signing {

struct ForeignSignature : Verification {
    std::string form = "xmldsig";  // or "xades": it names its certificate and the moment
};

/// Each ds:Signature of the document in order; empty where there is none. Valid and untrusted are said of a signature
/// only that covers the whole document and holds; untrusted where no chain leads to a trusted authority or the key is
/// not of an accepted kind. Comments are not covered and change no value. At most 8 signatures are read, more are one
/// that is refused. Throws Error(malformed) for bytes that are no XML.
std::vector<ForeignSignature> verify_foreign_xml(std::string_view bytes, const Trust&);

}  // namespace chuan::reports::signing
