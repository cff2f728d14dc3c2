#include "operations/certificate_content.h"

#include <algorithm>

#include "operations/trace.h"
#include "procedures/agreed_rule.h"
#include "procedures/agreement.h"
#include "procedures/numbers.h"
#include "quantities/unit.h"
#include "storage/organisation_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

using certificates::CertificateContent;
using procedures::Stage;

certificates::LaboratoryContent laboratory_of(const organisations::Body& body) {
    certificates::LaboratoryContent laboratory;
    laboratory.name_vi = body.name_vi;
    laboratory.name_en = body.name_en;
    laboratory.address = body.address_vi;
    laboratory.city = body.city;
    laboratory.country = body.country;
    laboratory.phone = body.phone;
    laboratory.email = body.email;
    laboratory.registration_number = body.registration_number.value_or("");
    laboratory.designation_number = body.designation_number.value_or("");
    laboratory.head_of_letter_vi = body.parent_name_vi;
    laboratory.head_of_letter_en = body.parent_name_en;
    return laboratory;
}

certificates::Party party_of(const organisations::Organisation& organisation) {
    return {.name_vi = organisation.name,
            .name_en = organisation.name_en.empty() ? organisation.name : organisation.name_en,
            .address = organisation.address,
            .city = {},
            .country = organisation.country,
            .phone = organisation.phone,
            .email = organisation.email};
}

std::string characteristic_of(const equipment::InstrumentRange& range) {
    const std::string unit = range.unit.empty() ? "" : " " + quantities::symbol(quantities::parse_unit(range.unit));
    std::string line;
    if (range.low && range.high && *range.low != *range.high)
        line = "(" + range.low->text() + " ÷ " + range.high->text() + ")" + unit;
    else if (range.high)
        line = range.high->text() + unit;
    if (range.resolution) line += (line.empty() ? "d = " : "; d = ") + range.resolution->text() + unit;
    if (range.verification_interval)
        line += (line.empty() ? "e = " : "; e = ") + range.verification_interval->text() + unit;
    if (!range.accuracy_class.empty())
        line += (line.empty() ? "" : "; ") + std::string("cấp / class ") + range.accuracy_class;
    return line;
}

/// The item's own range and the further ones, a line each.
std::vector<std::string> characteristics_of(const equipment::Instrument& instrument) {
    std::vector<equipment::InstrumentRange> ranges{{.quantity = {},
                                                    .low = instrument.range_low,
                                                    .high = instrument.range_high,
                                                    .unit = instrument.unit,
                                                    .resolution = instrument.resolution,
                                                    .verification_interval = instrument.verification_interval,
                                                    .accuracy_class = instrument.accuracy_class}};
    ranges.insert(ranges.end(), instrument.ranges.begin(), instrument.ranges.end());
    std::vector<std::string> lines;
    for (const auto& range : ranges)
        if (auto line = characteristic_of(range); !line.empty()) lines.push_back(std::move(line));
    return lines;
}

certificates::ItemContent item_of(const Sheet& sheet, const organisations::Organisation& owner) {
    const auto& instrument = sheet.instrument;
    certificates::ItemContent item{.name_vi = instrument.name_vi,
                                   .name_en = instrument.name_en,
                                   .maker = instrument.maker,
                                   .maker_country = instrument.maker_country,
                                   .model = instrument.model,
                                   .serial = instrument.serial,
                                   .inventory_number = instrument.inventory_number,
                                   .year = instrument.made_in_year,
                                   .characteristics = characteristics_of(instrument),
                                   .owner = owner.name,
                                   .owner_address = owner.address,
                                   .place_of_use = instrument.place_of_use,
                                   .condition = sheet.item.condition};
    return item;
}

std::vector<certificates::ConditionContent> conditions_of(const Sheet& sheet) {
    std::vector<certificates::ConditionContent> conditions;
    for (const auto& input : sheet.inputs.environment) {
        const auto& a = input.start ? input.start : input.end;
        const auto& b = input.end ? input.end : input.start;
        conditions.push_back({input.quantity, input.unit, std::min(*a, *b).text(), std::max(*a, *b).text()});
    }
    return conditions;
}

