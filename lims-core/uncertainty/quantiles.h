#pragma once

namespace chuan::uncertainty {

/// Cumulative probability of the standard normal distribution.
double normal_probability(double z);

/// The z below which the standard normal distribution has the given probability; 0 < probability < 1.
/// Throws Error(rule_broken, "coverage.probability") otherwise.
double normal_quantile(double probability);

/// Two-sided coverage factor of Student's distribution: P(|t| <= k) = coverage_probability at the given degrees of
/// freedom, any real number > 0 or +infinity.  Source: JCGM 100:2008, G.3 and Table G.2. Throws Error(rule_broken,
/// "coverage.probability") unless 0 < coverage_probability < 1, and "coverage.dof", also where the factor would be
/// infinite.
double student_t_factor(double coverage_probability, double degrees_of_freedom);

/// The same for the normal distribution.
double normal_factor(double coverage_probability);

/// P(F > f) of Fisher's distribution; degrees of freedom > 0, f >= 0.
double fisher_exceedance(double f, double dof_above, double dof_below);

/// P(chi squared > x); degrees of freedom > 0, x >= 0.
double chi_squared_exceedance(double x, double degrees_of_freedom);

/// P(at most so many successes in n trials), each of probability p; 0 <= successes <= n, 0 <= p <= 1.
double binomial_probability(int successes, int trials, double p);

/// The x below which the beta distribution has the given probability; a, b > 0.
double beta_quantile(double probability, double a, double b);

}  // namespace chuan::uncertainty
