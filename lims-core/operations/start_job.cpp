#include "operations/start_job.h"

#include <algorithm>

#include "base/text.h"
#include "operations/load_sheet.h"
#include "procedures/layout.h"
#include "procedures/reader.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/order_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

constexpr std::string_view kSensors = "environment";

std::vector<Finding> why_not(const storage::ProcedureVersion& version, CivilDate today) {
    const std::string name = "procedure " + version.code + " version " + version.version;
    const std::map<std::string, std::string> values{{"procedure", version.code}, {"version", version.version}};
    switch (version.status) {
        case storage::ProcedureStatus::draft:
            return {
                {"procedure.draft",
                 name + " is a draft; the laboratory has to record its verification of the method and approve it first",
                 "/procedure_version_id", values}};
        case storage::ProcedureStatus::verified:
            return {{"procedure.not_approved", name + " has been verified but not approved; approve it first",
                     "/procedure_version_id", values}};
        case storage::ProcedureStatus::withdrawn:
            return {
                {"procedure.withdrawn",
                 name + " was withdrawn on " + to_iso(*version.withdrawn_on) + "; choose the version that replaces it",
                 "/procedure_version_id", values}};
        case storage::ProcedureStatus::approved:
            if (*version.approved_on > today)
                return {{"procedure.not_approved", name + " takes effect on " + to_iso(*version.approved_on),
                         "/procedure_version_id", values}};
            return {};
    }
    throw std::logic_error("no such status");
}

class Starter {
  public:
    Starter(storage::Transaction& transaction, const people::Actor& actor, JobId id, Moment now)
        : transaction_(transaction),
          actor_(actor),
          site_(site_of(transaction, actor, now)),
          job_(storage::JobRepository(transaction, actor.scope()).require(id)),
          instrument_(storage::InstrumentRepository(transaction, actor.scope()).require(job_.instrument)),
          review_(storage::JobRepository(transaction, actor.scope()).contract_review(id)) {}

    const Site& site() const { return site_; }
    const jobs::Job& job() const { return job_; }

    std::vector<ProcedureOption> procedures() {
        std::vector<ProcedureOption> options;
        for (auto& version : storage::ProcedureRepository(transaction_, actor_.scope()).list()) {
            if (version.kind != storage::word(job_.kind)) continue;
            auto findings = why_not(version, site_.today);
            for (auto& finding : findings_on_item(read(version.id))) findings.push_back(std::move(finding));
            options.push_back({version, std::move(findings)});
        }
        std::ranges::stable_sort(options, {}, [](const ProcedureOption& option) { return option.findings.size(); });
        return options;
    }

    procedures::Procedure read(ProcedureVersionId id) {
        storage::ProcedureRepository repository(transaction_, actor_.scope());
        return procedures::read_procedure(repository.content(id), repository.require(id).code);
    }

    /// Points, ranges and limits that this item cannot have under the procedure.
    std::vector<Finding> findings_on_item(const procedures::Procedure& procedure) {
        if (!instrument_.quantity.empty() && instrument_.quantity != procedure.quantity)
            return {
                {"procedure.quantity",
                 "procedure " + procedure.code + " measures " + procedure.quantity + ", the item is one of " +
                     instrument_.quantity + "; choose another procedure",
                 "/procedure_version_id",
                 {{"procedure", procedure.code}, {"quantity", procedure.quantity}, {"needed", instrument_.quantity}}}};
        try {
            procedures::layout(procedure, item_input(instrument_), agreed_points(review_));
            return {};
        } catch (const Error& error) {
            return error.findings();
        }
    }

    equipment::Need need_of(const procedures::Procedure& procedure, const procedures::StandardNeed& need) {
        equipment::Need asked{
            .quantity = need.quantity, .low = {}, .high = {}, .unit = {}, .from = site_.today, .to = site_.today};
        if (!need.covers_points) return asked;
        const auto layout = procedures::layout(procedure, item_input(instrument_), agreed_points(review_));
        for (const auto& point : layout.points) {
            if (!asked.low || point.nominal < *asked.low) asked.low = point.nominal;
            if (!asked.high || point.nominal > *asked.high) asked.high = point.nominal;
        }
        asked.unit = layout.unit;
        return asked;
    }

    StandardOption option(const equipment::MeasurementStandard& standard, const equipment::Need& need) {
        storage::StandardRepository repository(transaction_, actor_.scope());
        const auto certificates = repository.certificates_of(standard.id);
        StandardOption option{standard, std::nullopt, equipment::why_unusable(standard, certificates, need)};
        if (standard.instrument && *standard.instrument == job_.instrument)
            option.findings.push_back({"standard.is_the_item",
                                       "standard " + standard.code + " is the item itself; choose another",
                                       "",
                                       {{"standard", standard.code}}});
        if (const auto* certificate = equipment::certificate_on(certificates, need.from))
            option.certificate = *certificate;
        return option;
    }

    std::vector<StandardOption> options(const equipment::Need& need) {
        std::vector<StandardOption> options;
        for (const auto& standard : storage::StandardRepository(transaction_, actor_.scope()).candidates(need.quantity))
            options.push_back(option(standard, need));
        return options;
    }

    std::vector<StandardOption> sensors() {
        return options({.quantity = std::string(kSensors),
                        .low = {},
                        .high = {},
                        .unit = {},
                        .from = site_.today,
                        .to = site_.today});
    }

    const std::optional<jobs::ContractReview>& review() const { return review_; }
    bool group_2_use() const { return instrument_.purpose == equipment::Purpose::group_2; }

  private:
    storage::Transaction& transaction_;
    const people::Actor& actor_;
    Site site_;
    jobs::Job job_;
    equipment::Instrument instrument_;
    std::optional<jobs::ContractReview> review_;
};

