#pragma once

// A certificate of a standard beside the one before it: what the standard realises by either at the same places, and
// the change in units of its uncertainty. A sign copied wrongly shows here before it reaches a job.

#include <optional>
#include <string>
#include <vector>

#include "procedures/sheet.h"

namespace chuan::quality {

/// What a certificate states of a standard.
struct CertifiedValues {
    std::vector<procedures::StandardValue> values;
    std::vector<procedures::StandardFormula> formulas;
};

/// At one place, in the units of the newer certificate.
struct ComparedFigure {
    std::string quantity;
    std::optional<double> argument;    // nominal or indication; absent: a figure that holds over the whole range
    std::string argument_unit, unit;   // D-SI
    std::optional<double> value;       // what the standard realises there; absent where only an offset is stated
    std::optional<double> correction;  // value less argument, where the two are of one kind
    double U = 0, k = 0;
    struct Before {
        std::optional<double> value, correction;
        double U = 0, k = 0;
        double change = 0;  // newer less older
        double en = 0;      // change / sqrt(U^2 + U_before^2), both at k = 2 (quality/comparison.h)
    };
    std::optional<Before> before;  // absent: the older one states nothing there
};

/// For each figure of a table, and for each formula at `places` arguments evenly spread over where it holds.
/// older: nullopt where there is none. Throws Error(malformed) for a unit that is none.
std::vector<ComparedFigure> compared(const CertifiedValues& newer, const std::optional<CertifiedValues>& older,
                                     int places = 9);

}  // namespace chuan::quality
