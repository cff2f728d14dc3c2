#include "server/auth/totp.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/encoding.h"
#include "base/random.h"
#include "base/sha256.h"
#include "server/auth/token.h"

namespace chuan::server::auth {
namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr std::size_t kDigits = 6;
constexpr std::size_t kSecretBytes = 20;
constexpr std::size_t kRecoveryCodes = 10;
constexpr std::size_t kRecoveryBytes = 10;
constexpr std::size_t kRecoveryGroup = 4;

std::array<unsigned char, 20> hmac_sha1(std::string_view key, const std::array<unsigned char, 8>& message) {
    std::array<unsigned char, 20> digest{};
    unsigned int length = 0;
    if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), digest.data(),
             &length) == nullptr ||
        length != digest.size())
        throw std::runtime_error("HMAC-SHA-1 cannot be computed");
    return digest;
}

std::string without(std::string_view text, std::string_view left_out) {
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result),
                 [left_out](char c) { return left_out.find(c) == std::string_view::npos; });
    return result;
}

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (kPlain.find(c) != std::string_view::npos)
            result += c;
        else
            result.append("%").append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
    }
    return result;
}

}  // namespace

std::string new_totp_secret() { return random_bytes(kSecretBytes); }

std::string totp_uri(std::string_view issuer, std::string_view login, std::string_view secret) {
    const std::string who = percent_encoded(issuer);
    return "otpauth://totp/" + who + ":" + percent_encoded(login) + "?secret=" + base32(secret) + "&issuer=" + who +
           "&algorithm=SHA1&digits=6&period=30";
}

std::int64_t totp_step(Moment moment) { return moment.time_since_epoch().count() / kStepSeconds; }

std::string totp_code(std::string_view secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    auto rest = static_cast<std::uint64_t>(step);
    for (auto byte = counter.rbegin(); byte != counter.rend(); ++byte, rest >>= 8U)
        *byte = static_cast<unsigned char>(rest & 0xFFU);
    const auto digest = hmac_sha1(secret, counter);
    const std::size_t offset = digest.back() & 0x0FU;
    const std::uint32_t truncated = (std::uint32_t{digest[offset]} & 0x7FU) << 24U |
                                    std::uint32_t{digest[offset + 1]} << 16U | std::uint32_t{digest[offset + 2]} << 8U |
                                    std::uint32_t{digest[offset + 3]};
    std::string digits = std::to_string(truncated % 1'000'000U);
    return digits.insert(0, kDigits - digits.size(), '0');
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Moment now,
                                          std::optional<std::int64_t> last_step) {
    const std::string entered = without(code, " ");
    const std::int64_t present = totp_step(now);
    std::optional<std::int64_t> found;
    for (const std::int64_t step : {present, present - 1, present + 1}) {
        const bool fresh = !last_step || step > *last_step;
        if (equal_in_constant_time(totp_code(secret, step), entered) && fresh && !found) found = step;
    }
    return found;
}

std::vector<NewRecoveryCode> new_recovery_codes() {
    std::vector<NewRecoveryCode> codes;
    while (codes.size() < kRecoveryCodes) {
        std::string text = base32(random_bytes(kRecoveryBytes));
        const std::string hash = sha256_hex(text);
        for (std::size_t at = kRecoveryGroup; at < text.size(); at += kRecoveryGroup + 1) text.insert(at, "-");
        codes.push_back({text, hash});
    }
    return codes;
}

std::optional<std::string> recovery_code_hash(std::string_view entered) {
    std::string text = without(entered, " -");
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const auto bytes = from_base32(text);
    if (!bytes || bytes->size() != kRecoveryBytes) return std::nullopt;
    return sha256_hex(text);
}

}  // namespace chuan::server::auth
