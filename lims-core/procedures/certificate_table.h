#pragma once

// The table of a certificate in the units asked for.

#include <optional>
#include <string>
#include <vector>

#include "procedures/standard_use.h"

namespace chuan::procedures {

/// A row: at `nominal` (absent: over the whole range) the correction to be added to it, or the value itself.
struct TableRow {
    std::optional<double> nominal;
    double correction = 0;
    bool whole_value = false;  // correction holds the value itself
    double U = 0, k = 0;
    std::optional<double> degrees_of_freedom, drift_limit, interpolation;
    bool interpolated = false;

    double u() const { return U / k; }
};

struct Table {
    double at = 0;               // the argument on the scale of the nominals
    std::vector<TableRow> rows;  // without nominal first, then by nominal

    std::optional<std::pair<double, double>> span() const;  // nullopt: no nominals
    /// The row at the argument; nullopt outside of the nominals.
    std::optional<TableRow> row() const;
    double value_of(const TableRow&) const;
};

/// Rows of that quantity which can be entered with the argument and give figures in the unit.
Table table_of(const std::string& quantity, const std::vector<StandardValue>&, const Argument&,
               const std::string& unit);

}  // namespace chuan::procedures
