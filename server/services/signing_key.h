#pragma once

// ES256: ECDSA over P-256 with SHA-256. The key that signs tree heads; the private half never leaves its file and
// memory.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace chuan::server::services {

/// Who can check a signature.
class PublicKey {
  public:
    /// Throws Error(malformed, "key.malformed") unless it is a P-256 public key in PEM.
    static PublicKey from_pem(std::string_view pem);

    /// First 16 hexadecimal characters of the SHA-256 of the key (SubjectPublicKeyInfo).
    const std::string& id() const noexcept { return id_; }
    std::string pem() const;
    bool verifies(std::string_view text, std::string_view signature) const;

  protected:
    explicit PublicKey(std::shared_ptr<evp_pkey_st> key);  // shared: OpenSSL's keys count their users themselves
    std::shared_ptr<evp_pkey_st> key_;

  private:
    std::string id_;
};

/// Who can make one.
class SigningKey : public PublicKey {
  public:
    /// Makes a key in a new file of mode 0600 (PKCS#8, PEM). Throws Error(conflict, "key.exists") when the file is
    /// there.
    static SigningKey make(const std::filesystem::path& file);
    /// Throws Error(unavailable) "key.missing", "key.exposed" (others may read the file) or "key.malformed".
    static SigningKey load(const std::filesystem::path& file);

    /// DER, as OpenSSL and Java write it.
    std::string sign(std::string_view text) const;

  private:
    using PublicKey::PublicKey;
};

}  // namespace chuan::server::services
