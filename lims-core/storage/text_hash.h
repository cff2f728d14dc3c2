#pragma once

#include <functional>
#include <string_view>

namespace chuan::storage {

/// For looking a text up in an unordered_map without copying it.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

}  // namespace chuan::storage
