#include "jobs/reading.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "base/words.h"

namespace chuan::jobs {
namespace {

constexpr Words<MarkKind, 4> kMarks{{{MarkKind::slip, "slip"},
                                     {MarkKind::measured_again, "measured_again"},
                                     {MarkKind::outlier, "outlier"},
                                     {MarkKind::transcription_checked, "transcription_checked"}}};

bool has_mark(std::span<const ReadingMark> marks, ReadingId reading, MarkKind kind) {
    return std::ranges::any_of(marks,
                               [&](const ReadingMark& mark) { return mark.reading == reading && mark.kind == kind; });
}

using Cell = std::tuple<std::string, std::string, int>;

}  // namespace

std::string_view to_string(MarkKind kind) { return word_of(kMarks, kind); }
std::optional<MarkKind> mark_kind_from(std::string_view word) { return value_of(kMarks, word); }

std::vector<procedures::CountedReading> counted(std::span<const Reading> readings, std::span<const ReadingMark> marks,
                                                procedures::Counted rule, procedures::Stage stage) {
    std::map<Cell, std::vector<const Reading*>> cells;
    std::vector<Cell> order;
    int most_repeats = 0;
    for (const auto& reading : readings) {
        if (reading.stage != stage || has_mark(marks, reading.id, MarkKind::slip) ||
            has_mark(marks, reading.id, MarkKind::outlier))
            continue;
        const Cell cell{reading.point, reading.channel, reading.repeat};
        const auto [place, first] = cells.try_emplace(cell);
        if (first) order.push_back(cell);
        place->second.push_back(&reading);
        most_repeats = std::max(most_repeats, reading.repeat);
    }
    std::vector<procedures::CountedReading> result;
    const auto add = [&](const Reading& reading, int repeat) {
        result.push_back({reading.point, reading.channel, repeat, reading.indication});
    };
    for (const auto& cell : order) {
        const auto& same = cells.at(cell);
        add(rule == procedures::Counted::last ? *same.back() : *same.front(), std::get<2>(cell));
        if (rule != procedures::Counted::all) continue;
        for (std::size_t i = 1; i < same.size(); ++i)
            add(*same[i], most_repeats * static_cast<int>(i) + std::get<2>(cell));
    }
    return result;
}

const Reading* standing(std::span<const Reading> readings, std::span<const ReadingMark> marks, procedures::Stage stage,
                        std::string_view point, std::string_view channel, int repeat) {
    const Reading* newest = nullptr;
    for (const auto& reading : readings) {
        if (reading.stage != stage || reading.point != point || reading.channel != channel || reading.repeat != repeat)
            continue;
        if (has_mark(marks, reading.id, MarkKind::slip) || has_mark(marks, reading.id, MarkKind::measured_again) ||
            has_mark(marks, reading.id, MarkKind::outlier))
            continue;
        newest = &reading;
    }
    return newest;
}

std::vector<ReadingId> unchecked_transcriptions(std::span<const Reading> readings, std::span<const ReadingMark> marks) {
    std::vector<ReadingId> unchecked;
    for (const auto& reading : readings)
        if (reading.transcribed_from && !has_mark(marks, reading.id, MarkKind::transcription_checked) &&
            !has_mark(marks, reading.id, MarkKind::slip))
            unchecked.push_back(reading.id);
    return unchecked;
}

}  // namespace chuan::jobs
