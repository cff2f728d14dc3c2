#include "operations/record_readings.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/words.h"
#include "operations/load_sheet.h"
#include "storage/document_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

constexpr std::size_t kMostEntries = 500;
constexpr std::chrono::minutes kClockAhead{5};

constexpr Words<EntryOutcome, 4> kOutcomes{{{EntryOutcome::saved, "saved"},
                                            {EntryOutcome::already_saved, "already_saved"},
                                            {EntryOutcome::conflict, "conflict"},
                                            {EntryOutcome::refused, "refused"}}};

/// The bench of one job during one request: the sheet as it stands, and what the entries add to it.
class Bench {
  public:
    Bench(storage::Transaction& transaction, const people::Actor& actor, JobId job, Moment now)
        : transaction_(transaction), actor_(actor), now_(now), site_(site_of(transaction, actor, now)),
          sheet_(load_sheet(transaction, actor.scope(), job)), jobs_(transaction, actor.scope()), trail_(transaction, actor.scope()) {
        require_right(transaction, actor, site_, people::Permission::measure, now);
        require_authorised(transaction, actor, people::Activity::perform, sheet_.procedure.code, site_.today);
        require_no_conflict(transaction, actor, sheet_.order.customer, site_.today);
        jobs::require_state(sheet_.job, {jobs::State::in_work, jobs::State::held}, "recording a reading");
        refuse(jobs::findings_before_work(sheet_.job, sheet_.instrument.purpose == equipment::Purpose::group_2, sheet_.review));
    }

    const Sheet& sheet() const { return sheet_; }

    ReadingAnswer record(const ReadingEntry& entry) {
        ReadingAnswer answer{.entry_key = entry.entry_key, .outcome = EntryOutcome::refused, .reading = {}, .other = {}, .findings = {}};
        if (const auto known = jobs_.reading_by_key(entry.entry_key)) return repeated(std::move(answer), entry, *known);
        std::optional<Decimal> indication;
        answer.findings = findings_on(entry, indication);
        if (!answer.findings.empty()) return answer;
        if (const auto* standing = jobs::standing(sheet_.readings, sheet_.marks, entry.stage, entry.point, entry.channel, entry.repeat)) {
            answer.outcome = EntryOutcome::conflict;
            answer.other = *standing;
            return answer;
        }
        answer.reading = add(entry, *indication);
        answer.outcome = EntryOutcome::saved;
        return answer;
    }

    /// A slip is of the same measurement: the day of its correction makes it no late entry.
    jobs::Reading add_replacement(const ReadingEntry& entry, bool slip) {
        std::optional<Decimal> indication;
        auto findings = findings_on(entry, indication);
        if (slip) std::erase_if(findings, [](const Finding& finding) { return finding.code == "reading.late_entry"; });
        refuse(std::move(findings));
        return add(entry, *indication);
    }

    void mark(const jobs::ReadingMark& mark) {
        const auto id = jobs_.add_mark(mark);
        sheet_.marks.push_back(mark);
        trail_.record(actor_, "reading." + std::string(jobs::to_string(mark.kind)), "reading_mark", id,
                      {set("reading", std::to_string(mark.reading.value)), set("reason", mark.reason)}, now_);
    }

    void finish() {
        if (first_ == sheet_.job.first_reading_at && last_ == sheet_.job.last_reading_at) return;
        sheet_.job.first_reading_at = first_;
        sheet_.job.last_reading_at = last_;
        jobs_.update(sheet_.job);
        trail_.record(actor_, "job.measured", "job", sheet_.job.id.value, {}, now_);
    }

  private:
    static ReadingAnswer repeated(ReadingAnswer answer, const ReadingEntry& entry, const jobs::Reading& known) {
        const bool same = known.stage == entry.stage && known.point == entry.point && known.channel == entry.channel &&
                          known.repeat == entry.repeat;
        if (same) {
            answer.outcome = EntryOutcome::already_saved;
            answer.reading = known;
        } else {
            answer.findings = {{"entry_key.reused", "the key " + entry.entry_key + " was used for another reading; type it again", "",
                                {{"entry_key", entry.entry_key}}}};
        }
        return answer;
    }

