#pragma once

// The interval from how far a standard moved: changes between calibrations against the time between them, followed by a
// polynomial through 0 (NASA-HDBK-8739.19-5, chapter 7; NCSLI RP-1, variables data).

#include <optional>
#include <span>

#include "uncertainty/fit.h"

namespace chuan::equipment {

/// Times since a calibration and the changes found then, in the order they were found or any other.
struct DriftRecord {
    std::span<const double> elapsed;  // > 0
    std::span<const double> drift;    // as many
    int order = 1;                    // m of b1 t + ... + bm t^m, 1 to 9; more points than that
    double u0 = 0;                    // standard uncertainty on the day of calibration, >= 0
};

enum class DriftEnd {
    at_start,     // the condition does not hold even on the day of calibration: the interval is 0
    uncertainty,  // the combined uncertainty reached its target
    lower_limit,
    upper_limit
};
struct DriftInterval {
    uncertainty::PolynomialFit fit;  // d(t); its constant is 0
    double interval;
    DriftEnd end;
    double drift;  // d at the end of the interval
    double u;      // sqrt(u0^2 + u_pred^2) there; u_pred^2 = v'Cv + s^2
};

/// When sqrt(u0^2 + u_pred^2(t)) reaches the target.
/// Throws Error(rule_broken): "interval.unreached" where it does not within 100 times the longest time observed;
/// "interval.*", "fit.*".
DriftInterval interval_for_uncertainty(const DriftRecord&, double target_u);

struct ReliabilityLimits {
    double y0 = 0;                           // value on the day of calibration
    std::optional<double> lower{}, upper{};  // of the value, at least one
    double confidence = 0.95;                // between 0 and 1; with one limit above 0.5
};
/// When y0 + d(t) -+ t sqrt(u0^2 + u_pred^2) first leaves the limits: Student's t at n - m degrees of freedom,
/// two-sided between two limits, one-sided against one. Throws Error(rule_broken) as above.
DriftInterval interval_for_reliability(const DriftRecord&, const ReliabilityLimits&);

}  // namespace chuan::equipment
