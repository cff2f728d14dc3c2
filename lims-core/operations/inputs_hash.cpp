#include "base/sha256.h"
#include "operations/load_sheet.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

void update(Sha256& hash, const std::optional<Decimal>& value) {
    hash.update_field(value ? value->text() : std::string());
}

void update(Sha256& hash, const std::optional<CivilDate>& day) { hash.update_field(day ? to_iso(*day) : ""); }

/// How many follow: without it two lists could run into each other.
template <class List>
void count(Sha256& hash, const List& list) {
    hash.update_field(std::to_string(list.size()));
}

void update(Sha256& hash, const std::optional<double>& number) {
    hash.update_field(number ? Decimal::from_double(*number).text() : "");
}

void update(Sha256& hash, const std::vector<procedures::StandardValue>& values) {
    count(hash, values);
    for (const auto& value : values) {
        hash.update_field(value.quantity);
        update(hash, value.nominal);
        hash.update_field(std::to_string(static_cast<int>(value.meaning)));
        hash.update_field(value.figure.text());
        hash.update_field(value.expanded_uncertainty.text());
        hash.update_field(value.coverage_factor.text());
        update(hash, value.degrees_of_freedom);
        update(hash, value.drift_limit);
        hash.update_field(value.unit);
        hash.update_field(value.argument_unit);
        update(hash, value.interpolation);
    }
}

void update(Sha256& hash, const std::vector<procedures::StandardFormula>& formulas) {
    count(hash, formulas);
    for (const auto& formula : formulas) {
        hash.update_field(formula.quantity);
        hash.update_field(std::to_string(static_cast<int>(formula.form)));
        hash.update_field(std::to_string(static_cast<int>(formula.meaning)));
        count(hash, formula.coefficients);
        for (const Decimal& coefficient : formula.coefficients) hash.update_field(coefficient.text());
        hash.update_field(formula.low.text());
        hash.update_field(formula.high.text());
        hash.update_field(formula.argument_unit);
        hash.update_field(formula.expanded_uncertainty.text());
        hash.update_field(formula.coverage_factor.text());
        update(hash, formula.degrees_of_freedom);
        update(hash, formula.drift_limit);
        hash.update_field(formula.unit);
    }
}

void update(Sha256& hash, const procedures::StandardInput& standard) {
    hash.update_field(standard.role);
    hash.update_field(standard.code);
    hash.update_field(standard.certificate);
    update(hash, standard.calibrated_on);
    hash.update_field(standard.accuracy_class);
    update(hash, standard.range_low);
    update(hash, standard.range_high);
    hash.update_field(standard.range_unit);
    update(hash, standard.values);
    update(hash, standard.formulas);
    count(hash, standard.history);
    for (const auto& earlier : standard.history) {
        hash.update_field(earlier.certificate);
        update(hash, earlier.calibrated_on);
        update(hash, earlier.values);
        update(hash, earlier.formulas);
    }
}

void update(Sha256& hash, const procedures::RunInputs& run) {
    hash.update_field(storage::word(run.stage));
    update(hash, run.measured_on);
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
    count(hash, run.standards);
    for (const auto& standard : run.standards) update(hash, standard);
}

void update(Sha256& hash, const procedures::ItemInput& item) {
    for (const auto& text : {item.name, item.model, item.serial, item.unit, item.accuracy_class})
        hash.update_field(text);
    update(hash, item.range_low);
    update(hash, item.range_high);
    update(hash, item.resolution);
    update(hash, item.verification_interval);
    count(hash, item.ranges);
    for (const auto& range : item.ranges) {
        for (const auto& text : {range.quantity, range.unit, range.accuracy_class}) hash.update_field(text);
        update(hash, range.low);
        update(hash, range.high);
        update(hash, range.resolution);
        update(hash, range.verification_interval);
    }
}

void update(Sha256& hash, const procedures::Tolerance& tolerance) {
    update(hash, tolerance.percent_of_value);
    update(hash, tolerance.percent_of_span);
    update(hash, tolerance.absolute);
    hash.update_field(tolerance.unit);
    update(hash, tolerance.digits);
    hash.update_field(std::to_string(static_cast<int>(tolerance.side)));
    hash.update_field(tolerance.table);
    count(hash, tolerance.arguments);
    for (const auto& argument : tolerance.arguments) {
        hash.update_field(argument.name);
        hash.update_field(std::to_string(static_cast<int>(argument.from)));
        update(hash, argument.value);
    }
    count(hash, tolerance.options);
    for (const auto& [name, word] : tolerance.options) {
        hash.update_field(name);
        hash.update_field(word);
    }
}

void update(Sha256& hash, const procedures::Agreement& agreement) {
    hash.update_field(agreement.rule_name);
    update(hash, agreement.rule_number);
    count(hash, agreement.limits);
    for (const auto& agreed : agreement.limits) {
        hash.update_field(agreed.function);
        hash.update_field(agreed.specification);
        update(hash, agreed.tolerance);
        update(hash, agreed.low);
        update(hash, agreed.high);
        hash.update_field(agreed.accuracy_class);
        hash.update_field(storage::word(agreed.mode));
    }
}

}  // namespace

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
