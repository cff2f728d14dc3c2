#include "server/auth/token.h"

#include <algorithm>

#include <openssl/crypto.h>

#include "base/encoding.h"
#include "base/random.h"
#include "base/sha256.h"
#include "base/text.h"

namespace chuan::server::auth {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::string_view kApiPrefix = "chuan_";
constexpr std::string_view kBearer = "bearer ";

NewToken made(std::string text) {
    std::string hash = sha256_hex(text);
    return {std::move(text), std::move(hash)};
}

bool is_random_part(std::string_view text) {
    const auto bytes = from_base64url(text);
    return bytes && bytes->size() == kTokenBytes;
}

}  // namespace

NewToken new_session_token() { return made(base64url(random_bytes(kTokenBytes))); }

NewToken new_api_token() { return made(std::string(kApiPrefix) + base64url(random_bytes(kTokenBytes))); }

std::optional<std::string> session_token_hash(std::string_view text) {
    if (!is_random_part(text)) return std::nullopt;
    return sha256_hex(text);
}

std::optional<std::string> api_token_hash(std::string_view text) {
    if (!starts_with(text, kApiPrefix) || !is_random_part(text.substr(kApiPrefix.size()))) return std::nullopt;
    return sha256_hex(text);
}

std::optional<std::string_view> bearer_token(std::string_view header) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    const bool is_bearer = header.size() > kBearer.size() && std::equal(kBearer.begin(), kBearer.end(), header.begin(),
                                                                        [&](char a, char b) { return a == lower(b); });
    if (!is_bearer) return std::nullopt;
    return header.substr(kBearer.size());
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace chuan::server::auth
