#include "server/services/signing_key.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/sha256.h"
#include "server/services/key_files.h"

namespace chuan::server::services {
namespace {

namespace fs = std::filesystem;

using Key = std::shared_ptr<EVP_PKEY>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Key owned(EVP_PKEY* key) { return {key, &EVP_PKEY_free}; }

void require(bool succeeded) {
    if (!succeeded) throw std::runtime_error("OpenSSL could not do what a key was asked for");
}

bool is_p256(const EVP_PKEY* key) {
    char group[32] = {};
    return key && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 && std::string_view(group) == "prime256v1";
}

Error malformed(ErrorKind kind, const std::string& what) {
    return {kind, "key.malformed", what + " is not a P-256 key in PEM; give the file that init made"};
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

PublicKey::PublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key_.get(), &der);
    require(size > 0);
    id_ = sha256_hex({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)}).substr(0, 16);
    OPENSSL_free(der);
}

PublicKey PublicKey::from_pem(std::string_view pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    Key key = owned(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
    if (!is_p256(key.get())) throw malformed(ErrorKind::malformed, "the text");
    return PublicKey(std::move(key));
}

std::string PublicKey::pem() const {
    const Bio bio(BIO_new(BIO_s_mem()), &BIO_free);
    require(PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1);
    return text_of(bio.get());
}

bool PublicKey::verifies(std::string_view text, std::string_view signature) const {
    const Digest context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    require(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
    return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

SigningKey SigningKey::make(const fs::path& file) {
    Key key = owned(EVP_EC_gen("P-256"));
    require(key != nullptr);
    write_new(file, private_pem(key.get()), 0600);
    return SigningKey(std::move(key));
}

SigningKey SigningKey::load(const fs::path& file) {
    struct stat state {};
    std::ifstream in(file, std::ios::binary);
    if (!in || ::stat(file.c_str(), &state) != 0)
        throw Error(ErrorKind::unavailable, "key.missing",
                    "the key " + file.string() + " cannot be read; restore it from where it is kept safe", {},
                    {{"file", file.string()}});
    if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        throw Error(ErrorKind::unavailable, "key.exposed",
                    "others may read the key " + file.string() + "; set its mode to 0600", {},
                    {{"file", file.string()}});
    std::string pem(std::istreambuf_iterator<char>(in), {});
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    Key key = owned(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    OPENSSL_cleanse(pem.data(), pem.size());
    if (!is_p256(key.get())) throw malformed(ErrorKind::unavailable, file.string());
    return SigningKey(std::move(key));
}

std::string SigningKey::sign(std::string_view text) const {
    const Digest context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    require(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    require(EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1);
    std::string signature(size, '\0');
    require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                           text.size()) == 1);
    signature.resize(size);
    return signature;
}

}  // namespace chuan::server::services
