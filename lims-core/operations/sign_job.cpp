#include "operations/sign_job.h"

#include <algorithm>

#include "base/text.h"
#include "operations/bench_desk.h"
#include "operations/bench_place.h"
#include "operations/compare_paper.h"
#include "operations/hands.h"
#include "operations/job_item.h"
#include "operations/same_results.h"
#include "people/two_persons.h"
#include "storage/account_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

std::vector<std::string> environment_missing(const Sheet& sheet) {
    std::vector<std::string> missing;
    for (const auto& condition : sheet.procedure.conditions)
        for (const std::string moment : {"start", "end"}) {
            const bool there = std::ranges::any_of(sheet.environment, [&](const storage::EnvironmentReading& reading) {
                return reading.quantity == condition.quantity && reading.moment == moment;
            });
            if (!there) missing.push_back(condition.quantity + " " + moment);
        }
    return missing;
}

/// What the work took from each bottle stands in the bottle's record (ISO/IEC 17025, 6.4.13).
std::vector<Finding> samples_not_taken(const Sheet& sheet) {
    std::vector<Finding> findings;
    for (const auto& used : standards_used(sheet))
        if (used.bottle && !used.taken)
            findings.push_back({"material.use_missing",
                                "what job " + sheet.job.number + " took from " + used.standard.code +
                                    " is not recorded; record the amount",
                                "/standards/" + used.choice.role,
                                {{"job", sheet.job.number}, {"standard", used.standard.code}}});
    return findings;
}

std::vector<Finding> findings_on_submission(const Sheet& sheet) {
    jobs::SubmissionFacts facts{
        .procedure = &sheet.procedure,
        .evaluation = &sheet.evaluation,
        .adjustment = sheet.adjustment,
        .has_as_left = std::ranges::any_of(
            sheet.readings,
            [](const jobs::Reading& reading) { return reading.stage == procedures::Stage::as_left && !reading.bench; }),
        .points_not_measured = {},
        .environment_missing = environment_missing(sheet),
        .unchecked_transcriptions = jobs::unchecked_transcriptions(sheet.readings, sheet.marks),
        .uncompared = uncompared(sheet),
        .judged = {}};
    for (const auto& point : sheet.not_measured) facts.points_not_measured.push_back(point.point);
    for (const auto& judgement : sheet.judgements) facts.judged.push_back(judgement.finding);
    auto findings = jobs::findings_on_submission(facts);
    for (auto& finding : findings_on_item(sheet)) findings.push_back(std::move(finding));
    for (auto& finding : samples_not_taken(sheet)) findings.push_back(std::move(finding));
    return findings;
}

void sign(storage::Transaction& transaction, const people::Actor& actor, const Sheet& sheet, jobs::Meaning meaning,
          const std::string& remark, Moment now) {
    const auto account = storage::AccountRepository(transaction).require(actor.account);
    const jobs::Signature signature{.round = jobs::current_round(sheet.signatures),
                                    .meaning = meaning,
                                    .account = actor.account,
                                    .name = account.name,
                                    .title_vi = account.title_vi,
                                    .title_en = account.title_en,
                                    .signed_at = now,
                                    .remark = remark,
                                    .content_sha256 = inputs_sha256(sheet.procedure, sheet.inputs)};
    const auto id = storage::JobRepository(transaction, actor.scope()).add_signature(sheet.job.id, signature);
    storage::Trail(transaction, actor.scope())
        .record(actor, "job." + std::string(jobs::to_string(meaning)), "signature", id,
                {set("job", sheet.job.number), set("meaning", std::string(jobs::to_string(meaning))),
                 set("remark", remark)},
                now);
}

void move_to(storage::Transaction& transaction, const people::Actor& actor, jobs::Job job, jobs::State state,
             const std::string& reason, Moment now) {
    std::vector<trail::Change> changes;
    add_change(changes, "state", std::string(jobs::to_string(job.state)), std::string(jobs::to_string(state)));
    add_change(changes, "state_reason", job.state_reason, reason);
    job.state = state;
    job.state_reason = reason;
    storage::JobRepository(transaction, actor.scope()).update(job);
    storage::Trail(transaction, actor.scope())
        .record(actor, "job." + std::string(jobs::to_string(state)), "job", job.id.value, changes, now);
}

