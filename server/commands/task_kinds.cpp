#include "server/commands/task_kinds.h"

namespace chuan::server::commands {

std::map<std::string, services::TaskWork> task_kinds(api::House&) { return {}; }

}  // namespace chuan::server::commands
