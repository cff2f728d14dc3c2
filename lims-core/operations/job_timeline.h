#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/job.h"
#include "operations/support.h"

namespace chuan::operations {

/// One event in the life of a job. kind: received, contract_reviewed, started, reading, adjusted, held, judged,
/// performed, reviewed, returned, approved, issued, ended, handed_back, changed.
struct TimelineEntry {
    std::string kind{};
    Moment at{};
    std::optional<CivilDate> on{};  // the civil day it counts for
    std::string who{};
    std::string code{};    // finer word: state, stage, choice
    std::string text{};    // reason or remark as written; of readings their number
    std::string number{};  // of the job or certificate
    std::optional<CertificateId> certificate{};
};

/// From the job's events in the trail and from the records that carry name and moment themselves; newest first.
std::vector<TimelineEntry> job_timeline(storage::Transaction&, people::Scope, const Site&, const jobs::Job&);

}  // namespace chuan::operations
