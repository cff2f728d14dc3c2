#pragma once

#include <string_view>

#include "procedures/procedure.h"

namespace chuan::procedures {

inline constexpr std::size_t kLargestProcedureFile = 1024 * 1024;

/// Reads a procedure file. Nothing is guessed and nothing passed over: unknown or doubled elements and attributes,
/// missing or ill-formed values, unknown units, a model that names what is not declared, an input that the model never
/// uses, operations without their points or limits are all refused. bytes: the whole file; their SHA-256 becomes the
/// procedure's identity. file_name: as it shall stand in the sentences. Throws Error(malformed, "procedure.malformed")
/// with every finding, each "FILE:LINE: what; remedy"; Error(too_large, "procedure.too_large") above
/// kLargestProcedureFile.
Procedure read_procedure(std::string_view bytes, std::string_view file_name);

}  // namespace chuan::procedures
