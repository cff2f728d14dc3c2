#pragma once

#include <span>
#include <vector>

#include "uncertainty/standard_uncertainty.h"

namespace chuan::uncertainty {

struct TypeA {
    double mean;
    double standard_deviation;  // of a single observation
    StandardUncertainty u;      // of the mean
};

/// Mean of repeated observations and its standard uncertainty s / sqrt n with n - 1 degrees of freedom.
/// observations: finite, at least two, in one unit; computed in two passes.
/// Throws Error(rule_broken, "type_a.observations").  Source: JCGM 100:2008, 4.2.
TypeA evaluate_type_a(std::span<const double> observations);

/// A standard deviation from the history of a process under control.
struct PooledDeviation {
    double standard_deviation;
    double degrees_of_freedom;
};

/// s_p^2 = sum (n_i - 1) s_i^2 / sum (n_i - 1).  groups: at least two observations in each.
/// Throws Error(rule_broken, "type_a.observations").  Source: JCGM 100:2008, 4.2.4; H.3.6.
PooledDeviation pooled_deviation(std::span<const std::vector<double>> groups);

/// u = s_p / sqrt averaged, with the pooled degrees of freedom.
/// Throws Error(rule_broken, "type_a.pooled") for averaged < 1 or a deviation that is none.
StandardUncertainty uncertainty_of_mean(const PooledDeviation& pooled, std::size_t averaged);

}  // namespace chuan::uncertainty
