#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

namespace chuan::storage {

/// The text of a migration for one engine: {identity}, {bytes} and {ordered} replaced by what the engine calls them.
/// Throws std::logic_error on another word in braces.
std::string for_engine(std::string_view sql, Engine engine);

/// The statements of a script without their semicolons and without comments before them. Semicolons within quotes,
/// comments and the bodies of triggers end nothing. Throws std::logic_error when text follows the last semicolon.
std::vector<std::string> statements_of(std::string_view script);

}  // namespace chuan::storage