/// The signed results have to come out of the records again, bit by bit.
std::optional<Finding> stored_differs(storage::Transaction& transaction, people::Scope scope, const Sheet& sheet) {
    const auto stored = storage::JobRepository(transaction, scope).evaluation(sheet.job.id);
    if (stored && stored->inputs_sha256 == inputs_sha256(sheet.procedure, sheet.inputs) &&
        same_results(stored->evaluation, sheet.evaluation))
        return std::nullopt;
    return Finding{"evaluation.differs",
                   "the stored results of job " + sheet.job.number +
                       " do not come out of its readings again; return it to the bench",
                   "",
                   {{"job", sheet.job.number}}};
}

/// Everything that keeps the work from being signed is thrown.
void require_ready(storage::Transaction& transaction, const people::Actor& actor, const Site& site,
                   const Sheet& sheet) {
    require_authorised(transaction, actor, people::Activity::perform, sheet.procedure.code, site.today);
    require_no_conflict(transaction, actor, sheet.order.customer, site.today);
    jobs::require_state(sheet.job, {jobs::State::in_work}, "signing the work as performed");
    refuse(findings_on_submission(sheet));
}

void sign_performed(storage::Transaction& transaction, const people::Actor& actor, const Sheet& sheet,
                    const std::string& remark, Moment now) {
    const auto row =
        storage::JobRepository(transaction, actor.scope())
            .add_evaluation(sheet.job.id, sheet.evaluation, inputs_sha256(sheet.procedure, sheet.inputs), now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "job.evaluated", "evaluation", row.value, {set("engine", sheet.evaluation.engine_version)}, now);
    sign(transaction, actor, sheet, jobs::Meaning::performed, remark, now);
    move_to(transaction, actor, sheet.job, jobs::State::to_review, "", now);
    settle_at_bench(transaction, actor, sheet.job.id, now);
}

/// From the first to the last reading that counts for it: while it was signed others may have been shared.
jobs::Job measured_again(storage::Transaction& transaction, people::Scope scope, jobs::Job job) {
    storage::JobRepository jobs(transaction, scope);
    const auto marks = jobs.marks(job.id);
    job.first_reading_at = job.last_reading_at = std::nullopt;
    for (const auto& reading : jobs.readings(job.id)) {
        if (jobs::left_out(marks, reading.id)) continue;
        job.first_reading_at = std::min(job.first_reading_at.value_or(reading.measured_at), reading.measured_at);
        job.last_reading_at = std::max(job.last_reading_at.value_or(reading.measured_at), reading.measured_at);
    }
    return job;
}

}  // namespace

std::vector<Finding> findings_on_signer(storage::Transaction& transaction, const people::Actor& actor,
                                        const Sheet& sheet, jobs::Meaning meaning, CivilDate day) {
    people::Hands hands{.performers = performers(transaction, actor.scope(), sheet), .reviewer = {}, .approver = {}};
    if (meaning == jobs::Meaning::approved) {
        hands.approver = actor.person();
        if (const auto* reviewed =
                jobs::signature_of(sheet.signatures, jobs::Meaning::reviewed, jobs::current_round(sheet.signatures)))
            hands.reviewer = people::Person{reviewed->account, reviewed->name};
    } else {
        hands.reviewer = actor.person();
    }
    auto findings = people::findings_on_hands({.reviewer_is_not_performer = sheet.procedure.persons.reviewer_differs,
                                               .approver_is_not_performer = sheet.procedure.persons.approver_differs,
                                               .approver_is_not_reviewer = false,
                                               .judge_is_not_performer = false},
                                              hands);
    try {
        require_no_conflict(transaction, actor, sheet.order.customer, day);
    } catch (const Error& error) {
        findings.insert(findings.end(), error.findings().begin(), error.findings().end());
    }
    return findings;
}

std::vector<Finding> findings_on_review(storage::Transaction& transaction, const people::Actor& actor,
                                        const Sheet& sheet, CivilDate day) {
    auto findings = findings_on_signer(transaction, actor, sheet, jobs::Meaning::reviewed, day);
    try {
        people::require(actor, people::Permission::review);
        require_authorised(transaction, actor, people::Activity::review, sheet.procedure.code, day);
    } catch (const Error& error) {
        findings.insert(findings.begin(), error.findings().begin(), error.findings().end());
    }
    if (sheet.job.state == jobs::State::to_review) {
        for (auto& finding : findings_on_item(sheet)) findings.push_back(std::move(finding));
        if (auto finding = stored_differs(transaction, actor.scope(), sheet)) findings.push_back(*std::move(finding));
    }
    return findings;
}

