#pragma once

// Private keys as files: new ones only, never readable by anybody else.

#include <filesystem>
#include <string>

#include <sys/types.h>

struct evp_pkey_st;

namespace chuan::server::services {

/// PKCS#8 in PEM, not encrypted.
std::string private_pem(evp_pkey_st* key);

/// A new file, with its mode from the first moment, on the disk when this returns. Throws Error(conflict, "key.exists")
/// when it is there, Error(unavailable, "key.not_written").
void write_new(const std::filesystem::path& file, const std::string& text, mode_t mode);

}  // namespace chuan::server::services
