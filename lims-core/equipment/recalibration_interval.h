#pragma once

// How long a standard may serve between calibrations, from how it was found (ILAC-G24 / OIML D 10; NCSLI RP-1). Every
// method can lengthen as well as shorten. What leaves is a proposal with its reason; a person decides. Intervals are in
// one unit, usually days; a bound of the policy that changed the proposal is named.

#include <optional>
#include <span>
#include <vector>

namespace chuan::equipment {

enum class IntervalBound { minimum, maximum };
struct IntervalBounds {
    std::optional<double> minimum{}, maximum{};  // above 0, minimum <= maximum
};
struct ProposedInterval {
    double interval;                       // inside the bounds
    double wanted;                         // what the method gives
    std::optional<IntervalBound> bound{};  // the one that changed it
};
/// Throws Error(rule_broken, "interval.bounds").
ProposedInterval propose(double wanted, const IntervalBounds&);

enum class IntervalChange { extended, kept, reduced };
struct IntervalStep {
    ProposedInterval proposed;
    IntervalChange change;  // what the rule said, before the bounds
};

/// The policy's own numbers; no document prescribes them.
struct StaircasePolicy {
    double extend_factor = 1.25;    // above 1
    double reduce_factor = 0.6;     // above 0, below 1
    double extend_threshold = 0.8;  // of the maximum permissible error, above 0 to 1
    int good_results = 1;           // in a row, before an extension; they count anew after it
    IntervalBounds bounds{};
};
/// The interval after each calibration. error_to_mpe: |as-found error| / maximum permissible error, >= 0, oldest first:
/// above 1 reduces, up to the threshold extends, between them keeps.
/// Throws Error(rule_broken, "interval.*").  Source: ILAC-G24:2022 / OIML D 10:2022, method 1.
std::vector<IntervalStep> staircase(double current, std::span<const double> error_to_mpe, const StaircasePolicy&);

/// Simple response (A1): in tolerance the interval grows by a, otherwise it shrinks by b, so balanced that it rests
/// where the target is met.
struct SimpleResponse {
    double extension;           // a > 0
    double target_reliability;  // R, between 0 and 1
};
/// b = 1 - (1 + a)^(-R / (1 - R)). Throws Error(rule_broken, "interval.*").  Source: NCSLI RP-1, method A1.
double reduction_of(const SimpleResponse&);
/// The interval after each calibration, oldest first.
std::vector<IntervalStep> simple_response(double current, const std::vector<bool>& in_tolerance, const SimpleResponse&,
                                          const IntervalBounds&);

/// Test of the record at the present interval against the target (A3).
struct IntervalTest {
    int in_tolerance, calibrations;  // 0 <= in_tolerance <= calibrations, at least 1
    double target_reliability;       // between 0 and 1
    double confidence = 0.5;         // from which on the interval is changed; between 0 and 1
    double max_change = 2;           // the interval changes by this factor at most; above 1
};
struct IntervalTestResult {
    double observed_reliability;
    double rejection_confidence;  // Q, that the record does not come from the target; 0 where it fits
    double factor;                // 1 where Q is not above the confidence
    IntervalChange change;
    double reliability_low, reliability_high;  // two-sided limits at the confidence
};
/// Below the target Q = 1 - 2 P(X <= x), above it Q = 1 - 2 P(X >= x), X binomial with the target;
/// factor = 10^((observed - target) Q), between 1 / max_change and max_change.
/// Throws Error(rule_broken, "interval.*").  Source: NCSLI RP-1, method A3.
IntervalTestResult test_interval(const IntervalTest&);

/// Calibrations made at one interval.
struct IntervalRecord {
    double interval;  // > 0
    int calibrations, in_tolerance;
};
/// R(t) = exp(-lambda t) by maximum likelihood (S2), interval = -ln(target) / lambda.
struct ExponentialReliability {
    double failure_rate;    // lambda, per unit of interval
    double interval;        // at which the target is met
    double log_likelihood;  // without the binomial coefficients
};
/// Throws Error(rule_broken): "interval.no_failures" where all were in tolerance, "interval.all_failures" where none
/// was: the likelihood has no greatest value then; "interval.*".  Source: NCSLI RP-1, method S2.
ExponentialReliability exponential_reliability(std::span<const IntervalRecord>, double target_reliability);

}  // namespace chuan::equipment
