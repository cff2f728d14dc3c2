#pragma once

// The keys by which bodies sign documents: files in the key folder, and the register of which is in use.

#include <vector>

#include "base/clock.h"
#include "server/commands/settings.h"
#include "server/services/seal_keys.h"
#include "storage/database.h"

namespace chuan::server::commands {

services::SealKeys seal_keys(const Settings&);
/// Asks the authority for time stamps that the operator named; none where there is none.
reports::signing::Stamping stamping(const Settings&, const Clock&);

struct NewSeal {
    std::string body_code;
    storage::SigningKey key;
};
/// Makes a seal of the body in files, with its own authority where that is missing, and brings it into use.
NewSeal make_seal(const Settings&, storage::Database&, BodyId);
/// The same for every body that signs with no key.
std::vector<NewSeal> make_missing_seals(const Settings&, storage::Database&);

/// Keys in use that this machine cannot sign with, each as a sentence with the remedy.
std::vector<std::string> seal_troubles(const Settings&, storage::Database&);

}  // namespace chuan::server::commands
