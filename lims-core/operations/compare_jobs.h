#pragma once

// What a reviewer sees first: what is different from the item's last finished job, how often readings were corrected,
// and what keeps this person from signing.

#include <optional>
#include <string>
#include <vector>

#include "operations/compare_paper.h"
#include "operations/load_sheet.h"
#include "operations/support.h"
#include "storage/certificate_repository.h"

namespace chuan::operations {

/// kind: result, specification, procedure, standard, environment, adjustment, operation, item, technician. A result is
/// always listed and compared with the final state of the last job; of the others only what changed.
struct Difference {
    std::string kind{};
    std::string name_vi{}, name_en{};  // from the procedure, where it has a name for the thing
    std::string point{}, stage{}, unit{};
    std::string before{}, now{}, change{};
    bool significant = false;  // |change| > sqrt(U1^2 + U2^2), or a fact that changed
    std::string note{};
};

struct PreviousJob {
    jobs::Job job{};
    std::optional<CivilDate> finished_on{};
    std::optional<storage::CertificateRecord> certificate{};
};

struct JobComparison {
    std::optional<PreviousJob> previous{};
    std::vector<Difference> differences{};  // significant ones first
    std::int64_t outliers = 0, slips = 0, repeats = 0;
    std::vector<PaperCopy> copied{};  // late entries: what was read on paper
    std::vector<Finding> findings{};  // what keeps this person from reviewing, or the record from being approved
};

JobComparison compare_jobs(storage::Transaction&, const people::Actor&, JobId, Moment now);

/// The results of one evaluation beside the final state of an earlier one; pure.
std::vector<Difference> compare_results(const procedures::Evaluation& before, const procedures::Evaluation& now);

}  // namespace chuan::operations
