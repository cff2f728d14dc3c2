#pragma once

// Like items begin together: each job starts as it would alone, and has its place at the bench. All or none.

#include <optional>
#include <string>
#include <vector>

#include "jobs/bench.h"
#include "operations/start_job.h"

namespace chuan::operations {

/// Throws Error(not_found) for a job of another body, Error(rule_broken) with everything that speaks against any of
/// them; what is of one job names it (value job).
jobs::BenchId open_bench(storage::Transaction&, const people::Actor&, const std::string& name,
                         const std::vector<JobId>&, const Start&, Moment now);

struct BenchCandidate {
    JobId job{};
    std::vector<Finding> findings{};  // why not; empty: may stand beside the one asked for
};
struct BenchCandidates {
    std::optional<ProcedureVersionId> procedure{};
    std::optional<int> most{};  // items that it measures together; absent: each alone
    std::vector<BenchCandidate> candidates{};
};
/// asked: a version; absent: that of the job, or the first usable one. The job itself stands first.
BenchCandidates bench_candidates(storage::Transaction&, const people::Actor&, JobId,
                                 std::optional<ProcedureVersionId> asked, Moment now);

}  // namespace chuan::operations
