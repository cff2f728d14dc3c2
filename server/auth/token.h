#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chuan::server::auth {

/// A token as its holder gets it, once, and what is stored of it: 32 random bytes need no slow hash.
struct NewToken {
    std::string text;
    std::string hash;  // SHA-256 of the text, hexadecimal
};

NewToken new_session_token();
/// Begins with "chuan_", so that a leaked one is recognised by scanners.
NewToken new_api_token();

/// The hash to look up; nullopt if the text is no token of the kind.
std::optional<std::string> session_token_hash(std::string_view text);
std::optional<std::string> api_token_hash(std::string_view text);

/// The token of an Authorization header "Bearer TOKEN" (scheme in any case); nullopt for any other header.
std::optional<std::string_view> bearer_token(std::string_view header);

/// In a time that does not depend on where the texts differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace chuan::server::auth
