#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace chuan {

/// SHA-256 (FIPS 180-4) of bytes, as 64 lower-case hexadecimal characters.
std::string sha256_hex(std::string_view bytes);

/// The same, piece by piece.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void update(std::string_view bytes);
    /// Length in decimal, a colon, the bytes: fields cannot run into one another.
    void update_field(std::string_view bytes);
    std::string hex();  // ends the computation

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chuan
