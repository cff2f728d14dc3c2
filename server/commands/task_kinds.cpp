#include "server/commands/task_kinds.h"

#include "server/services/import_task.h"

namespace chuan::server::commands {

std::map<std::string, services::TaskWork> task_kinds(api::House& house) {
    return {{std::string(services::kImportTask), services::import_work(house.database, house.documents, house.clock)}};
}

}  // namespace chuan::server::commands
