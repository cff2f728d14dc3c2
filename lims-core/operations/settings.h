#pragma once

// The laboratory's own data and its choices, and the facts of the installation.

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "operations/support.h"

namespace chuan::operations {

/// change: what is done to the body's data; values: settings by name. Everything or nothing. Throws Error(rule_broken)
/// with the findings on the body, Error(malformed) with those on the settings.
void change_settings(storage::Transaction&, const people::Actor&,
                     const std::function<void(organisations::Body&)>& change,
                     const std::map<std::string, std::string>& values, Moment now);

/// A body that begins to keep records here: by init and by the sample laboratory.
BodyId found_body(storage::Transaction&, const people::Person&, const organisations::Body&, Moment now);

/// The civil day at the site of the first body, for facts of the whole installation.
CivilDate day_of_installation(storage::Transaction&, Moment now);
/// The day of the last restore test that ended well; a fact of the whole installation.
std::optional<CivilDate> restore_tested_on(storage::Transaction&);
void note_restore_test(storage::Transaction&, CivilDate on);

}  // namespace chuan::operations
