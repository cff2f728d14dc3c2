#include <algorithm>

#include "base/text.h"
#include "jobs/stored_finding.h"
#include "operations/bench_desk.h"
#include "operations/holding.h"
#include "operations/record_conditions.h"
#include "operations/room_history.h"
#include "operations/sheet_desk.h"
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

/// The room of one job, or of all items at a bench, during one request.
class RoomDesk {
  public:
    RoomDesk(storage::Transaction& transaction, const people::Actor& actor, Moment now,
             std::vector<const Sheet*> sheets, std::optional<jobs::BenchId> bench)
        : transaction_(transaction),
          actor_(actor),
          now_(now),
          site_(site_of(transaction, actor, now)),
          sheets_(std::move(sheets)),
          bench_(bench),
          jobs_(transaction, actor.scope()),
          standing_(bench ? storage::BenchRepository(transaction, actor.scope()).environment(*bench)
                          : sheets_.front()->environment) {}

    EnvironmentAnswer record(const EnvironmentEntry& entry) {
        if (auto before = recorded_before(entry)) return *std::move(before);
        EnvironmentAnswer answer{
            .entry_key = entry.entry_key, .outcome = EntryOutcome::refused, .reading = {}, .other = {}, .findings = {}};
        std::optional<Decimal> indication;
        answer.findings = findings_on(entry, procedure(), indication, now_);
        add_late_finding(entry, answer.findings);
        const auto sensed =
            sense(transaction_, actor_, entry, site_.day_of(entry.measured_at), indication, answer.findings);
        const storage::EnvironmentReading* standing = standing_at(entry);
        if (standing && standing->id == entry.replaces && trimmed(entry.reason).empty())
            answer.findings.push_back(reason_missing(*standing));
        if (!answer.findings.empty()) return answer;
        if (standing && standing->id != entry.replaces) {
            answer.outcome = EntryOutcome::conflict;
            answer.other = *standing;
            return answer;
        }
        answer.outcome = EntryOutcome::saved;
        answer.reading = add(entry, *indication, *sensed, standing);
        return answer;
    }

  private:
    const procedures::Procedure& procedure() const { return sheets_.front()->procedure; }

    const storage::EnvironmentReading* standing_at(const EnvironmentEntry& entry) const {
        const auto found = std::ranges::find_if(standing_, [&](const storage::EnvironmentReading& reading) {
            return reading.moment == entry.moment && reading.quantity == entry.quantity;
        });
        return found == standing_.end() ? nullptr : &*found;
    }

    /// nullopt for an entry that has not come before.
    std::optional<EnvironmentAnswer> recorded_before(const EnvironmentEntry& entry) {
        const auto known = jobs_.environment_by_key(entry.entry_key);
        if (!known) return std::nullopt;
        EnvironmentAnswer answer{.entry_key = entry.entry_key,
                                 .outcome = EntryOutcome::already_saved,
                                 .reading = known->row,
                                 .other = {},
                                 .findings = {}};
        const bool here = bench_ ? known->row.bench == bench_ : known->job == sheets_.front()->job.id;
        if (here && known->row.moment == entry.moment && known->row.quantity == entry.quantity) return answer;
        answer.outcome = EntryOutcome::refused;
        answer.reading = std::nullopt;
        answer.findings = {key_reused(entry.entry_key)};
        return answer;
    }

    /// By the rule of readings; at a bench of any item there.
    void add_late_finding(const EnvironmentEntry& entry, std::vector<Finding>& findings) {
        for (auto& finding : findings_on_paper(transaction_, actor_.scope(), entry.transcribed_from, entry.late_reason))
            findings.push_back(std::move(finding));
        if (entry.transcribed_from) return;
        for (const Sheet* sheet : sheets_)
            if (auto finding = late_entry(*sheet, site_, entry.measured_at)) {
                findings.push_back(*std::move(finding));
                return;
            }
    }

