#pragma once

// The code printed on a certificate: 16 Crockford base32 characters (80 random bits) and 2 check characters, the value
// of the sixteen modulo 1021 in two symbols, so that a slip of the finger is told apart from a code never given out.

#include <string>
#include <string_view>
#include <variant>

namespace chuan::certificates {

/// 10 random bytes in; 18 characters out, upper case, without hyphens. Throws std::logic_error on another length.
std::string make_code(std::string_view ten_random_bytes);

enum class CodeFault {
    malformed,  // not 18 symbols of the alphabet: cannot be one of our codes
    mistyped,   // 18 symbols whose check does not agree
};

/// What a person typed or scanned: letter case, spaces and hyphens do not matter; O reads 0, I and L read 1.
/// Returns the 18 characters in their canonical form.
std::variant<std::string, CodeFault> read_code(std::string_view typed);

/// "7Q2M 8KXA 0000 1234 5T" for print.
std::string grouped_code(std::string_view code);

}  // namespace chuan::certificates