    std::vector<Finding> findings_on(const ReadingEntry& entry, std::optional<Decimal>& indication) {
        std::vector<Finding> findings;
        if (entry.entry_key.size() < 16 || entry.entry_key.size() > 64)
            findings.push_back({"entry_key.length", "the entry's key must have 16 to 64 characters", "/entry_key", {}});
        try {
            indication = Decimal::parse_entered(entry.typed);
        } catch (const Error& error) {
            for (auto finding : error.findings()) {
                finding.sentence = "point " + entry.point + ", " + entry.channel + " " + std::to_string(entry.repeat) + ": " + finding.sentence;
                finding.field = "/indication";
                finding.values.insert({{"point", entry.point}, {"channel", entry.channel}, {"repeat", std::to_string(entry.repeat)}});
                findings.push_back(std::move(finding));
            }
        }
        if (indication)
            for (auto& finding : procedures::check_reading(sheet_.layout, entry.point, entry.channel, *indication))
                findings.push_back(std::move(finding));
        if (const auto* channel = sheet_.layout.channel(entry.channel); channel && (entry.repeat < 1 || entry.repeat > channel->repeats))
            findings.push_back({"reading.unknown_repeat",
                                "point " + entry.point + ", " + entry.channel + " has " + std::to_string(channel->repeats) +
                                    " readings, not one number " + std::to_string(entry.repeat),
                                "/repeat", {{"point", entry.point}, {"repeat", std::to_string(entry.repeat)}}});
        if (entry.measured_at > now_ + kClockAhead)
            findings.push_back({"reading.measured_later", "the reading is said to be of " + to_iso(entry.measured_at) + ", which has not come yet; set the clock",
                                "/measured_at", {{"measured_at", to_iso(entry.measured_at)}}});
        add_late_finding(findings, entry);
        add_standard_findings(findings, site_.day_of(entry.measured_at));
        return findings;
    }

    void add_late_finding(std::vector<Finding>& findings, const ReadingEntry& entry) const {
        const CivilDate measured = site_.day_of(entry.measured_at);
        if (entry.transcribed_from) storage::DocumentRepository(transaction_, actor_.scope()).require(*entry.transcribed_from);
        if (entry.transcribed_from || !jobs::is_late_entry(measured, site_.today, sheet_.order.received_on)) return;
        findings.push_back({"reading.late_entry",
                            "the reading is of " + to_iso(measured) + " and is entered on " + to_iso(site_.today) +
                                "; attach the scan of the paper it was written on",
                            "/transcribed_from", {{"measured_on", to_iso(measured)}, {"entered_on", to_iso(site_.today)}}});
    }

    void add_standard_findings(std::vector<Finding>& findings, CivilDate day) {
        if (!checked_days_.contains(day)) {
            std::vector<Finding> found;
            storage::StandardRepository standards(transaction_, actor_.scope());
            for (const auto& used : sheet_.standards) {
                const std::vector certificates{used.certificate};
                for (auto& finding : equipment::why_unusable(standards.require(used.standard.id), certificates,
                                                             {.quantity = {}, .low = {}, .high = {}, .unit = {}, .from = day, .to = day}))
                    found.push_back(std::move(finding));
            }
            checked_days_[day] = std::move(found);
        }
        const auto& found = checked_days_.at(day);
        findings.insert(findings.end(), found.begin(), found.end());
    }

    jobs::Reading add(const ReadingEntry& entry, const Decimal& indication) {
        std::vector<storage::JobStandard> choices;
        for (const auto& used : sheet_.standards) choices.push_back(used.choice);
        jobs::Reading reading{.id = {},
                              .stage = entry.stage,
                              .point = entry.point,
                              .channel = entry.channel,
                              .repeat = entry.repeat,
                              .indication = indication,
                              .entry_key = entry.entry_key,
                              .measured_at = entry.measured_at,
                              .entered_at = now_,
                              .author = actor_.account,
                              .transcribed_from = entry.transcribed_from};
        const RunId run = jobs_.run(sheet_.job.id, entry.stage, actor_.account, now_);
        reading.id = jobs_.add_reading(run, reading, choices);
        sheet_.readings.push_back(reading);
        first_ = std::min(first_.value_or(entry.measured_at), entry.measured_at);
        last_ = std::max(last_.value_or(entry.measured_at), entry.measured_at);
        trail_.record(actor_, "reading.recorded", "reading", reading.id.value,
                      {set("cell", entry.point + " " + entry.channel + " " + std::to_string(entry.repeat)),
                       set("indication", indication.text())},
                      now_);
        return reading;
    }

