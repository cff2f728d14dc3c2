#pragma once

// The key that signs tree heads, and whom to trust when heads are checked.

#include <vector>

#include "server/commands/settings.h"
#include "server/services/signing_key.h"
#include "storage/heads.h"

namespace chuan::server::commands {

/// Where the keys of the installation lie, made where it is missing.
std::filesystem::path key_folder(const Settings&);

/// In a folder of mode 0700, with its public half beside it (.pub). Throws Error(conflict, "key.exists").
services::SigningKey make_head_key(const Settings&);

/// Public keys that are configured, and every .pub beside the own key: its public half and those a restore brought.
std::vector<services::PublicKey> trusted_keys(const Settings&);
storage::HeadVerifier head_verifier(const Settings&);
/// A key that signed heads of the records restored here is trusted from now on.
void keep_public_key(const Settings&, const std::filesystem::path& file);
std::vector<storage::HeadFolder> head_folders(const Settings&);

}  // namespace chuan::server::commands
