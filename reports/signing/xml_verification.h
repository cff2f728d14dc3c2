#pragma once

#include <string_view>

#include "reports/signing/trust.h"

namespace chuan::reports::signing {

/// The seal of a DCC. Accepted is one form only: a single signature, last in the root, over the whole document and its
/// own properties, with listed algorithms. What a signature does not cover (comments, a second signature, a signature
/// around something else) makes the document invalid. Never throws for what the bytes hold.
Verification verify_xml(std::string_view bytes, const Trust&);

}  // namespace chuan::reports::signing
