#include "operations/start_job.h"

#include <algorithm>

#include "base/text.h"
#include "operations/bench_place.h"
#include "operations/choices.h"
#include "operations/job_item.h"
#include "operations/load_sheet.h"
#include "procedures/standard_asked.h"
#include "storage/job_repository.h"
#include "storage/order_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

/// What plays the roles of a start: each is looked at, kept with the job and written into the trail.
class Casting {
  public:
    Casting(storage::Transaction& transaction, const people::Actor& actor, Choices& choices,
            const procedures::Procedure& procedure, Moment now)
        : standards_(transaction, actor.scope()),
          jobs_(transaction, actor.scope()),
          trail_(transaction, actor.scope()),
          actor_(actor),
          choices_(choices),
          procedure_(procedure),
          now_(now) {}

    std::vector<Finding> cast(const Start& start) {
        for (const auto& [role, standard] : start.standards) require_role(role);
        for (const auto& [role, bottle] : start.bottles) require_role(role);
        for (const auto& need : procedure_.standards) {
            const auto standard = start.standards.find(need.role);
            const auto bottle = start.bottles.find(need.role);
            if (standard == start.standards.end() && bottle == start.bottles.end())
                findings_.push_back({"standard.role_missing",
                                     "no standard is chosen for " + need.role + "; choose one",
                                     "/standards/" + need.role,
                                     {{"role", need.role}}});
            else if (auto finding = wrong_kind(need, bottle != start.bottles.end(), "/standards/" + need.role))
                findings_.push_back(*std::move(finding));
            else if (need.material)
                take(need, choices_.option(procedure_, need, bottle->second, false));
            else
                take(need, choices_.option(procedure_, need, standards_.require(standard->second)));
            add_shared(need, start);
        }
        return std::move(findings_);
    }

  private:
    void require_role(const std::string& role) {
        if (!procedure_.standard(role))
            findings_.push_back({"standard.role_unknown",
                                 "procedure " + procedure_.code + " has no role " + role + "; reload the list",
                                 "/standards/" + role,
                                 {{"role", role}, {"procedure", procedure_.code}}});
    }

    void add_shared(const procedures::StandardNeed& need, const Start& start) {
        const auto chosen = start.standards.find(need.role);
        for (const auto& before : procedure_.standards) {
            if (&before == &need || chosen == start.standards.end()) return;
            const auto other = start.standards.find(before.role);
            if (other == start.standards.end() || other->second != chosen->second ||
                procedures::may_share(procedure_, before, need))
                continue;
            findings_.push_back(
                plays_another_role(standards_.require(chosen->second).code, before, "/standards/" + need.role));
        }
    }

    bool serves(const procedures::StandardNeed& need, const std::vector<Finding>& against) {
        for (Finding finding : against) {
            finding.field = "/standards/" + need.role;
            findings_.push_back(std::move(finding));
        }
        return findings_.empty();
    }

    void take(const procedures::StandardNeed& need, const StandardOption& option) {
        if (serves(need, option.findings) && option.certificate)
            keep(kept(option, need, "", actor_.account, now_), option.certificate->number);
    }

    void take(const procedures::StandardNeed& need, const BottleOption& option) {
        if (serves(need, option.findings))
            keep(kept(option, need.role, "", actor_.account, now_), option.use.material.certificate_number);
    }

    void keep(const storage::JobStandard& row, const std::string& certificate) {
        const auto id = jobs_.add_standard(choices_.job().id, row);
        trail_.record(actor_, "job.standard_chosen", "job_standard", id,
                      {set("role", row.role), set("standard", row.code), set("certificate", certificate)}, now_);
    }

    storage::StandardRepository standards_;
    storage::JobRepository jobs_;
    storage::Trail trail_;
    const people::Actor& actor_;
    Choices& choices_;
    const procedures::Procedure& procedure_;
    Moment now_;
    std::vector<Finding> findings_;
};

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
    refuse(Casting(transaction, actor, choices, procedure, now).cast(start));

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
