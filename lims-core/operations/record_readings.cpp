#include "operations/record_readings.h"

#include <algorithm>

#include "base/text.h"
#include "base/words.h"
#include "operations/sheet_desk.h"

namespace chuan::operations {
namespace {

constexpr std::size_t kMostEntries = 500;

constexpr Words<EntryOutcome, 4> kOutcomes{{{EntryOutcome::saved, "saved"},
                                            {EntryOutcome::already_saved, "already_saved"},
                                            {EntryOutcome::conflict, "conflict"},
                                            {EntryOutcome::refused, "refused"}}};

std::vector<Finding> findings_on(const Mark& mark, const jobs::Reading& reading, const people::Actor& actor) {
    std::vector<Finding> findings;
    const bool check = mark.kind == jobs::MarkKind::transcription_checked;
    const bool replaces = mark.kind == jobs::MarkKind::slip || mark.kind == jobs::MarkKind::measured_again;
    if (mark.kind == jobs::MarkKind::standard_changed)
        findings.push_back({"mark.not_by_hand",
                            "readings are left out so when another standard is chosen; change the standard instead",
                            "/kind",
                            {}});
    if (!check && trimmed(mark.reason).empty())
        findings.push_back({"field.missing", "say why the reading is corrected", "/reason", {{"field", "reason"}}});
    if (replaces != mark.replacement.has_value())
        findings.push_back({"mark.replacement",
                            replaces ? "give the figure that takes the reading's place"
                                     : "a rejected or checked reading has no replacement; measure again instead",
                            "/replacement",
                            {}});
    if (check && reading.author == actor.account)
        findings.push_back({"transcription.same_person",
                            "you copied this reading yourself; another person has to compare it with the paper",
                            "/kind",
                            {}});
    if (check && !reading.transcribed_from)
        findings.push_back(
            {"transcription.none", "the reading was not copied from paper; there is nothing to compare", "/kind", {}});
    return findings;
}

jobs::Reading reading_of(const Sheet& sheet, ReadingId id) {
    const auto found = std::ranges::find(sheet.readings, id, &jobs::Reading::id);
    if (found == sheet.readings.end())
        throw Error(ErrorKind::not_found, "record.unknown",
                    "job " + sheet.job.number + " has no reading " + std::to_string(id.value));
    return *found;
}

/// The same act that arrives again, known by the key of its replacement, is answered as the first time.
std::optional<MarkAnswer> marked_before(const Sheet& sheet, const jobs::Reading& reading, const Mark& mark) {
    if (!mark.replacement) return std::nullopt;
    for (const auto& known : sheet.marks) {
        if (known.reading != reading.id || known.kind != mark.kind || !known.replaced_by) continue;
        const jobs::Reading replacement = reading_of(sheet, *known.replaced_by);
        if (replacement.entry_key == mark.replacement->entry_key) return MarkAnswer{reading, replacement};
    }
    return std::nullopt;
}

void require_standing(const Sheet& sheet, const jobs::Reading& reading, jobs::MarkKind kind) {
    const std::map<std::string, std::string> values{{"reading", std::to_string(reading.id.value)}};
    if (kind == jobs::MarkKind::transcription_checked) {
        for (const auto& mark : sheet.marks)
            if (mark.reading == reading.id && mark.kind == kind)
                throw Error(ErrorKind::conflict, "transcription.checked",
                            "the reading was compared with the paper before; read the sheet again", "", values);
        return;
    }
    const auto* standing =
        jobs::standing(sheet.readings, sheet.marks, reading.stage, reading.point, reading.channel, reading.repeat);
    if (!standing || standing->id != reading.id)
        throw Error(ErrorKind::conflict, "reading.marked", "the reading was corrected before; read the sheet again", "",
                    values);
}

/// The replacement goes into the same cell; that of a slip is of the same measurement.
ReadingEntry in_place_of(const jobs::Reading& reading, const Mark& mark) {
    ReadingEntry entry = *mark.replacement;
    entry.stage = reading.stage;
    entry.point = reading.point;
    entry.channel = reading.channel;
    entry.repeat = reading.repeat;
    if (mark.kind != jobs::MarkKind::slip) return entry;
    entry.measured_at = reading.measured_at;
    if (!entry.transcribed_from) entry.transcribed_from = reading.transcribed_from;
    return entry;
}

}  // namespace

std::string_view to_string(EntryOutcome outcome) { return word_of(kOutcomes, outcome); }

std::vector<ReadingAnswer> record_readings(storage::Transaction& transaction, const people::Actor& actor, JobId job,
                                           const std::vector<ReadingEntry>& entries, Moment now) {
    if (entries.size() > kMostEntries)
        throw Error(ErrorKind::too_large, "reading.too_many", "at most 500 readings at once; send them in parts");
    SheetDesk desk(transaction, actor, job, people::Activity::perform, now);
    std::vector<ReadingAnswer> answers;
    for (const auto& entry : entries) answers.push_back(desk.record(entry));
    desk.finish();
    return answers;
}

MarkAnswer mark_reading(storage::Transaction& transaction, const people::Actor& actor, JobId job, ReadingId id,
                        const Mark& mark, Moment now) {
    const bool check = mark.kind == jobs::MarkKind::transcription_checked;
    SheetDesk desk(transaction, actor, job, check ? people::Activity::transcribe_check : people::Activity::perform,
                   now);
    const jobs::Reading reading = reading_of(desk.sheet(), id);
    if (auto before = marked_before(desk.sheet(), reading, mark)) return *std::move(before);
    require_standing(desk.sheet(), reading, mark.kind);
    refuse(findings_on(mark, reading, actor));
    MarkAnswer answer{reading, std::nullopt};
    if (mark.replacement)
        answer.replacement = desk.add_replacement(in_place_of(reading, mark), mark.kind == jobs::MarkKind::slip);
    desk.mark({.reading = id,
               .kind = mark.kind,
               .reason = mark.reason,
               .replaced_by = answer.replacement ? std::optional(answer.replacement->id) : std::nullopt,
               .marked_by = actor.account,
               .marked_at = now});
    desk.finish();
    return answer;
}

}  // namespace chuan::operations
