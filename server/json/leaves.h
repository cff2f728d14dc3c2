#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chuan::server::json {

/// A value without parts, at its place.
struct Leaf {
    std::string pointer;           // "/mc/low"; of the length of an array "/rows#"
    std::string text;              // as JSON
    std::optional<double> number;  // where it is one
};

/// Every value of a text, in its order, each array with its length first.
/// Throws Error(malformed, "json.malformed") for what is no JSON.
std::vector<Leaf> leaves(std::string_view text);

}  // namespace chuan::server::json
