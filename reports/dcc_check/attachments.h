#pragma once

// The DCC inside a PDF: whatever file is embedded whose root is one, since the relation and the media type are often
// wrong in the field.

#include <optional>
#include <string>
#include <string_view>

#include "reports/dcc_check/findings.h"

namespace chuan::reports::dcc_check {

inline constexpr std::size_t kLargestPdf = 64 * 1024 * 1024;

/// The first embedded DCC; nullopt with a finding of layer safety where there is none that can be taken out. Only plain
/// and Flate streams are read, to at most 100 times their size and at most that of a DCC. Names of files are not used.
std::optional<std::string> embedded_dcc(std::string_view pdf, Findings&);

}  // namespace chuan::reports::dcc_check
