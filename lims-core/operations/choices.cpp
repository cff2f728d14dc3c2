#include "operations/choices.h"

#include <algorithm>

#include "operations/agreement.h"
#include "operations/certified_values.h"
#include "operations/job_item.h"
#include "procedures/agreement.h"
#include "procedures/layout.h"
#include "procedures/material_use.h"
#include "procedures/reader.h"
#include "procedures/standard_asked.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/material_repository.h"
#include "storage/standard_certification_repository.h"
#include "storage/standard_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

constexpr std::string_view kSensors = "environment";

Finding not_yet_effective(const std::string& name, const storage::ProcedureVersion& version,
                          std::map<std::string, std::string> values) {
    const std::string day = to_iso(*version.approved_on);
    values.emplace("date", day);
    return {"procedure.not_effective",
            name + " takes effect on " + day + "; begin the job then, or choose the version in force",
            "/procedure_version_id", std::move(values)};
}

}  // namespace

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
            if (*version.approved_on > today) return {not_yet_effective(name, version, values)};
            return {};
    }
    throw std::logic_error("no such status");
}

Finding is_the_item(const equipment::MeasurementStandard& standard) {
    return {"standard.is_the_item",
            "standard " + standard.code + " is the item itself; choose another",
            "",
            {{"standard", standard.code}}};
}

Finding plays_another_role(const std::string& code, const procedures::StandardNeed& other, const std::string& field) {
    return {"standard.two_roles",
            "standard " + code + " is the " + other.name.en + " of this job already; choose another",
            field,
            {{"standard", code}, {"name_vi", other.name.vi}, {"name_en", other.name.en}}};
}

Choices::Choices(storage::Transaction& transaction, const people::Actor& actor, JobId id, Moment now)
    : transaction_(transaction),
      actor_(actor),
      site_(site_of(transaction, actor, now)),
      job_(storage::JobRepository(transaction, actor.scope()).require(id)),
      instrument_(storage::InstrumentRepository(transaction, actor.scope()).require(job_.instrument)),
      item_(job_item_of(instrument_)),
      review_(storage::JobRepository(transaction, actor.scope()).contract_review(id)) {
    storage::JobRepository jobs(transaction, actor.scope());
    if (!jobs.readings(id).empty()) item_ = jobs.item(id).value();
}

