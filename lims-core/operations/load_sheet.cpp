#include "operations/load_sheet.h"

#include <algorithm>

#include "base/sha256.h"
#include "operations/agreement.h"
#include "procedures/reader.h"
#include "quantities/unit.h"
#include "storage/instrument_repository.h"
#include "storage/order_repository.h"
#include "storage/standard_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

using procedures::Stage;

/// The standard's limit of drift in the unit of a figure of its certificate; absent where that is of another kind.
std::optional<Decimal> drift_limit(const equipment::MeasurementStandard& standard,
                                   const equipment::CertificateValue& value) {
    if (!standard.drift_limit || standard.unit == value.unit) return standard.drift_limit;
    const auto from = quantities::parse_unit(standard.unit), to = quantities::parse_unit(value.unit);
    if (!quantities::same_dimension(from, to)) return std::nullopt;
    return Decimal::from_double(quantities::convert_difference(standard.drift_limit->to_double(), from, to));
}

procedures::StandardInput standard_input(const SheetStandard& used) {
    procedures::StandardInput input{.role = used.choice.role,
                                    .code = used.standard.code,
                                    .certificate = used.certificate.number,
                                    .range_low = used.standard.range_low,
                                    .range_high = used.standard.range_high,
                                    .range_unit = used.standard.unit,
                                    .values = {}};
    for (const auto& value : used.certificate.values) {
        procedures::StandardValue figure{.quantity = value.quantity,
                                         .nominal = value.nominal,
                                         .meaning = procedures::StandardValue::Meaning::value,
                                         .figure = value.figure,
                                         .expanded_uncertainty = value.expanded_uncertainty,
                                         .coverage_factor = value.coverage_factor,
                                         .degrees_of_freedom = value.degrees_of_freedom,
                                         .drift_limit = drift_limit(used.standard, value),
                                         .unit = value.unit};
        if (value.meaning == "error") figure.meaning = procedures::StandardValue::Meaning::error;
        if (value.meaning == "correction") figure.meaning = procedures::StandardValue::Meaning::correction;
        input.values.push_back(std::move(figure));
    }
    return input;
}

std::vector<procedures::EnvironmentInput> environment_inputs(const std::vector<storage::EnvironmentReading>& readings) {
    std::vector<procedures::EnvironmentInput> inputs;
    for (const auto& reading : readings) {
        auto known = std::ranges::find(inputs, reading.quantity, &procedures::EnvironmentInput::quantity);
        if (known == inputs.end())
            known = inputs.insert(inputs.end(),
                                  {.quantity = reading.quantity, .unit = reading.unit, .start = {}, .end = {}});
        (reading.moment == "start" ? known->start : known->end) = reading.corrected;
    }
    return inputs;
}

