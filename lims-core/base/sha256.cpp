#include "base/sha256.h"

#include <stdexcept>

#include <openssl/evp.h>

#include "base/encoding.h"

namespace chuan {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

namespace {

void require(bool succeeded) {
    if (!succeeded) throw std::runtime_error("OpenSSL could not compute SHA-256");
}

}  // namespace

Sha256::Sha256() : state_(std::make_unique<State>()) {
    require(state_->context != nullptr && EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
    if (!state_) throw std::logic_error("this SHA-256 has already ended");
    require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

void Sha256::update_field(std::string_view bytes) {
    update(std::to_string(bytes.size()) + ":");
    update(bytes);
}

std::string Sha256::hex() {
    if (!state_) throw std::logic_error("this SHA-256 has already ended");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    require(EVP_DigestFinal_ex(state_->context, digest.data(), &length) == 1);
    state_.reset();
    return chuan::hex({reinterpret_cast<const char*>(digest.data()), length});
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.hex();
}

}  // namespace chuan