/// The ends of an interval that is not symmetric, of the figure that the table prints: of the error, which is the value
/// less the nominal, where the value has no column. A table without either keeps U.
void put_interval(certificates::ResultRow& row, const procedures::PointResult& point,
                  const std::vector<std::string>& columns) {
    const auto stands = [&](std::string_view column) { return std::ranges::find(columns, column) != columns.end(); };
    if (!point.interval) return;
    const bool shifted = !point.interval->of_error && !stands("value") && stands("error");
    const std::string of = point.interval->of_error || shifted ? "error" : "value";
    if (!stands(of)) return;
    const auto end = [&](const std::string& figure) {
        return shifted ? (Decimal::parse(figure) - Decimal::parse(point.nominal)).text() : figure;
    };
    row.interval_of = of;
    row.interval_low = end(point.interval->low);
    row.interval_high = end(point.interval->high);
    row.standard_uncertainty = procedures::three_digits(point.standard_uncertainty).text();
}

certificates::ResultRow row_of(const procedures::PointResult& point, const std::vector<std::string>& columns) {
    certificates::ResultRow row{.point = point.point,
                                .direction = point.direction,
                                .nominal = point.nominal,
                                .reference = point.printed_reference,
                                .indication = point.printed_indication,
                                .value = point.printed_value,
                                .error = point.printed_error,
                                .uncertainty = point.printed_uncertainty,
                                .coverage_factor = point.printed_coverage_factor,
                                .limit = point.printed_limit,
                                .verdict = point.verdict ? std::string(storage::word(*point.verdict)) : ""};
    put_interval(row, point, columns);
    return row;
}

std::vector<certificates::ResultTable> tables_of(const Sheet& sheet, const procedures::Evaluation& evaluation) {
    std::vector<certificates::ResultTable> tables;
    for (const auto& point : evaluation.points) {
        const std::string stage(storage::word(point.stage));
        const auto& function = sheet.procedure.functions.at(sheet.layout.point(point.point)->function);
        auto table = std::ranges::find_if(tables, [&](const auto& known) {
            return known.stage == stage && known.unit == point.unit && known.quantity == function.quantity &&
                   known.title.vi == function.report.title.vi;
        });
        if (table == tables.end())
            table = tables.insert(tables.end(),
                                  {.stage = stage,
                                   .title = {function.report.title.vi, function.report.title.en},
                                   .quantity = function.quantity,
                                   .unit = point.unit,
                                   .columns = function.report.columns,
                                   .rows = {},
                                   .coverage_probability = Decimal::from_double(point.coverage_probability).text(),
                                   .coverage_reason = point.coverage_reason});
        table->rows.push_back(row_of(point, function.report.columns));
    }
    return tables;
}

/// Operations of the final state, as the conclusion is drawn on it.
void add_operations(CertificateContent& content, const Sheet& sheet, const procedures::Evaluation& evaluation) {
    for (const auto& result : evaluation.operations) {
        if (result.stage == Stage::as_found && sheet.adjustment &&
            sheet.adjustment->choice == jobs::AdjustmentChoice::adjusted)
            continue;
        const auto* operation = sheet.procedure.operation(result.operation);
        content.operations.push_back(
            {{operation->name.vi, operation->name.en}, std::string(storage::word(result.outcome)), result.remark});
        if (result.outcome == procedures::OperationResult::Outcome::fail)
            content.fail_reason += (content.fail_reason.empty() ? "" : "; ") + operation->name.vi +
                                   (result.remark.empty() ? "" : ": " + result.remark);
    }
}

