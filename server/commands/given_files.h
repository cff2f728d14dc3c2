#pragma once

// Files that a command is given to read: documents, and the authorities to believe.

#include <string>
#include <vector>

#include "reports/signing/trust.h"

namespace chuan::server::commands {

inline constexpr std::size_t kLargestGivenFile = 64 * 1024 * 1024;

/// Not more than one byte above the limit, whatever kind of file it is. Throws Error(unavailable, "file.unreadable").
std::string bytes_of(const std::string& file);

/// Authorities in files (PEM), believed at a moment: 2026-11-20 or 2026-11-20T07:32:00Z; empty: now.
reports::signing::Trust trust_in(const std::vector<std::string>& files, const std::string& at);

}  // namespace chuan::server::commands
