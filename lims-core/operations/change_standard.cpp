#include "operations/change_standard.h"

#include <algorithm>

#include "base/text.h"
#include "operations/bench_desk.h"
#include "operations/bench_place.h"
#include "operations/choices.h"
#include "procedures/standard_asked.h"
#include "storage/standard_repository.h"

namespace chuan::operations {
namespace {

const SheetStandard* in_use(const Sheet& sheet, const std::string& role) {
    const auto found =
        std::ranges::find(sheet.standards, role, [](const SheetStandard& standard) { return standard.choice.role; });
    return found == sheet.standards.end() ? nullptr : &*found;
}

Finding in_use_already(const std::string& code, const std::string& certificate, const std::string& field) {
    return {"standard.in_use",
            "standard " + code + " with certificate " + certificate + " is the one in use; choose another one",
            field,
            {{"standard", code}, {"certificate", certificate}}};
}

/// What would be kept with the job, and what speaks against it.
struct Replacement {
    storage::JobStandard row{};
    std::string certificate{};
    std::vector<Finding> findings{};
};

Replacement replacement_of(const StandardOption& option, const procedures::StandardNeed& need,
                           const StandardChange& change, const SheetStandard& used, AccountId by, Moment now) {
    Replacement made;
    if (option.certificate && option.standard.id == used.standard.id && option.certificate->id == used.certificate.id)
        made.findings.push_back(in_use_already(used.standard.code, used.certificate.number, "/standard_id"));
    for (Finding finding : option.findings) {
        finding.field = "/standard_id";
        made.findings.push_back(std::move(finding));
    }
    if (!made.findings.empty() || !option.certificate) return made;
    made.row = kept(option, need, change.reason, by, now);
    made.certificate = option.certificate->number;
    return made;
}

Replacement replacement_of(const BottleOption& option, const StandardChange& change, const SheetStandard& used,
                           AccountId by, Moment now) {
    Replacement made{kept(option, change.role, change.reason, by, now), option.use.material.certificate_number, {}};
    for (Finding finding : option.findings) {
        finding.field = "/bottle_id";
        made.findings.push_back(std::move(finding));
    }
    if (used.choice.bottle == made.row.bottle && used.choice.material == made.row.material)
        made.findings.push_back(in_use_already(used.standard.code, used.certificate.number, "/bottle_id"));
    return made;
}

/// What is measured now; before an adjustment that is as found.
procedures::Stage present_stage(const Sheet& sheet) {
    const bool left = sheet.adjustment && sheet.adjustment->choice != jobs::AdjustmentChoice::not_adjusted;
    return left ? procedures::Stage::as_left : procedures::Stage::as_found;
}

/// The row of the job that names the standard in its place.
void put_in_place(storage::Transaction& transaction, const people::Actor& actor, const Sheet& sheet,
                  const StandardChange& change, Moment now) {
    const auto* used = in_use(sheet, change.role);
    if (!used)
        refuse({{"standard.role_unknown",
                 "procedure " + sheet.procedure.code + " has no role " + change.role + "; reload the sheet",
                 "/role",
                 {{"role", change.role}, {"procedure", sheet.procedure.code}}}});
    Choices choices(transaction, actor, sheet.job.id, now);
    const auto& need = *sheet.procedure.standard(change.role);
    std::vector<Finding> findings;
    if (trimmed(change.reason).empty())
        findings.push_back({"field.missing",
                            "say why another standard takes the place of " + used->standard.code,
                            "/reason",
                            {{"field", "reason"}}});
    if (auto finding = wrong_kind(need, change.bottle.has_value(), change.bottle ? "/bottle_id" : "/standard_id")) {
        findings.push_back(*std::move(finding));
        refuse(findings);
    }
    storage::StandardRepository standards(transaction, actor.scope());
    const auto instead =
        change.bottle
            ? replacement_of(choices.option(sheet.procedure, need, *change.bottle,
                                            used->choice.bottle == change.bottle && used->taken),
                             change, *used, actor.account, now)
            : replacement_of(choices.option(sheet.procedure, need, standards.require(change.standard.value())), need,
                             change, *used, actor.account, now);
    findings.insert(findings.end(), instead.findings.begin(), instead.findings.end());
    for (const auto& other : sheet.standards)
        if (change.standard && other.choice.standard == change.standard)
            if (const auto* played = sheet.procedure.standard(other.choice.role);
                played && !procedures::may_share(sheet.procedure, *played, need))
                findings.push_back(plays_another_role(other.standard.code, *played, "/standard_id"));
    refuse(std::move(findings));

    const auto row = storage::JobRepository(transaction, actor.scope()).add_standard(sheet.job.id, instead.row);
    std::vector<trail::Change> changes{set("role", change.role)};
    add_change(changes, "standard", used->standard.code, instead.row.code);
    add_change(changes, "certificate", used->certificate.number, instead.certificate);
    changes.push_back(set("reason", change.reason));
    storage::Trail(transaction, actor.scope()).record(actor, "job.standard_changed", "job_standard", row, changes, now);
}

std::string not_at(procedures::Stage stage, const std::vector<SheetDesk*>& items) {
    std::string numbers;
    for (const SheetDesk* item : items)
        if (present_stage(item->sheet()) != stage) numbers += (numbers.empty() ? "" : ", ") + item->sheet().job.number;
    return numbers;
}

}  // namespace

void change_standard(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                     const StandardChange& change, Moment now) {
    SheetDesk desk(transaction, actor, id, people::Activity::perform, now);
    require_no_bench(transaction, actor, desk.sheet().job.number, id, "the change of a standard");
    put_in_place(transaction, actor, desk.sheet(), change, now);
    desk.leave_out(present_stage(desk.sheet()), *in_use(desk.sheet(), change.role), change.reason);
    desk.finish();
    refuse_poor_standards(load_sheet(transaction, actor.scope(), id));
}

void change_standard_at_bench(storage::Transaction& transaction, const people::Actor& actor, jobs::BenchId id,
                              const StandardChange& change, Moment now) {
    BenchDesk desk(transaction, actor, id, people::Activity::perform, now);
    desk.require_unsigned();
    const auto items = desk.items();
    const auto stage = present_stage(items.front()->sheet());
    if (const auto others = not_at(stage, items); !others.empty())
        throw Error(ErrorKind::conflict, "bench.stages_differ",
                    "some items are measured as found and others (" + others +
                        ") as left; let those that are done leave the bench, then change the standard",
                    "", {{"jobs", others}, {"bench", desk.bench().name}});
    for (const SheetDesk* item : items) put_in_place(transaction, actor, item->sheet(), change, now);
    desk.leave_out(stage, change.reason);
    desk.finish();
    SheetLoader loader(transaction, actor.scope());
    for (const SheetDesk* item : items) refuse_poor_standards(loader.load(item->sheet().job.id));
}

}  // namespace chuan::operations
