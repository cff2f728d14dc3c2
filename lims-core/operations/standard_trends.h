#pragma once

// How the figures of a standard moved from certificate to certificate: what the quality manager looks at before the
// next calibration is ordered, and the evaluation warns of.

#include <optional>
#include <string>
#include <vector>

#include "equipment/standard.h"
#include "procedures/standard_trend.h"

namespace chuan::operations {

/// One figure of the certificate in force, through all certificates that have one at its place.
struct FigureTrend {
    std::string quantity;
    std::optional<double> argument;  // nominal or indication; absent: over the whole range
    std::string argument_unit, unit;
    bool correction = false;                    // the figures below are corrections; else values
    std::vector<procedures::StatedOn> history;  // oldest first, at least two
    std::optional<procedures::Trend> trend;     // on the day; absent with fewer than three
};

/// certificates: oldest first. Empty before the second certificate.
std::vector<FigureTrend> trends_of(const equipment::MeasurementStandard&,
                                   const std::vector<equipment::StandardCertificate>& certificates, CivilDate day);

}  // namespace chuan::operations
