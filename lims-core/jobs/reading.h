#pragma once

// Readings are never changed. Three different acts stand beside a reading: a slip of the pen (the replacement counts),
// measured again (both were measured; the procedure says which counts), rejected as outlier (nothing replaces it). When
// another standard takes the place of the one in use, what was measured with the first no longer counts.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"
#include "jobs/bench.h"
#include "procedures/procedure.h"
#include "procedures/sheet.h"

namespace chuan::jobs {

struct Reading {
    ReadingId id{};
    procedures::Stage stage = procedures::Stage::as_found;  // of its run: as_found or as_left
    std::string point{}, channel{};
    int repeat = 1;
    Decimal indication{};
    std::string entry_key{};  // made where it was typed; the same key is the same reading
    Moment measured_at{}, entered_at{};
    AccountId author{};
    std::optional<DocumentId> transcribed_from{};
    std::string late_reason{};       // why what stood on that paper was not entered when it was read
    std::optional<BenchId> bench{};  // of a standard, shared by the items there; else of one job
};

/// standard_changed: another standard took the place of the one it was measured with; it no longer counts.
enum class MarkKind { slip, measured_again, outlier, standard_changed, transcription_checked };
std::string_view to_string(MarkKind);
std::optional<MarkKind> mark_kind_from(std::string_view);

struct ReadingMark {
    std::int64_t id = 0;
    ReadingId reading{};
    MarkKind kind = MarkKind::slip;
    std::string reason{};
    std::optional<ReadingId> replaced_by{};
    std::optional<JobId> job{};  // a shared reading, marked for this job alone after it left the bench
    AccountId marked_by{};
    Moment marked_at{};
};

/// A slip, an outlier, or of a standard no longer in use: nothing is drawn from it.
bool left_out(std::span<const ReadingMark>, ReadingId);

/// Which of the readings of a stage count, in the order of their ids. A slip never does, nor an outlier, nor one of a
/// standard no longer in use; of readings measured again the procedure's choice counts (all: every one, in the same
/// cell).
std::vector<ReadingId> counting(std::span<const Reading>, std::span<const ReadingMark>, procedures::Counted,
                                procedures::Stage);

/// The same as the evaluation takes them.
std::vector<procedures::CountedReading> counted(std::span<const Reading>, std::span<const ReadingMark>,
                                                procedures::Counted, procedures::Stage stage);

/// The reading that stands in its cell now (neither corrected, measured again, rejected nor of a standard no longer in
/// use); nullptr if there is none.
const Reading* standing(std::span<const Reading>, std::span<const ReadingMark>, procedures::Stage,
                        std::string_view point, std::string_view channel, int repeat);

/// Transcribed readings that no other person has compared with the paper yet; a slip and a reading of a standard no
/// longer in use need no comparison.
std::vector<ReadingId> unchecked_transcriptions(std::span<const Reading>, std::span<const ReadingMark>);

}  // namespace chuan::jobs
