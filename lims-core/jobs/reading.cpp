#include "jobs/reading.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "base/words.h"

namespace chuan::jobs {
namespace {

constexpr Words<MarkKind, 5> kMarks{{{MarkKind::slip, "slip"},
                                     {MarkKind::measured_again, "measured_again"},
                                     {MarkKind::outlier, "outlier"},
                                     {MarkKind::standard_changed, "standard_changed"},
                                     {MarkKind::transcription_checked, "transcription_checked"}}};

bool has_mark(std::span<const ReadingMark> marks, ReadingId reading, MarkKind kind) {
    return std::ranges::any_of(marks,
                               [&](const ReadingMark& mark) { return mark.reading == reading && mark.kind == kind; });
}

using Cell = std::tuple<std::string, std::string, int>;

/// Every reading of a cell that is not left out, in the order of entry.
std::map<Cell, std::vector<const Reading*>> measured(std::span<const Reading> readings,
                                                     std::span<const ReadingMark> marks, procedures::Stage stage) {
    std::map<Cell, std::vector<const Reading*>> cells;
    for (const auto& reading : readings)
        if (reading.stage == stage && !left_out(marks, reading.id))
            cells[{reading.point, reading.channel, reading.repeat}].push_back(&reading);
    return cells;
}

}  // namespace

std::string_view to_string(MarkKind kind) { return word_of(kMarks, kind); }
std::optional<MarkKind> mark_kind_from(std::string_view word) { return value_of(kMarks, word); }

bool left_out(std::span<const ReadingMark> marks, ReadingId reading) {
    return has_mark(marks, reading, MarkKind::slip) || has_mark(marks, reading, MarkKind::outlier) ||
           has_mark(marks, reading, MarkKind::standard_changed);
}

std::vector<ReadingId> counting(std::span<const Reading> readings, std::span<const ReadingMark> marks,
                                procedures::Counted rule, procedures::Stage stage) {
    std::vector<ReadingId> ids;
    for (const auto& [cell, same] : measured(readings, marks, stage)) {
        if (rule == procedures::Counted::all)
            for (const Reading* reading : same) ids.push_back(reading->id);
        else
            ids.push_back(rule == procedures::Counted::last ? same.back()->id : same.front()->id);
    }
    std::ranges::sort(ids);
    return ids;
}

std::vector<procedures::CountedReading> counted(std::span<const Reading> readings, std::span<const ReadingMark> marks,
                                                procedures::Counted rule, procedures::Stage stage) {
    const auto ids = counting(readings, marks, rule, stage);
    std::vector<procedures::CountedReading> result;
    for (const auto& reading : readings)
        if (std::ranges::binary_search(ids, reading.id))
            result.push_back({reading.point, reading.channel, reading.repeat, reading.indication});
    return result;
}

const Reading* standing(std::span<const Reading> readings, std::span<const ReadingMark> marks, procedures::Stage stage,
                        std::string_view point, std::string_view channel, int repeat) {
    const Reading* newest = nullptr;
    for (const auto& reading : readings) {
        if (reading.stage != stage || reading.point != point || reading.channel != channel || reading.repeat != repeat)
            continue;
        if (left_out(marks, reading.id) || has_mark(marks, reading.id, MarkKind::measured_again)) continue;
        newest = &reading;
    }
    return newest;
}

std::vector<ReadingId> unchecked_transcriptions(std::span<const Reading> readings, std::span<const ReadingMark> marks) {
    std::vector<ReadingId> unchecked;
    for (const auto& reading : readings)
        if (reading.transcribed_from && !has_mark(marks, reading.id, MarkKind::transcription_checked) &&
            !has_mark(marks, reading.id, MarkKind::slip) && !has_mark(marks, reading.id, MarkKind::standard_changed))
            unchecked.push_back(reading.id);
    return unchecked;
}

}  // namespace chuan::jobs
