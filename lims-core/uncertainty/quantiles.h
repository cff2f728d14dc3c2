#pragma once

namespace chuan::uncertainty {

/// Cumulative probability of the standard normal distribution.
double normal_probability(double z);

/// The z below which the standard normal distribution has the given probability; 0 < probability < 1.
/// Throws Error(rule_broken, "coverage.probability") otherwise.
double normal_quantile(double probability);

/// Two-sided coverage factor of Student's distribution: P(|t| <= k) = coverage_probability at the given degrees of
/// freedom, any real number > 0 or +infinity.  Source: JCGM 100:2008, G.3 and Table G.2. Throws Error(rule_broken,
/// "coverage.probability") unless 0 < coverage_probability < 1, and "coverage.dof".
double student_t_factor(double coverage_probability, double degrees_of_freedom);

/// The same for the normal distribution.
double normal_factor(double coverage_probability);

/// P(F > f) of Fisher's distribution; degrees of freedom > 0, f >= 0.
double fisher_exceedance(double f, double dof_above, double dof_below);

}  // namespace chuan::uncertainty
