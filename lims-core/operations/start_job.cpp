#include "operations/start_job.h"

#include <algorithm>

#include "base/text.h"
#include "operations/bench_place.h"
#include "operations/choices.h"
#include "operations/job_item.h"
#include "operations/load_sheet.h"
#include "storage/job_repository.h"
#include "storage/order_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

void choose_standards(storage::Transaction& transaction, const people::Actor& actor, Choices& choices,
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
        auto option = choices.option(standards.require(chosen->second), choices.need_of(procedure, need));
        for (auto& finding : option.findings) {
            finding.field = "/standards/" + need.role;
            findings.push_back(std::move(finding));
        }
        if (!findings.empty() || !option.certificate) continue;
        const auto id = jobs.add_standard(choices.job().id, kept(option, need, "", actor.account, now));
        trail.record(actor, "job.standard_chosen", "job_standard", id,
                     {set("role", need.role), set("standard", option.standard.code),
                      set("certificate", option.certificate->number)},
                     now);
    }
}

std::vector<Finding> findings_on_start(const Choices& choices, const storage::ProcedureVersion& version,
                                       const Start& start) {
    auto findings = jobs::findings_before_work(choices.job(), choices.group_2_use(), choices.review());
    for (auto& finding : why_not(version, choices.site().today)) findings.push_back(std::move(finding));
    const std::string kind(storage::word(choices.job().kind));
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

}  // namespace

StartOptions start_options(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                           std::optional<ProcedureVersionId> asked, Moment now) {
    people::require(actor, people::Permission::read_jobs);
    Choices choices(transaction, actor, id, now);
    StartOptions options{.procedures = choices.procedures(), .bench = {}, .chosen = asked, .roles = {}, .sensors = {}};
    if (!options.chosen && !options.procedures.empty() && options.procedures.front().findings.empty())
        options.chosen = options.procedures.front().version.id;
    if (options.chosen) {
        const auto procedure = choices.read(*options.chosen);
        options.bench = procedure.bench;
        if (choices.findings_on_item(procedure).empty())
            for (const auto& need : procedure.standards) {
                const auto asked_of = choices.need_of(procedure, need);
                options.roles.push_back(
                    {need, asked_of.unit.empty() ? procedure.unit : asked_of.unit, choices.options(asked_of)});
            }
    }
    options.sensors = choices.sensors();
    return options;
}

std::vector<StandardOption> sensor_options(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                                           Moment now) {
    return Choices(transaction, actor, id, now).sensors();
}

void start_job(storage::Transaction& transaction, const people::Actor& actor, JobId id, const Start& start,
               Moment now) {
    Choices choices(transaction, actor, id, now);
    require_right(transaction, actor, choices.site(), people::Permission::measure, now);
    jobs::Job job = choices.job();
    jobs::require_state(job, {jobs::State::received, jobs::State::in_work}, "starting the work");
    require_no_bench(transaction, actor, job.number, id, "the choice of procedure and standards");
    storage::JobRepository jobs(transaction, actor.scope());
    if (!jobs.readings(id).empty())
        throw Error(ErrorKind::conflict, "job.has_readings",
                    "job " + job.number +
                        " has readings already; its procedure stays as it is, and a standard is changed at the sheet",
                    "", {{"job", job.number}});
    const auto version = storage::ProcedureRepository(transaction, actor.scope()).require(start.procedure);
    require_authorised(transaction, actor, people::Activity::perform, version.code, choices.site().today);
    const auto order = storage::OrderRepository(transaction, actor.scope()).require(job.order);
    require_no_conflict(transaction, actor, order.customer, choices.site().today);
    refuse(findings_on_start(choices, version, start));
    const auto procedure = choices.read(start.procedure);
    refuse(choices.findings_on_item(procedure));
    std::vector<Finding> findings;
    choose_standards(transaction, actor, choices, procedure, start, now, findings);
    refuse(std::move(findings));

    storage::Trail trail(transaction, actor.scope());
    const auto row = jobs.add_item(id, choices.item(), actor.account, now);
    trail.record(actor, "job.item_taken", "job_item", row, item_changes({}, choices.item()), now);
    std::vector<trail::Change> changes{set("procedure", version.code + " " + version.version)};
    add_change(changes, "state", std::string(jobs::to_string(job.state)), "in_work");
    job.procedure = start.procedure;
    job.state = jobs::State::in_work;
    job.place = start.place;
    job.place_detail = start.place_detail;
    job.technician = actor.account;
    jobs.update(job);
    trail.record(actor, "job.started", "job", id.value, changes, now);
    refuse_poor_standards(load_sheet(transaction, actor.scope(), id));
}

}  // namespace chuan::operations
