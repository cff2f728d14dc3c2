#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chuan {

bool is_utf8(std::string_view);
/// Without leading and trailing white space (ASCII and U+00A0, U+FEFF).
std::string trimmed(std::string_view);
/// Canonical composition (NFC) for Vietnamese: a base letter followed by combining marks becomes the one letter.
std::string composed(std::string_view);
/// For searching: lower case, Vietnamese marks removed, đ = d, runs of white space to one space, trimmed.
std::string folded(std::string_view);
/// For serial numbers and codes: folded, without spaces, dashes, dots, slashes and underscores.
std::string folded_serial(std::string_view);
std::vector<std::string> split(std::string_view, char separator);
bool starts_with(std::string_view text, std::string_view prefix);

}  // namespace chuan
