#include "operations/record_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "jobs/stored_finding.h"
#include "operations/bench_desk.h"
#include "operations/hands.h"
#include "operations/holding.h"
#include "operations/sheet_desk.h"

namespace chuan::operations {
namespace {

/// Another person's answer that stands, where the entry does not say that it has seen it.
std::optional<storage::CheckRow> answered_meanwhile(const std::vector<storage::CheckRow>& checks,
                                                    const people::Actor& actor, const CheckEntry& entry) {
    for (const auto& check : checks)
        if (check.stage == entry.stage && check.answer.operation == entry.operation &&
            check.answered_by != actor.account && check.id != entry.replaces)
            return check;
    return std::nullopt;
}

CheckAnswered answer_check(storage::Transaction& transaction, const people::Actor& actor, const Sheet& sheet,
                           const CheckEntry& entry, Moment now) {
    CheckAnswered answer{.entry_key = entry.entry_key,
                         .outcome = EntryOutcome::refused,
                         .check = {},
                         .other = {},
                         .findings = findings_on_key(entry.entry_key)};
    storage::JobRepository jobs(transaction, actor.scope());
    if (const auto known = jobs.check_by_key(entry.entry_key)) {
        if (known->job == sheet.job.id && known->row.stage == entry.stage &&
            known->row.answer.operation == entry.operation && known->row.answer.passed == entry.passed) {
            answer.outcome = EntryOutcome::already_saved;
            answer.check = known->row;
        } else {
            answer.findings.push_back(key_reused(entry.entry_key));
        }
        return answer;
    }
    if (std::ranges::find(sheet.layout.checks, entry.operation, &procedures::Operation::id) ==
        sheet.layout.checks.end())
        answer.findings.push_back({"check.unknown",
                                   "procedure " + sheet.procedure.code + " has no yes/no operation " + entry.operation,
                                   "/operation",
                                   {{"operation", entry.operation}}});
    if (auto finding = jobs::stage_refused(entry.stage, sheet.adjustment))
        answer.findings.push_back(*std::move(finding));
    for (auto& finding : findings_on_paper(transaction, actor.scope(), entry.transcribed_from, entry.late_reason))
        answer.findings.push_back(std::move(finding));
    if (!answer.findings.empty()) return answer;
    answer.other = answered_meanwhile(jobs.checks(sheet.job.id), actor, entry);
    if (answer.other) {
        answer.outcome = EntryOutcome::conflict;
        return answer;
    }
    storage::CheckRow row{.stage = entry.stage,
                          .answer = {entry.operation, entry.passed, entry.remark},
                          .entry_key = entry.entry_key,
                          .answered_by = actor.account,
                          .answered_at = now,
                          .transcribed_from = entry.transcribed_from,
                          .late_reason = trimmed(entry.late_reason)};
    row.id = jobs.add_check(jobs.run(sheet.job.id, entry.stage, actor.account, now), row);
    std::vector changes{set("operation", entry.operation), set("passed", entry.passed ? "yes" : "no"),
                        set("remark", entry.remark)};
    add_paper(changes, row.transcribed_from, row.late_reason);
    storage::Trail(transaction, actor.scope()).record(actor, "check.answered", "check_answer", row.id, changes, now);
    answer.outcome = EntryOutcome::saved;
    answer.check = std::move(row);
    return answer;
}

std::vector<Finding> findings_on_change(const Sheet& sheet, const jobs::Adjustment& adjustment) {
    auto findings = jobs::findings_on(adjustment);
    const auto measured = [&](procedures::Stage stage) {  // on this item: what is shared may be of another one
        const auto counting = jobs::counting(sheet.readings, sheet.marks, sheet.procedure.counted, stage);
        return std::ranges::any_of(sheet.readings, [&](const jobs::Reading& reading) {
            return !reading.bench && std::ranges::binary_search(counting, reading.id);
        });
    };
    if (adjustment.choice == jobs::AdjustmentChoice::not_adjusted && measured(procedures::Stage::as_left))
        findings.push_back(
            {"adjustment.as_left_exists", "readings as left exist; the item was adjusted before them", "/choice", {}});
    if (adjustment.choice == jobs::AdjustmentChoice::as_found_not_applicable && measured(procedures::Stage::as_found))
        findings.push_back(
            {"adjustment.as_found_exists", "readings as found exist; as found does apply", "/choice", {}});
    return findings;
}

std::vector<Finding> findings_on_not_measured(const Sheet& sheet, const std::string& point, const std::string& reason) {
    std::vector<Finding> findings;
    const std::map<std::string, std::string> values{{"point", point}};
    const auto declared = [&](const std::string& id) {
        return std::ranges::find(sheet.not_measured, id, &storage::PointNotMeasured::point) != sheet.not_measured.end();
    };
    if (!sheet.layout.point(point))
        findings.push_back({"reading.unknown_point", "the sheet has no point " + point, "/point", values});
    if (trimmed(reason).empty())
        findings.push_back({"field.missing",
                            "say why point " + point + " could not be measured; the certificate names it",
                            "/reason",
                            {{"field", "reason"}}});
    if (declared(point))
        findings.push_back(
            {"point.declared", "point " + point + " is declared not measured already", "/point", values});
    if (std::ranges::find(sheet.evaluation.points, point, &procedures::PointResult::point) !=
        sheet.evaluation.points.end())
        findings.push_back({"point.measured", "point " + point + " has a result; it was measured", "/point", values});
    if (std::ranges::all_of(sheet.layout.points,
                            [&](const auto& other) { return other.id == point || declared(other.id); }))
        findings.push_back(
            {"point.none_left", "no point would be left; return the item unfinished instead", "/point", values});
    if (sheet.job.kind == procedures::Kind::verification)
        findings.push_back({"verification.partial",
                            "a verification has no partial result; finish it or return the item unfinished",
                            "/point",
                            {}});
    return findings;
}

}  // namespace

std::vector<CheckAnswered> record_checks(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                                         const std::vector<CheckEntry>& entries, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    std::vector<CheckAnswered> answers;
    for (const auto& entry : entries) answers.push_back(answer_check(transaction, actor, sheet, entry, now));
    return answers;
}

std::vector<CheckAnswered> record_checks_at_bench(storage::Transaction& transaction, const people::Actor& actor,
                                                  jobs::BenchId id, const std::vector<BenchCheck>& entries,
                                                  Moment now) {
    BenchDesk desk(transaction, actor, id, people::Activity::perform, now);
    std::vector<CheckAnswered> answers;
    for (const auto& [job, entry] : entries) {
        if (const SheetDesk* item = desk.item(job))
            answers.push_back(answer_check(transaction, actor, item->sheet(), entry, now));
        else
            answers.push_back({.entry_key = entry.entry_key,
                               .outcome = EntryOutcome::refused,
                               .check = {},
                               .other = {},
                               .findings = {no_open_item(job, desk.bench())}});
    }
    return answers;
}

void record_adjustment(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                       const jobs::Adjustment& adjustment, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    refuse(findings_on_change(sheet, adjustment));
    const auto row =
        storage::JobRepository(transaction, actor.scope()).add_adjustment(id, adjustment, actor.account, now);
    std::vector<trail::Change> changes;
    add_change(changes, "choice", sheet.adjustment ? std::string(jobs::to_string(sheet.adjustment->choice)) : "",
               std::string(jobs::to_string(adjustment.choice)));
    storage::Trail(transaction, actor.scope()).record(actor, "adjustment.recorded", "adjustment", row, changes, now);
}

void record_not_measured(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                         const std::string& point, const std::string& reason, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    refuse(findings_on_not_measured(sheet, point, reason));
    storage::JobRepository jobs(transaction, actor.scope());
    const auto row = jobs.add_not_measured(id, point, reason, actor.account, now);
    storage::Trail trail(transaction, actor.scope());
    trail.record(actor, "point.not_measured", "point_not_measured", row, {set("point", point), set("reason", reason)},
                 now);
    if (sheet.job.partial) return;
    jobs::Job job = sheet.job;
    job.partial = true;
    jobs.update(job);
    trail.record(actor, "job.partial", "job", id.value, {set("partial", "yes")}, now);
}

void judge(storage::Transaction& transaction, const people::Actor& actor, JobId id, const std::string& finding_code,
           const std::string& judgement, const std::string& effect, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = load_sheet(transaction, actor.scope(), id);
    require_right(transaction, actor, site, people::Permission::judge_environment, now);
    refuse(findings_on_judge(transaction, actor, sheet, site.today));
    jobs::require_state(sheet.job, {jobs::State::in_work, jobs::State::held}, "a judgement");
    auto judged = unjudged(sheet);
    std::erase_if(judged, [&](const Finding& finding) { return finding.code != finding_code; });
    std::vector<Finding> findings;
    if (judged.empty())
        findings.push_back({"judgement.nothing",
                            "nothing called " + finding_code + " holds job " + sheet.job.number,
                            "/finding_code",
                            {{"finding_code", finding_code}}});
    if (trimmed(judgement).empty())
        findings.push_back({"field.missing", "write the judgement", "/judgement", {{"field", "judgement"}}});
    if (trimmed(effect).empty())
        findings.push_back({"field.missing", "write what it means for the results", "/effect", {{"field", "effect"}}});
    refuse(std::move(findings));
    for (const auto& finding : judged) {
        const auto row = storage::JobRepository(transaction, actor.scope())
                             .add_judgement(id, {.finding_code = finding_code,
                                                 .finding = jobs::stored_form(finding),
                                                 .judgement = judgement,
                                                 .effect = effect,
                                                 .judged_by = actor.account,
                                                 .judged_at = now});
        storage::Trail(transaction, actor.scope())
            .record(actor, "job.judged", "job_judgement", row,
                    {set("finding", jobs::stored_form(finding)), set("judgement", judgement), set("effect", effect)},
                    now);
    }
    hold_or_release(transaction, actor, load_sheet(transaction, actor.scope(), id), now);
}

std::vector<JobState> judge_at_bench(storage::Transaction& transaction, const people::Actor& actor, jobs::BenchId id,
                                     const std::string& finding_code, const std::string& judgement,
                                     const std::string& effect, Moment now) {
    storage::BenchRepository benches(transaction, actor.scope());
    const auto bench = benches.require(id);
    SheetLoader loader(transaction, actor.scope());
    std::vector<JobId> held, others;
    for (const auto& item : open_items(benches.items(id))) {
        const auto holding = unjudged(loader.load(item.job));
        const bool of_it = std::ranges::find(holding, finding_code, &Finding::code) != holding.end();
        (of_it ? held : others).push_back(item.job);
    }
    if (held.empty())
        refuse({{"judgement.nothing",
                 "nothing called " + finding_code + " holds an item of the bench \"" + bench.name + "\"",
                 "/finding_code",
                 {{"finding_code", finding_code}}}});
    for (const JobId job : held) judge(transaction, actor, job, finding_code, judgement, effect, now);
    storage::JobRepository jobs(transaction, actor.scope());
    std::vector<JobState> states;
    for (const auto* list : {&held, &others})
        for (const JobId job : *list) states.push_back({job, jobs.require(job).state});
    return states;
}

}  // namespace chuan::operations
