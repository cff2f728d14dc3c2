#pragma once

#include <cstddef>
#include <string>

namespace chuan {

/// Bytes from the operating system's generator; for identifiers, tokens and salts.
std::string random_bytes(std::size_t count);

}  // namespace chuan
