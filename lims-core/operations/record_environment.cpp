#include <algorithm>

#include "jobs/stored_finding.h"
#include "operations/bench_desk.h"
#include "operations/holding.h"
#include "operations/record_conditions.h"
#include "operations/sheet_desk.h"
#include "procedures/sheet_checks.h"
#include "storage/standard_repository.h"

namespace chuan::operations {
namespace {

/// A value outside its limits is said beside that value, a change beside both.
bool speaks_of(const Finding& finding, const storage::EnvironmentReading& reading) {
    const auto moment = finding.values.find("moment");
    return finding.values.at("quantity") == reading.quantity &&
           (moment == finding.values.end() || moment->second == reading.moment);
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

/// Whose environment it is.
struct Room {
    std::optional<JobId> job{};
    std::optional<jobs::BenchId> bench{};
};

/// nullopt for an entry that has not come before.
std::optional<EnvironmentAnswer> recorded_before(storage::JobRepository& jobs, const Room& room,
                                                 const EnvironmentEntry& entry) {
    const auto known = jobs.environment_by_key(entry.entry_key);
    if (!known) return std::nullopt;
    EnvironmentAnswer answer{
        .entry_key = entry.entry_key, .outcome = EntryOutcome::already_saved, .reading = known->row, .findings = {}};
    if (known->job == room.job && known->row.bench == room.bench && known->row.moment == entry.moment &&
        known->row.quantity == entry.quantity)
        return answer;
    answer.outcome = EntryOutcome::refused;
    answer.reading = std::nullopt;
    answer.findings = {key_reused(entry.entry_key)};
    return answer;
}

EnvironmentAnswer record_one(storage::Transaction& transaction, const people::Actor& actor, const Site& site,
                             const Room& room, const procedures::Procedure& procedure, const EnvironmentEntry& entry,
                             Moment now) {
    storage::JobRepository jobs(transaction, actor.scope());
    if (auto before = recorded_before(jobs, room, entry)) return *std::move(before);
    EnvironmentAnswer answer{
        .entry_key = entry.entry_key, .outcome = EntryOutcome::refused, .reading = {}, .findings = {}};
    std::optional<Decimal> indication;
    answer.findings = findings_on(entry, procedure, indication, now);
    const auto sensed = sense(transaction, actor, entry, site.day_of(entry.measured_at), indication, answer.findings);
    if (!answer.findings.empty()) return answer;
    const auto condition =
        std::ranges::find(procedure.conditions, entry.quantity, &procedures::EnvironmentCondition::quantity);
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
                                        .author = actor.account,
                                        .bench = room.bench};
    reading.id = room.bench ? storage::BenchRepository(transaction, actor.scope()).add_environment(*room.bench, reading)
                            : jobs.add_environment(room.job.value(), reading);
    storage::Trail(transaction, actor.scope())
        .record(actor, "environment.recorded", "environment_reading", reading.id,
                {set("quantity", entry.quantity + " " + entry.moment), set("indication", indication->text()),
                 set("corrected", sensed->corrected.text())},
                now);
    answer.outcome = EntryOutcome::saved;
    answer.reading = std::move(reading);
    return answer;
}

/// What holds the job is said beside the figures that it is of.
void add_findings(std::vector<EnvironmentAnswer>& answers, const Sheet& after) {
    for (const auto& finding : unjudged(after))
        for (auto& answer : answers)
            if (answer.reading && speaks_of(finding, *answer.reading)) answer.findings.push_back(finding);
}

std::vector<EnvironmentAnswer> refused_there(const Sheet& sheet, const std::vector<EnvironmentEntry>& entries) {
    std::vector<EnvironmentAnswer> answers;
    for (const auto& entry : entries)
        answers.push_back({.entry_key = entry.entry_key,
                           .outcome = EntryOutcome::refused,
                           .reading = {},
                           .findings = {shared_at_bench(sheet.job, *sheet.bench, entry.quantity, "/quantity")}});
    return answers;
}

}  // namespace

std::vector<Finding> unjudged(const Sheet& sheet) {
    std::vector<Finding> findings = held_by(sheet);
    std::erase_if(findings, [&](const Finding& finding) {
        return std::ranges::find(sheet.judgements, jobs::stored_form(finding), &storage::Judgement::finding) !=
               sheet.judgements.end();
    });
    return findings;
}

jobs::State hold_or_release(storage::Transaction& transaction, const people::Actor& actor, const Sheet& sheet,
                            Moment now) {
    const auto holding = unjudged(sheet);
    jobs::Job job = sheet.job;
    const auto state = holding.empty() ? jobs::State::in_work : jobs::State::held;
    if (job.state == state) return state;
    std::vector<trail::Change> changes;
    add_change(changes, "state", std::string(jobs::to_string(job.state)), std::string(jobs::to_string(state)));
    job.state = state;
    job.state_reason = holding.empty() ? "" : jobs::stored_form(holding.front());
    if (!holding.empty()) changes.push_back(set("state_reason", job.state_reason));
    storage::JobRepository(transaction, actor.scope()).update(job);
    storage::Trail(transaction, actor.scope())
        .record(actor, holding.empty() ? "job.released" : "job.held", "job", job.id.value, changes, now);
    return state;
}

std::vector<Finding> held_by(const Sheet& sheet) {
    auto findings = procedures::findings_on_environment(sheet.procedure, sheet.inputs);
    std::erase_if(findings, [](const Finding& finding) { return finding.code == "environment.missing"; });
    return findings;
}

std::vector<EnvironmentAnswer> record_environment(storage::Transaction& transaction, const people::Actor& actor,
                                                  JobId id, const std::vector<EnvironmentEntry>& entries, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    if (sheet.bench) return refused_there(sheet, entries);
    std::vector<EnvironmentAnswer> answers;
    for (const auto& entry : entries)
        answers.push_back(record_one(transaction, actor, site, {id, {}}, sheet.procedure, entry, now));
    const Sheet after = load_sheet(transaction, actor.scope(), id);
    add_findings(answers, after);
    hold_or_release(transaction, actor, after, now);
    return answers;
}

BenchEnvironment record_environment_at_bench(storage::Transaction& transaction, const people::Actor& actor,
                                             jobs::BenchId id, const std::vector<EnvironmentEntry>& entries,
                                             Moment now) {
    BenchDesk desk(transaction, actor, id, people::Activity::perform, now);
    const auto items = desk.items();
    const Site site = site_of(transaction, actor, now);
    BenchEnvironment recorded;
    for (const auto& entry : entries)
        recorded.answers.push_back(
            record_one(transaction, actor, site, {{}, id}, items.front()->sheet().procedure, entry, now));
    SheetLoader loader(transaction, actor.scope());
    for (const SheetDesk* item : items) {
        const Sheet after = loader.load(item->sheet().job.id);
        if (item == items.front()) add_findings(recorded.answers, after);
        recorded.jobs.push_back({after.job.id, hold_or_release(transaction, actor, after, now)});
    }
    return recorded;
}

}  // namespace chuan::operations