    static Finding reason_missing(const storage::EnvironmentReading& standing) {
        const std::string value = standing.indication.text();
        return {"environment.reason",
                standing.quantity + " at the " + standing.moment + " was recorded as " + value +
                    "; say why another value takes its place",
                "/reason",
                {{"quantity", standing.quantity}, {"moment", standing.moment}, {"value", value}}};
    }

    storage::EnvironmentReading add(const EnvironmentEntry& entry, const Decimal& indication, const Sensed& sensed,
                                    const storage::EnvironmentReading* before) {
        const auto condition =
            std::ranges::find(procedure().conditions, entry.quantity, &procedures::EnvironmentCondition::quantity);
        storage::EnvironmentReading reading{.moment = entry.moment,
                                            .quantity = entry.quantity,
                                            .indication = indication,
                                            .corrected = sensed.corrected,
                                            .unit = condition->unit,
                                            .sensor = sensed.sensor.id,
                                            .sensor_certificate = sensed.certificate.id,
                                            .entry_key = entry.entry_key,
                                            .measured_at = entry.measured_at,
                                            .entered_at = now_,
                                            .author = actor_.account,
                                            .transcribed_from = entry.transcribed_from,
                                            .late_reason = trimmed(entry.late_reason),
                                            .bench = bench_};
        reading.id = bench_ ? storage::BenchRepository(transaction_, actor_.scope()).add_environment(*bench_, reading)
                            : jobs_.add_environment(sheets_.front()->job.id, reading);
        record_act(entry, reading, before);
        standing_.push_back(reading);
        standing_ = storage::newest_of(standing_);
        return reading;
    }

    void record_act(const EnvironmentEntry& entry, const storage::EnvironmentReading& reading,
                    const storage::EnvironmentReading* before) {
        std::vector<trail::Change> changes{set("quantity", reading.quantity + " " + reading.moment),
                                           set("indication", reading.indication.text()),
                                           set("corrected", reading.corrected.text())};
        if (before) {
            changes.push_back(set("replaces", before->indication.text()));
            changes.push_back(set("reason", trimmed(entry.reason)));
        }
        add_paper(changes, reading.transcribed_from, reading.late_reason);
        storage::Trail(transaction_, actor_.scope())
            .record(actor_, "environment.recorded", "environment_reading", reading.id, changes, now_);
    }

    storage::Transaction& transaction_;
    const people::Actor& actor_;
    Moment now_;
    Site site_;
    std::vector<const Sheet*> sheets_;  // of the job, or of the open items at the bench
    std::optional<jobs::BenchId> bench_;
    storage::JobRepository jobs_;
    std::vector<storage::EnvironmentReading> standing_;
};

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
                           .other = {},
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

std::vector<Finding> held_by(const Sheet& sheet) { return found_in_room(sheet.procedure, sheet.room); }

std::vector<EnvironmentAnswer> record_environment(storage::Transaction& transaction, const people::Actor& actor,
                                                  JobId id, const std::vector<EnvironmentEntry>& entries, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::perform, now);
    if (sheet.bench) return refused_there(sheet, entries);
    std::vector<EnvironmentAnswer> answers;
    RoomDesk room(transaction, actor, now, {&sheet}, std::nullopt);
    for (const auto& entry : entries) answers.push_back(room.record(entry));
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
    std::vector<const Sheet*> sheets;
    for (const SheetDesk* item : items) sheets.push_back(&item->sheet());
    RoomDesk room(transaction, actor, now, sheets, id);
    BenchEnvironment recorded;
    for (const auto& entry : entries) recorded.answers.push_back(room.record(entry));
    SheetLoader loader(transaction, actor.scope());
    for (const SheetDesk* item : items) {
        const Sheet after = loader.load(item->sheet().job.id);
        if (item == items.front()) add_findings(recorded.answers, after);
        recorded.jobs.push_back({after.job.id, hold_or_release(transaction, actor, after, now)});
    }
    return recorded;
}

}  // namespace chuan::operations
