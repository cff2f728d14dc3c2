#include "operations/bench_desk.h"

#include <algorithm>

#include "base/text.h"

namespace chuan::operations {
namespace {

/// Said of one item they hold for it alone: another one may take the reading.
bool is_of_one_item(const Finding& finding) {
    return finding.code == "reading.point_not_measured" || finding.code.starts_with("adjustment.");
}

void add_new(std::vector<Finding>& findings, Finding finding) {
    if (std::ranges::find(findings, finding.sentence, &Finding::sentence) == findings.end())
        findings.push_back(std::move(finding));
}

Finding own_cell(const ReadingEntry& entry) {
    return {"bench.own_cell",
            entry.channel + " is read of each item, not shared by all; say whose figure it is",
            "/job",
            {{"channel", entry.channel}}};
}

std::string numbers_of(storage::JobRepository& jobs, const std::vector<jobs::BenchItem>& items) {
    std::string numbers;
    for (const auto& item : items) numbers += (numbers.empty() ? "" : ", ") + jobs.require(item.job).number;
    return numbers;
}

}  // namespace

std::vector<jobs::BenchItem> open_items(const std::vector<jobs::BenchItem>& all) {
    std::vector<jobs::BenchItem> open;
    std::ranges::copy_if(all, std::back_inserter(open), &jobs::BenchItem::open);
    return open;
}

Finding no_open_item(JobId job, const jobs::Bench& bench) {
    return {"bench.item",
            "job " + std::to_string(job.value) + " is not measured at the bench \"" + bench.name +
                "\" now; read the bench again",
            "/job",
            {{"job", std::to_string(job.value)}, {"bench", bench.name}}};
}

BenchDesk::BenchDesk(storage::Transaction& transaction, const people::Actor& actor, jobs::BenchId id,
                     people::Activity activity, Moment now)
    : ReadingDesk(transaction, actor, now),
      activity_(activity),
      site_(site_of(transaction, actor, now)),
      benches_(transaction, actor.scope()),
      loader_(transaction, actor.scope()) {
    bench_ = benches_.require(id);
    all_ = benches_.items(id);
    open_ = open_items(all_);
    readings_ = benches_.readings(id);
    marks_ = benches_.marks(id);
    require_right(transaction, actor, site_, people::Permission::measure, now);
    if (open_.empty())
        throw Error(ErrorKind::conflict, "bench.done",
                    "every item of the bench \"" + bench_.name + "\" is signed or has left; there is nothing to enter",
                    "", {{"bench", bench_.name}});
}

void BenchDesk::require_unsigned() {
    std::vector<jobs::BenchItem> settled;
    for (const auto& item : all_)
        if (item.until && !item.left) settled.push_back(item);
    if (settled.empty()) return;
    const std::string numbers = numbers_of(jobs_, settled);
    throw Error(ErrorKind::conflict, "bench.signed",
                "what is shared stands behind signed work (" + numbers +
                    "); return these first, or let the item that is wrong leave the bench and go on alone",
                "", {{"jobs", numbers}, {"bench", bench_.name}});
}

SheetDesk* BenchDesk::item(JobId job) {
    if (std::ranges::find(open_, job, &jobs::BenchItem::job) == open_.end()) return nullptr;
    auto& desk = desks_[job];
    if (desk) return desk.get();
    Sheet sheet = loader_.records(job);
    require_open(transaction_, actor_, site_, sheet, activity_, now_);
    desk = std::make_unique<SheetDesk>(transaction_, actor_, site_, std::move(sheet), now_);
    return desk.get();
}

std::vector<SheetDesk*> BenchDesk::items() {
    std::vector<SheetDesk*> desks;
    for (const auto& place : open_) desks.push_back(item(place.job));
    return desks;
}

ReadingAnswer BenchDesk::record(JobId job, const ReadingEntry& entry) {
    if (SheetDesk* desk = item(job)) return desk->record(entry);
    return {.entry_key = entry.entry_key,
            .outcome = EntryOutcome::refused,
            .reading = {},
            .other = {},
            .findings = {no_open_item(job, bench_)}};
}

void BenchDesk::mark(jobs::ReadingMark mark) {
    const auto id = jobs_.add_mark(mark);
    marks_.push_back(mark);
    trail_.record(
        actor_, "reading." + std::string(jobs::to_string(mark.kind)), "reading_mark", id,
        {set("reading", std::to_string(mark.reading.value)), set("bench", bench_.name), set("reason", mark.reason)},
        now_);
}

void BenchDesk::leave_out(procedures::Stage stage, const std::string& reason) {
    for (SheetDesk* desk : items()) desk->leave_out_own(stage, reason);
    for (const auto& reading : std::vector(readings_))
        if (reading.stage == stage && !jobs::left_out(marks_, reading.id))
            mark({.id = 0,
                  .reading = reading.id,
                  .kind = jobs::MarkKind::standard_changed,
                  .reason = reason,
                  .replaced_by = {},
                  .job = {},
                  .marked_by = actor_.account,
                  .marked_at = now_});
}

void BenchDesk::finish() {
    for (auto& [job, desk] : desks_) desk->finish();
    if (first_) benches_.measured(bench_.id, *first_, *last_);
}

std::vector<Finding> BenchDesk::refusals(const ReadingEntry& entry, std::optional<Decimal>& indication) {
    std::vector<Finding> findings;
    std::vector<Finding> of_one;
    bool taken = false;
    for (SheetDesk* desk : items()) {
        bool takes = true;
        for (auto& finding : desk->findings_on(entry, indication)) {
            const bool own = is_of_one_item(finding);
            takes = takes && !own;
            add_new(own ? of_one : findings, std::move(finding));
        }
        taken = taken || takes;
    }
    if (!taken) findings.insert(findings.end(), of_one.begin(), of_one.end());
    const auto& layout = items().front()->sheet().layout;
    if (layout.channel(entry.channel) && !jobs::is_shared(layout, entry.channel)) findings = {own_cell(entry)};
    return findings;
}

jobs::Reading BenchDesk::add(const ReadingEntry& entry, const Decimal& indication) {
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
                          .late_reason = trimmed(entry.late_reason),
                          .bench = bench_.id};
    reading.id = benches_.add_reading(bench_.id, benches_.run(bench_.id, entry.stage, actor_.account, now_), reading);
    readings_.push_back(reading);
    for (auto& [job, desk] : desks_) desk->see(reading);
    first_ = std::min(first_.value_or(entry.measured_at), entry.measured_at);
    last_ = std::max(last_.value_or(entry.measured_at), entry.measured_at);
    std::vector changes{set("cell", entry.point + " " + entry.channel + " " + std::to_string(entry.repeat)),
                        set("indication", indication.text()), set("bench", bench_.name)};
    add_paper(changes, reading.transcribed_from, reading.late_reason);
    trail_.record(actor_, "reading.recorded", "reading", reading.id.value, changes, now_);
    return reading;
}

}  // namespace chuan::operations
