#include "operations/sheet_desk.h"

#include <algorithm>

#include "base/text.h"
#include "operations/hands.h"
#include "storage/document_repository.h"

namespace chuan::operations {
namespace {

constexpr std::chrono::minutes kClockAhead{5};

/// Where conformity is stated, specification and rule were agreed when the first reading was made (ISO/IEC 17025,
/// 7.1.3), also where it was written on paper and is copied after the agreement.
std::optional<Finding> before_agreement(const Sheet& sheet, CivilDate measured) {
    if (!sheet.review || !sheet.review->conformity_asked || !sheet.review->agreed_on) return std::nullopt;
    const CivilDate agreed = *sheet.review->agreed_on;
    if (measured >= agreed) return std::nullopt;
    return Finding{"reading.before_agreement",
                   "the reading is of " + to_iso(measured) + ", but specification and decision rule of job " +
                       sheet.job.number + " were agreed on " + to_iso(agreed) +
                       "; before the first reading the contract review can still name the right day or state no " +
                       "conformity, after it end the job and receive the item again",
                   "/measured_at",
                   {{"measured_on", to_iso(measured)}, {"agreed_on", to_iso(agreed)}, {"job", sheet.job.number}}};
}

}  // namespace

Sheet open_sheet(storage::Transaction& transaction, const people::Actor& actor, const Site& site, JobId job,
                 people::Activity activity, Moment now) {
    Sheet sheet = load_sheet(transaction, actor.scope(), job);
    require_open(transaction, actor, site, sheet, activity, now);
    return sheet;
}

void require_open(storage::Transaction& transaction, const people::Actor& actor, const Site& site, const Sheet& sheet,
                  people::Activity activity, Moment now) {
    require_right(transaction, actor, site, people::Permission::measure, now);
    require_authorised(transaction, actor, activity, sheet.procedure.code, site.today);
    require_no_conflict(transaction, actor, sheet.order.customer, site.today);
    jobs::require_state(sheet.job, {jobs::State::in_work, jobs::State::held}, "work at the bench");
    if (activity == people::Activity::perform)
        if (auto finding = judged_by_performer(actor, sheet)) refuse({*std::move(finding)});
    refuse(
        jobs::findings_before_work(sheet.job, sheet.instrument.purpose == equipment::Purpose::group_2, sheet.review));
}

Finding shared_at_bench(const jobs::Job& job, const jobs::BenchItem& at, const std::string& what,
                        const std::string& field) {
    return {"bench.shared_cell",
            "job " + job.number + " is measured at the bench \"" + at.bench_name + "\", where " + what +
                " is read once for all items; enter it there, or let the item leave the bench",
            field,
            {{"job", job.number}, {"bench", at.bench_name}, {"what", what}}};
}

std::vector<Finding> findings_on_key(std::string_view entry_key) {
    if (entry_key.size() >= 16 && entry_key.size() <= 64) return {};
    return {{"entry_key.length", "the entry's key must have 16 to 64 characters", "/entry_key", {}}};
}

std::optional<Finding> not_yet(Moment measured_at, Moment now) {
    if (measured_at <= now + kClockAhead) return std::nullopt;
    return Finding{"reading.future",
                   "the reading is said to be of " + to_iso(measured_at) + ", which has not come yet; set the clock",
                   "/measured_at",
                   {{"measured_at", to_iso(measured_at)}}};
}

std::optional<Finding> late_entry(const Sheet& sheet, const Site& site, Moment measured_at) {
    const CivilDate measured = site.day_of(measured_at);
    const auto first_stored =
        sheet.readings.empty() ? std::nullopt : std::optional(site.day_of(sheet.readings.front().entered_at));
    if (!jobs::is_late_entry(measured, site.today, sheet.order.received_on, first_stored)) return std::nullopt;
    return Finding{"reading.late_entry",
                   "the reading is of " + to_iso(measured) + " and is entered on " + to_iso(site.today) +
                       ", the item came on " + to_iso(sheet.order.received_on) +
                       "; attach the scan of the paper it was written on",
                   "/transcribed_from",
                   {{"measured_on", to_iso(measured)},
                    {"entered_on", to_iso(site.today)},
                    {"received_on", to_iso(sheet.order.received_on)}}};
}

std::vector<Finding> findings_on_paper(storage::Transaction& transaction, people::Scope scope,
                                       std::optional<DocumentId> transcribed_from, const std::string& late_reason) {
    if (transcribed_from) storage::DocumentRepository(transaction, scope).require(*transcribed_from);
    if (transcribed_from.has_value() == !trimmed(late_reason).empty()) return {};
    return {{"reading.late_reason",
             "what is copied from paper has its scan and the reason why it is entered only now; give both",
             transcribed_from ? "/late_reason" : "/transcribed_from",
             {}}};
}

void add_paper(std::vector<trail::Change>& changes, std::optional<DocumentId> transcribed_from,
               const std::string& late_reason) {
    if (!transcribed_from) return;
    changes.push_back(set("transcribed_from", std::to_string(transcribed_from->value)));
    changes.push_back(set("late_reason", trimmed(late_reason)));
}

SheetDesk::SheetDesk(storage::Transaction& transaction, const people::Actor& actor, JobId job,
                     people::Activity activity, Moment now)
    : SheetDesk(transaction, actor, site_of(transaction, actor, now),
                open_sheet(transaction, actor, site_of(transaction, actor, now), job, activity, now), now) {}

SheetDesk::SheetDesk(storage::Transaction& transaction, const people::Actor& actor, const Site& site, Sheet sheet,
                     Moment now)
    : ReadingDesk(transaction, actor, now),
      site_(site),
      sheet_(std::move(sheet)),
      first_(sheet_.job.first_reading_at),
      last_(sheet_.job.last_reading_at) {}

std::vector<Finding> SheetDesk::refusals(const ReadingEntry& entry, std::optional<Decimal>& indication) {
    auto findings = findings_on(entry, indication);
    if (sheet_.bench && jobs::is_shared(sheet_.layout, entry.channel))
        return {shared_at_bench(sheet_.job, *sheet_.bench, entry.channel, "/channel")};
    return findings;
}

void SheetDesk::mark(jobs::ReadingMark mark) {
    const auto reading = std::ranges::find(sheet_.readings, mark.reading, &jobs::Reading::id);
    if (reading != sheet_.readings.end() && reading->bench) mark.job = sheet_.job.id;
    const auto id = jobs_.add_mark(mark);
    sheet_.marks.push_back(mark);
    trail_.record(actor_, "reading." + std::string(jobs::to_string(mark.kind)), "reading_mark", id,
                  {set("reading", std::to_string(mark.reading.value)), set("reason", mark.reason)}, now_);
}

void SheetDesk::leave_out(procedures::Stage stage, const SheetStandard& replaced, const std::string& reason) {
    const auto support = jobs_.standards_of_readings(sheet_.job.id);
    leave_out(stage, reason, false,
              [&](const jobs::Reading& reading) { return support.at(reading.id).contains(replaced.choice.id); });
}

void SheetDesk::leave_out_own(procedures::Stage stage, const std::string& reason) {
    leave_out(stage, reason, true, [](const jobs::Reading& reading) { return !reading.bench; });
}

void SheetDesk::leave_out(procedures::Stage stage, const std::string& reason, bool whole,
                          const std::function<bool(const jobs::Reading&)>& goes) {
    first_ = last_ = std::nullopt;
    for (const auto& reading : std::vector(sheet_.readings)) {
        const bool out = jobs::left_out(sheet_.marks, reading.id);
        if (reading.stage == stage && (out || whole || goes(reading))) {
            if (!out && goes(reading))
                mark({.reading = reading.id,
                      .kind = jobs::MarkKind::standard_changed,
                      .reason = reason,
                      .marked_by = actor_.account,
                      .marked_at = now_});
            continue;
        }
        first_ = std::min(first_.value_or(reading.measured_at), reading.measured_at);
        last_ = std::max(last_.value_or(reading.measured_at), reading.measured_at);
    }
}

void SheetDesk::finish() {
    if (first_ == sheet_.job.first_reading_at && last_ == sheet_.job.last_reading_at) return;
    sheet_.job.first_reading_at = first_;
    sheet_.job.last_reading_at = last_;
    jobs_.update(sheet_.job);
}

std::vector<Finding> SheetDesk::findings_on(const ReadingEntry& entry, std::optional<Decimal>& indication) {
    std::vector<Finding> findings = findings_on_key(entry.entry_key);
    indication = read_indication(entry, findings);
    if (indication) add_cell_findings(findings, entry, *indication);
    if (auto finding = jobs::stage_refused(entry.stage, sheet_.adjustment)) findings.push_back(*std::move(finding));
    if (auto finding = not_yet(entry.measured_at, now_)) findings.push_back(*std::move(finding));
    add_late_finding(findings, entry);
    if (auto finding = before_agreement(sheet_, site_.day_of(entry.measured_at)))
        findings.push_back(*std::move(finding));
    add_standard_findings(findings, entry);
    return findings;
}

void SheetDesk::add_cell_findings(std::vector<Finding>& findings, const ReadingEntry& entry,
                                  const Decimal& indication) const {
    for (auto& finding : procedures::check_reading(sheet_.layout, entry.point, entry.channel, indication))
        findings.push_back(std::move(finding));
    const auto* channel = sheet_.layout.channel(entry.channel);
    if (channel && (entry.repeat < 1 || entry.repeat > channel->repeats))
        findings.push_back(
            {"reading.unknown_repeat",
             cell_of(entry) + ": the sheet has " + std::to_string(channel->repeats) + " readings there; reload it",
             "/repeat",
             {{"point", entry.point}, {"repeat", std::to_string(entry.repeat)}}});
    if (std::ranges::find(sheet_.not_measured, entry.point, &storage::PointNotMeasured::point) !=
        sheet_.not_measured.end())
        findings.push_back(
            {"reading.point_not_measured",
             "point " + entry.point + " was declared not measured, as the certificate will say; it takes no reading",
             "/point",
             {{"point", entry.point}}});
}

void SheetDesk::add_late_finding(std::vector<Finding>& findings, const ReadingEntry& entry) const {
    for (auto& finding : findings_on_paper(transaction_, actor_.scope(), entry.transcribed_from, entry.late_reason))
        findings.push_back(std::move(finding));
    if (entry.transcribed_from) return;
    if (auto finding = late_entry(sheet_, site_, entry.measured_at)) findings.push_back(*std::move(finding));
}

/// A standard has to serve on every day from the first reading made with it to the last; and a run that was complete
/// before another one took its place takes no further reading.
void SheetDesk::add_standard_findings(std::vector<Finding>& findings, const ReadingEntry& entry) const {
    for (const auto& [stage, earlier] : sheet_.earlier_standards)
        if (stage == entry.stage && serves(earlier, entry.point))
            findings.push_back({"reading.other_standard",
                                "these readings were made with standard " + earlier.standard.code +
                                    ", which is no longer in use for this job; they take no further one",
                                "/stage",
                                {{"standard", earlier.standard.code}}});
    for (const auto& used : sheet_.standards) {
        if (!serves(used, entry.point)) continue;
        CivilDate first = site_.day_of(entry.measured_at), last = first;
        for (const auto& reading : sheet_.readings) {
            if (reading.stage != entry.stage || jobs::left_out(sheet_.marks, reading.id) ||
                !serves(used, reading.point))
                continue;
            first = std::min(first, site_.day_of(reading.measured_at));
            last = std::max(last, site_.day_of(reading.measured_at));
        }
        for (auto& finding : why_unusable(used, first, last)) findings.push_back(std::move(finding));
    }
}

/// Its role has a part in the result at the point.
bool SheetDesk::serves(const SheetStandard& used, const std::string& at) const {
    const auto* point = sheet_.layout.point(at);
    const auto* need = sheet_.procedure.standard(used.choice.role);
    return !point || !need || sheet_.procedure.serves(*need, sheet_.procedure.functions.at(point->function));
}

jobs::Reading SheetDesk::add(const ReadingEntry& entry, const Decimal& indication) {
    std::vector<storage::JobStandard> choices;
    for (const auto& used : sheet_.standards)
        if (serves(used, entry.point)) choices.push_back(used.choice);
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
                          .transcribed_from = entry.transcribed_from,
                          .late_reason = trimmed(entry.late_reason)};
    reading.id = jobs_.add_reading(jobs_.run(sheet_.job.id, entry.stage, actor_.account, now_), reading, choices);
    sheet_.readings.push_back(reading);
    first_ = std::min(first_.value_or(entry.measured_at), entry.measured_at);
    last_ = std::max(last_.value_or(entry.measured_at), entry.measured_at);
    std::vector changes{set("cell", entry.point + " " + entry.channel + " " + std::to_string(entry.repeat)),
                        set("indication", indication.text())};
    add_paper(changes, reading.transcribed_from, reading.late_reason);
    trail_.record(actor_, "reading.recorded", "reading", reading.id.value, changes, now_);
    return reading;
}

}  // namespace chuan::operations
