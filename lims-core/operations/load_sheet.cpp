#include "operations/load_sheet.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "jobs/stored_finding.h"
#include "operations/agreement.h"
#include "operations/certified_values.h"
#include "operations/job_item.h"
#include "operations/room_history.h"
#include "procedures/reader.h"
#include "storage/bench_repository.h"
#include "storage/body_repository.h"
#include "storage/instrument_repository.h"
#include "storage/material_repository.h"
#include "storage/order_repository.h"
#include "storage/standard_certification_repository.h"
#include "storage/standard_repository.h"

namespace chuan::operations {
namespace {

using procedures::Stage;

procedures::StandardInput input_of(const SheetStandard& used) {
    if (used.bottle) return material_input(used.choice.role, *used.bottle);
    auto input = standard_input(used.choice.role, used.standard, used.certificate);
    input.history = earlier_input(used.standard, used.history);
    return input;
}

/// What a run was measured with, where that is not all in use any more; else empty.
std::vector<procedures::StandardInput> earlier_standards(const Sheet& sheet, Stage stage) {
    std::vector<procedures::StandardInput> inputs;
    for (const auto& [measured, standard] : sheet.earlier_standards)
        if (measured == stage) inputs.push_back(input_of(standard));
    if (inputs.empty()) return inputs;
    for (const auto& standard : sheet.standards)
        if (std::ranges::find(inputs, standard.choice.role, &procedures::StandardInput::role) == inputs.end())
            inputs.push_back(input_of(standard));
    return inputs;
}

/// The day at the site on which the last reading that counts was made; nullopt before the first.
std::optional<CivilDate> measured_on(const Sheet& sheet, Stage stage) {
    const auto ids = jobs::counting(sheet.readings, sheet.marks, sheet.procedure.counted, stage);
    std::optional<Moment> last;
    for (const auto& reading : sheet.readings)
        if (std::ranges::find(ids, reading.id) != ids.end())
            last = std::max(last.value_or(reading.measured_at), reading.measured_at);
    return last ? std::optional(civil_date(*last, sheet.utc_offset_minutes)) : std::nullopt;
}

/// One run serves as found and as left when nothing was adjusted; an adjusted item has two runs; where as found does
/// not apply only the as-left run counts. Until somebody has said it, what was measured first is as found.
std::vector<procedures::RunInputs> runs_of(const Sheet& sheet, std::optional<jobs::AdjustmentChoice> choice) {
    const auto run = [&](Stage stored, Stage meaning) {
        procedures::RunInputs inputs{
            .stage = meaning,
            .readings = jobs::counted(sheet.readings, sheet.marks, sheet.procedure.counted, stored),
            .checks = {},
            .standards = earlier_standards(sheet, stored),
            .measured_on = measured_on(sheet, stored)};
        for (const auto& check : sheet.checks)
            if (check.stage == stored) inputs.checks.push_back(check.answer);
        return inputs;
    };
    if (!choice) return {run(Stage::as_found, Stage::as_found)};
    switch (*choice) {
        case jobs::AdjustmentChoice::not_adjusted:
            return {run(Stage::as_found, Stage::as_found_and_left)};
        case jobs::AdjustmentChoice::adjusted:
            return {run(Stage::as_found, Stage::as_found), run(Stage::as_left, Stage::as_left)};
        case jobs::AdjustmentChoice::as_found_not_applicable:
            return {run(Stage::as_left, Stage::as_left)};
    }
    throw std::logic_error("no such choice");
}

std::optional<jobs::AdjustmentChoice> choice_of(const Sheet& sheet) {
    return sheet.adjustment ? std::optional(sheet.adjustment->choice) : std::nullopt;
}

std::vector<procedures::StandardInput> standard_inputs(const std::vector<SheetStandard>& standards) {
    std::vector<procedures::StandardInput> inputs;
    for (const auto& standard : standards) inputs.push_back(input_of(standard));
    return inputs;
}

procedures::SheetInputs inputs_of(const Sheet& sheet) {
    return {.runs = runs_of(sheet, choice_of(sheet)),
            .standards = standard_inputs(sheet.standards),
            .environment = environment_inputs(sheet.environment),
            .item = item_input(job_item_of(sheet.instrument)),
            .mode = sheet.job.mode,
            .points = agreed_points(sheet.review),
            .agreement = agreement_of(sheet.review),
            .cmc = std::nullopt};
}

/// What an earlier value of the room found stays found, though another value counts.
procedures::Evaluation evaluated(const Sheet& sheet, const procedures::SheetInputs& inputs) {
    auto evaluation = procedures::evaluate(sheet.procedure, inputs);
    if (sheet.room.size() == sheet.environment.size()) return evaluation;
    for (auto& finding : found_in_room(sheet.procedure, sheet.room))
        if (std::ranges::find(evaluation.findings, jobs::stored_form(finding), jobs::stored_form) ==
            evaluation.findings.end())
            evaluation.findings.push_back(std::move(finding));
    return evaluation;
}

/// Those before the one in force that the register had when it was accepted: a paper that comes to light later changes
/// no finished job.
std::vector<equipment::StandardCertificate> earlier_than(const equipment::StandardCertificate& certificate,
                                                         std::vector<equipment::StandardCertificate> all) {
    std::erase_if(all, [&](const equipment::StandardCertificate& each) {
        return each.id >= certificate.id || each.calibrated_on >= certificate.calibrated_on;
    });
    return all;
}

void put_over(std::vector<procedures::CountedReading>& readings, const procedures::CountedReading& typed) {
    const auto same = std::ranges::find_if(readings, [&](const procedures::CountedReading& reading) {
        return reading.point == typed.point && reading.channel == typed.channel && reading.repeat == typed.repeat;
    });
    if (same == readings.end())
        readings.push_back(typed);
    else
        same->indication = typed.indication;
}

void put_over(std::vector<procedures::CheckAnswer>& answers, const procedures::CheckAnswer& typed) {
    const auto same = std::ranges::find(answers, typed.operation, &procedures::CheckAnswer::operation);
    if (same == answers.end())
        answers.push_back(typed);
    else
        *same = typed;
}

}  // namespace

std::vector<std::string> agreed_points(const std::optional<jobs::ContractReview>& review) {
    return review ? review->points : std::vector<std::string>{};
}

Sheet load_sheet(storage::Transaction& transaction, people::Scope scope, JobId id) {
    return SheetLoader(transaction, scope).load(id);
}

const std::pair<storage::ProcedureVersion, procedures::Procedure>& SheetLoader::procedure(ProcedureVersionId id) {
    auto known = procedures_.find(id);
    if (known != procedures_.end()) return known->second;
    storage::ProcedureRepository versions(transaction_, scope_);
    auto version = versions.require(id);
    auto procedure = procedures::read_procedure(versions.content(id), version.code);
    return procedures_.emplace(id, std::pair(std::move(version), std::move(procedure))).first->second;
}

SheetStandard SheetLoader::standard(storage::JobStandard choice) {
    const auto certificate_id = choice.certificate.value();
    auto known = standards_.find(certificate_id);
    if (known == standards_.end()) {
        storage::StandardRepository standards(transaction_, scope_);
        auto certificate = standards.require_certificate(certificate_id);
        auto history = earlier_than(certificate, standards.certificates_of(choice.standard.value()));
        SheetStandard made;
        made.standard = standards.require(choice.standard.value());
        made.certificate = std::move(certificate);
        made.history = std::move(history);
        known = standards_.emplace(certificate_id, std::move(made)).first;
    }
    SheetStandard loaded = known->second;
    loaded.standard.code = choice.code;
    loaded.standard.range_low = choice.range_low;
    loaded.standard.range_high = choice.range_high;
    loaded.standard.unit = choice.unit;
    loaded.standard.drift_limit = choice.drift_limit;
    loaded.standard.accuracy_class = choice.accuracy_class;
    loaded.choice = std::move(choice);
    return loaded;
}

SheetStandard SheetLoader::bottle(storage::JobStandard choice, JobId job) {
    storage::MaterialRepository materials(transaction_, scope_);
    SheetStandard loaded;
    loaded.bottle =
        MaterialOnUse{materials.require(choice.material.value()), materials.require_bottle(choice.bottle.value())};
    const auto& [material, bottle] = *loaded.bottle;
    loaded.standard.code = choice.code;
    loaded.standard.name_vi = material.name_vi;
    loaded.standard.name_en = material.name_en;
    loaded.certificate.number = material.certificate_number;
    loaded.certificate.issuer = material.producer;
    loaded.certificate.calibrated_on = loaded.certificate.issued_on = material.issued_on;
    loaded.certificate.due_on = equipment::usable_until(material, bottle.opened_on).day;
    for (const auto& use : materials.uses_of(job)) loaded.taken = loaded.taken || use.bottle == bottle.id;
    loaded.choice = std::move(choice);
    return loaded;
}

/// Those in use, and those of a run that counts though another standard is in use by now.
void SheetLoader::load_standards(Sheet& sheet) {
    storage::JobRepository jobs(transaction_, scope_);
    const auto load = [&](storage::JobStandard choice) {
        if (choice.bottle) return bottle(std::move(choice), sheet.job.id);
        SheetStandard loaded = standard(std::move(choice));
        const auto* need = sheet.procedure.standard(loaded.choice.role);
        loaded.must_be_certified = need != nullptr && need->certified;
        if (loaded.must_be_certified)
            loaded.certifications = storage::StandardCertificationRepository(transaction_, scope_)
                                        .certifications_of(loaded.choice.standard.value());
        return loaded;
    };
    for (auto& choice : jobs.standards(sheet.job.id)) sheet.standards.push_back(load(std::move(choice)));
    const auto replaced = jobs.replaced_standards(sheet.job.id);
    if (replaced.empty()) return;
    const auto support = jobs.standards_of_readings(sheet.job.id);
    for (const Stage stage : {Stage::as_found, Stage::as_left}) {
        std::set<std::int64_t> rows;
        for (const auto id : jobs::counting(sheet.readings, sheet.marks, sheet.procedure.counted, stage))
            rows.insert(support.at(id).begin(), support.at(id).end());
        for (const auto& choice : replaced)
            if (rows.contains(choice.id)) sheet.earlier_standards.push_back({stage, load(choice)});
    }
}

Sheet SheetLoader::load(JobId id) {
    Sheet sheet = records(id);
    sheet.inputs = inputs_of(sheet);
    sheet.evaluation = evaluated(sheet, sheet.inputs);
    return sheet;
}

Sheet SheetLoader::records(JobId id) {
    storage::JobRepository jobs(transaction_, scope_);
    storage::OrderRepository orders(transaction_, scope_);
    Sheet sheet;
    sheet.job = jobs.require(id);
    if (!sheet.job.procedure)
        throw Error(ErrorKind::conflict, "job.not_started",
                    "job " + sheet.job.number + " has not been started; choose procedure and standards first", "",
                    {{"job", sheet.job.number}});
    sheet.order = orders.require(sheet.job.order);
    sheet.item = orders.require_item(sheet.job.item);
    sheet.instrument = storage::InstrumentRepository(transaction_, scope_).require(sheet.job.instrument);
    sheet.item_now = job_item_of(sheet.instrument);
    put_on(sheet.instrument, jobs.item(id).value());
    if (!utc_offset_minutes_)
        utc_offset_minutes_ = storage::BodyRepository(transaction_).require(scope_.body).utc_offset_minutes;
    sheet.utc_offset_minutes = *utc_offset_minutes_;
    sheet.review = jobs.contract_review(id);
    std::tie(sheet.version, sheet.procedure) = procedure(*sheet.job.procedure);
    sheet.layout =
        procedures::layout(sheet.procedure, item_input(job_item_of(sheet.instrument)), agreed_points(sheet.review));
    sheet.readings = jobs.readings(id);
    sheet.marks = jobs.marks(id);
    load_standards(sheet);
    sheet.checks = jobs.checks(id);
    sheet.room = jobs.environment(id);
    sheet.environment = storage::newest_of(sheet.room);
    sheet.adjustment = jobs.adjustment(id);
    sheet.judgements = jobs.judgements(id);
    sheet.not_measured = jobs.not_measured(id);
    sheet.signatures = jobs.signatures(id);
    sheet.bench = storage::BenchRepository(transaction_, scope_).of_job(id);
    return sheet;
}

std::vector<Finding> why_unusable(const SheetStandard& used, CivilDate from, CivilDate to) {
    if (used.bottle) return equipment::why_unusable(used.bottle->material, used.bottle->bottle, from, to);
    const std::vector certificates{used.certificate};
    return equipment::why_unusable(used.standard, certificates,
                                   {.quantity = {},
                                    .low = {},
                                    .high = {},
                                    .unit = {},
                                    .from = from,
                                    .to = to,
                                    .certified = used.must_be_certified},
                                   used.certifications);
}

std::vector<SheetStandard> standards_used(const Sheet& sheet) {
    std::vector<SheetStandard> used = sheet.standards;
    for (const auto& [stage, earlier] : sheet.earlier_standards)
        if (std::ranges::none_of(used,
                                 [&](const SheetStandard& known) { return known.choice.id == earlier.choice.id; }))
            used.push_back(earlier);
    return used;
}

procedures::Evaluation preview(const Sheet& sheet, const Typed& typed, Moment now) {
    const auto choice = typed.adjustment ? typed.adjustment : choice_of(sheet);
    procedures::SheetInputs inputs = sheet.inputs;
    inputs.runs = runs_of(sheet, choice);
    for (auto& run : inputs.runs) {
        if (!run.measured_on) run.measured_on = civil_date(now, sheet.utc_offset_minutes);
        const Stage stored = run.stage == Stage::as_left ? Stage::as_left : Stage::as_found;
        for (const auto& [stage, reading] : typed.readings)
            if (stage == stored) put_over(run.readings, reading);
        for (const auto& [stage, answer] : typed.checks)
            if (stage == stored) put_over(run.checks, answer);
    }
    return evaluated(sheet, inputs);
}

}  // namespace chuan::operations
