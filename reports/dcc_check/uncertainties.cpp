// Figures one by one: numbers that are numbers, units that exist, uncertainties and coverage that can be.

#include <cmath>
#include <set>

#include "reports/dcc_check/metrology.h"

namespace chuan::reports::dcc_check {
namespace {

/// Below this k an interval of about 95 % would be narrower than any distribution with one summit that is met gives it
/// (1.41 for a U-shaped one); above it even one degree of freedom needs less (13.97).
constexpr double kSmallestAt95 = 1.4, kLargest = 14;

void check_numbers(const Series& series, Findings& findings) {
    const auto demand_numbers = [&](const xmlNode* where, const std::vector<Figure>& figures) {
        for (const Figure& figure : figures)
            if (!figure.is_number()) findings.add("metrology.not_a_number", where, {{"value", figure.text}});
    };
    demand_numbers(series.node, series.values);
    for (const Column* column : {&series.U, &series.u, &series.k, &series.probability, &series.low, &series.high})
        if (column->node) demand_numbers(column->node, column->entries);
}

void check_units(const Series& series, Units& units, Findings& findings) {
    std::set<std::string> told;
    for (const std::string& unit : series.units) {
        if (unit.starts_with('|') || !told.insert(unit).second)
            continue;  // a declared one is the statement's to define
        const quantities::ReadUnit* read = units.read(unit);
        if (!read)
            findings.add("metrology.unit_unknown", series.node, {{"value", unit}});
        else if (read->writing != quantities::UnitWriting::dsi)
            findings.add("metrology.unit_repaired", series.node, {{"value", unit}, {"meant", read->unit.dsi()}});
    }
}

void check_uncertainties(const Series& series, Findings& findings) {
    for (const Column* column : {&series.U, &series.u})
        for (const Figure& figure : column->entries) {
            if (figure.value < 0)
                findings.add("metrology.uncertainty_negative", column->node, {{"value", figure.text}});
            if (figure.value == 0) findings.add("metrology.uncertainty_zero", column->node, {{"value", figure.text}});
        }
    if (series.U.node && series.k.entries.empty()) findings.add("metrology.coverage_factor_missing", series.U.node);
}

void check_coverage(const Series& series, Findings& findings) {
    for (const Figure& p : series.probability.entries)
        if (p.is_number() && !(p.value > 0 && p.value <= 1))
            findings.add("metrology.coverage_probability", series.probability.node, {{"value", p.text}});
    for (std::size_t i = 0; i < series.k.entries.size(); ++i) {
        const Figure& k = series.k.entries[i];
        const Figure* p = series.probability.at(i);
        if (k.value < 1) findings.add("metrology.coverage_factor_low", series.k.node, {{"value", k.text}});
        const bool too_small = p && p->value >= 0.94 && k.value < kSmallestAt95;
        const bool too_large = k.value > kLargest || (p && p->value <= 0.7 && k.value >= 1.9);
        if (k.value >= 1 && (too_small || too_large))
            findings.add("metrology.coverage_factor_odd", series.k.node,
                         {{"value", k.text}, {"probability", p ? p->text : "?"}});
    }
}

void check_intervals(const Series& series, Findings& findings) {
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        const Figure *low = series.low.at(i), *high = series.high.at(i);
        if (!low || !high) continue;
        const Values values{{"low", low->text}, {"high", high->text}, {"value", series.values[i].text}};
        if (low->value > high->value) findings.add("metrology.interval_order", series.low.node, values);
        const double hidden = series.values[i].half_digit + low->half_digit + high->half_digit;
        if (low->value <= high->value &&
            (series.values[i].value < low->value - hidden || series.values[i].value > high->value + hidden))
            findings.add("metrology.interval_value", series.low.node, values);
    }
}

}  // namespace

void check_figures(const Quantities& quantities, Units& units, Findings& findings) {
    for (const Quantity& quantity : quantities)
        for (const Series& series : quantity.series) {
            check_numbers(series, findings);
            check_units(series, units, findings);
            check_uncertainties(series, findings);
            check_coverage(series, findings);
            check_intervals(series, findings);
        }
}

}  // namespace chuan::reports::dcc_check
