#pragma once

#include <ostream>

#include "server/json/value.h"
#include "storage/trail_verification.h"

namespace chuan::server::commands {

json::Value finding_json(const Finding&);
json::Value trail_json(const storage::TrailReport&);
/// One line per chain and per finding.
void print_trail(const storage::TrailReport&, std::ostream&);

}  // namespace chuan::server::commands
