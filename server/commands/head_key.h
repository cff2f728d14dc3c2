#pragma once

// The key that signs tree heads, and whom to trust when heads are checked.

#include <vector>

#include "server/commands/settings.h"
#include "server/services/signing_key.h"
#include "storage/heads.h"

namespace chuan::server::commands {

/// In a folder of mode 0700, with its public half beside it (.pub). Throws Error(conflict, "key.exists").
services::SigningKey make_head_key(const Settings&);

/// Public keys that are configured.
std::vector<services::PublicKey> trusted_keys(const std::vector<std::filesystem::path>& files);
/// The own key's public half (where it is there) and the configured ones.
storage::HeadVerifier head_verifier(const Settings&);
std::vector<storage::HeadFolder> head_folders(const Settings&);

}  // namespace chuan::server::commands
