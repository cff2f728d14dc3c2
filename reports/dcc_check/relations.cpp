// Figures that follow from others, computed again: hybrids, errors, relative uncertainties.

#include <algorithm>
#include <cmath>
#include <map>

#include "reports/dcc_check/metrology.h"

namespace chuan::reports::dcc_check {
namespace {

bool is_si_unit(const std::string& text, Units& units) {
    const quantities::ReadUnit* read = text.starts_with('|') ? nullptr : units.read(text);
    return read && read->unit.medal() != quantities::MedalClass::improvable;
}

/// The same value in two units. A difference of temperatures looks like a temperature: one of both must agree.
void check_pair(const Series& first, const Series& other, Units& units, Findings& findings) {
    for (std::size_t i = 0; i < std::min(first.values.size(), other.values.size()); ++i) {
        const std::string& unit = first.unit_at(i);
        bool compared = false, equal = false;
        for (const bool difference : {false, true})
            if (const auto value = converted(other, i, other.values[i], unit, units, difference)) {
                compared = true;
                equal =
                    equal || agree(first.values[i].value, value->value, first.values[i].half_digit + value->half_digit);
            }
        if (compared && !equal)
            findings.add("metrology.hybrid_value", other.node,
                         {{"value", other.values[i].text + " " + other.unit_at(i)},
                          {"first", first.values[i].text + " " + unit}});
        const Figure *U = first.U.at(i), *same = other.U.at(i);
        if (!U || !same) continue;
        if (const auto value = converted(other, i, *same, unit, units, true);
            value && !agree(U->value, value->value, U->half_digit + value->half_digit))
            findings.add("metrology.hybrid_uncertainty", other.U.node,
                         {{"value", same->text + " " + other.unit_at(i)}, {"first", U->text + " " + unit}});
    }
}

void check_hybrid(const Quantity& hybrid, Units& units, Findings& findings) {
    const Series& first = hybrid.series.front();
    if (std::ranges::none_of(hybrid.series, [&](const Series& s) { return is_si_unit(s.unit_at(0), units); }))
        findings.add("metrology.hybrid_without_si", hybrid.node, {{"value", first.unit_at(0)}});
    for (std::size_t i = 1; i < hybrid.series.size(); ++i) {
        const Series& other = hybrid.series[i];
        if (other.values.size() != first.values.size())
            findings.add(
                "metrology.hybrid_length", other.node,
                {{"value", std::to_string(other.values.size())}, {"first", std::to_string(first.values.size())}});
        const quantities::ReadUnit *a = units.read(first.unit_at(0)), *b = units.read(other.unit_at(0));
        if (a && b && !quantities::same_dimension(a->unit, b->unit))
            findings.add("metrology.hybrid_kinds", other.node,
                         {{"value", other.unit_at(0)}, {"first", first.unit_at(0)}});
        check_pair(first, other, units, findings);
    }
}

/// The only one of a table with this refType; nullptr where there is none, or several.
const Quantity* only(const std::vector<const Quantity*>& columns, std::initializer_list<const char*> terms) {
    const Quantity* found = nullptr;
    for (const Quantity* column : columns)
        for (const char* term : terms)
            if (has_ref_type(column->node, term)) {
                if (found && found != column) return nullptr;
                found = column;
            }
    return found;
}

/// error = indication - reference, in the unit of the error; a correction has the other sign. Tables that state an
/// error in another kind of unit (a percentage) are left alone.
void check_table(const std::vector<const Quantity*>& columns, Units& units, Findings& findings) {
    const Quantity* indication = only(columns, {"basic_measuredValue"});
    const Quantity* reference = only(columns, {"basic_referenceValue"});
    const Quantity* error = only(columns, {"basic_measurementError", "basic_error"});
    const Quantity* correction = only(columns, {"basic_correction"});
    if (!indication || !reference) return;
    for (const Quantity* stated : {error, correction}) {
        if (!stated) continue;
        const Series &difference = stated->series.front(), &read = indication->series.front(),
                     &right = reference->series.front();
        const std::size_t rows = std::min({difference.values.size(), read.values.size(), right.values.size()});
        for (std::size_t i = 0; i < rows; ++i) {
            const auto subtrahend = converted(right, i, right.values[i], read.unit_at(i), units, false);
            const Figure& figure = difference.values[i];
            const auto told = converted(difference, i, figure, read.unit_at(i), units, true);
            if (!subtrahend || !told || !read.values[i].is_number()) continue;
            const double sign = stated == correction ? -1 : 1;
            const double computed = sign * (read.values[i].value - subtrahend->value);
            if (!agree(told->value, computed, told->half_digit + subtrahend->half_digit + read.values[i].half_digit))
                findings.add("metrology.error_value", difference.node,
                             {{"value", figure.text},
                              {"unit", difference.unit_at(i)},
                              {"row", std::to_string(i + 1)},
                              {"indication", read.values[i].text + " " + read.unit_at(i)},
                              {"reference", right.values[i].text + " " + right.unit_at(i)}});
        }
    }
}

}  // namespace

void check_hybrids(const Quantities& quantities, Units& units, Findings& findings) {
    for (const Quantity& quantity : quantities)
        if (quantity.is_hybrid) check_hybrid(quantity, units, findings);
}

void check_errors(const Quantities& quantities, Units& units, Findings& findings) {
    std::map<const xmlNode*, std::vector<const Quantity*>> tables;
    std::vector<const xmlNode*> in_order;
    for (const Quantity& quantity : quantities) {
        auto& columns = tables[quantity.node->parent];
        if (columns.empty()) in_order.push_back(quantity.node->parent);
        columns.push_back(&quantity);
    }
    for (const xmlNode* table : in_order)
        if (is_dcc(table, "list") || is_dcc(table, "data")) check_table(tables[table], units, findings);
}

void check_relative_values(const Quantities& quantities, Findings& findings) {
    for (const Quantity& quantity : quantities) {
        const xmlNode* relative = child(quantity.node, "relativeUncertainty");
        if (!relative || quantity.series.size() != 1) continue;
        const Series& series = quantity.series.front();
        Column stated;
        for (const xmlNode* part : child_elements(relative)) {
            stated.node = child(part, "valueXMLList") ? child(part, "valueXMLList") : child(part, "value");
            for (const std::string& token : tokens(raw_text(stated.node))) stated.entries.push_back(figure_of(token));
            const std::string unit = text(child(part, "unit") ? child(part, "unit") : child(part, "unitXMLList"));
            if (unit == "\\percent")
                for (Figure& figure : stated.entries) figure.value /= 100, figure.half_digit /= 100;
        }
        if (stated.entries.size() != 1 && stated.entries.size() != series.values.size()) {
            findings.add(
                "metrology.relative_length", relative,
                {{"value", std::to_string(stated.entries.size())}, {"values", std::to_string(series.values.size())}});
            continue;
        }
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            const Figure &value = series.values[i], *U = series.U.at(i), &share = *stated.at(i);
            if (!U || !U->is_number() || !value.is_number() || value.value == 0 || !share.is_number()) continue;
            const double computed = U->value / std::abs(value.value);
            const double hidden = share.half_digit + U->half_digit / std::abs(value.value) +
                                  computed * value.half_digit / std::abs(value.value);
            if (!agree(share.value, computed, hidden))
                findings.add("metrology.relative_value", relative,
                             {{"value", share.text}, {"U", U->text}, {"of", value.text}});
        }
    }
}

}  // namespace chuan::reports::dcc_check
