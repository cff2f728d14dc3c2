#pragma once

// The value that results are compared with, when it comes from the results themselves: a robust mean of many, or the
// weighted mean of a few with good uncertainties.

#include <span>
#include <vector>

namespace chuan::quality {

/// Constants of Algorithm A; the standard's own unless a case states others.
struct RobustPlan {
    double tuning = 1.5;        // results further away than so many s* are drawn in to there
    double mad_factor = 1.483;  // the start: so many median deviations from the median
    double correction = 1.134;  // of the deviation for what drawing in takes from it
};
struct RobustMean {
    double mean;  // x*
    double s;     // s*, 0 where the results leave no spread
    double u;     // of the mean, 1.25 s* / sqrt p
    int iterations;
};
/// Algorithm A. values: finite, at least two. Where more than half of them are alike the median deviation is 0 and the
/// ordinary standard deviation starts instead. Throws Error(rule_broken, "comparison.*"), also when it does not settle.
/// Source: ISO 13528:2022, C.3.1 and 7.7.3.
RobustMean robust_mean(std::span<const double> values, const RobustPlan& = {});

struct Consensus {
    double mean, u;  // weighted with 1/u^2
    double chi_squared;
    int degrees_of_freedom;
    double p_value;      // of so much scatter or more, if the uncertainties are right
    double birge_ratio;  // sqrt(chi squared / dof); above 1 the values scatter more than their uncertainties say
    bool consistent;     // p value above the significance
    std::vector<double>
        en;  // of each value against the mean, which it is part of; 0 where all of the weight is its own
};
/// The uncertainty is never widened for values that do not agree: the reader is told, and looks for the cause.
/// u: standard uncertainties, > 0, one for each value; at least two values, independent.
/// Throws Error(rule_broken, "comparison.*").  Source: Cox, Metrologia 39 (2002) 589, procedure A.
Consensus consensus(std::span<const double> values, std::span<const double> u, double significance = 0.05);

}  // namespace chuan::quality