/// One run serves as found and as left when nothing was adjusted; an adjusted item has two runs; where as found does
/// not apply only the as-left run counts. Until somebody has said it, what was measured first is as found.
std::vector<procedures::RunInputs> runs_of(const Sheet& sheet, std::optional<jobs::AdjustmentChoice> choice) {
    const auto run = [&](Stage stored, Stage meaning) {
        procedures::RunInputs inputs{
            .stage = meaning,
            .readings = jobs::counted(sheet.readings, sheet.marks, sheet.procedure.counted, stored),
            .checks = {}};
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

procedures::SheetInputs inputs_of(const Sheet& sheet) {
    procedures::SheetInputs inputs{.runs = runs_of(sheet, choice_of(sheet)),
                                   .standards = {},
                                   .environment = environment_inputs(sheet.environment),
                                   .item = item_input(sheet.instrument),
                                   .mode = sheet.job.mode,
                                   .points = agreed_points(sheet.review),
                                   .agreement = agreement_of(sheet.review),
                                   .cmc = std::nullopt};
    for (const auto& standard : sheet.standards) inputs.standards.push_back(standard_input(standard));
    return inputs;
}

void load_standards(storage::Transaction& transaction, people::Scope scope, Sheet& sheet) {
    storage::StandardRepository standards(transaction, scope);
    for (auto& choice : storage::JobRepository(transaction, scope).standards(sheet.job.id)) {
        auto standard = standards.require(choice.standard);
        auto certificate = standards.require_certificate(choice.certificate);
        sheet.standards.push_back({std::move(choice), std::move(standard), std::move(certificate)});
    }
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

void update(Sha256& hash, const std::optional<Decimal>& value) {
    hash.update_field(value ? value->text() : std::string());
}

/// How many follow: without it two lists could run into each other.
template <class List>
void count(Sha256& hash, const List& list) {
    hash.update_field(std::to_string(list.size()));
}

void update(Sha256& hash, const procedures::StandardInput& standard) {
    hash.update_field(standard.role);
    hash.update_field(standard.code);
    hash.update_field(standard.certificate);
    update(hash, standard.range_low);
    update(hash, standard.range_high);
    hash.update_field(standard.range_unit);
    count(hash, standard.values);
    for (const auto& value : standard.values) {
        hash.update_field(value.quantity);
        update(hash, value.nominal);
        hash.update_field(std::to_string(static_cast<int>(value.meaning)));
        hash.update_field(value.figure.text());
        hash.update_field(value.expanded_uncertainty.text());
        hash.update_field(value.coverage_factor.text());
        hash.update_field(value.degrees_of_freedom ? Decimal::from_double(*value.degrees_of_freedom).text() : "");
        update(hash, value.drift_limit);
        hash.update_field(value.unit);
    }
}

void update(Sha256& hash, const procedures::RunInputs& run) {
    hash.update_field(storage::word(run.stage));
    count(hash, run.readings);
    for (const auto& reading : run.readings) {
        hash.update_field(reading.point);
        hash.update_field(reading.channel);
        hash.update_field(std::to_string(reading.repeat));
        hash.update_field(reading.indication.text());
    }
    count(hash, run.checks);
    for (const auto& check : run.checks) {
        hash.update_field(check.operation);
        hash.update_field(check.passed ? "yes" : "no");
        hash.update_field(check.remark);
    }
}

void update(Sha256& hash, const procedures::ItemInput& item) {
    for (const auto& text : {item.name, item.model, item.serial, item.unit, item.accuracy_class})
        hash.update_field(text);
    update(hash, item.range_low);
    update(hash, item.range_high);
    update(hash, item.resolution);
}

void update(Sha256& hash, const procedures::Agreement& agreement) {
    hash.update_field(agreement.specification);
    hash.update_field(agreement.rule_name);
    update(hash, agreement.tolerance);
    update(hash, agreement.low);
    update(hash, agreement.high);
}

}  // namespace

procedures::ItemInput item_input(const equipment::Instrument& instrument) {
    return {.name = instrument.name_vi,
            .model = instrument.model,
            .serial = instrument.serial,
            .range_low = instrument.range_low,
            .range_high = instrument.range_high,
            .unit = instrument.unit,
            .resolution = instrument.resolution,
            .accuracy_class = instrument.accuracy_class};
}

std::vector<std::string> agreed_points(const std::optional<jobs::ContractReview>& review) {
    return review ? review->points : std::vector<std::string>{};
}

Sheet load_sheet(storage::Transaction& transaction, people::Scope scope, JobId id) {
    storage::JobRepository jobs(transaction, scope);
    storage::OrderRepository orders(transaction, scope);
    storage::ProcedureRepository procedure_versions(transaction, scope);
    Sheet sheet;
    sheet.job = jobs.require(id);
    if (!sheet.job.procedure)
        throw Error(ErrorKind::conflict, "job.not_started",
                    "job " + sheet.job.number + " has not been started; choose procedure and standards first", "",
                    {{"job", sheet.job.number}});
    sheet.order = orders.require(sheet.job.order);
    sheet.item = orders.require_item(sheet.job.item);
    sheet.instrument = storage::InstrumentRepository(transaction, scope).require(sheet.job.instrument);
    sheet.review = jobs.contract_review(id);
    sheet.version = procedure_versions.require(*sheet.job.procedure);
    sheet.procedure = procedures::read_procedure(procedure_versions.content(*sheet.job.procedure), sheet.version.code);
    sheet.layout = procedures::layout(sheet.procedure, item_input(sheet.instrument), agreed_points(sheet.review));
    load_standards(transaction, scope, sheet);
    sheet.readings = jobs.readings(id);
    sheet.marks = jobs.marks(id);
    sheet.checks = jobs.checks(id);
    sheet.environment = jobs.environment(id);
    sheet.adjustment = jobs.adjustment(id);
    sheet.judgements = jobs.judgements(id);
    sheet.not_measured = jobs.not_measured(id);
    sheet.signatures = jobs.signatures(id);
    sheet.inputs = inputs_of(sheet);
    sheet.evaluation = procedures::evaluate(sheet.procedure, sheet.inputs);
    return sheet;
}

procedures::Evaluation preview(const Sheet& sheet, const Typed& typed) {
    const auto choice = typed.adjustment ? typed.adjustment : choice_of(sheet);
    procedures::SheetInputs inputs = sheet.inputs;
    inputs.runs = runs_of(sheet, choice);
    for (auto& run : inputs.runs) {
        const Stage stored = run.stage == Stage::as_left ? Stage::as_left : Stage::as_found;
        for (const auto& [stage, reading] : typed.readings)
            if (stage == stored) put_over(run.readings, reading);
        for (const auto& [stage, answer] : typed.checks)
            if (stage == stored) put_over(run.checks, answer);
    }
    return procedures::evaluate(sheet.procedure, inputs);
}

std::string inputs_sha256(const procedures::Procedure& procedure, const procedures::SheetInputs& inputs) {
    Sha256 hash;
    hash.update_field(procedure.sha256);
    hash.update_field(storage::word(inputs.mode));
    update(hash, inputs.item);
    count(hash, inputs.points);
    for (const auto& point : inputs.points) hash.update_field(point);
    count(hash, inputs.standards);
    for (const auto& standard : inputs.standards) update(hash, standard);
    count(hash, inputs.runs);
    for (const auto& run : inputs.runs) update(hash, run);
    count(hash, inputs.environment);
    for (const auto& condition : inputs.environment) {
        hash.update_field(condition.quantity);
        hash.update_field(condition.unit);
        update(hash, condition.start);
        update(hash, condition.end);
    }
    if (inputs.agreement) update(hash, *inputs.agreement);
    return hash.hex();
}

}  // namespace chuan::operations
