#pragma once

// The second factor: time-based one-time passwords (RFC 6238: HMAC-SHA-1, 30 s, 6 digits), as every authenticator app
// makes them, and the recovery codes for a lost phone.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace chuan::server::auth {

/// 20 random bytes.
std::string new_totp_secret();
/// What the QR code for the app holds: otpauth://totp/ISSUER:LOGIN?secret=...
std::string totp_uri(std::string_view issuer, std::string_view login, std::string_view secret);

/// The number of the 30 s step a moment lies in.
std::int64_t totp_step(Moment);
/// Six digits. RFC 4226, 5.3.
std::string totp_code(std::string_view secret, std::int64_t step);

/// The step the code belongs to: the present one, the one before or after, and later than last_step, which the caller
/// then stores, so that each step works once. nullopt for any other code. Spaces inside the code are ignored.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Moment now,
                                          std::optional<std::int64_t> last_step);

/// A code shown once to its owner, and what is stored of it.
struct NewRecoveryCode {
    std::string text;  // "ABCD-EFGH-IJKL-MNOP": 80 random bits
    std::string hash;  // SHA-256, hexadecimal
};
std::vector<NewRecoveryCode> new_recovery_codes();  // ten
/// The hash to look for among the unused ones; case, spaces and dashes aside. nullopt if the text is no such code.
std::optional<std::string> recovery_code_hash(std::string_view entered);

}  // namespace chuan::server::auth
