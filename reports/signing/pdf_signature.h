#pragma once

#include <string>

#include "reports/signing/signer.h"
#include "reports/signing/time_stamp.h"

namespace chuan::reports::signing {

/// The document with its signature in the room that reports/pdf left: a ByteRange of nines and a Contents of zeros,
/// each there once. Every byte but those is what it was, and the signature covers all but the Contents. `stamping`,
/// where given, asks an authority when it was made. Throws what require_usable and the stamping throw; std::logic_error
/// for a document without that room, Error(unavailable, "signature.too_large") where it does not fit.
std::string sign_pdf(std::string prepared, const Signer&, const Stamping& stamping = {});

}  // namespace chuan::reports::signing
