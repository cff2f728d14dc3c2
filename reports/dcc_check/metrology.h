#pragma once

// What a metrologist would compute again: lengths of lists, uncertainties, units, hybrids, errors, conformity, dates.
// Whether U lies below a CMC is not asked: a file does not say whose CMC it stands under.

#include "base/date.h"
#include "reports/dcc_check/figures.h"
#include "reports/dcc_check/findings.h"

namespace chuan::reports::dcc_check {

/// A dcc:quantity that holds figures.
struct Quantity {
    const xmlNode* node;
    std::vector<Series> series;
    bool is_hybrid = false;  // the same figures in several units; else one series, or one for each real of a si:list
};
using Quantities = std::vector<Quantity>;

/// `at`: the moment asked about; dates after it are told.
void check_metrology(const Survey&, Moment at, Findings&);

// Its parts.
void check_figures(const Quantities&, Units&, Findings&);
void check_hybrids(const Quantities&, Units&, Findings&);
void check_lengths(const Survey&, const Quantities&, Findings&);
void check_errors(const Quantities&, Units&, Findings&);
void check_conformity(const Quantities&, Findings&);
void check_relative_values(const Quantities&, Findings&);

/// The value at the index in another unit of the same kind, with what rounding may hide; nullopt where either unit is
/// not understood, they are of different dimension or a level, or the value is no number.
struct Converted {
    double value, half_digit;
};
std::optional<Converted> converted(const Series&, std::size_t index, const Figure&, const std::string& to, Units&,
                                   bool difference);
/// Equal within what rounding hides.
bool agree(double a, double b, double hidden);

}  // namespace chuan::reports::dcc_check
