#pragma once

// A measurement standard of a trial in JSON: what its certificate states, as a table or as a formula, and what the
// certificates before it stated.

#include "procedures/sheet.h"
#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

procedures::StandardInput read_trial_standard(const json::Object&);
/// As read_trial_standard takes it.
json::Value trial_standard_json(const procedures::StandardInput&);

}  // namespace chuan::server::api
