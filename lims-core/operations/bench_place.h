#pragma once

// What becomes of a job's place at its bench when the job goes on: signed, what is shared counts for it as it stands;
// returned, it counts as it comes again; ended, it leaves. Each does nothing for a job that is at no bench.

#include <string>

#include "jobs/bench.h"
#include "operations/support.h"

namespace chuan::operations {

void settle_at_bench(storage::Transaction&, const people::Actor&, JobId, Moment now);
void reopen_at_bench(storage::Transaction&, const people::Actor&, JobId, Moment now);
void take_from_bench(storage::Transaction&, const people::Actor&, JobId, const std::string& reason, Moment now);

/// Throws Error(conflict, "bench.alone") for a job at a bench: act is of a job that is measured alone.
void require_no_bench(storage::Transaction&, const people::Actor&, const std::string& job_number, JobId,
                      const std::string& act);

/// The item goes on alone: what was shared until now stands, further readings of the standards are its own. Throws
/// Error(not_found, "record.unknown") for a job that is not at this bench, Error(conflict, "state.wrong") for one that
/// is signed, Error(rule_broken) without a reason.
void leave_bench(storage::Transaction&, const people::Actor&, jobs::BenchId, JobId, const std::string& reason,
                 Moment now);

}  // namespace chuan::operations
