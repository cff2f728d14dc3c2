#pragma once

// The signatures of a job: performed, reviewed or returned; and the ends of a job without a certificate. Each signature
// is bound to the evaluation by the hash of everything that went into it.

#include <string>

#include "jobs/job.h"
#include "operations/load_sheet.h"
#include "operations/support.h"

namespace chuan::operations {

/// Stores the evaluation and signs it as performed; the job goes to review.
void submit_job(storage::Transaction&, const people::Actor&, JobId, const std::string& remark, Moment now);

struct Submitted {
    JobId job{};
    std::vector<Finding> findings{};  // why it is not signed; empty: it is
};
/// The same for these jobs at a bench, each for itself: those that are ready are signed.
std::vector<Submitted> submit_bench(storage::Transaction&, const people::Actor&, jobs::BenchId,
                                    const std::vector<JobId>&, const std::string& remark, Moment now);

/// Signs as reviewed: the stored evaluation must come out again, bit by bit.
void approve_review(storage::Transaction&, const people::Actor&, JobId, const std::string& remark, Moment now);
/// Back to the bench with a reason; a new round begins.
void return_job(storage::Transaction&, const people::Actor&, JobId, const std::string& reason, Moment now);

/// cancelled: nothing was done or wanted; returned unfinished: the item goes back without a result.
void end_job(storage::Transaction&, const people::Actor&, JobId, jobs::State ending, const std::string& reason,
             Moment now);

/// What keeps this person from signing as reviewer or approver: hands that must differ, declared interest.
std::vector<Finding> findings_on_signer(storage::Transaction&, const people::Actor&, const Sheet&, jobs::Meaning,
                                        CivilDate day);

/// Everything that keeps this person from signing as reviewer today, and the record from being approved.
std::vector<Finding> findings_on_review(storage::Transaction&, const people::Actor&, const Sheet&, CivilDate day);

}  // namespace chuan::operations
