#include "certificates/code.h"

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>

namespace chuan::certificates {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kBodyLength = 16;
constexpr std::size_t kLength = 18;
constexpr unsigned kModulus = 1021;  // the largest prime below 32 * 32

std::optional<unsigned> symbol_value(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const auto position = kAlphabet.find(c);
    if (position == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(position);
}

std::string check_of(std::string_view sixteen) {
    unsigned rest = 0;
    for (const char c : sixteen) rest = (rest * 32 + *symbol_value(c)) % kModulus;
    return {kAlphabet[rest / 32], kAlphabet[rest % 32]};
}

}  // namespace

std::string make_code(std::string_view ten_random_bytes) {
    if (ten_random_bytes.size() != 10) throw std::logic_error("a code is made from 10 bytes");
    std::string code;
    unsigned buffer = 0, bits = 0;
    for (const char byte : ten_random_bytes) {
        buffer = (buffer << 8) | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5;) {
            bits -= 5;
            code += kAlphabet[(buffer >> bits) & 31U];
        }
        buffer &= (1U << bits) - 1;
    }
    return code + check_of(code);
}

std::variant<std::string, CodeFault> read_code(std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        const auto value = symbol_value(c);
        if (!value || code.size() == kLength) return CodeFault::malformed;
        code += kAlphabet[*value];
    }
    if (code.size() != kLength) return CodeFault::malformed;
    if (check_of(std::string_view(code).substr(0, kBodyLength)) != code.substr(kBodyLength)) return CodeFault::mistyped;
    return code;
}

std::string grouped_code(std::string_view code) {
    std::string grouped;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += ' ';
        grouped += code[i];
    }
    return grouped;
}

}  // namespace chuan::certificates
