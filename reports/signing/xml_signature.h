#pragma once

// The seal inside a DCC: XAdES-B-B (ETSI EN 319 132-1), enveloped, the last child of the root.

#include <string>

#include "reports/signing/signer.h"

namespace chuan::reports::signing {

/// The same bytes with the signature before the root's end tag; nothing else changes, so the canonical form without the
/// signature stays what it was. `stated`: SigningTime, which nobody proves. Throws what require_usable throws, and
/// Error(rule_broken, "signature.present") for a document that carries one.
std::string sign_xml(const std::string& dcc, const Signer&, Moment stated);

/// SHA-256 (hex) of the canonical form without its signature: the digest by which a DCC is known everywhere. The same
/// before and after signing, and the DigestValue that the signature holds. Throws Error(malformed).
std::string dcc_digest(std::string_view dcc);

}  // namespace chuan::reports::signing
