#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"
#include "reports/dcc/parts.h"
#include "reports/dcc/xml.h"
#include "reports/text/catalogue.h"
#include "reports/text/figures.h"

namespace chuan::reports::dcc {
namespace {

using namespace certificates;
using pugi::xml_node;

void add_method(xml_node methods, const CertificateContent& content) {
    xml_node method = add(methods, "dcc:usedMethod");
    set(method, "refType", "basic_calibrationMethod");
    if (content.procedure_title.vi.empty())
        add_plain(method, "dcc:name", content.procedure_code);
    else
        add_both(method, "dcc:name", content.procedure_title);
    std::string vi = content.procedure_note.vi, en = content.procedure_note.en;
    if (!content.mode.empty()) {
        vi = text::of(text::Language::vi, "field.mode") + ": " + text::of(text::Language::vi, "mode." + content.mode) +
             ". " + vi;
        en = text::of(text::Language::en, "field.mode") + ": " + text::of(text::Language::en, "mode." + content.mode) +
             ". " + en;
    }
    add_both(method, "dcc:description", vi, en);
    add_text(method, "dcc:reference",
             content.procedure_code + (content.procedure_version.empty() ? "" : " v" + content.procedure_version));
}

const ResultTable* first_with_uncertainty(const std::vector<const ResultTable*>& tables) {
    for (const ResultTable* table : tables)
        for (const ResultRow& row : table->rows)
            if (!row.uncertainty.empty()) return table;
    return nullptr;
}

std::string common_factor(const ResultTable& table) {
    std::string factor;
    for (const ResultRow& row : table.rows) {
        if (row.coverage_factor.empty() || row.coverage_factor == factor) continue;
        if (!factor.empty()) return "";
        factor = row.coverage_factor;
    }
    return factor;
}

void add_methods(xml_node result, const CertificateContent& content, const std::vector<const ResultTable*>& tables) {
    xml_node methods = add(result, "dcc:usedMethods");
    add_method(methods, content);
    const ResultTable* table = first_with_uncertainty(tables);
    if (!table) return;
    xml_node method = add(methods, "dcc:usedMethod");
    set(method, "refType", "basic_methodMeasurementUncertainty");
    add_fixed(method, "dcc:name", "uncertainty.name");
    const auto sentence = [&](text::Language language) {
        return text::uncertainty_sentence(language, common_factor(*table), table->coverage_probability,
                                          table->coverage_reason);
    };
    add_both(method, "dcc:description", sentence(text::Language::vi), sentence(text::Language::en));
    add_text(method, "dcc:norm", "JCGM 100:2008");
    add_text(method, "dcc:reference", content.procedure_basis);
}

void add_standard_certificate(xml_node equipment, const StandardContent& standard, const CertificateContent& content) {
    const bool digital = !standard.certificate_unique_id.empty() && !standard.certificate_sha256_base64.empty();
    const std::string number =
        standard.certificate_number.empty() ? standard.certificate_unique_id : standard.certificate_number;
    if (number.empty()) return;
    xml_node certificate = add(equipment, "dcc:certificate");
    add_fixed(certificate, "dcc:referral", digital ? "dcc.certificate_dcc" : "dcc.certificate_paper");
    add_text(certificate, "dcc:referralID", digital ? standard.certificate_unique_id : number);
    add_text(certificate, "dcc:procedure", digital ? "c14n-sha256" : "analogue");
    add_text(certificate, "dcc:value", digital ? standard.certificate_sha256_base64 : "analogue");
    add_plain(certificate, "dcc:description",
              digital ? number + (standard.certificate_issuer.empty() ? "" : ", " + standard.certificate_issuer)
                      : standard.certificate_issuer);
    if (standard.calibrated_on && standard.due_on) {
        const bool valid = *standard.calibrated_on <= content.measured_from && content.measured_to <= *standard.due_on;
        add_text(certificate, "dcc:inValidityRange", valid ? "true" : "false");
    }
}

void add_equipment(xml_node result, const CertificateContent& content) {
    if (content.standards.empty()) return;
    xml_node list = add(result, "dcc:measuringEquipments");
    for (const StandardContent& standard : content.standards) {
        xml_node equipment = add(list, "dcc:measuringEquipment");
        set(equipment, "refType", "basic_measurementStandard");
        add_both(equipment, "dcc:name", standard.name_vi, standard.name_en);
        add_standard_certificate(equipment, standard, content);
        if (!standard.maker.empty()) add_plain(add(equipment, "dcc:manufacturer"), "dcc:name", standard.maker);
        add_text(equipment, "dcc:model", standard.model);
        if (standard.code.empty() && standard.serial.empty()) continue;
        xml_node identifications = add(equipment, "dcc:identifications");
        add_identification(identifications,
                           {"calibrationLaboratory", "basic_identificationNumber", "dcc.standard_code", standard.code});
        add_identification(identifications,
                           {"manufacturer", "basic_serialNumber", "dcc.serial_number", standard.serial});
        add_identification(identifications, {"manufacturer", "chuan_lotNumber", "dcc.lot_number", standard.lot});
        add_identification(identifications,
                           {"manufacturer", "chuan_bottleNumber", "dcc.bottle_number", standard.bottle});
    }
}

void add_real(xml_node parent, const std::string& value, const std::string& unit) {
    xml_node real = add(parent, "si:real");
    add_text(real, "si:value", value);
    add_text(real, "si:unit", unit);
}

/// A temperature stands in kelvin first: readers that convert by factor only get degrees Celsius wrong.
void add_value(xml_node quantity, const std::string& value, const std::string& unit) {
    if (unit != "\\degreecelsius") return add_real(quantity, value, unit);
    xml_node hybrid = add(quantity, "si:hybrid");
    add_real(hybrid, (Decimal::parse(value) + Decimal::parse("273.15")).text(), "\\kelvin");
    add_real(hybrid, value, unit);
}

struct ConditionWords {
    const char *quantity, *ref_type, *low, *high;
};
constexpr ConditionWords kConditions[] = {
    {"temperature", "basic_temperature", "basic_temperatureMin", "basic_temperatureMax"},
    {"humidity", "basic_humidityRelative", "basic_humidityRelativeMin", "basic_humidityRelativeMax"},
    {"pressure", "chuan_airPressure", "chuan_airPressureMin", "chuan_airPressureMax"}};

void add_bound(xml_node data, const char* ref_type, const char* key, const std::string& value,
               const std::string& unit) {
    if (value.empty()) return;
    xml_node quantity = add(data, "dcc:quantity");
    set(quantity, "refType", ref_type);
    add_fixed(quantity, "dcc:name", key);
    add_value(quantity, value, unit);
}

void add_conditions(xml_node result, const CertificateContent& content, const std::string& stage) {
    if (content.conditions.empty()) return;
    xml_node list = add(result, "dcc:influenceConditions");
    for (const ConditionContent& condition : content.conditions) {
        const auto known =
            std::find_if(std::begin(kConditions), std::end(kConditions),
                         [&](const ConditionWords& words) { return words.quantity == condition.quantity; });
        const ConditionWords words =
            known != std::end(kConditions)
                ? *known
                : ConditionWords{"", "chuan_condition", "chuan_conditionMin", "chuan_conditionMax"};
        xml_node node = add(list, "dcc:influenceCondition");
        set(node, "refType", words.ref_type);
        if (const std::string key = "condition." + condition.quantity; text::has(key))
            add_fixed(node, "dcc:name", key);
        else
            add_plain(node, "dcc:name", condition.quantity);
        if (stage == "as_found") add_text(node, "dcc:status", "beforeAdjustment");
        if (stage == "as_left") add_text(node, "dcc:status", "afterAdjustment");
        xml_node data = add(node, "dcc:data");
        add_bound(data, words.low, "dcc.minimum", condition.low, condition.unit);
        add_bound(data, words.high, "dcc.maximum", condition.high, condition.unit);
    }
}

/// Operations of a verification: words and conformity, no figure is made up for them.
void add_operations(xml_node results, const CertificateContent& content) {
    if (content.operations.empty()) return;
    xml_node result = add(results, "dcc:result");
    set(result, "refType", "chuan_operations");
    add_fixed(result, "dcc:name", "dcc.operations");
    xml_node list = add(add(result, "dcc:data"), "dcc:list");
    for (const OperationRow& operation : content.operations) {
        xml_node quantity = add(list, "dcc:quantity");
        set(quantity, "refType", "chuan_operation");
        add_both(quantity, "dcc:name", operation.name);
        const std::string key = "outcome." + operation.outcome;
        std::string vi = text::of(text::Language::vi, key), en = text::of(text::Language::en, key);
        if (!operation.remark.empty()) vi += ": " + operation.remark, en += ": " + operation.remark;
        add_both(quantity, "dcc:noQuantity", vi, en);
        if (operation.outcome != "pass" && operation.outcome != "fail") continue;
        xml_node meta = add(add(quantity, "dcc:measurementMetaData"), "dcc:metaData");
        set(meta, "refType", "basic_conformity");
        add_fixed(meta, "dcc:name", "dcc.outcome");
        add_text(meta, "dcc:conformity", operation.outcome);
    }
}

const char* stage_ref_type(const std::string& stage) {
    if (stage == "as_found") return "chuan_asFound";
    return stage == "as_left" ? "chuan_asLeft" : "chuan_asFoundAndLeft";
}

void add_measurement_result(xml_node list, const CertificateContent& content, const std::string& stage,
                            const std::vector<const ResultTable*>& tables, bool with_operations) {
    xml_node node = add(list, "dcc:measurementResult");
    set(node, "refId", "item1");
    const std::string stage_key = "stage." + stage;
    add_fixed(node, "dcc:name", stage.empty() ? "title.results" : stage_key);
    add_methods(node, content, tables);
    add_software(add(node, "dcc:usedSoftware"), content);
    add_equipment(node, content);
    add_conditions(node, content, stage);
    xml_node results = add(node, "dcc:results");
    for (const ResultTable* table : tables) {
        xml_node result = add(results, "dcc:result");
        set(result, "refType", stage_ref_type(table->stage));
        add_both(result, "dcc:name", table->title);
        add_result_lists(add(result, "dcc:data"), content, *table);
    }
    if (with_operations) add_operations(results, content);
}

}  // namespace

void add_measurement_results(xml_node root, const CertificateContent& content) {
    xml_node list = add(root, "dcc:measurementResults");
    std::vector<std::string> stages;
    for (const ResultTable& table : content.tables)
        if (std::find(stages.begin(), stages.end(), table.stage) == stages.end()) stages.push_back(table.stage);
    if (stages.empty()) stages.push_back("");
    for (const std::string& stage : stages) {
        std::vector<const ResultTable*> tables;
        for (const ResultTable& table : content.tables)
            if (table.stage == stage) tables.push_back(&table);
        add_measurement_result(list, content, stage, tables, &stage == &stages.back());
    }
}

}  // namespace chuan::reports::dcc
