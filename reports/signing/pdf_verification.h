#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reports/signing/trust.h"

namespace chuan::reports::signing {

struct PdfVerification : Verification {
    std::optional<std::string> attached;  // the file inside: XML of a DCC, believed only with a valid signature
};

/// The certifying signature of a PDF: exactly one, its ByteRange from 0 to the end of the file with one gap that is its
/// Contents and nothing else. Anything appended makes the document invalid. Never throws for what the bytes hold.
PdfVerification verify_pdf(std::string_view bytes, const Trust&);

}  // namespace chuan::reports::signing