void choose_standards(storage::Transaction& transaction, const people::Actor& actor, Starter& starter,
                      const procedures::Procedure& procedure, const Start& start, Moment now,
                      std::vector<Finding>& findings) {
    storage::StandardRepository standards(transaction, actor.scope());
    storage::JobRepository jobs(transaction, actor.scope());
    storage::Trail trail(transaction, actor.scope());
    for (const auto& [role, standard] : start.standards)
        if (!procedure.standard(role))
            findings.push_back({"standard.role_unknown",
                                "procedure " + procedure.code + " has no role " + role + "; reload the list",
                                "/standards/" + role,
                                {{"role", role}, {"procedure", procedure.code}}});
    for (const auto& need : procedure.standards) {
        const auto chosen = start.standards.find(need.role);
        if (chosen == start.standards.end()) {
            findings.push_back({"standard.role_missing",
                                "no standard is chosen for " + need.role + "; choose one",
                                "/standards/" + need.role,
                                {{"role", need.role}}});
            continue;
        }
        auto option = starter.option(standards.require(chosen->second), starter.need_of(procedure, need));
        for (auto& finding : option.findings) {
            finding.field = "/standards/" + need.role;
            findings.push_back(std::move(finding));
        }
        if (!findings.empty() || !option.certificate) continue;
        const auto id = jobs.add_standard(starter.job().id, need.role, option.standard.id, option.certificate->id,
                                          actor.account, now);
        trail.record(actor, "job.standard_chosen", "job_standard", id,
                     {set("role", need.role), set("standard", option.standard.code),
                      set("certificate", option.certificate->number)},
                     now);
    }
}

std::vector<Finding> findings_on_start(const Starter& starter, const storage::ProcedureVersion& version,
                                       const Start& start) {
    auto findings = jobs::findings_before_work(starter.job(), starter.group_2_use(), starter.review());
    for (auto& finding : why_not(version, starter.site().today)) findings.push_back(std::move(finding));
    const std::string kind(storage::word(starter.job().kind));
    if (version.kind != kind)
        findings.push_back({"procedure.kind",
                            "procedure " + version.code + " is one of " + version.kind + ", the job asks for " + kind,
                            "/procedure_version_id",
                            {{"procedure", version.code}, {"kind", version.kind}}});
    if (start.place != jobs::Place::laboratory && trimmed(start.place_detail).empty())
        findings.push_back({"field.missing",
                            "the work is outside the laboratory; say where",
                            "/place_detail",
                            {{"field", "place_detail"}}});
    return findings;
}

/// What the evaluation has against the standards is said before the first reading: afterwards they stay as they are.
void refuse_poor_standards(const Sheet& sheet) {
    auto findings = sheet.evaluation.findings;
    std::erase_if(findings, [](const Finding& finding) { return !finding.code.starts_with("standard."); });
    refuse(std::move(findings));
}

}  // namespace

StartOptions start_options(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                           std::optional<ProcedureVersionId> asked, Moment now) {
    people::require(actor, people::Permission::read_jobs);
    Starter starter(transaction, actor, id, now);
    StartOptions options{.procedures = starter.procedures(), .chosen = asked, .roles = {}, .sensors = {}};
    if (!options.chosen && !options.procedures.empty() && options.procedures.front().findings.empty())
        options.chosen = options.procedures.front().version.id;
    if (options.chosen) {
        const auto procedure = starter.read(*options.chosen);
        if (starter.findings_on_item(procedure).empty())
            for (const auto& need : procedure.standards) {
                const auto asked_of = starter.need_of(procedure, need);
                options.roles.push_back(
                    {need, asked_of.unit.empty() ? procedure.unit : asked_of.unit, starter.options(asked_of)});
            }
    }
    options.sensors = starter.sensors();
    return options;
}

std::vector<StandardOption> sensor_options(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                                           Moment now) {
    return Starter(transaction, actor, id, now).sensors();
}

void start_job(storage::Transaction& transaction, const people::Actor& actor, JobId id, const Start& start,
               Moment now) {
    Starter starter(transaction, actor, id, now);
    require_right(transaction, actor, starter.site(), people::Permission::measure, now);
    jobs::Job job = starter.job();
    jobs::require_state(job, {jobs::State::received, jobs::State::in_work}, "starting the work");
    if (job.first_reading_at)
        throw Error(ErrorKind::conflict, "job.has_readings",
                    "job " + job.number + " has readings already; procedure and standards stay as they are", "",
                    {{"job", job.number}});
    const auto version = storage::ProcedureRepository(transaction, actor.scope()).require(start.procedure);
    require_authorised(transaction, actor, people::Activity::perform, version.code, starter.site().today);
    const auto order = storage::OrderRepository(transaction, actor.scope()).require(job.order);
    require_no_conflict(transaction, actor, order.customer, starter.site().today);
    refuse(findings_on_start(starter, version, start));
    const auto procedure = starter.read(start.procedure);
    refuse(starter.findings_on_item(procedure));
    std::vector<Finding> findings;
    choose_standards(transaction, actor, starter, procedure, start, now, findings);
    refuse(std::move(findings));

    std::vector<trail::Change> changes{set("procedure", version.code + " " + version.version)};
    add_change(changes, "state", std::string(jobs::to_string(job.state)), "in_work");
    job.procedure = start.procedure;
    job.state = jobs::State::in_work;
    job.place = start.place;
    job.place_detail = start.place_detail;
    job.technician = actor.account;
    storage::JobRepository(transaction, actor.scope()).update(job);
    storage::Trail(transaction, actor.scope()).record(actor, "job.started", "job", id.value, changes, now);
    refuse_poor_standards(load_sheet(transaction, actor.scope(), id));
}

}  // namespace chuan::operations
