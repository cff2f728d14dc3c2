#include "base/encoding.h"

#include <array>
#include <cstdint>

namespace chuan {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

/// Eight-bit groups to groups of `bits` (5 or 6), the last one filled with zero bits.
std::string regroup(std::string_view bytes, unsigned bits, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() * 8 + bits - 1) / bits + 3);
    std::uint32_t pending = 0;
    unsigned held = 0;
    for (const char c : bytes) {
        pending = (pending << 8 | octet(c)) & 0xFFFFU;
        for (held += 8; held >= bits;) {
            held -= bits;
            text += alphabet[pending >> held & ((1U << bits) - 1U)];
        }
    }
    if (held > 0) text += alphabet[pending << (bits - held) & ((1U << bits) - 1U)];
    return text;
}

std::array<std::int8_t, 256> values_of(std::string_view alphabet) {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) values[octet(alphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}

/// The reverse; a length no encoder writes and left-over bits that are not zero are refused.
std::optional<std::string> ungroup(std::string_view text, unsigned bits, const std::array<std::int8_t, 256>& values) {
    std::string bytes;
    bytes.reserve(text.size() * bits / 8);
    std::uint32_t pending = 0;
    unsigned held = 0;
    for (const char c : text) {
        const std::int8_t value = values[octet(c)];
        if (value < 0) return std::nullopt;
        pending = (pending << bits | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        held += bits;
        if (held >= 8) {
            held -= 8;
            bytes += static_cast<char>(pending >> held & 0xFFU);
        }
    }
    if (held >= bits || (pending & ((1U << held) - 1U)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace

std::string hex(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        text += kHexDigits[octet(c) >> 4];
        text += kHexDigits[octet(c) & 15];
    }
    return text;
}

std::string base64(std::string_view bytes) {
    std::string text = regroup(bytes, 6, kBase64);
    while (text.size() % 4 != 0) text += '=';
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    static const auto values = values_of(kBase64);
    if (text.size() % 4 != 0) return std::nullopt;
    for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
    return ungroup(text, 6, values);
}

std::string base64url(std::string_view bytes) { return regroup(bytes, 6, kBase64Url); }

std::optional<std::string> from_base64url(std::string_view text) {
    static const auto values = values_of(kBase64Url);
    return ungroup(text, 6, values);
}

std::string base32(std::string_view bytes) { return regroup(bytes, 5, kBase32); }

std::optional<std::string> from_base32(std::string_view text) {
    static const auto values = values_of(kBase32);
    return ungroup(text, 5, values);
}

}  // namespace chuan
