#pragma once

// The register of the keys by which a body signs: which key is in use, since when, and why another no longer is. The
// private halves lie in files that operations never see.

#include <string>

#include "operations/support.h"
#include "storage/signing_key_repository.h"

namespace chuan::operations {

/// A key comes into use; the one of the same purpose that was in use retires. Throws Error(conflict, "key.known") for
/// one that stands here already, Error(rule_broken, "key.not_in_force") outside of its certificate's time.
storage::SigningKeyId register_key(storage::Transaction&, const people::Actor&, storage::SigningKey, Moment now);

/// retired: what it signed stays good. compromised: somebody else may have signed with it; of what it signed nobody can
/// say any more, without further evidence, that the body did. A retired key may turn out to be compromised; neither
/// comes back. Throws Error(conflict, "key.ended"), Error(malformed, "field.missing") without a reason.
void end_key(storage::Transaction&, const people::Actor&, const std::string& key_id, storage::KeyState,
             const std::string& reason, Moment now);

}  // namespace chuan::operations
