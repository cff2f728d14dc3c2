#pragma once

// Can the fonts of the documents show what somebody wrote? Asked before a number is taken or an act is decided, because
// a text with a letter that no font has can never be printed.

#include <string_view>

#include "certificates/content.h"

namespace chuan::reports::pdf {

/// Throws Error(rule_broken, "document.glyph_missing") naming the character and the text; field: where it was entered.
void require_printable(std::string_view text, std::string_view field);
/// The same for every text of a document that a person wrote.
void require_printable(const certificates::CertificateContent&);

}  // namespace chuan::reports::pdf
