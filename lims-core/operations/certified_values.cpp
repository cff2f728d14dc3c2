#include "operations/certified_values.h"

#include "quantities/unit.h"

namespace chuan::operations {
namespace {

/// The standard's limit of drift in the unit of a figure of its certificate; absent where that is of another kind.
std::optional<Decimal> drift_limit(const equipment::MeasurementStandard& standard, const std::string& unit) {
    if (!standard.drift_limit || standard.unit == unit) return standard.drift_limit;
    const auto from = quantities::parse_unit(standard.unit), to = quantities::parse_unit(unit);
    if (!quantities::same_dimension(from, to)) return std::nullopt;
    return Decimal::from_double(quantities::convert_difference(standard.drift_limit->to_double(), from, to));
}

procedures::StandardValue::Meaning meaning_of(const std::string& word) {
    using Meaning = procedures::StandardValue::Meaning;
    return word == "error" ? Meaning::error : word == "correction" ? Meaning::correction : Meaning::value;
}

}  // namespace

std::vector<procedures::StandardValue> certified_values(const equipment::MeasurementStandard& standard,
                                                        const equipment::StandardCertificate& certificate) {
    std::vector<procedures::StandardValue> values;
    for (const auto& value : certificate.values)
        values.push_back({.quantity = value.quantity,
                          .nominal = value.nominal,
                          .meaning = meaning_of(value.meaning),
                          .figure = value.figure,
                          .expanded_uncertainty = value.expanded_uncertainty,
                          .coverage_factor = value.coverage_factor,
                          .degrees_of_freedom = value.degrees_of_freedom,
                          .drift_limit = drift_limit(standard, value.unit),
                          .unit = value.unit,
                          .argument_unit = value.nominal_unit,
                          .interpolation = value.interpolation});
    return values;
}

std::vector<procedures::StandardFormula> certified_formulas(const equipment::MeasurementStandard& standard,
                                                            const equipment::StandardCertificate& certificate) {
    using Form = procedures::StandardFormula::Form;
    std::vector<procedures::StandardFormula> formulas;
    for (const auto& formula : certificate.formulas)
        formulas.push_back({.quantity = formula.quantity,
                            .form = formula.form == "polynomial" ? Form::polynomial : Form::callendar_van_dusen,
                            .meaning = meaning_of(formula.meaning),
                            .coefficients = formula.coefficients,
                            .low = formula.low,
                            .high = formula.high,
                            .argument_unit = formula.argument_unit,
                            .expanded_uncertainty = formula.expanded_uncertainty,
                            .coverage_factor = formula.coverage_factor,
                            .degrees_of_freedom = formula.degrees_of_freedom,
                            .drift_limit = drift_limit(standard, formula.unit),
                            .unit = formula.unit});
    return formulas;
}

procedures::StandardInput standard_input(const std::string& role, const equipment::MeasurementStandard& standard,
                                         const equipment::StandardCertificate& certificate) {
    return {.role = role,
            .code = standard.code,
            .certificate = certificate.number,
            .range_low = standard.range_low,
            .range_high = standard.range_high,
            .range_unit = standard.unit,
            .values = certified_values(standard, certificate),
            .formulas = certified_formulas(standard, certificate),
            .history = {},
            .calibrated_on = certificate.calibrated_on,
            .accuracy_class = standard.accuracy_class};
}

std::vector<procedures::EarlierCertificate> earlier_input(const equipment::MeasurementStandard& standard,
                                                          const std::vector<equipment::StandardCertificate>& earlier) {
    std::vector<procedures::EarlierCertificate> inputs;
    for (const auto& certificate : earlier)
        inputs.push_back({.certificate = certificate.number,
                          .values = certified_values(standard, certificate),
                          .formulas = certified_formulas(standard, certificate),
                          .calibrated_on = certificate.calibrated_on});
    return inputs;
}

}  // namespace chuan::operations
