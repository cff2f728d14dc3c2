#pragma once

// Who signs: a private key with the certificate that names its owner. The key may lie in a file or in a token; here it
// is only used.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

struct evp_pkey_st;
struct x509_st;

namespace chuan::reports::signing {

using Key = std::shared_ptr<evp_pkey_st>;
using Certificate = std::shared_ptr<x509_st>;

struct Signer {
    Key key;
    std::vector<Certificate> chain;  // the owner's first, then those above it; the root stays out
};

/// Throws Error(rule_broken): "key.kind" unless the key is EC P-256 or RSA of 2048 bits or more, "key.certificate"
/// unless the first certificate is that key's.
void require_usable(const Signer&);

/// Throws Error(malformed, "certificate.malformed") for a text with none.
std::vector<Certificate> certificates_from_pem(std::string_view pem);
std::string to_pem(const Certificate&);
Certificate certificate_from_der(std::string_view der);  // throws the same
std::string to_der(const Certificate&);

/// What a certificate says about its owner.
struct Owner {
    std::string name, organisation;  // CN and O of the subject
    std::string authority;           // CN of the issuer
    std::string serial_number;       // hexadecimal
    std::string sha256;              // of the certificate
    std::string key_id;              // first 16 hexadecimal characters of the SHA-256 of its public key
    Moment from{}, until{};
    bool operator==(const Owner&) const = default;
};
Owner owner_of(const Certificate&);

}  // namespace chuan::reports::signing
