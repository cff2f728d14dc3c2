#include "tests/outgoing/certificate.h"

#include <cstdio>
#include <memory>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace chuan::test {

TestCertificate::TestCertificate(const std::filesystem::path& folder, const std::string& subject)
    : certificate(folder / "server.pem"), key(folder / "server.key") {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> x509(X509_new(), &X509_free);
    X509_set_version(x509.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
    X509_set_pubkey(x509.get(), pair.get());
    X509_NAME* name = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(x509.get(), name);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject.c_str()), &X509_EXTENSION_free);
    X509_add_ext(x509.get(), names.get(), -1);
    X509_sign(x509.get(), pair.get(), EVP_sha256());

    using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
    const File certificate_file(std::fopen(certificate.c_str(), "w"), &std::fclose);
    PEM_write_X509(certificate_file.get(), x509.get());
    const File key_file(std::fopen(key.c_str(), "w"), &std::fclose);
    std::filesystem::permissions(key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    PEM_write_PKCS8PrivateKey(key_file.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace chuan::test