void submit_job(storage::Transaction& transaction, const people::Actor& actor, JobId id, const std::string& remark,
                Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = load_sheet(transaction, actor.scope(), id);
    require_right(transaction, actor, site, people::Permission::measure, now);
    require_ready(transaction, actor, site, sheet);
    sign_performed(transaction, actor, sheet, remark, now);
}

std::vector<Submitted> submit_bench(storage::Transaction& transaction, const people::Actor& actor, jobs::BenchId id,
                                    const std::vector<JobId>& ids, const std::string& remark, Moment now) {
    const Site site = site_of(transaction, actor, now);
    storage::BenchRepository benches(transaction, actor.scope());
    const auto bench = benches.require(id);
    const auto places = benches.items(id);
    require_right(transaction, actor, site, people::Permission::measure, now);
    SheetLoader loader(transaction, actor.scope());
    std::vector<Submitted> answers;
    for (const JobId job : ids) {
        Submitted& answer = answers.emplace_back(Submitted{.job = job, .findings = {}});
        const auto place = std::ranges::find(places, job, &jobs::BenchItem::job);
        if (place == places.end() || place->left) {
            answer.findings = {no_open_item(job, bench)};
            continue;
        }
        const Sheet sheet = loader.load(job);
        try {
            require_ready(transaction, actor, site, sheet);
        } catch (const Error& error) {
            answer.findings = error.findings();
            continue;
        }
        sign_performed(transaction, actor, sheet, remark, now);
    }
    return answers;
}

void approve_review(storage::Transaction& transaction, const people::Actor& actor, JobId id, const std::string& remark,
                    Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = load_sheet(transaction, actor.scope(), id);
    require_right(transaction, actor, site, people::Permission::review, now);
    require_authorised(transaction, actor, people::Activity::review, sheet.procedure.code, site.today);
    jobs::require_state(sheet.job, {jobs::State::to_review}, "a review");
    refuse(findings_on_signer(transaction, actor, sheet, jobs::Meaning::reviewed, site.today));
    refuse(findings_on_item(sheet));
    if (auto finding = stored_differs(transaction, actor.scope(), sheet))
        throw Error(ErrorKind::conflict, *std::move(finding));
    sign(transaction, actor, sheet, jobs::Meaning::reviewed, remark, now);
    move_to(transaction, actor, sheet.job, jobs::State::to_issue, "", now);
}

void return_job(storage::Transaction& transaction, const people::Actor& actor, JobId id, const std::string& reason,
                Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = load_sheet(transaction, actor.scope(), id);
    require_right(transaction, actor, site, people::Permission::review, now);
    require_authorised(transaction, actor, people::Activity::review, sheet.procedure.code, site.today);
    jobs::require_state(sheet.job, {jobs::State::to_review, jobs::State::to_issue}, "returning the work");
    if (trimmed(reason).empty())
        refuse({{"field.missing", "say why the work is returned", "/remark", {{"field", "remark"}}}});
    sign(transaction, actor, sheet, jobs::Meaning::returned, reason, now);
    reopen_at_bench(transaction, actor, id, now);
    const jobs::Job job = sheet.bench ? measured_again(transaction, actor.scope(), sheet.job) : sheet.job;
    move_to(transaction, actor, job, jobs::State::in_work, reason, now);
}

void end_job(storage::Transaction& transaction, const people::Actor& actor, JobId id, jobs::State ending,
             const std::string& reason, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::measure, now);
    const jobs::Job job = storage::JobRepository(transaction, actor.scope()).require(id);
    jobs::require_state(job, {jobs::State::received, jobs::State::in_work, jobs::State::held, jobs::State::to_review},
                        "ending the job");
    std::vector<Finding> findings;
    if (ending != jobs::State::cancelled && ending != jobs::State::returned_unfinished)
        findings.push_back(
            {"job.ending", "a job ends without a certificate as cancelled or returned unfinished", "/ending", {}});
    if (trimmed(reason).empty())
        findings.push_back({"field.missing", "say why the job ends", "/reason", {{"field", "reason"}}});
    refuse(std::move(findings));
    move_to(transaction, actor, job, ending, reason, now);
    take_from_bench(transaction, actor, id, reason, now);
}

}  // namespace chuan::operations
