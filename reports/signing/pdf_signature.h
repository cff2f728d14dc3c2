#pragma once

#include <string>

#include "reports/signing/signer.h"

namespace chuan::reports::signing {

/// The document with its signature in the room that reports/pdf left: a ByteRange of nines and a Contents of zeros,
/// each there once. Every byte but those is what it was, and the signature covers all but the Contents. Throws what
/// require_usable throws; std::logic_error for a document without that room or with too little of it.
std::string sign_pdf(std::string prepared, const Signer&);

}  // namespace chuan::reports::signing
