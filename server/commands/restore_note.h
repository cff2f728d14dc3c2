#pragma once

// The day of the last good restore test. A service that runs with SQLite is the only one that writes there, so the day
// waits in a file beside the database until the service takes it over.

#include "base/clock.h"
#include "server/commands/settings.h"

namespace chuan::server::commands {

enum class Noted { in_database, beside_it };
/// Today, at the site of the first body. Throws Error(unavailable) when it can be written neither here nor there.
Noted note_restore_test(const Settings&, Moment now);

/// Brings a day that waits beside the SQLite database into it; a later day that stands there stays. A file that holds
/// none, or one to come, is removed and told: throws Error(malformed, "restore.note").
void take_over_restore_test(storage::Database&, Moment now);

}  // namespace chuan::server::commands
