#include "operations/record_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "jobs/stored_finding.h"
#include "operations/sheet_desk.h"
#include "procedures/sheet_checks.h"
#include "storage/standard_repository.h"

namespace chuan::operations {
namespace {

/// What was outside its limits, and not judged with these figures yet.
std::vector<Finding> unjudged(const Sheet& sheet) {
    std::vector<Finding> findings = held_by(sheet);
    std::erase_if(findings, [&](const Finding& finding) {
        return std::ranges::find(sheet.judgements, jobs::stored_form(finding), &storage::Judgement::finding) !=
               sheet.judgements.end();
    });
    return findings;
}

/// A value outside its limits is said beside that value, a change beside both.
bool speaks_of(const Finding& finding, const storage::EnvironmentReading& reading) {
    const auto moment = finding.values.find("moment");
    return finding.values.at("quantity") == reading.quantity &&
           (moment == finding.values.end() || moment->second == reading.moment);
}

/// Holds the job while the environment was outside its limits and nobody has judged it; lets it go on afterwards.
void hold_or_release(storage::Transaction& transaction, const people::Actor& actor, const Sheet& sheet, Moment now) {
    const auto holding = unjudged(sheet);
    jobs::Job job = sheet.job;
    const auto state = holding.empty() ? jobs::State::in_work : jobs::State::held;
    if (job.state == state) return;
    std::vector<trail::Change> changes;
    add_change(changes, "state", std::string(jobs::to_string(job.state)), std::string(jobs::to_string(state)));
    job.state = state;
    job.state_reason = holding.empty() ? "" : jobs::stored_form(holding.front());
    if (!holding.empty()) changes.push_back(set("state_reason", job.state_reason));
    storage::JobRepository(transaction, actor.scope()).update(job);
    storage::Trail(transaction, actor.scope())
        .record(actor, holding.empty() ? "job.released" : "job.held", "job", job.id.value, changes, now);
}

std::vector<Finding> findings_on(const EnvironmentEntry& entry, const procedures::Procedure& procedure,
                                 std::optional<Decimal>& indication, Moment now) {
    std::vector<Finding> findings = findings_on_key(entry.entry_key);
    try {
        indication = Decimal::parse_entered(entry.typed);
    } catch (const Error& error) {
        for (auto finding : error.findings()) {
            finding.field = "/indication";
            findings.push_back(std::move(finding));
        }
    }
    if (entry.moment != "start" && entry.moment != "end")
        findings.push_back({"environment.moment",
                            "the environment is recorded at start and end, not at " + entry.moment,
                            "/moment",
                            {}});
    if (std::ranges::find(procedure.conditions, entry.quantity, &procedures::EnvironmentCondition::quantity) ==
        procedure.conditions.end())
        findings.push_back({"environment.quantity",
                            "procedure " + procedure.code + " does not ask for " + entry.quantity,
                            "/quantity",
                            {{"quantity", entry.quantity}}});
    if (auto finding = not_yet(entry.measured_at, now)) findings.push_back(*std::move(finding));
    return findings;
}

/// Which sensor with which certificate, and what its indication means.
struct Sensed {
    equipment::MeasurementStandard sensor;
    equipment::StandardCertificate certificate;
    Decimal corrected;
};

std::optional<Sensed> sense(storage::Transaction& transaction, const people::Actor& actor,
                            const EnvironmentEntry& entry, CivilDate day, const std::optional<Decimal>& indication,
                            std::vector<Finding>& findings) {
    storage::StandardRepository standards(transaction, actor.scope());
    const auto sensor = standards.require(entry.sensor);
    const auto certificates = standards.certificates_of(sensor.id);
    for (auto& finding : equipment::why_unusable(
             sensor, certificates, {.quantity = {}, .low = {}, .high = {}, .unit = {}, .from = day, .to = day})) {
        finding.field = "/sensor_id";
        findings.push_back(std::move(finding));
    }
    const auto* certificate = equipment::certificate_on(certificates, day);
    if (!indication || !certificate) return std::nullopt;
    const auto corrected = equipment::corrected(*certificate, entry.quantity, *indication);
    if (!corrected) {
        findings.push_back(
            {"sensor.quantity",
             "sensor " + sensor.code + " has no calibrated value of " + entry.quantity + "; choose another",
             "/sensor_id",
             {{"standard", sensor.code}, {"quantity", entry.quantity}}});
        return std::nullopt;
    }
    return Sensed{sensor, *certificate, *corrected};
}

/// nullopt for an entry that has not come before.
std::optional<EnvironmentAnswer> recorded_before(storage::JobRepository& jobs, JobId job,
                                                 const EnvironmentEntry& entry) {
    const auto known = jobs.environment_by_key(entry.entry_key);
    if (!known) return std::nullopt;
    EnvironmentAnswer answer{
        .entry_key = entry.entry_key, .outcome = EntryOutcome::already_saved, .reading = known->row, .findings = {}};
    if (known->job == job && known->row.moment == entry.moment && known->row.quantity == entry.quantity) return answer;
    answer.outcome = EntryOutcome::refused;
    answer.reading = std::nullopt;
    answer.findings = {key_reused(entry.entry_key)};
    return answer;
}

EnvironmentAnswer record_one(storage::Transaction& transaction, const people::Actor& actor, const Site& site,
                             const Sheet& sheet, const EnvironmentEntry& entry, Moment now) {
    storage::JobRepository jobs(transaction, actor.scope());
    if (auto before = recorded_before(jobs, sheet.job.id, entry)) return *std::move(before);
    EnvironmentAnswer answer{
        .entry_key = entry.entry_key, .outcome = EntryOutcome::refused, .reading = {}, .findings = {}};
    std::optional<Decimal> indication;
    answer.findings = findings_on(entry, sheet.procedure, indication, now);
    const auto sensed = sense(transaction, actor, entry, site.day_of(entry.measured_at), indication, answer.findings);
    if (!answer.findings.empty()) return answer;
    const auto condition =
        std::ranges::find(sheet.procedure.conditions, entry.quantity, &procedures::EnvironmentCondition::quantity);
    storage::EnvironmentReading reading{.moment = entry.moment,
                                        .quantity = entry.quantity,
                                        .indication = *indication,
                                        .corrected = sensed->corrected,
                                        .unit = condition->unit,
                                        .sensor = sensed->sensor.id,
                                        .sensor_certificate = sensed->certificate.id,
                                        .entry_key = entry.entry_key,
                                        .measured_at = entry.measured_at,
                                        .entered_at = now,
                                        .author = actor.account};
    reading.id = jobs.add_environment(sheet.job.id, reading);
    storage::Trail(transaction, actor.scope())
        .record(actor, "environment.recorded", "environment_reading", reading.id,
                {set("quantity", entry.quantity + " " + entry.moment), set("indication", indication->text()),
                 set("corrected", sensed->corrected.text())},
                now);
    answer.outcome = EntryOutcome::saved;
    answer.reading = std::move(reading);
    return answer;
}

CheckAnswered answer_check(storage::Transaction& transaction, const people::Actor& actor, const Sheet& sheet,
                           const CheckEntry& entry, Moment now) {
    CheckAnswered answer{.entry_key = entry.entry_key,
                         .outcome = EntryOutcome::refused,
                         .check = {},
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
    if (!answer.findings.empty()) return answer;
    storage::CheckRow row{.stage = entry.stage,
                          .answer = {entry.operation, entry.passed, entry.remark},
                          .entry_key = entry.entry_key,
                          .answered_by = actor.account,
                          .answered_at = now};
    row.id = jobs.add_check(jobs.run(sheet.job.id, entry.stage, actor.account, now), row);
    storage::Trail(transaction, actor.scope())
        .record(actor, "check.answered", "check_answer", row.id,
                {set("operation", entry.operation), set("passed", entry.passed ? "yes" : "no"),
                 set("remark", entry.remark)},
                now);
    answer.outcome = EntryOutcome::saved;
    answer.check = std::move(row);
    return answer;
}

std::vector<Finding> findings_on_change(const Sheet& sheet, const jobs::Adjustment& adjustment) {
    auto findings = jobs::findings_on(adjustment);
    const auto measured = [&](procedures::Stage stage) {
        return !jobs::counted(sheet.readings, sheet.marks, sheet.procedure.counted, stage).empty();
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

std::vector<Finding> held_by(const Sheet& sheet) {
    auto findings = procedures::findings_on_environment(sheet.procedure, sheet.inputs);
    std::erase_if(findings, [](const Finding& finding) { return finding.code == "environment.missing"; });
    return findings;
}

std::vector<EnvironmentAnswer> record_environment(storage::Transaction& transaction, const people::Actor& actor,
                                                  JobId id, const std::vector<EnvironmentEntry>& entries, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    std::vector<EnvironmentAnswer> answers;
    for (const auto& entry : entries) answers.push_back(record_one(transaction, actor, site, sheet, entry, now));
    const Sheet after = load_sheet(transaction, actor.scope(), id);
    for (const auto& finding : unjudged(after))
        for (auto& answer : answers)
            if (answer.reading && speaks_of(finding, *answer.reading)) answer.findings.push_back(finding);
    hold_or_release(transaction, actor, after, now);
    return answers;
}

std::vector<CheckAnswered> record_checks(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                                         const std::vector<CheckEntry>& entries, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    std::vector<CheckAnswered> answers;
    for (const auto& entry : entries) answers.push_back(answer_check(transaction, actor, sheet, entry, now));
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
    require_authorised(transaction, actor, people::Activity::judge_environment, sheet.procedure.code, site.today);
    require_no_conflict(transaction, actor, sheet.order.customer, site.today);
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

}  // namespace chuan::operations