std::vector<certificates::StandardContent> standards_of(storage::Transaction& transaction, people::Scope scope,
                                                        const Site& site, const Sheet& sheet) {
    storage::OrganisationRepository organisations(transaction, scope);
    std::vector<certificates::StandardContent> standards;
    for (const auto& used : standards_used(sheet))
        standards.push_back(
            {.code = used.bottle ? used.bottle->material.code : used.standard.code,
             .name_vi = used.standard.name_vi,
             .name_en = used.standard.name_en,
             .maker = used.bottle ? organisations.require(used.bottle->material.producer).name : used.standard.maker,
             .model = used.standard.model,
             .serial = used.standard.serial,
             .lot = used.bottle ? used.bottle->material.lot : "",
             .bottle = used.bottle ? used.bottle->bottle.number : "",
             .certificate_number = used.certificate.number,
             .certificate_issuer =
                 used.certificate.issuer ? organisations.require(*used.certificate.issuer).name : site.body.name_vi,
             .calibrated_on = used.certificate.calibrated_on,
             .due_on = used.certificate.due_on,
             .certificate_sha256_base64 = used.certificate.dcc_digest,
             .certificate_unique_id = used.certificate.unique_id});
    return standards;
}

/// Performed and reviewed, of the round that led to the certificate.
std::vector<certificates::SignatureContent> signatures_of(const Sheet& sheet) {
    std::vector<certificates::SignatureContent> signatures;
    const int round = jobs::current_round(sheet.signatures);
    for (const auto meaning : {jobs::Meaning::performed, jobs::Meaning::reviewed})
        if (const auto* signature = jobs::signature_of(sheet.signatures, meaning, round))
            signatures.push_back({std::string(jobs::to_string(meaning)),
                                  signature->name,
                                  {signature->title_vi, signature->title_en},
                                  to_iso(signature->signed_at)});
    return signatures;
}

void add_work(CertificateContent& content, const Site& site, const Sheet& sheet) {
    content.procedure_code = sheet.procedure.code;
    content.procedure_version = sheet.procedure.version;
    content.procedure_title = {sheet.procedure.title.vi, sheet.procedure.title.en};
    for (const auto& basis : sheet.procedure.basis)
        content.procedure_basis += (content.procedure_basis.empty() ? "" : "; ") + basis;
    content.procedure_note = {sheet.procedure.note.vi, sheet.procedure.note.en};
    if (sheet.job.mode != procedures::Mode::none) content.mode = storage::word(sheet.job.mode);
    content.order_number = sheet.order.number;
    content.job_number = sheet.job.number;
    content.received_on = sheet.order.received_on;
    if (sheet.job.first_reading_at) content.measured_from = site.day_of(*sheet.job.first_reading_at);
    if (sheet.job.last_reading_at) content.measured_to = site.day_of(*sheet.job.last_reading_at);
    content.place_of_work = jobs::to_string(sheet.job.place);
    content.place_detail = sheet.job.place_detail;
    content.conditions = conditions_of(sheet);
    for (const auto& point : sheet.not_measured) {
        const auto* known = sheet.layout.point(point.point);
        content.not_measured.push_back((known ? known->nominal.text() : point.point) + ": " + point.reason);
    }
}

/// Whether a calibration or test keeps to what was agreed; where nothing was, or the rule leaves it open, the results
/// speak.
certificates::Conclusion agreed_conclusion(const Sheet& sheet, const procedures::Evaluation& evaluation) {
    if (sheet.inputs.agreement && evaluation.verdict == conformity::Verdict::pass)
        return certificates::Conclusion::pass;
    if (sheet.inputs.agreement && evaluation.verdict == conformity::Verdict::fail)
        return certificates::Conclusion::fail;
    return certificates::Conclusion::see_results;
}

/// What the results were held against: of one quantity its specification, of several each with its name in both
/// languages. The specification itself stands as it was agreed.
certificates::Bilingual specification_of(const Sheet& sheet) {
    const auto& agreement = *sheet.inputs.agreement;
    const auto& functions = sheet.procedure.functions;
    const auto add = [&](std::string& text, const std::string& name, const std::string& specification) {
        if (!text.empty()) text += "; ";
        if (functions.size() > 1) text += name + ": ";
        text += specification;
    };
    certificates::Bilingual words;
    for (const auto& function : functions)
        if (const auto* agreed = procedures::agreed_for(agreement, sheet.procedure, function)) {
            add(words.vi, function.name.vi, agreed->specification);
            add(words.en, function.name.en.empty() ? function.name.vi : function.name.en, agreed->specification);
        }
    return words;
}

}  // namespace

