#include "reports/signing/signer.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/encoding.h"
#include "base/error.h"
#include "base/sha256.h"
#include "reports/signing/openssl.h"

namespace chuan::reports::signing {
namespace {

constexpr int kSmallestRsa = 2048;

Certificate owned(X509* certificate) { return {certificate, &X509_free}; }

Error malformed() {
    return {ErrorKind::malformed, "certificate.malformed",
            "the text holds no certificate that can be read; give certificates in PEM"};
}

bool is_usable(const EVP_PKEY* key) {
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) return EVP_PKEY_get_bits(key) >= kSmallestRsa;
    char group[32] = {};
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 && std::string_view(group) == "prime256v1";
}

std::string named(const X509_NAME* name, int field) {
    const int at = X509_NAME_get_index_by_NID(name, field, -1);
    if (at < 0) return "";
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (size < 0) return "";
    const std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    return text;
}

}  // namespace

Moment moment_of(const ASN1_TIME* time) {
    const std::unique_ptr<ASN1_TIME, Freed<ASN1_STRING_free>> epoch(ASN1_TIME_set(nullptr, 0));
    int days = 0, seconds = 0;
    require(ASN1_TIME_diff(&days, &seconds, epoch.get(), time) == 1, "read a time");
    return Moment{std::chrono::days(days) + std::chrono::seconds(seconds)};
}

void require_usable(const Signer& signer) {
    if (!signer.key || !is_usable(signer.key.get()))
        throw Error(ErrorKind::rule_broken, "key.kind",
                    "documents are signed with an EC key on P-256 or an RSA key of 2048 bits or more; give such a key");
    if (signer.chain.empty() || X509_check_private_key(signer.chain.front().get(), signer.key.get()) != 1) {
        ERR_clear_error();
        throw Error(ErrorKind::rule_broken, "key.certificate",
                    "the certificate is not that of the key; give the certificate that was issued for it");
    }
}

std::vector<Certificate> certificates_from_pem(std::string_view pem) {
    const Bio bio = reading(pem);
    std::vector<Certificate> found;
    while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
        found.push_back(owned(certificate));
    ERR_clear_error();  // the end of the text is one
    if (found.empty()) throw malformed();
    return found;
}

std::string to_pem(const Certificate& certificate) {
    const Bio bio(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(bio.get(), certificate.get()) == 1, "write a certificate");
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Certificate certificate_from_der(std::string_view bytes) {
    const unsigned char* at = octets(bytes);
    Certificate certificate = owned(d2i_X509(nullptr, &at, static_cast<long>(bytes.size())));
    if (!certificate || at != octets(bytes) + bytes.size()) {
        ERR_clear_error();
        throw malformed();
    }
    return certificate;
}

std::string to_der(const Certificate& certificate) { return der(i2d_X509, certificate.get()); }

Owner owner_of(const Certificate& certificate) {
    const X509_NAME* subject = X509_get_subject_name(certificate.get());
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.get());
    return {.name = named(subject, NID_commonName),
            .organisation = named(subject, NID_organizationName),
            .authority = named(X509_get_issuer_name(certificate.get()), NID_commonName),
            .serial_number = hex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                                  static_cast<std::size_t>(ASN1_STRING_length(serial))}),
            .sha256 = sha256_hex(to_der(certificate)),
            .key_id = sha256_hex(der(i2d_X509_PUBKEY, X509_get_X509_PUBKEY(certificate.get()))).substr(0, 16),
            .from = moment_of(X509_get0_notBefore(certificate.get())),
            .until = moment_of(X509_get0_notAfter(certificate.get()))};
}

}  // namespace chuan::reports::signing
