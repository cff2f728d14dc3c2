#pragma once

#include <string>

#include "base/error.h"

namespace chuan::jobs {

/// What was found, as it is kept for ever: {"code":"environment.outside","values":{"moment":"start", ...}}. No
/// sentence, so that every reader is told in the own language; the same finding always has the same text. values in the
/// order of their names.
std::string stored_form(const Finding&);

}  // namespace chuan::jobs
