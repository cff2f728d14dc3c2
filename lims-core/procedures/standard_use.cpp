#include "procedures/standard_use.h"

#include <algorithm>
#include <cmath>

#include "procedures/certificate_formula.h"
#include "procedures/certificate_table.h"
#include "procedures/numbers.h"

namespace chuan::procedures {
namespace {

/// The range in that unit; nullopt if the standard states none or another quantity's.
std::optional<std::pair<double, double>> range_of(const StandardInput& standard, const std::string& unit) {
    if (!standard.range_low || !standard.range_high || standard.range_unit.empty() ||
        !convertible(standard.range_unit, unit))
        return std::nullopt;
    return std::pair{converted(standard.range_low->to_double(), standard.range_unit, unit),
                     converted(standard.range_high->to_double(), standard.range_unit, unit)};
}

bool within(const std::optional<std::pair<double, double>>& bounds, double value) {
    return !bounds || (value >= bounds->first && value <= bounds->second);
}

std::optional<RealisedValue> by_formula(const StandardFormula& formula, const Argument& argument,
                                        const std::string& unit) {
    if (!convertible(argument.unit, formula.argument_unit) || !convertible(formula.unit, unit)) return std::nullopt;
    const auto figure = formula_at(formula, converted(argument.at, argument.unit, formula.argument_unit));
    if (!figure) return std::nullopt;
    RealisedValue made;
    using Meaning = StandardValue::Meaning;
    if (formula.meaning == Meaning::value) {
        made.value = settled(converted(*figure, formula.unit, unit));
    } else {
        if (!convertible(argument.unit, unit)) return std::nullopt;
        const double at = converted(argument.at, argument.unit, unit),
                     offset = converted_difference(*figure, formula.unit, unit);
        made.value = settled(formula.meaning == Meaning::error ? at - offset : at + offset, at);
    }
    made.expanded_uncertainty = converted_difference(formula.expanded_uncertainty.to_double(), formula.unit, unit);
    made.coverage_factor = formula.coverage_factor.to_double();
    if (made.expanded_uncertainty <= 0 || made.coverage_factor <= 0) return std::nullopt;
    made.degrees_of_freedom = formula.degrees_of_freedom;
    if (formula.drift_limit)
        made.drift_limit = converted_difference(formula.drift_limit->to_double(), formula.unit, unit);
    return made;
}

std::optional<RealisedValue> stated(const std::string& quantity, const std::vector<StandardValue>& values,
                                    const std::vector<StandardFormula>& formulas, const Argument& argument,
                                    const std::string& unit) {
    const Table table = table_of(quantity, values, argument, unit);
    if (const auto row = table.row()) {
        RealisedValue made;
        made.value = table.value_of(*row);
        made.expanded_uncertainty = row->U;
        made.coverage_factor = row->k;
        made.degrees_of_freedom = row->degrees_of_freedom;
        made.drift_limit = row->drift_limit;
        made.interpolated = row->interpolated;
        return made;
    }
    for (const StandardFormula& formula : formulas)
        if (formula.quantity == quantity)
            if (auto made = by_formula(formula, argument, unit)) return made;
    return std::nullopt;
}

std::optional<RealisedValue> realised_by(const StandardNeed& need, const StandardInput& standard,
                                         const Argument& argument, const std::string& unit) {
    auto made = stated(need.quantity, standard.values, standard.formulas, argument, unit);
    if (!made) return std::nullopt;
    made->standard = standard.code;
    made->certificate = standard.certificate;
    return made;
}

/// By day, those without one first; of several of one day the last one.
void put_in_order(std::vector<StatedOn>& all) {
    std::ranges::stable_sort(all, {}, &StatedOn::calibrated_on);
    const auto same_day = [](const StatedOn& a, const StatedOn& b) {
        return a.calibrated_on && a.calibrated_on == b.calibrated_on;
    };
    for (auto at = std::ranges::adjacent_find(all, same_day); at != all.end();
         at = std::ranges::adjacent_find(all, same_day))
        all.erase(at);
}

/// Bounds of a formula on the scale of nominals of the results; nullopt where its argument is something else.
std::optional<std::pair<double, double>> bounds_of(const StandardFormula& formula, const std::string& unit) {
    const bool of_result = formula.form == StandardFormula::Form::callendar_van_dusen;
    const std::string& written_in = of_result ? formula.unit : formula.argument_unit;
    if (!convertible(written_in, unit)) return std::nullopt;
    return std::pair(converted(formula.low.to_double(), written_in, unit),
                     converted(formula.high.to_double(), written_in, unit));
}

bool certified(const StandardNeed& need, const StandardInput& standard, double nominal, const std::string& unit) {
    if (realised_by(need, standard, {nominal, unit}, unit)) return true;
    return std::any_of(standard.formulas.begin(), standard.formulas.end(),
                       [&](const StandardFormula& formula) {
                           return formula.quantity == need.quantity && convertible(formula.unit, unit) &&
                                  !convertible(formula.argument_unit, unit) &&
                                  within(bounds_of(formula, unit), nominal);
                       }) ||
           std::any_of(standard.values.begin(), standard.values.end(), [&](const StandardValue& value) {
               return value.quantity == need.quantity && convertible(value.unit, unit) && !value.argument_unit.empty();
           });
}

std::string written(const std::pair<double, double>& bounds, const std::string& unit) {
    return settled_decimal(bounds.first).text() + " to " + settled_decimal(bounds.second).text() + " " + unit;
}

}  // namespace

std::optional<RealisedValue> realised(const StandardNeed& need, const std::vector<StandardInput>& standards,
                                      const Argument& argument, const std::string& unit) {
    for (const StandardInput& standard : standards)
        if (standard.role == need.role)
            if (auto value = realised_by(need, standard, argument, unit)) return value;
    return std::nullopt;
}

std::vector<StatedOn> stated_over_time(const StandardNeed& need, const std::vector<StandardInput>& standards,
                                       const Argument& argument, const std::string& unit) {
    std::vector<StatedOn> all;
    for (const StandardInput& standard : standards) {
        if (standard.role != need.role) continue;
        auto now = realised_by(need, standard, argument, unit);
        if (!now) continue;
        for (const EarlierCertificate& earlier : standard.history)
            if (auto then = stated(need.quantity, earlier.values, earlier.formulas, argument, unit)) {
                then->certificate = earlier.certificate;
                all.push_back({earlier.calibrated_on, *std::move(then)});
            }
        all.push_back({standard.calibrated_on, *std::move(now)});
        if (standard.calibrated_on) put_in_order(all);
        break;
    }
    return all;
}

std::optional<double> largest_change(const StandardNeed& need, const std::vector<StandardInput>& standards,
                                     const Argument& argument, const std::string& unit) {
    const auto all = stated_over_time(need, standards, argument, unit);
    std::optional<double> largest;
    for (std::size_t i = 1; i < all.size(); ++i) {
        const double later = all[i].value.value;
        largest = std::max(largest.value_or(0), std::abs(settled(later - all[i - 1].value.value, later)));
    }
    return largest;
}

bool covers(const StandardNeed& need, const std::vector<StandardInput>& standards, double nominal,
            const std::string& unit) {
    return std::any_of(standards.begin(), standards.end(), [&](const StandardInput& standard) {
        return standard.role == need.role && within(range_of(standard, unit), nominal) &&
               certified(need, standard, nominal, unit);
    });
}

std::string reach_of(const StandardNeed& need, const std::vector<StandardInput>& standards, const std::string& unit) {
    std::string text;
    for (const StandardInput& standard : standards) {
        if (standard.role != need.role) continue;
        auto bounds = table_of(need.quantity, standard.values, {0, unit}, unit).span();
        for (const StandardFormula& formula : standard.formulas)
            if (!bounds && formula.quantity == need.quantity && convertible(formula.unit, unit))
                bounds = bounds_of(formula, unit);
        if (!bounds) bounds = range_of(standard, unit);
        text += (text.empty() ? "" : ", ") + standard.code + " (certificate " + standard.certificate +
                (bounds ? ": " + written(*bounds, unit) : "") + ")";
    }
    return text;
}

}  // namespace chuan::procedures
