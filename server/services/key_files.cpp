#include "server/services/key_files.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <openssl/pem.h>
#include <unistd.h>

#include "base/error.h"

namespace chuan::server::services {

std::string private_pem(evp_pkey_st* key) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    if (PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw std::runtime_error("OpenSSL could not write a key");
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

void write_new(const std::filesystem::path& file, const std::string& text, mode_t mode) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0 && errno == EEXIST)
        throw Error(ErrorKind::conflict, "key.exists",
                    file.string() + " is there already; a key is never overwritten, move it away first", {},
                    {{"file", file.string()}});
    const bool written = descriptor >= 0 &&
                         ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(descriptor) == 0;
    const int failure = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!written)
        throw Error(ErrorKind::unavailable, "key.not_written",
                    "cannot write the key " + file.string() + ": " + std::strerror(failure), {},
                    {{"file", file.string()}});
}

}  // namespace chuan::server::services
