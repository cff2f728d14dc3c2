#include "server/api/trial_standard_json.h"

#include <stdexcept>

namespace chuan::server::api {
namespace {

using procedures::EarlierCertificate;
using procedures::StandardFormula;
using procedures::StandardValue;

std::optional<StandardValue::Meaning> meaning_from(std::string_view word) {
    if (word == "value") return StandardValue::Meaning::value;
    if (word == "error") return StandardValue::Meaning::error;
    if (word == "correction") return StandardValue::Meaning::correction;
    return std::nullopt;
}

std::string_view word(StandardValue::Meaning meaning) {
    switch (meaning) {
        case StandardValue::Meaning::value:
            return "value";
        case StandardValue::Meaning::error:
            return "error";
        case StandardValue::Meaning::correction:
            return "correction";
    }
    throw std::logic_error("no such meaning");
}

std::optional<StandardFormula::Form> form_from(std::string_view word) {
    if (word == "polynomial") return StandardFormula::Form::polynomial;
    if (word == "callendar_van_dusen") return StandardFormula::Form::callendar_van_dusen;
    return std::nullopt;
}

std::string_view word(StandardFormula::Form form) {
    return form == StandardFormula::Form::polynomial ? "polynomial" : "callendar_van_dusen";
}

StandardValue read_value(const json::Object& in) {
    return {.quantity = in.required<std::string>("quantity"),
            .nominal = in.maybe<Decimal>("nominal"),
            .meaning = in.word("meaning", meaning_from),
            .figure = in.required<Decimal>("figure"),
            .expanded_uncertainty = in.required<Decimal>("expanded_uncertainty"),
            .coverage_factor = in.required<Decimal>("coverage_factor"),
            .degrees_of_freedom = in.maybe<double>("degrees_of_freedom"),
            .drift_limit = in.maybe<Decimal>("drift_limit"),
            .unit = in.required<std::string>("unit"),
            .argument_unit = in.value_or("nominal_unit", std::string()),
            .interpolation = in.maybe<Decimal>("interpolation")};
}

StandardFormula read_formula(const json::Object& in) {
    return {.quantity = in.required<std::string>("quantity"),
            .form = in.word("form", form_from),
            .meaning = in.word("meaning", meaning_from),
            .coefficients = in.list<Decimal>("coefficients"),
            .low = in.required<Decimal>("low"),
            .high = in.required<Decimal>("high"),
            .argument_unit = in.required<std::string>("argument_unit"),
            .expanded_uncertainty = in.required<Decimal>("expanded_uncertainty"),
            .coverage_factor = in.required<Decimal>("coverage_factor"),
            .degrees_of_freedom = in.maybe<double>("degrees_of_freedom"),
            .drift_limit = in.maybe<Decimal>("drift_limit"),
            .unit = in.required<std::string>("unit")};
}

EarlierCertificate read_earlier(const json::Object& in) {
    return {.certificate = in.required<std::string>("certificate"),
            .values = in.objects("values", read_value),
            .formulas = in.objects("formulas", read_formula, false),
            .calibrated_on = in.maybe<CivilDate>("calibrated_on")};
}

json::Value value_json(const StandardValue& value) {
    return json::object({{"quantity", value.quantity},
                         {"nominal", value.nominal},
                         {"meaning", word(value.meaning)},
                         {"figure", value.figure},
                         {"expanded_uncertainty", value.expanded_uncertainty},
                         {"coverage_factor", value.coverage_factor},
                         {"degrees_of_freedom", value.degrees_of_freedom},
                         {"drift_limit", value.drift_limit},
                         {"unit", value.unit},
                         {"nominal_unit", value.argument_unit},
                         {"interpolation", value.interpolation}});
}

json::Value formula_json(const StandardFormula& formula) {
    return json::object(
        {{"quantity", formula.quantity},
         {"form", word(formula.form)},
         {"meaning", word(formula.meaning)},
         {"coefficients", json::list(formula.coefficients, [](const Decimal& one) { return json::Value(one); })},
         {"low", formula.low},
         {"high", formula.high},
         {"argument_unit", formula.argument_unit},
         {"expanded_uncertainty", formula.expanded_uncertainty},
         {"coverage_factor", formula.coverage_factor},
         {"degrees_of_freedom", formula.degrees_of_freedom},
         {"drift_limit", formula.drift_limit},
         {"unit", formula.unit}});
}

json::Value earlier_json(const EarlierCertificate& earlier) {
    return json::object({{"certificate", earlier.certificate},
                         {"calibrated_on", earlier.calibrated_on},
                         {"values", json::list(earlier.values, value_json)},
                         {"formulas", json::list(earlier.formulas, formula_json)}});
}

}  // namespace

procedures::StandardInput read_trial_standard(const json::Object& in) {
    return {.role = in.required<std::string>("role"),
            .code = in.value_or("code", std::string()),
            .certificate = in.value_or("certificate", std::string()),
            .range_low = in.maybe<Decimal>("range_low"),
            .range_high = in.maybe<Decimal>("range_high"),
            .range_unit = in.value_or("range_unit", std::string()),
            .values = in.objects("values", read_value),
            .formulas = in.objects("formulas", read_formula, false),
            .history = in.objects("history", read_earlier, false),
            .calibrated_on = in.maybe<CivilDate>("calibrated_on"),
            .accuracy_class = in.value_or("accuracy_class", std::string())};
}

json::Value trial_standard_json(const procedures::StandardInput& standard) {
    return json::object({{"role", standard.role},
                         {"code", standard.code},
                         {"certificate", standard.certificate},
                         {"calibrated_on", standard.calibrated_on},
                         {"range_low", standard.range_low},
                         {"range_high", standard.range_high},
                         {"range_unit", standard.range_unit},
                         {"values", json::list(standard.values, value_json)},
                         {"formulas", json::list(standard.formulas, formula_json)},
                         {"history", json::list(standard.history, earlier_json)},
                         {"accuracy_class", standard.accuracy_class}});
}

}  // namespace chuan::server::api
