#include "operations/record_readings.h"

#include <algorithm>

#include "base/text.h"
#include "base/words.h"
#include "operations/bench_desk.h"
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

const jobs::Reading* find(const std::vector<jobs::Reading>& readings, ReadingId id) {
    const auto found = std::ranges::find(readings, id, &jobs::Reading::id);
    return found == readings.end() ? nullptr : &*found;
}

/// The same act that arrives again, known by the key of its replacement, is answered as the first time.
std::optional<MarkAnswer> marked_before(const ReadingDesk& desk, const jobs::Reading& reading, const Mark& mark) {
    if (!mark.replacement) return std::nullopt;
    for (const auto& known : desk.marks()) {
        if (known.reading != reading.id || known.kind != mark.kind || !known.replaced_by) continue;
        const jobs::Reading* replacement = find(desk.readings(), *known.replaced_by);
        if (replacement && replacement->entry_key == mark.replacement->entry_key)
            return MarkAnswer{reading, *replacement};
    }
    return std::nullopt;
}

void require_standing(const ReadingDesk& desk, const jobs::Reading& reading, jobs::MarkKind kind) {
    const std::map<std::string, std::string> values{{"reading", std::to_string(reading.id.value)}};
    if (kind == jobs::MarkKind::transcription_checked) {
        for (const auto& mark : desk.marks())
            if (mark.reading == reading.id && mark.kind == kind)
                throw Error(ErrorKind::conflict, "transcription.checked",
                            "the reading was compared with the paper before; read the sheet again", "", values);
        return;
    }
    const auto* standing =
        jobs::standing(desk.readings(), desk.marks(), reading.stage, reading.point, reading.channel, reading.repeat);
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
    if (!entry.transcribed_from) {
        entry.transcribed_from = reading.transcribed_from;
        entry.late_reason = reading.late_reason;
    }
    return entry;
}

MarkAnswer mark_at(ReadingDesk& desk, const people::Actor& actor, const jobs::Reading& reading, const Mark& mark,
                   Moment now) {
    if (auto before = marked_before(desk, reading, mark)) return *std::move(before);
    require_standing(desk, reading, mark.kind);
    refuse(findings_on(mark, reading, actor));
    MarkAnswer answer{reading, std::nullopt};
    if (mark.replacement)
        answer.replacement = desk.add_replacement(in_place_of(reading, mark), mark.kind == jobs::MarkKind::slip);
    desk.mark({.reading = reading.id,
               .kind = mark.kind,
               .reason = mark.reason,
               .replaced_by = answer.replacement ? std::optional(answer.replacement->id) : std::nullopt,
               .job = {},
               .marked_by = actor.account,
               .marked_at = now});
    desk.finish();
    return answer;
}

people::Activity activity_of(const Mark& mark) {
    return mark.kind == jobs::MarkKind::transcription_checked ? people::Activity::transcribe_check
                                                              : people::Activity::perform;
}

void refuse_too_many(std::size_t entries) {
    if (entries > kMostEntries)
        throw Error(ErrorKind::too_large, "reading.too_many", "at most 500 readings at once; send them in parts");
}

}  // namespace

std::string_view to_string(EntryOutcome outcome) { return word_of(kOutcomes, outcome); }

std::vector<ReadingAnswer> record_readings(storage::Transaction& transaction, const people::Actor& actor, JobId job,
                                           const std::vector<ReadingEntry>& entries, Moment now) {
    refuse_too_many(entries.size());
    SheetDesk desk(transaction, actor, job, people::Activity::perform, now);
    std::vector<ReadingAnswer> answers;
    for (const auto& entry : entries) answers.push_back(desk.record(entry));
    desk.finish();
    return answers;
}

MarkAnswer mark_reading(storage::Transaction& transaction, const people::Actor& actor, JobId job, ReadingId id,
                        const Mark& mark, Moment now) {
    SheetDesk desk(transaction, actor, job, activity_of(mark), now);
    const auto* found = find(desk.readings(), id);
    if (!found)
        throw Error(ErrorKind::not_found, "record.unknown",
                    "job " + desk.sheet().job.number + " has no reading " + std::to_string(id.value));
    const jobs::Reading reading = *found;
    if (reading.bench && desk.sheet().bench)
        refuse({shared_at_bench(desk.sheet().job, *desk.sheet().bench, reading.channel, "/reading")});
    return mark_at(desk, actor, reading, mark, now);
}

std::vector<ReadingAnswer> record_at_bench(storage::Transaction& transaction, const people::Actor& actor,
                                           jobs::BenchId bench, const std::vector<BenchEntry>& entries, Moment now) {
    refuse_too_many(entries.size());
    BenchDesk desk(transaction, actor, bench, people::Activity::perform, now);
    std::vector<ReadingAnswer> answers;
    for (const auto& entry : entries)
        answers.push_back(entry.job ? desk.record(*entry.job, entry.reading) : desk.record(entry.reading));
    desk.finish();
    return answers;
}

MarkAnswer mark_at_bench(storage::Transaction& transaction, const people::Actor& actor, jobs::BenchId bench,
                         ReadingId id, const Mark& mark, Moment now) {
    BenchDesk desk(transaction, actor, bench, activity_of(mark), now);
    const auto* found = find(desk.readings(), id);
    if (!found)
        throw Error(ErrorKind::not_found, "record.unknown",
                    "bench \"" + desk.bench().name + "\" has no shared reading " + std::to_string(id.value));
    const jobs::Reading reading = *found;
    if (mark.kind != jobs::MarkKind::transcription_checked) desk.require_unsigned();
    return mark_at(desk, actor, reading, mark, now);
}

}  // namespace chuan::operations