std::vector<ProcedureOption> Choices::procedures() {
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

procedures::Procedure Choices::read(ProcedureVersionId id) {
    storage::ProcedureRepository repository(transaction_, actor_.scope());
    return procedures::read_procedure(repository.content(id), repository.require(id).code);
}

std::vector<Finding> Choices::findings_on_item(const procedures::Procedure& procedure) const {
    if (!instrument_.quantity.empty() && instrument_.quantity != procedure.quantity)
        return {{"procedure.quantity",
                 "procedure " + procedure.code + " measures " + procedure.quantity + ", the item is one of " +
                     instrument_.quantity + "; choose another procedure",
                 "/procedure_version_id",
                 {{"procedure", procedure.code}, {"quantity", procedure.quantity}, {"needed", instrument_.quantity}}}};
    try {
        const auto layout = procedures::layout(procedure, item_input(item_), agreed_points(review_));
        return procedures::findings_on_agreement(procedure, agreement_of(review_), layout);
    } catch (const Error& error) {
        return error.findings();
    }
}

equipment::Need Choices::need_of(const procedures::Procedure& procedure, const procedures::StandardNeed& need) const {
    equipment::Need asked{.quantity = need.quantity,
                          .low = {},
                          .high = {},
                          .unit = {},
                          .from = site_.today,
                          .to = site_.today,
                          .certified = need.certified};
    if (!need.covers_points) return asked;
    const auto layout = procedures::layout(procedure, item_input(item_), agreed_points(review_));
    for (const auto& point : layout.points) {
        if (!procedure.serves(need, procedure.functions.at(point.function))) continue;
        asked.unit = point.unit;
        if (!asked.low || point.nominal < *asked.low) asked.low = point.nominal;
        if (!asked.high || point.nominal > *asked.high) asked.high = point.nominal;
    }
    return asked;
}

StandardOption Choices::option(const equipment::MeasurementStandard& standard, const equipment::Need& need) {
    storage::StandardRepository repository(transaction_, actor_.scope());
    const auto certificates = repository.certificates_of(standard.id);
    const auto certifications =
        storage::StandardCertificationRepository(transaction_, actor_.scope()).certifications_of(standard.id);
    StandardOption option{standard, std::nullopt,
                          equipment::why_unusable(standard, certificates, need, certifications)};
    if (is(standard)) option.findings.push_back(is_the_item(standard));
    if (const auto* certificate = equipment::certificate_on(certificates, need.from)) option.certificate = *certificate;
    return option;
}

StandardOption Choices::option(const procedures::Procedure& procedure, const procedures::StandardNeed& need,
                               const equipment::MeasurementStandard& standard) {
    auto made = option(standard, need_of(procedure, need));
    if (!made.certificate) return made;
    const auto layout = procedures::layout(procedure, item_input(item_), agreed_points(review_));
    const auto input = standard_input(need.role, standard, *made.certificate);
    for (auto& finding : procedures::findings_on_asked(procedure, need, layout, input))
        made.findings.push_back(std::move(finding));
    return made;
}

std::vector<StandardOption> Choices::options(const procedures::Procedure& procedure,
                                             const procedures::StandardNeed& need) {
    std::vector<StandardOption> options;
    for (const auto& standard : storage::StandardRepository(transaction_, actor_.scope()).candidates(need.quantity))
        options.push_back(option(procedure, need, standard));
    return options;
}

std::vector<StandardOption> Choices::sensors() {
    const equipment::Need need{
        .quantity = std::string(kSensors), .low = {}, .high = {}, .unit = {}, .from = site_.today, .to = site_.today};
    std::vector<StandardOption> options;
    for (const auto& sensor : storage::StandardRepository(transaction_, actor_.scope()).candidates(need.quantity))
        options.push_back(option(sensor, need));
    return options;
}

BottleOption Choices::option(const procedures::Procedure& procedure, const procedures::StandardNeed& need,
                             equipment::BottleId id, bool taken) {
    storage::MaterialRepository materials(transaction_, actor_.scope());
    BottleOption option{.use = {.material = {}, .bottle = materials.require_bottle(id)}, .findings = {}};
    const auto& [material, bottle] = option.use;
    option.use.material = materials.require_of_lot(bottle.lot);
    option.findings = equipment::why_unusable(material, bottle, site_.today, site_.today);
    if (bottle.ended_on == site_.today)
        option.findings.push_back(
            {bottle.state == equipment::BottleState::used_up ? "material.used_up" : "material.disposed",
             equipment::name_of(material, bottle) + " ended today; open another bottle",
             "",
             {{"material", material.code},
              {"lot", material.lot},
              {"bottle", bottle.number},
              {"date", to_iso(site_.today)}}});
    if (auto finding = equipment::too_little(material, bottle); finding && !taken && !bottle.ended_on)
        option.findings.push_back(*std::move(finding));
    for (auto& finding : procedures::findings_on_material(procedure, need, material_input(need.role, option.use)))
        option.findings.push_back(std::move(finding));
    return option;
}

std::vector<BottleOption> Choices::bottles(const procedures::Procedure& procedure,
                                           const procedures::StandardNeed& need) {
    storage::MaterialRepository materials(transaction_, actor_.scope());
    std::vector<BottleOption> options;
    for (const auto lot : materials.lots()) {
        const auto material = materials.require_of_lot(lot);
        if (std::ranges::find(material.values, need.quantity, &equipment::MaterialValue::quantity) ==
            material.values.end())
            continue;
        for (const auto& bottle : materials.bottles_of(lot)) {
            if (bottle.ended_on) continue;
            auto each = option(procedure, need, bottle.id, false);
            const bool of_another_value =
                std::ranges::find(each.findings, "material.value", &Finding::code) != each.findings.end();
            if (!of_another_value) options.push_back(std::move(each));
        }
    }
    std::ranges::stable_sort(options, {}, [](const BottleOption& each) { return !each.findings.empty(); });
    return options;
}

std::optional<Finding> wrong_kind(const procedures::StandardNeed& need, bool bottle, const std::string& field) {
    if (need.material.has_value() == bottle) return std::nullopt;
    return Finding{need.material ? "standard.material_needed" : "standard.not_a_material",
                   "the role " + need.role + " is played by " +
                       (need.material ? "a bottle of a reference material" : "a measurement standard") + "; choose one",
                   field,
                   {{"role", need.role}}};
}

void refuse_poor_standards(const Sheet& sheet) {
    auto findings = sheet.evaluation.findings;
    std::erase_if(findings, [](const Finding& finding) { return !finding.code.starts_with("standard."); });
    refuse(std::move(findings));
}

storage::JobStandard kept(const BottleOption& option, const std::string& role, const std::string& reason, AccountId by,
                          Moment now) {
    storage::JobStandard row;
    row.role = role;
    row.bottle = option.use.bottle.id;
    row.material = option.use.material.id;
    row.code = equipment::name_of(option.use.material, option.use.bottle);
    row.reason = reason;
    row.chosen_by = by;
    row.chosen_at = now;
    return row;
}

storage::JobStandard kept(const StandardOption& option, const procedures::StandardNeed& need, const std::string& reason,
                          AccountId by, Moment now) {
    const auto range = equipment::range_of(option.standard, need.quantity).value();
    return {.role = need.role,
            .standard = option.standard.id,
            .certificate = option.certificate.value().id,
            .bottle = {},
            .material = {},
            .code = option.standard.code,
            .range_low = range.low,
            .range_high = range.high,
            .unit = range.unit,
            .drift_limit = range.drift_limit,
            .accuracy_class = option.standard.accuracy_class,
            .reason = reason,
            .chosen_by = by,
            .chosen_at = now};
}

}  // namespace chuan::operations
