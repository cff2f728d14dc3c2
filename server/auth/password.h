#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chuan::server::auth {

/// Work of one Argon2id hash. 19 MiB and 2 passes take about 16 ms on one core.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory = std::size_t{19} * 1024 * 1024;  // bytes
};

/// Makes and checks password hashes, at most two at once, so that a flood of sign-ins takes neither memory nor both
/// cores; the others wait, and after `patience` are refused with Error(unavailable, "signin.busy"). Safe for any number
/// of threads.
class Passwords {
  public:
    explicit Passwords(PasswordCost cost = {}, std::chrono::milliseconds patience = std::chrono::seconds(5));
    ~Passwords();
    Passwords(const Passwords&) = delete;
    Passwords& operator=(const Passwords&) = delete;

    /// "$argon2id$v=19$m=19456,t=2,p=1$salt$hash". password: as people::normalised_password gives it.
    std::string hash(std::string_view password) const;
    /// stored: of the account, or nullopt where the sign-in name is unknown; then the same work is done and the answer
    /// is no, so that the time taken does not tell which names exist.
    bool verify(const std::optional<std::string>& stored, std::string_view password) const;
    /// True if the hash was made at another cost; hash again at the next good sign-in.
    bool needs_rehash(const std::string& stored) const;

  private:
    class Slots;
    PasswordCost cost_;
    std::unique_ptr<Slots> slots_;
    std::string nobodys_hash_;
};

}  // namespace chuan::server::auth
