#pragma once

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace chuan {

/// The words under which an enumeration's values stand in records, JSON and errors; one table per enumeration.
template <class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

template <class Enum, std::size_t N>
std::string_view word_of(const Words<Enum, N>& words, Enum value) {
    for (const auto& [candidate, word] : words)
        if (candidate == value) return word;
    throw std::logic_error("an enumeration value without a word");
}

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const Words<Enum, N>& words, std::string_view word) {
    for (const auto& [value, candidate] : words)
        if (candidate == word) return value;
    return std::nullopt;
}

/// For words that come from the database only: throws std::logic_error where value_of has no answer.
template <class Enum, std::size_t N>
Enum stored_value_of(const Words<Enum, N>& words, std::string_view word) {
    if (const auto value = value_of(words, word)) return *value;
    throw std::logic_error("a stored word without a value: " + std::string(word));
}

}  // namespace chuan
