#pragma once

// Catalogue texts as runs: Vietnamese first and larger, English beside or below it.

#include <map>
#include <string>

#include "certificates/content.h"
#include "reports/pdf/palette.h"
#include "reports/text/catalogue.h"

namespace chuan::reports::pdf {

inline const std::string& vi(std::string_view key) { return text::of(text::Language::vi, key); }
inline const std::string& en(std::string_view key) { return text::of(text::Language::en, key); }

/// "Kiểu  Model"
Runs beside(const std::string& vietnamese_text, const std::string& english_text, Style first = vietnamese(),
            Style second = english());
Runs beside(std::string_view key, Style first = vietnamese(), Style second = english());
/// The English on a line of its own; left out when empty.
Runs below(const std::string& vietnamese_text, const std::string& english_text, Style first = vietnamese(),
           Style second = english());
Runs below(std::string_view key, Style first = vietnamese(), Style second = english());
Runs below(const certificates::Bilingual&, Style first = vietnamese(), Style second = english());

/// "calibration", "verification", "testing", "verification_record"
std::string kind_word(certificates::Kind);
/// The same, a record counted as verification.
std::string activity_word(certificates::Kind);

/// Those that are not empty, with the separator between.
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace chuan::reports::pdf
