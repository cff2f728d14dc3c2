#include "operations/record_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "operations/load_sheet.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

/// Loads the sheet for somebody who measures, with the job still open.
Sheet open_sheet(storage::Transaction& transaction, const people::Actor& actor, const Site& site, JobId job, Moment now) {
    Sheet sheet = load_sheet(transaction, actor.scope(), job);
    require_right(transaction, actor, site, people::Permission::measure, now);
    require_authorised(transaction, actor, people::Activity::perform, sheet.procedure.code, site.today);
    jobs::require_state(sheet.job, {jobs::State::in_work, jobs::State::held}, "recording at the bench");
    return sheet;
}

const Finding* unjudged(const Sheet& sheet) {
    for (const auto& finding : sheet.evaluation.findings)
        if (finding.code.starts_with("environment.") && finding.code != "environment.missing" &&
            std::ranges::find(sheet.judgements, finding.code, &storage::Judgement::finding_code) == sheet.judgements.end())
            return &finding;
    return nullptr;
}

/// Holds the job while the environment was outside its limits and nobody has judged it; lets it go on afterwards.
void hold_or_release(storage::Transaction& transaction, const people::Actor& actor, JobId id, Moment now) {
    const Sheet sheet = load_sheet(transaction, actor.scope(), id);
    const Finding* holding = unjudged(sheet);
    jobs::Job job = sheet.job;
    const auto state = holding ? jobs::State::held : jobs::State::in_work;
    if (job.state == state) return;
    std::vector<trail::Change> changes;
    add_change(changes, "state", std::string(jobs::to_string(job.state)), std::string(jobs::to_string(state)));
    job.state = state;
    job.state_reason = holding ? holding->sentence : "";
    storage::JobRepository(transaction, actor.scope()).update(job);
    storage::Trail(transaction, actor.scope()).record(actor, holding ? "job.held" : "job.released", "job", id.value, changes, now);
}

std::vector<Finding> parse(const EnvironmentEntry& entry, const procedures::Procedure& procedure, std::optional<Decimal>& indication) {
    std::vector<Finding> findings;
    try {
        indication = Decimal::parse_entered(entry.typed);
    } catch (const Error& error) {
        findings = error.findings();
        for (auto& finding : findings) finding.field = "/indication";
    }
    if (entry.moment != "start" && entry.moment != "end")
        findings.push_back({"environment.moment", "the environment is recorded at start and end, not at " + entry.moment, "/moment", {}});
    if (std::ranges::find(procedure.conditions, entry.quantity, &procedures::EnvironmentCondition::quantity) == procedure.conditions.end())
        findings.push_back({"environment.quantity", "procedure " + procedure.code + " does not ask for " + entry.quantity, "/quantity",
                            {{"quantity", entry.quantity}}});
    return findings;
}

EnvironmentAnswer record_one(storage::Transaction& transaction, const people::Actor& actor, const Site& site, const Sheet& sheet,
                             const EnvironmentEntry& entry, Moment now) {
    EnvironmentAnswer answer{.entry_key = entry.entry_key, .outcome = EntryOutcome::refused, .reading = {}, .findings = {}};
    storage::JobRepository jobs(transaction, actor.scope());
    for (const auto& known : sheet.environment)
        if (known.entry_key == entry.entry_key) {
            answer.outcome = EntryOutcome::already_saved;
            answer.reading = known;
            return answer;
        }
    std::optional<Decimal> indication;
    answer.findings = parse(entry, sheet.procedure, indication);
    storage::StandardRepository standards(transaction, actor.scope());
    const auto sensor = standards.require(entry.sensor);
    const auto certificates = standards.certificates_of(sensor.id);
    const CivilDate day = site.day_of(entry.measured_at);
    for (auto& finding : equipment::why_unusable(sensor, certificates, {.quantity = {}, .low = {}, .high = {}, .unit = {}, .from = day, .to = day}))
        answer.findings.push_back(std::move(finding));
    if (!answer.findings.empty()) return answer;
    const auto* certificate = equipment::certificate_on(certificates, day);
    const auto corrected = equipment::corrected(*certificate, entry.quantity, *indication);
    if (!corrected) {
        answer.findings = {{"sensor.quantity", "sensor " + sensor.code + " has no calibrated value of " + entry.quantity + "; choose another",
                            "/sensor_id", {{"standard", sensor.code}, {"quantity", entry.quantity}}}};
        return answer;
    }
    const auto condition = std::ranges::find(sheet.procedure.conditions, entry.quantity, &procedures::EnvironmentCondition::quantity);
    answer.reading = storage::EnvironmentReading{.moment = entry.moment,
                                                 .quantity = entry.quantity,
                                                 .indication = *indication,
                                                 .corrected = *corrected,
                                                 .unit = condition->unit,
                                                 .sensor = sensor.id,
                                                 .sensor_certificate = certificate->id,
                                                 .entry_key = entry.entry_key,
                                                 .measured_at = entry.measured_at,
                                                 .entered_at = now,
                                                 .author = actor.account};
    const auto id = jobs.add_environment(sheet.job.id, *answer.reading);
    storage::Trail(transaction, actor.scope())
        .record(actor, "environment.recorded", "environment_reading", id,
                {set("quantity", entry.quantity + " " + entry.moment), set("indication", indication->text()), set("corrected", corrected->text())},
                now);
    answer.outcome = EntryOutcome::saved;
    return answer;
}

}  // namespace

