#pragma once

// The way of a reading: what was typed at the bench is stored when it arrives, each entry exactly once by
// its key, with author, time and the standards that supported it. What cannot be taken is answered entry by entry;
// nothing typed is merged with somebody else's.

#include <optional>
#include <string>
#include <vector>

#include "jobs/reading.h"
#include "operations/support.h"

namespace chuan::operations {

struct ReadingEntry {
    std::string entry_key{};  // 16 to 64 characters, made where it was typed
    procedures::Stage stage = procedures::Stage::as_found;
    std::string point{}, channel{};
    int repeat = 1;
    std::string typed{};  // decimal comma or point
    Moment measured_at{};
    std::optional<DocumentId> transcribed_from{};  // scan of the paper sheet
    std::string late_reason{};                     // why what stood on it is entered only now
};

enum class EntryOutcome { saved, already_saved, conflict, refused };
std::string_view to_string(EntryOutcome);

struct ReadingAnswer {
    std::string entry_key{};
    EntryOutcome outcome = EntryOutcome::saved;
    std::optional<jobs::Reading> reading{};  // saved or already saved
    std::optional<jobs::Reading> other{};    // conflict: what stands in the cell
    std::vector<Finding> findings{};         // refused
};

/// At most 500 entries; answered in their order.
std::vector<ReadingAnswer> record_readings(storage::Transaction&, const people::Actor&, JobId,
                                           const std::vector<ReadingEntry>&, Moment now);

/// At a bench: with a job a cell of its item, else one of a standard, shared.
struct BenchEntry {
    std::optional<JobId> job{};
    ReadingEntry reading{};
};
std::vector<ReadingAnswer> record_at_bench(storage::Transaction&, const people::Actor&, jobs::BenchId,
                                           const std::vector<BenchEntry>&, Moment now);

struct Mark {
    jobs::MarkKind kind = jobs::MarkKind::slip;
    std::string reason{};
    std::optional<ReadingEntry> replacement{};  // the right figure of a slip, the new reading of measured again
};

struct MarkAnswer {
    jobs::Reading reading{};
    std::optional<jobs::Reading> replacement{};
};

/// The three acts on a reading, and another person's check of a transcription. Throws Error(rule_broken) naming what is
/// missing, Error(conflict, "reading.marked") for a reading that does not stand any more.
MarkAnswer mark_reading(storage::Transaction&, const people::Actor&, JobId, ReadingId, const Mark&, Moment now);

/// The same acts on a shared reading, for all items at the bench. Throws Error(conflict, "bench.signed") while one of
/// them is signed.
MarkAnswer mark_at_bench(storage::Transaction&, const people::Actor&, jobs::BenchId, ReadingId, const Mark&,
                         Moment now);

}  // namespace chuan::operations
