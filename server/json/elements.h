#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chuan::server::json {

// Texts cut at the commas of one level, before anything in them is read: a part that cannot be read stops no other.
// Only brackets and strings are looked at; what a part holds is for its own Document to judge.

/// The elements of an array, each as the text it was sent as.
/// Throws Error(malformed, "json.malformed") for what is no array from its first bracket to its last.
std::vector<std::string> elements(std::string_view array);

/// The members of an object, name without its quotes and as it was written, and the text of the value; none where the
/// text is no object from its first brace to its last.
std::vector<std::pair<std::string_view, std::string_view>> members(std::string_view object);

}  // namespace chuan::server::json