    storage::Transaction& transaction_;
    const people::Actor& actor_;
    Moment now_;
    Site site_;
    Sheet sheet_;
    storage::JobRepository jobs_;
    storage::Trail trail_;
    std::map<CivilDate, std::vector<Finding>> checked_days_;
    std::optional<Moment> first_ = sheet_.job.first_reading_at, last_ = sheet_.job.last_reading_at;
};

std::vector<Finding> findings_on(const Mark& mark, const jobs::Reading& reading, const people::Actor& actor) {
    std::vector<Finding> findings;
    const bool check = mark.kind == jobs::MarkKind::transcription_checked;
    const bool replaces = mark.kind == jobs::MarkKind::slip || mark.kind == jobs::MarkKind::measured_again;
    if (!check && trimmed(mark.reason).empty())
        findings.push_back({"field.missing", "say why the reading is corrected", "/reason", {{"field", "reason"}}});
    if (replaces != mark.replacement.has_value())
        findings.push_back({"mark.replacement",
                            replaces ? "give the figure that takes the reading's place"
                                     : "a rejected or checked reading has no replacement; measure again instead",
                            "/replacement", {}});
    if (check && reading.author == actor.account)
        findings.push_back({"transcription.same_person", "you copied this reading yourself; another person has to compare it with the paper",
                            "/kind", {}});
    if (check && !reading.transcribed_from)
        findings.push_back({"transcription.none", "the reading was not copied from paper; there is nothing to compare", "/kind", {}});
    return findings;
}

}  // namespace

std::string_view to_string(EntryOutcome outcome) { return word_of(kOutcomes, outcome); }

std::vector<ReadingAnswer> record_readings(storage::Transaction& transaction, const people::Actor& actor, JobId job,
                                           const std::vector<ReadingEntry>& entries, Moment now) {
    if (entries.size() > kMostEntries)
        throw Error(ErrorKind::too_large, "reading.too_many", "at most 500 readings at once; send them in parts");
    Bench bench(transaction, actor, job, now);
    std::vector<ReadingAnswer> answers;
    for (const auto& entry : entries) answers.push_back(bench.record(entry));
    bench.finish();
    return answers;
}

MarkAnswer mark_reading(storage::Transaction& transaction, const people::Actor& actor, JobId job, ReadingId id, const Mark& mark, Moment now) {
    Bench bench(transaction, actor, job, now);
    const auto& readings = bench.sheet().readings;
    const auto found = std::ranges::find(readings, id, &jobs::Reading::id);
    if (found == readings.end())
        throw Error(ErrorKind::not_found, "reading.unknown", "job " + bench.sheet().job.number + " has no reading " + std::to_string(id.value));
    const jobs::Reading reading = *found;
    const bool check = mark.kind == jobs::MarkKind::transcription_checked;
    const auto* standing = jobs::standing(readings, bench.sheet().marks, reading.stage, reading.point, reading.channel, reading.repeat);
    if (!check && (!standing || standing->id != id))
        throw Error(ErrorKind::conflict, "reading.marked", "the reading was corrected before; read the sheet again", "",
                    {{"reading", std::to_string(id.value)}});
    refuse(findings_on(mark, reading, actor));
    MarkAnswer answer{reading, std::nullopt};
    if (mark.replacement) {
        auto entry = *mark.replacement;
        entry.stage = reading.stage;
        entry.point = reading.point;
        entry.channel = reading.channel;
        entry.repeat = reading.repeat;
        if (mark.kind == jobs::MarkKind::slip) {
            entry.measured_at = reading.measured_at;
            if (!entry.transcribed_from) entry.transcribed_from = reading.transcribed_from;
        }
        answer.replacement = bench.add_replacement(entry, mark.kind == jobs::MarkKind::slip);
    }
    bench.mark({.reading = id,
                .kind = mark.kind,
                .reason = mark.reason,
                .replaced_by = answer.replacement ? std::optional(answer.replacement->id) : std::nullopt,
                .marked_by = actor.account,
                .marked_at = now});
    bench.finish();
    return answer;
}

}  // namespace chuan::operations
