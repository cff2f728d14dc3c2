#include "server/services/seal_keys.h"

#include <fstream>
#include <iterator>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include "base/error.h"

namespace chuan::server::services {
namespace {

namespace fs = std::filesystem;

using reports::signing::Certificate;
using reports::signing::Key;
using reports::signing::Signer;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string read(const fs::path& file, const std::string& key_id) {
    struct stat state {};
    std::ifstream in(file, std::ios::binary);
    if (!in || ::stat(file.c_str(), &state) != 0)
        throw Error(
            ErrorKind::unavailable, "key.missing",
            "key " + key_id + " is in use, but " + file.string() +
                " cannot be read; bring it back from where it is kept safe, or change the key (chuan key rotate)",
            {}, {{"key", key_id}, {"file", file.string()}});
    if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        throw Error(ErrorKind::unavailable, "key.exposed",
                    "others may read the key " + file.string() + "; set its mode to 0600", {},
                    {{"file", file.string()}});
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

fs::path SealKeys::file_of(const storage::SigningKey& key) const {
    return folder_ / (std::string(to_string(key.purpose)) + "-" + key.key_id + ".pem");
}

void SealKeys::forget(const storage::SigningKey& key) const {
    fs::path file = file_of(key);
    std::error_code fault;  // what cannot be removed stays as it was, named by its key
    fs::remove(file, fault);
    fs::remove(file.replace_extension(".crt"), fault);
}

Signer SealKeys::signer(const storage::SigningKey& key) const {
    std::string pem = read(file_of(key), key.key_id);
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    Signer signer{Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free),
                  reports::signing::certificates_from_pem(key.certificates)};
    OPENSSL_cleanse(pem.data(), pem.size());
    ERR_clear_error();
    reports::signing::require_usable(signer);
    return signer;
}

std::vector<Certificate> SealKeys::authorities() const {
    std::vector<Certificate> found;
    std::error_code fault;
    for (const auto& entry : fs::directory_iterator(folder_, fault)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("authority-") || !name.ends_with(".crt")) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string pem{std::istreambuf_iterator<char>(in), {}};
        found.push_back(reports::signing::certificates_from_pem(pem).front());
    }
    return found;
}

}  // namespace chuan::server::services
