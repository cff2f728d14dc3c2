#pragma once

// Certificates and records as PDF/A-3a and PDF/UA-1. The same content gives the same bytes, on any host, in any time
// zone and language.

#include <optional>
#include <string>

#include "certificates/content.h"
#include "reports/pdf/archive.h"

namespace chuan::reports::pdf {

/// The document to issue, or its draft. dcc_xml is attached as Alternative where there is one.
/// Throws Error(rule_broken, "document.glyph_missing") when a text holds a character that the fonts cannot show.
/// seal: leaves room for its signature, which reports/signing fills in, and says on every page whose it is.
std::string certificate_pdf(const certificates::CertificateContent&, const std::optional<Attachment>& dcc_xml,
                            const std::optional<SignedBy>& seal = std::nullopt);

}  // namespace chuan::reports::pdf
