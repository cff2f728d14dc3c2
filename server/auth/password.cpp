#include "server/auth/password.h"

#include <array>
#include <semaphore>
#include <stdexcept>

#include <sodium.h>

#include "base/encoding.h"
#include "base/error.h"
#include "base/random.h"

namespace chuan::server::auth {
namespace {

constexpr std::ptrdiff_t kAtOnce = 2;

void prepare_library() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
}

std::string compute(std::string_view password, const PasswordCost& cost) {
    std::array<char, crypto_pwhash_STRBYTES> encoded{};
    if (crypto_pwhash_str_alg(encoded.data(), password.data(), password.size(), cost.passes, cost.memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw Error(ErrorKind::unavailable, "signin.no_memory",
                    "the server has no memory for a password hash at this moment; try again");
    return encoded.data();
}

}  // namespace

class Passwords::Slots {
  public:
    explicit Slots(std::chrono::milliseconds patience) : patience_(patience) {}

    class Held {
      public:
        explicit Held(Slots& slots) : slots_(slots) {
            if (!slots_.free_.try_acquire_for(slots_.patience_))
                throw Error(ErrorKind::unavailable, "signin.busy",
                            "too many people sign in at this moment; try again in some seconds");
        }
        ~Held() { slots_.free_.release(); }
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;

      private:
        Slots& slots_;
    };

  private:
    std::counting_semaphore<kAtOnce> free_{kAtOnce};
    std::chrono::milliseconds patience_;
};

Passwords::Passwords(PasswordCost cost, std::chrono::milliseconds patience)
    : cost_(cost), slots_(std::make_unique<Slots>(patience)) {
    prepare_library();
    nobodys_hash_ = compute(base64(random_bytes(32)), cost_);
}

Passwords::~Passwords() = default;

std::string Passwords::hash(std::string_view password) const {
    const Slots::Held held(*slots_);
    return compute(password, cost_);
}

bool Passwords::verify(const std::optional<std::string>& stored, std::string_view password) const {
    const Slots::Held held(*slots_);
    const std::string& encoded = stored ? *stored : nobodys_hash_;
    return crypto_pwhash_str_verify(encoded.c_str(), password.data(), password.size()) == 0 && stored.has_value();
}

bool Passwords::needs_rehash(const std::string& stored) const {
    return crypto_pwhash_str_needs_rehash(stored.c_str(), cost_.passes, cost_.memory) != 0;
}

}  // namespace chuan::server::auth
