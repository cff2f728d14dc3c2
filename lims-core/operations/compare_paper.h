#pragma once

// What was read on paper and copied later: the second person who compares the copy with the paper, and what a reviewer
// is told of it. A reading is compared by its mark (record_readings).

#include <cstdint>
#include <string>
#include <vector>

#include "operations/load_sheet.h"
#include "operations/support.h"

namespace chuan::operations {

/// Values of the room and answers to yes/no operations, by their rows.
struct Copies {
    std::vector<std::int64_t> environment{}, checks{};
};

/// The actor compared these of the job with their paper: somebody else than who copied them. Of what is shared at a
/// bench one comparison is for all items. Throws Error(rule_broken) with "transcription.none",
/// "transcription.same_person", Error(conflict, "transcription.checked"), Error(not_found).
void compare_with_paper(storage::Transaction&, const people::Actor&, JobId, const Copies&, Moment now);

/// What counts, was copied and was compared by nobody yet: "temperature start", "visual". Readings are not among them.
std::vector<std::string> uncompared(const Sheet&);

/// Everything that one person copied from one paper for one reason.
struct PaperCopy {
    DocumentId document{};
    std::string reason{};
    AccountId author{};
    Moment measured_at{}, entered_at{};  // of the first
    std::int64_t readings = 0, room = 0, checks = 0;
};
/// In the order in which they were begun; of readings also those that count no more.
std::vector<PaperCopy> paper_copies(const Sheet&);

}  // namespace chuan::operations
