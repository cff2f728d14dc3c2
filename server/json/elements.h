#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chuan::server::json {

/// The elements of an array, each as JSON text of its own, so that one that cannot be read stops no other.
/// Throws Error(malformed, "json.malformed") for what is no array.
std::vector<std::string> elements(std::string_view array);

}  // namespace chuan::server::json
