#include "uncertainty/quantiles.h"

#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

namespace policies = boost::math::policies;

/// Quantiles in double, not in long double: ten times as fast and good to 1e-13. One that is too large is infinite.
using Policy = policies::policy<policies::promote_double<false>, policies::overflow_error<policies::ignore_error>>;

/// Below it the library's quantile loses itself; at 0.95 the factor has some hundred digits there already.
constexpr double kFewestDof = 0.01;

void require_probability(double probability) {
    if (!(probability > 0 && probability < 1))
        throw Error(ErrorKind::rule_broken, "coverage.probability",
                    "the probability " + std::to_string(probability) + " does not lie between 0 and 1");
}

}  // namespace

double normal_probability(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double normal_quantile(double probability) {
    require_probability(probability);
    return boost::math::quantile(boost::math::normal_distribution<double, Policy>(), probability);
}

double normal_factor(double coverage_probability) {
    require_probability(coverage_probability);
    return boost::math::quantile(
        boost::math::complement(boost::math::normal_distribution<double, Policy>(), (1 - coverage_probability) / 2));
}

double student_t_factor(double coverage_probability, double degrees_of_freedom) {
    require_probability(coverage_probability);
    if (!(degrees_of_freedom > 0))
        throw Error(ErrorKind::rule_broken, "coverage.dof",
                    "the degrees of freedom " + std::to_string(degrees_of_freedom) + " are not positive");
    if (std::isinf(degrees_of_freedom)) return normal_factor(coverage_probability);
    const boost::math::students_t_distribution<double, Policy> t(degrees_of_freedom);
    const double factor = degrees_of_freedom < kFewestDof
                              ? std::numeric_limits<double>::infinity()
                              : boost::math::quantile(boost::math::complement(t, (1 - coverage_probability) / 2));
    if (!std::isfinite(factor))
        throw Error(ErrorKind::rule_broken, "coverage.dof",
                    "with so few degrees of freedom no finite factor covers this probability; look at the budget");
    return factor;
}

double fisher_exceedance(double f, double dof_above, double dof_below) {
    const boost::math::fisher_f_distribution<double, Policy> fisher(dof_above, dof_below);
    return boost::math::cdf(boost::math::complement(fisher, f));
}

double chi_squared_exceedance(double x, double degrees_of_freedom) {
    const boost::math::chi_squared_distribution<double, Policy> chi_squared(degrees_of_freedom);
    return boost::math::cdf(boost::math::complement(chi_squared, x));
}

double binomial_probability(int successes, int trials, double p) {
    const boost::math::binomial_distribution<double, Policy> binomial(trials, p);
    return boost::math::cdf(binomial, successes);
}

double beta_quantile(double probability, double a, double b) {
    require_probability(probability);
    return boost::math::quantile(boost::math::beta_distribution<double, Policy>(a, b), probability);
}

}  // namespace chuan::uncertainty
