#pragma once

// Another standard takes the place of one in use: it is overdue by now, went on loan, was damaged. What was measured
// with the first stays on the sheet, marked, and is measured again; an as-found run that was complete before an
// adjustment keeps the standard it was measured with.

#include <optional>
#include <string>

#include "equipment/material.h"
#include "jobs/bench.h"
#include "operations/support.h"

namespace chuan::operations {

struct StandardChange {
    std::string role{};
    /// The same one, where a newer certificate of it was accepted.
    std::optional<StandardId> standard{};
    std::optional<equipment::BottleId> bottle{};  // one of the two
    std::string reason{};
};

/// For a job in work or held. Throws Error(rule_broken) with everything that speaks against the standard.
void change_standard(storage::Transaction&, const people::Actor&, JobId, const StandardChange&, Moment now);

/// For all open items of a bench, or none. Throws Error(conflict) "bench.signed" while an item is signed,
/// "bench.stages_differ" while some are measured as found and others as left.
void change_standard_at_bench(storage::Transaction&, const people::Actor&, jobs::BenchId, const StandardChange&,
                              Moment now);

}  // namespace chuan::operations
