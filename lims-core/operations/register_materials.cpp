#include "operations/register_materials.h"

#include "storage/document_repository.h"
#include "storage/job_repository.h"
#include "storage/material_repository.h"
#include "storage/organisation_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using equipment::Bottle;
using equipment::BottleAct;
using equipment::BottleEvent;
using equipment::ReferenceMaterial;

std::string text_of(const std::optional<CivilDate>& day) { return day ? to_iso(*day) : ""; }

void require_known(storage::Transaction& transaction, const people::Actor& actor, const ReferenceMaterial& material) {
    storage::OrganisationRepository(transaction, actor.scope()).require(material.producer);
    if (material.document) storage::DocumentRepository(transaction, actor.scope()).require(*material.document);
}

void record(storage::Transaction& transaction, const people::Actor& actor, const std::string& action, MaterialId id,
            const ReferenceMaterial& material, Moment now) {
    std::vector<trail::Change> changes{
        set("code", material.code), set("lot", material.lot), set("certificate", material.certificate_number),
        set("expires_on", to_iso(material.expires_on)),
        set("minimum_amount", material.minimum_amount.text() + " " + material.amount_unit)};
    std::string values;
    for (const auto& value : material.values) {
        const std::string at = value.argument ? " (" + value.argument->text() + " " + value.argument_unit + ")" : "";
        const std::string U = value.expanded_uncertainty ? ", U = " + value.expanded_uncertainty->text() : "";
        values += (values.empty() ? "" : "; ") + value.quantity + at + " " + value.figure.text() + U + " " + value.unit;
    }
    changes.push_back(set("values", values));
    add_change(changes, "reason", "", material.reason);
    storage::Trail(transaction, actor.scope()).record(actor, action, "reference_material", id.value, changes, now);
}

/// A use is of a job at the bench that works with the bottle.
void require_use(storage::Transaction& transaction, const people::Actor& actor, equipment::BottleId bottle,
                 const BottleEvent& event) {
    if (!event.job) return;
    storage::JobRepository jobs(transaction, actor.scope());
    const auto job = jobs.require(*event.job);
    jobs::require_state(job, {jobs::State::in_work, jobs::State::held}, "taking from a bottle");
    for (const auto& row : jobs.standards(job.id))
        if (row.bottle == bottle) return;
    refuse({{"material.other_job",
             "job " + job.number + " does not work with this bottle; choose it at the job's sheet first",
             "/job_id",
             {{"job", job.number}}}});
}

}  // namespace

MaterialId add_material(storage::Transaction& transaction, const people::Actor& actor, ReferenceMaterial material,
                        Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::accept_standards, now);
    material.accepted_on = site.today;
    material.replaces.reset();
    material.reason.clear();
    refuse(equipment::findings_on(material, site.today));
    require_known(transaction, actor, material);
    storage::MaterialRepository materials(transaction, actor.scope());
    if (materials.find_lot(material.code, material.lot))
        throw Error(ErrorKind::conflict, "material.known",
                    "material " + material.code + ", lot " + material.lot +
                        " is in the register already; add a bottle there, or a newer record of the lot",
                    "/lot", {{"material", material.code}, {"lot", material.lot}});
    material.lot_id = materials.add_lot(material.code, material.lot);
    storage::Trail(transaction, actor.scope())
        .record(actor, "material.lot_added", "material_lot", material.lot_id.value,
                {set("code", material.code), set("lot", material.lot)}, now);
    const auto id = materials.add(material, actor.account, now);
    record(transaction, actor, "material.added", id, material, now);
    return id;
}

MaterialId replace_material(storage::Transaction& transaction, const people::Actor& actor, ReferenceMaterial material,
                            Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::accept_standards, now);
    storage::MaterialRepository materials(transaction, actor.scope());
    const auto before = materials.require_of_lot(material.lot_id);
    if (material.replaces != before.id)
        throw Error(ErrorKind::precondition, "record.changed",
                    "lot " + before.lot + " of " + before.code +
                        " has got another record meanwhile; read it again and repeat the change");
    material.accepted_on = site.today;
    auto findings = equipment::findings_on(material, site.today);
    for (auto& finding : equipment::findings_on_replacement(before, material)) findings.push_back(std::move(finding));
    refuse(std::move(findings));
    require_known(transaction, actor, material);
    const auto id = materials.add(material, actor.account, now);
    record(transaction, actor, "material.replaced", id, material, now);
    return id;
}

equipment::BottleId add_bottle(storage::Transaction& transaction, const people::Actor& actor, Bottle bottle,
                               Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_standards, now);
    storage::MaterialRepository materials(transaction, actor.scope());
    const auto material = materials.require_of_lot(bottle.lot);
    bottle = {.id = {},
              .lot = bottle.lot,
              .number = bottle.number,
              .received_on = bottle.received_on,
              .opened_on = {},
              .ended_on = {},
              .state = equipment::BottleState::sealed,
              .stock = bottle.stock};
    refuse(equipment::findings_on(bottle, site.today));
    if (materials.find_bottle(bottle.lot, bottle.number))
        throw Error(ErrorKind::conflict, "material.bottle_known",
                    "material " + material.code + ", lot " + material.lot + " has a bottle " + bottle.number +
                        " already; give the number on the label",
                    "/number", {{"material", material.code}, {"lot", material.lot}, {"bottle", bottle.number}});
    const auto id = materials.add_bottle(bottle, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "bottle.received", "material_bottle", id.value,
                {set("code", material.code), set("lot", material.lot), set("bottle", bottle.number),
                 set("stock", bottle.stock.text() + " " + material.amount_unit)},
                now);
    return id;
}

void record_bottle_event(storage::Transaction& transaction, const people::Actor& actor, equipment::BottleId id,
                         const BottleEvent& event, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const bool ends = event.act == BottleAct::used_up || event.act == BottleAct::disposed;
    require_right(transaction, actor, site, ends ? people::Permission::manage_standards : people::Permission::measure,
                  now);
    storage::MaterialRepository materials(transaction, actor.scope());
    const auto before = materials.require_bottle(id);
    const auto material = materials.require_of_lot(before.lot);
    const auto events = materials.events_of(id);
    refuse(equipment::findings_on(material, before, event,
                                  events.empty() ? std::nullopt : std::optional(events.back().event.happened_on),
                                  site.today));
    require_use(transaction, actor, id, event);
    const auto bottle = equipment::after(before, event);
    const auto row = materials.add_event(id, event, actor.account, now);
    materials.update_bottle(bottle);
    const std::string action = "bottle." + std::string(to_string(event.act));
    std::vector<trail::Change> changes{set("bottle", equipment::name_of(material, before)),
                                       set("happened_on", to_iso(event.happened_on))};
    if (event.amount) changes.push_back(set("amount", event.amount->text() + " " + material.amount_unit));
    if (event.job) changes.push_back(set("job_id", std::to_string(event.job->value)));
    add_change(changes, "reason", "", event.reason);
    storage::Trail trail(transaction, actor.scope());
    trail.record(actor, action, "bottle_event", row, changes, now);
    std::vector<trail::Change> moved;
    add_change(moved, "state", std::string(to_string(before.state)), std::string(to_string(bottle.state)));
    add_change(moved, "opened_on", text_of(before.opened_on), text_of(bottle.opened_on));
    add_change(moved, "ended_on", text_of(before.ended_on), text_of(bottle.ended_on));
    add_change(moved, "stock", before.stock.text(), bottle.stock.text());
    trail.record(actor, action, "material_bottle", id.value, moved, now);
}

}  // namespace chuan::operations
