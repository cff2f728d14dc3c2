#pragma once

// The jobs as a list, a page at a time.

#include <optional>
#include <string>
#include <vector>

#include "jobs/job.h"
#include "people/scope.h"
#include "storage/job_repository.h"
#include "storage/list_walk.h"

namespace chuan::storage {

/// Which jobs a list shows; what is empty or absent does not matter.
struct JobFilter {
    std::string queue{};  // received, in_work, to_review, to_issue, to_hand_back, due
    std::optional<jobs::State> state{};
    std::optional<AccountId> technician{};
    std::string
        words{};  // number of job or item or serial that begins so; in name, maker, model or the customer's name
    std::optional<OrderId> order{};
    std::optional<InstrumentId> instrument{};
};

struct JobPage {
    std::vector<JobRow> rows{};
    std::optional<ListPlace> next{};
};

/// In the order of entry; those to hand back in that of their items; what words alone find: numbers, serials,
/// customers, then by the item's name, the newest first. due_by: until when a promise is due.
JobPage job_page(Transaction&, people::Scope, const JobFilter&, CivilDate due_by, const ListPlace& after, int limit);

}  // namespace chuan::storage
