#pragma once

// Fixed texts of documents. A key that a catalogue lacks is a mistake in the program, never of a user.

#include <map>
#include <string>
#include <string_view>

namespace chuan::reports::text {

enum class Language { vi, en };

using Catalogue = std::map<std::string, std::string, std::less<>>;
const Catalogue& catalogue(Language);

/// Throws std::logic_error naming the key when the catalogue has no such text.
const std::string& of(Language, std::string_view key);
bool has(std::string_view key);

/// "{k}" replaced by the value named k. Throws std::logic_error for a name without a value.
std::string filled(std::string_view pattern, const std::map<std::string, std::string>& values);

}  // namespace chuan::reports::text
