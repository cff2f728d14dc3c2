#include "procedures/certificate_table.h"

#include <algorithm>
#include <cmath>

#include "procedures/numbers.h"

namespace chuan::procedures {
namespace {

std::optional<double> difference_in(const std::optional<Decimal>& figure, const StandardValue& value,
                                    const std::string& unit) {
    return figure ? std::optional(converted_difference(figure->to_double(), value.unit, unit)) : std::nullopt;
}

/// nullopt: a certificate without uncertainty is none.
std::optional<TableRow> row_of(const StandardValue& value, const std::string& nominal_unit, const std::string& unit) {
    TableRow row;
    row.U = converted_difference(value.expanded_uncertainty.to_double(), value.unit, unit);
    row.k = value.coverage_factor.to_double();
    if (row.U <= 0 || row.k <= 0) return std::nullopt;
    row.degrees_of_freedom = value.degrees_of_freedom;
    row.drift_limit = difference_in(value.drift_limit, value, unit);
    row.interpolation = difference_in(value.interpolation, value, unit);
    const std::string& written_in = value.argument_unit.empty() ? value.unit : value.argument_unit;
    if (value.nominal) row.nominal = converted(value.nominal->to_double(), written_in, nominal_unit);

    using Meaning = StandardValue::Meaning;
    if (value.meaning == Meaning::value) {
        const double figure = converted(value.figure.to_double(), value.unit, unit);
        row.whole_value = !row.nominal || !value.argument_unit.empty();
        row.correction = row.whole_value ? figure : settled(figure - *row.nominal, figure);
    } else {
        const double figure = converted_difference(value.figure.to_double(), value.unit, unit);
        row.correction = value.meaning == Meaning::error ? -figure : figure;
    }
    return row;
}

/// On the straight line: uncertainty, drift and interpolation those of the worse neighbour.
TableRow between(const TableRow& below, const TableRow& above, double nominal) {
    TableRow row = below.u() >= above.u() ? below : above;
    const double share = (nominal - *below.nominal) / (*above.nominal - *below.nominal);
    row.correction = below.correction + share * (above.correction - below.correction);
    row.drift_limit = below.drift_limit && above.drift_limit
                          ? std::optional(std::max(*below.drift_limit, *above.drift_limit))
                          : std::nullopt;
    row.interpolated = true;
    if (below.interpolation || above.interpolation) {
        const double a = std::max(below.interpolation.value_or(0), above.interpolation.value_or(0));
        const double u = row.u(), combined = std::sqrt(u * u + a * a / 3);
        if (row.degrees_of_freedom) *row.degrees_of_freedom *= std::pow(combined / u, 4);
        row.U = row.k * combined;
    }
    return row;
}

}  // namespace

std::optional<std::pair<double, double>> Table::span() const {
    const auto first =
        std::find_if(rows.begin(), rows.end(), [](const TableRow& row) { return row.nominal.has_value(); });
    if (first == rows.end()) return std::nullopt;
    return std::pair(*first->nominal, *rows.back().nominal);
}

std::optional<TableRow> Table::row() const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].nominal) continue;
        if (*rows[i].nominal == at) return rows[i];
        if (i > 0 && rows[i - 1].nominal && *rows[i - 1].nominal < at && at < *rows[i].nominal)
            return between(rows[i - 1], rows[i], at);
    }
    if (!rows.empty() && !rows.front().nominal) return rows.front();
    return std::nullopt;
}

double Table::value_of(const TableRow& row) const {
    return row.whole_value ? row.correction : settled(at + row.correction, std::max(std::abs(at), 1e-300));
}

Table table_of(const std::string& quantity, const std::vector<StandardValue>& values, const Argument& argument,
               const std::string& unit) {
    Table table;
    const bool same_scale = convertible(argument.unit, unit);
    table.at = same_scale ? converted(argument.at, argument.unit, unit) : argument.at;
    const std::string& scale = same_scale ? unit : argument.unit;
    for (const StandardValue& value : values) {
        if (value.quantity != quantity || !convertible(value.unit, unit)) continue;
        const bool fits =
            !value.nominal || (value.argument_unit.empty() ? same_scale : convertible(value.argument_unit, scale));
        const bool offset = value.meaning != StandardValue::Meaning::value;
        if (!fits || (offset && !same_scale)) continue;
        if (const auto row = row_of(value, scale, unit)) table.rows.push_back(*row);
    }
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [](const TableRow& a, const TableRow& b) { return a.nominal < b.nominal; });
    return table;
}

}  // namespace chuan::procedures
