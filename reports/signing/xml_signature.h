#pragma once

// The seal inside a DCC: XAdES-B-B (ETSI EN 319 132-1), with a time stamp XAdES-B-T; enveloped, the last child of the
// root.

#include <string>

#include "reports/signing/signer.h"
#include "reports/signing/time_stamp.h"

namespace chuan::reports::signing {

/// The same bytes with the signature before the root's end tag; nothing else changes, so the canonical form without the
/// signature stays what it was. `stated`: SigningTime, which nobody proves; `stamping`, where given, asks an authority
/// to prove it. Throws what require_usable and the stamping throw, and Error(rule_broken, "signature.present") for a
/// document that carries one.
std::string sign_xml(const std::string& dcc, const Signer&, Moment stated, const Stamping& stamping = {});

/// SHA-256 (hex) of the canonical form without its signature: the digest by which a DCC is known everywhere. The same
/// before and after signing, and the DigestValue that the signature holds. Throws Error(malformed).
std::string dcc_digest(std::string_view dcc);

}  // namespace chuan::reports::signing
