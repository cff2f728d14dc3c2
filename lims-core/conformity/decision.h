#pragma once

#include <optional>
#include <vector>

#include "base/error.h"
#include "conformity/limits.h"
#include "quantities/rounding.h"

namespace chuan::conformity {

enum class Verdict { pass, conditional_pass, conditional_fail, fail };

enum class Rule {
    simple,              // inside the tolerance
    guarded,             // inside limits moved in by the guard band
    guarded_non_binary,  // four statements, with limits moved in and out
    guarded_rejection,   // outside only beyond limits moved out by the guard band
    mpe,                 // legal verification: |error| <= MPE, on the condition that the standard is good enough
};

/// Agreed before the work and stored with it.
struct DecisionRule {
    Rule rule = Rule::simple;
    /// Guard band w = multiplier * U; 1 by ILAC-G8.
    double guard_multiplier = 1;
    /// Or w = z_p u for this one-sided probability of conformity.
    std::optional<double> guard_probability{};
    /// The largest permitted ratio of uncertainty to half the tolerance, such as 1/3 (U <= MPE/3). Of the result's U,
    /// or, in the rule mpe, of the U of the standard.
    std::optional<double> largest_uncertainty_ratio{};
};

/// From a value down and up to the ends of its coverage interval.
struct Distances {
    double low, high;
};

/// What is decided on; all numbers in one unit.
struct MeasuredValue {
    double value;  // or error
    double u;      // standard uncertainty
    double U;      // expanded uncertainty, as evaluated
    std::optional<double> U_of_standard{};
    std::optional<quantities::RoundedResult> printed{};
    /// Of a result that was simulated: how far the ends of its coverage interval lie from the value, where that is not
    /// U either way, the same of the printed ends, and how many of the trials conform.
    std::optional<Distances> ends{}, printed_ends{};
    std::optional<double> conforming_share{};
};

struct Decision {
    /// Absent when the rule's own condition on the uncertainty is not met: then there is nothing to state, see
    /// findings.
    std::optional<Verdict> verdict;
    Limits acceptance_limits;
    double guard_band = 0;               // the larger of the two where they differ
    double conformance_probability = 0;  // for a normally distributed measurand value, or the share of the trials
    /// Probability that the statement is wrong for this item.
    std::optional<double> specific_risk;
    /// The printed figures, read by the same rule, would say something else.
    bool printed_reads_otherwise = false;
    /// "conformity.uncertainty_too_large", "conformity.standard_unknown", "conformity.printed_reads_otherwise"
    std::vector<Finding> findings;
};

/// Applies a decision rule. A value on a limit is inside.
/// An interval that is not symmetric moves each limit by the distance of its own end: a pass is an interval inside, a
/// guarded rejection one that lies outside as a whole.
/// tolerance: one or two limits; measured.u, measured.U: finite and not negative.
/// Throws Error(rule_broken, "conformity.*") for impossible limits, uncertainties or rules.
/// Source: ILAC-G8:09/2019; JCGM 106:2012; OIML G 19.
Decision decide(const MeasuredValue& measured, const Limits& tolerance, const DecisionRule& rule);

/// P(low <= Y <= high) for Y ~ N(value, u^2); with u = 0 it is 1 inside and 0 outside.  Source: JCGM 106:2012.
double conformance_probability(const Limits& limits, double value, double u);

}  // namespace chuan::conformity