std::vector<EnvironmentAnswer> record_environment(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                                                  const std::vector<EnvironmentEntry>& entries, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, now);
    std::vector<EnvironmentAnswer> answers;
    for (const auto& entry : entries) answers.push_back(record_one(transaction, actor, site, sheet, entry, now));
    hold_or_release(transaction, actor, id, now);
    return answers;
}

void record_checks(storage::Transaction& transaction, const people::Actor& actor, JobId id, const std::vector<CheckEntry>& entries, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, now);
    std::vector<Finding> findings;
    for (const auto& entry : entries)
        if (std::ranges::find(sheet.layout.checks, entry.operation, &procedures::Operation::id) == sheet.layout.checks.end())
            findings.push_back({"check.unknown", "procedure " + sheet.procedure.code + " has no yes/no operation " + entry.operation,
                                "/operation", {{"operation", entry.operation}}});
    refuse(std::move(findings));
    storage::JobRepository jobs(transaction, actor.scope());
    storage::Trail trail(transaction, actor.scope());
    for (const auto& entry : entries) {
        if (std::ranges::find(sheet.checks, entry.entry_key, &storage::CheckRow::entry_key) != sheet.checks.end()) continue;
        const RunId run = jobs.run(id, entry.stage, actor.account, now);
        const auto check = jobs.add_check(run, {.stage = entry.stage,
                                                .answer = {entry.operation, entry.passed, entry.remark},
                                                .entry_key = entry.entry_key,
                                                .answered_by = actor.account,
                                                .answered_at = now});
        trail.record(actor, "check.answered", "check_answer", check,
                     {set("operation", entry.operation), set("passed", entry.passed ? "yes" : "no"), set("remark", entry.remark)}, now);
    }
}

void record_adjustment(storage::Transaction& transaction, const people::Actor& actor, JobId id, const jobs::Adjustment& adjustment, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, now);
    auto findings = jobs::findings_on(adjustment);
    const auto has_run = [&](procedures::Stage stage) { return std::ranges::find(sheet.readings, stage, &jobs::Reading::stage) != sheet.readings.end(); };
    if (adjustment.choice != jobs::AdjustmentChoice::adjusted && has_run(procedures::Stage::as_left) && has_run(procedures::Stage::as_found))
        findings.push_back({"adjustment.as_left_exists", "readings as left exist beside those as found; the item was adjusted in between",
                            "/choice", {}});
    if (adjustment.choice == jobs::AdjustmentChoice::as_found_not_applicable && has_run(procedures::Stage::as_found))
        findings.push_back({"adjustment.as_found_exists", "readings as found exist; as found does apply", "/choice", {}});
    refuse(std::move(findings));
    const auto row = storage::JobRepository(transaction, actor.scope()).add_adjustment(id, adjustment, actor.account, now);
    std::vector<trail::Change> changes;
    add_change(changes, "choice", sheet.adjustment ? std::string(jobs::to_string(sheet.adjustment->choice)) : "",
               std::string(jobs::to_string(adjustment.choice)));
    storage::Trail(transaction, actor.scope()).record(actor, "adjustment.recorded", "adjustment", row, changes, now);
}

void record_not_measured(storage::Transaction& transaction, const people::Actor& actor, JobId id, const std::string& point,
                         const std::string& reason, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, now);
    std::vector<Finding> findings;
    if (!sheet.layout.point(point))
        findings.push_back({"reading.unknown_point", "the sheet has no point " + point, "/point", {{"point", point}}});
    if (trimmed(reason).empty())
        findings.push_back({"field.missing", "say why point " + point + " could not be measured; the certificate names it", "/reason",
                            {{"field", "reason"}}});
    if (sheet.job.kind == procedures::Kind::verification)
        findings.push_back({"verification.partial", "a verification has no partial result; finish it or return the item unfinished", "/point", {}});
    refuse(std::move(findings));
    storage::JobRepository jobs(transaction, actor.scope());
    const auto row = jobs.add_not_measured(id, point, reason, actor.account, now);
    storage::Trail trail(transaction, actor.scope());
    trail.record(actor, "point.not_measured", "point_not_measured", row, {set("point", point), set("reason", reason)}, now);
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
    require_authorised(transaction, actor, people::Activity::judge_environment, sheet.procedure.code, site.today);
    jobs::require_state(sheet.job, {jobs::State::in_work, jobs::State::held}, "a judgement");
    const auto found = std::ranges::find(sheet.evaluation.findings, finding_code, &Finding::code);
    std::vector<Finding> findings;
    if (found == sheet.evaluation.findings.end())
        findings.push_back({"judgement.nothing", "nothing called " + finding_code + " holds job " + sheet.job.number, "/finding_code",
                            {{"finding_code", finding_code}}});
    if (trimmed(judgement).empty()) findings.push_back({"field.missing", "write the judgement", "/judgement", {{"field", "judgement"}}});
    if (trimmed(effect).empty())
        findings.push_back({"field.missing", "write what it means for the results", "/effect", {{"field", "effect"}}});
    refuse(std::move(findings));
    const auto row = storage::JobRepository(transaction, actor.scope())
                         .add_judgement(id, {.finding_code = finding_code,
                                             .finding = found->sentence,
                                             .judgement = judgement,
                                             .effect = effect,
                                             .judged_by = actor.account,
                                             .judged_at = now});
    storage::Trail(transaction, actor.scope())
        .record(actor, "job.judged", "job_judgement", row, {set("finding", finding_code), set("judgement", judgement), set("effect", effect)}, now);
    hold_or_release(transaction, actor, id, now);
}

}  // namespace chuan::operations
