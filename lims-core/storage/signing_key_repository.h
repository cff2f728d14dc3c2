#pragma once

// The keys by which a body signs documents: their public part, whose they are and until when they were used. Private
// keys never come here.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

using SigningKeyId = Id<struct SigningKeyTag>;

enum class KeyPurpose { authority, seal };  // the body's own small authority; its seal on documents
enum class KeyOrigin { own, imported };     // under the own authority, which is not public, or from outside
enum class KeyState { active, retired, compromised };
std::string_view to_string(KeyPurpose);
std::string_view to_string(KeyOrigin);
std::string_view to_string(KeyState);

struct SigningKey {
    SigningKeyId id{};
    KeyPurpose purpose = KeyPurpose::seal;
    KeyOrigin origin = KeyOrigin::own;
    std::string key_id{};             // first 16 hexadecimal characters of the SHA-256 of its public key
    std::string name{}, authority{};  // of the owner and of who says so, as the certificate has them
    std::string certificates{};       // PEM, the owner's first, the root left out
    Moment from{}, until{};           // of the certificate
    KeyState state = KeyState::active;
    std::optional<Moment> ended_at{};
    std::string ended_reason{};
    Moment recorded_at{};
    bool operator==(const SigningKey&) const = default;
};

/// By which key a certificate was sealed, the digest by which its DCC is known (absent: it has none), and whose time
/// stamp says when.
struct CertificateSeal {
    SigningKeyId key{};
    std::optional<std::string> dcc_digest{};
    struct Stamp {
        Moment at{};
        std::string authority{};
        bool operator==(const Stamp&) const = default;
    };
    std::optional<Stamp> stamp{};
    bool operator==(const CertificateSeal&) const = default;
};

class SigningKeyRepository {
  public:
    SigningKeyRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    SigningKeyId add(const SigningKey&);
    std::optional<SigningKey> active(KeyPurpose);
    std::vector<SigningKey> all();                // newest first
    SigningKey require(std::string_view key_id);  // Error(not_found)
    void end(SigningKeyId, KeyState, const std::string& reason, Moment now);

    void add_seal(CertificateId, const CertificateSeal&);
    std::optional<CertificateSeal> seal_of(CertificateId);
    /// The key that sealed a certificate.
    std::optional<SigningKey> signer_of(CertificateId);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