certificates::Kind document_kind(procedures::Kind kind, const procedures::Evaluation& evaluation) {
    switch (kind) {
        case procedures::Kind::calibration:
            return certificates::Kind::calibration;
        case procedures::Kind::testing:
            return certificates::Kind::testing;
        case procedures::Kind::verification:
            return evaluation.verdict == conformity::Verdict::pass ? certificates::Kind::verification
                                                                   : certificates::Kind::verification_record;
    }
    throw std::logic_error("no such kind");
}

std::optional<LastDay> valid_to_of(const Sheet& sheet, const procedures::Evaluation& evaluation, const Site& site) {
    if (!sheet.job.last_reading_at) return std::nullopt;
    const auto after = [&](int months, const char* basis) {
        const auto policy = site.settings.valid_to == organisations::ValidTo::exact
                                ? certificates::ValidToPolicy::exact
                                : certificates::ValidToPolicy::end_of_month;
        return LastDay{certificates::last_day(site.day_of(*sheet.job.last_reading_at), months, policy), basis};
    };
    const auto kind = document_kind(sheet.job.kind, evaluation);
    const auto& period = sheet.procedure.period_months;
    if (kind == certificates::Kind::verification_record) return std::nullopt;
    if (kind == certificates::Kind::verification)
        return period ? std::optional(after(*period, "procedure")) : std::nullopt;
    if (sheet.review && sheet.review->validity_asked && sheet.review->validity_months)
        return after(*sheet.review->validity_months, "agreed");
    if (kind != certificates::Kind::calibration || !site.settings.calibration_last_day) return std::nullopt;
    return after(period.value_or(static_cast<int>(site.settings.calibration_months.count())), "form");
}

CertificateFacts compose_certificate(storage::Transaction& transaction, people::Scope scope, const Site& site,
                                     const Sheet& sheet, const procedures::Evaluation& evaluation) {
    storage::OrganisationRepository organisations(transaction, scope);
    CertificateFacts facts;
    auto& content = facts.content;
    content.kind = document_kind(sheet.job.kind, evaluation);
    content.sample = site.body.is_sample;
    content.utc_offset_minutes = site.body.utc_offset_minutes;
    content.laboratory = laboratory_of(site.body);
    content.customer = party_of(organisations.require(sheet.order.customer));
    content.item = item_of(sheet, organisations.require(sheet.instrument.owner));
    add_work(content, site, sheet);
    content.standards = standards_of(transaction, scope, site, sheet);
    content.tables = tables_of(sheet, evaluation);
    add_operations(content, sheet, evaluation);
    if (const auto last = valid_to_of(sheet, evaluation, site)) content.valid_to = last->day;
    content.signatures = signatures_of(sheet);
    switch (content.kind) {
        case certificates::Kind::verification:
            content.conclusion = certificates::Conclusion::pass;
            break;
        case certificates::Kind::verification_record:
            content.conclusion = certificates::Conclusion::fail;
            break;
        default:
            content.conclusion = agreed_conclusion(sheet, evaluation);
    }
    facts.adjustment = sheet.adjustment;
    if (sheet.inputs.agreement) {
        facts.specification = specification_of(sheet);
        facts.decision_rule = sheet.inputs.agreement->rule_name;
        facts.rule_number = sheet.inputs.agreement->rule_number;
    } else if (sheet.procedure.decision) {
        const auto own = procedures::named(*sheet.procedure.decision);
        facts.decision_rule = own.name;
        facts.rule_number = own.number;
    }
    content.decision_rule_code = facts.decision_rule;
    const auto chain = chain_of_sheet(transaction, scope, site, sheet);
    facts.chain_complete = chain.reaches_reference;
    facts.references = traceability::references(chain);
    return facts;
}

}  // namespace chuan::operations
