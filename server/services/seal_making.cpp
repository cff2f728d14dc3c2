#include <memory>
#include <stdexcept>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "base/error.h"
#include "server/services/key_files.h"
#include "server/services/seal_keys.h"

namespace chuan::server::services {
namespace {

namespace fs = std::filesystem;

using reports::signing::Certificate;
using reports::signing::Key;
using reports::signing::Signer;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr int kYearsOfAuthority = 20, kYearsOfSeal = 10;
constexpr std::size_t kLongestName = 64;  // letters of a name in a certificate: RFC 5280, A.1
constexpr auto kSlackOfClocks = std::chrono::minutes(5);

void require(bool succeeded) {
    if (!succeeded) throw std::runtime_error("OpenSSL could not do what a key was asked for");
}

Key owned(EVP_PKEY* key) { return {key, &EVP_PKEY_free}; }

/// The first letters of a name in UTF-8.
std::string shortened(const std::string& name) {
    std::size_t letters = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(name[i]) & 0xC0) != 0x80;
        if (begins && ++letters > kLongestName) return name.substr(0, i);
    }
    return name;
}

void write_name(X509_NAME* name, const char* field, const std::string& text) {
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()), -1, 0) == 1);
}

struct Wanted {
    std::string name, organisation;
    const char *constraints, *usage;
    int years;
};

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value), &X509_EXTENSION_free);
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void number(X509* certificate) {
    unsigned char bytes[16];
    require(RAND_bytes(bytes, sizeof bytes) == 1);
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x40);  // positive and of full length
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> serial(BN_bin2bn(bytes, sizeof bytes, nullptr), &BN_free);
    require(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr);
}

/// Signed by the issuer, or by itself where there is none.
Certificate made(const Key& key, const Wanted& wanted, const Signer* issuer, Moment now) {
    Certificate certificate(X509_new(), &X509_free);
    X509* x = certificate.get();
    require(x && X509_set_version(x, X509_VERSION_3) == 1);
    number(x);
    const auto from = std::chrono::system_clock::to_time_t(now - kSlackOfClocks);
    require(ASN1_TIME_set(X509_getm_notBefore(x), from) != nullptr &&
            ASN1_TIME_adj(X509_getm_notAfter(x), from, wanted.years * 365, 0) != nullptr);
    X509_NAME* subject = X509_get_subject_name(x);
    write_name(subject, "C", "VN");
    write_name(subject, "O", shortened(wanted.organisation));
    write_name(subject, "CN", shortened(wanted.name));
    X509* above = issuer ? issuer->chain.front().get() : x;
    require(X509_set_issuer_name(x, X509_get_subject_name(above)) == 1 && X509_set_pubkey(x, key.get()) == 1);
    add_extension(x, above, NID_basic_constraints, wanted.constraints);
    add_extension(x, above, NID_key_usage, wanted.usage);
    add_extension(x, above, NID_subject_key_identifier, "hash");
    if (issuer) add_extension(x, above, NID_authority_key_identifier, "keyid:always");
    require(X509_sign(x, issuer ? issuer->key.get() : key.get(), EVP_sha256()) > 0);
    return certificate;
}

std::string pem_of(const std::vector<Certificate>& chain) {
    std::string text;
    for (const Certificate& certificate : chain) text += reports::signing::to_pem(certificate);
    return text;
}

void keep(const fs::path& folder, const storage::SigningKey& key, const Signer& signer) {
    if (!fs::exists(folder)) {
        fs::create_directories(folder);
        fs::permissions(folder, fs::perms::owner_all);
    }
    const std::string name = std::string(to_string(key.purpose)) + "-" + key.key_id;
    std::string secret = private_pem(signer.key.get());
    write_new(folder / (name + ".pem"), secret, 0600);
    OPENSSL_cleanse(secret.data(), secret.size());
    write_new(folder / (name + ".crt"), key.certificates, 0644);
}

storage::SigningKey described(storage::KeyPurpose purpose, storage::KeyOrigin origin, const Signer& signer) {
    const auto owner = reports::signing::owner_of(signer.chain.front());
    storage::SigningKey key;
    key.purpose = purpose;
    key.origin = origin;
    key.key_id = owner.key_id;
    key.name = owner.name;
    key.authority = owner.authority;
    key.certificates = pem_of(signer.chain);
    key.from = owner.from;
    key.until = owner.until;
    return key;
}

Key new_key() {
    Key key = owned(EVP_EC_gen("P-256"));
    require(key != nullptr);
    return key;
}

/// The authority of a body is found by the organisation and name that it was given.
std::string authority_name(const organisations::Body& body) {
    return (body.is_sample ? "SAMPLE, no authority: " : "Own authority, not public: ") + body.code;
}

}  // namespace

MadeKeys SealKeys::make(const organisations::Body& body, Moment now) const {
    using storage::KeyOrigin;
    using storage::KeyPurpose;
    MadeKeys result;
    Signer authority;
    for (const Certificate& known : authorities()) {
        if (reports::signing::owner_of(known).name != authority_name(body)) continue;
        authority.chain = {known};
        result.authority = described(KeyPurpose::authority, KeyOrigin::own, authority);
        authority = signer(result.authority);
    }
    if (!authority.key) {
        authority.key = new_key();
        authority.chain = {made(authority.key,
                                {authority_name(body), body.name_vi, "critical,CA:TRUE,pathlen:0",
                                 "critical,keyCertSign,cRLSign", kYearsOfAuthority},
                                nullptr, now)};
        result.authority = described(KeyPurpose::authority, KeyOrigin::own, authority);
        result.authority_is_new = true;
        keep(folder_, result.authority, authority);
    }
    Signer seal{new_key(), {}};
    const std::string name = body.is_sample ? "SAMPLE: " + body.name_vi : body.name_vi;
    seal.chain = {made(
        seal.key, {name, body.name_vi, "critical,CA:FALSE", "critical,digitalSignature,nonRepudiation", kYearsOfSeal},
        &authority, now)};
    result.seal = described(KeyPurpose::seal, KeyOrigin::own, seal);
    keep(folder_, result.seal, seal);
    return result;
}

storage::SigningKey SealKeys::import(std::string_view pkcs12, const std::string& password) const {
    const Bio bio(BIO_new_mem_buf(pkcs12.data(), static_cast<int>(pkcs12.size())), &BIO_free);
    const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> bundle(d2i_PKCS12_bio(bio.get(), nullptr), &PKCS12_free);
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* others = nullptr;
    const bool opened = bundle && PKCS12_parse(bundle.get(), password.c_str(), &key, &certificate, &others) == 1;
    ERR_clear_error();
    Signer signer{owned(key), {}};
    if (certificate) signer.chain.emplace_back(certificate, &X509_free);
    for (int i = 0; others && i < sk_X509_num(others); ++i) {
        Certificate above(sk_X509_value(others, i), &X509_free);
        const bool is_root = X509_NAME_cmp(X509_get_subject_name(above.get()), X509_get_issuer_name(above.get())) == 0;
        if (!is_root) signer.chain.push_back(std::move(above));
    }
    sk_X509_free(others);
    if (!opened)
        throw Error(ErrorKind::malformed, "key.password",
                    "the file is no PKCS#12 that this password opens; check both");
    reports::signing::require_usable(signer);
    const auto described_key = described(storage::KeyPurpose::seal, storage::KeyOrigin::imported, signer);
    keep(folder_, described_key, signer);
    return described_key;
}

}  // namespace chuan::server::services
