#pragma once

#include <map>
#include <string>

#include "server/api/house.h"
#include "server/services/task_runner.h"

namespace chuan::server::commands {

/// The kinds of background tasks and what carries each out. The house outlives them.
std::map<std::string, services::TaskWork> task_kinds(api::House&);

}  // namespace chuan::server::commands
