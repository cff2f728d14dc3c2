#pragma once

#include <optional>
#include <span>

#include "uncertainty/standard_uncertainty.h"

namespace chuan::uncertainty {

enum class CoverageRule {
    fixed,            // the agreed factor
    normal,           // quantile of the normal distribution
    student_t,        // quantile of Student's distribution at the real effective degrees of freedom
    student_t_floor,  // the same after rounding them down
    rectangular,      // k = p sqrt 3
    trapezoidal,      // of the trapezoid with the given beta
    automatic,        // chosen from the budget, see coverage_factor
};

/// p = 0.9545 is what k = 2 covers of a normal distribution.
inline constexpr double kTwoSigma = 0.9545;

struct CoveragePolicy {
    CoverageRule rule = CoverageRule::automatic;
    double probability = kTwoSigma;  // two-sided
    std::optional<double> factor{};  // of the rule fixed
    std::optional<double> beta{};    // of the rule trapezoidal: top / base
    double dof_limit = 50;           // automatic: from here on k = 2
};

/// Why k is what it is; goes into the record and, unless conventional, on the certificate.
enum class CoverageReason {
    agreed,
    normal,
    student_t,
    rectangular_input,
    two_rectangular_inputs,
    trapezoid,
    conventional,  // k = 2
};

struct CoverageChoice {
    double factor;
    double probability;
    CoverageReason reason;
};

/// The standard uncertainties |c| u of the two largest rectangular inputs that are not correlated with others; 0 if
/// absent.
struct RectangularParts {
    double largest = 0, second = 0;
};

/// The coverage factor for combined standard uncertainty u.
/// dof_eff: absent when infinite or when Welch-Satterthwaite does not apply.
/// automatic, in this order: one rectangular input whose remainder is at most 0.3 of it (k = 1.65 for 95 %); two
/// rectangular inputs together likewise (trapezoid); dof_eff below the limit (Student's t); otherwise k = 2. Where
/// "approximately 95 %" (0.9545) is asked, the first two use 0.95, as EA-4/02 does, and the choice says so. Throws
/// Error(rule_broken, "coverage.*") for a policy without the number its rule needs or with an impossible one. Source:
/// EA-4/02, examples S9 and S10; JCGM 100:2008, G.6.
CoverageChoice coverage_factor(const CoveragePolicy& policy, double u, std::optional<double> dof_eff,
                               const RectangularParts& parts = {});

/// k of a symmetric trapezoid: top / base = beta, 0 (triangle) to 1 (rectangle).
/// (1 - sqrt((1-p)(1-beta^2))) / sqrt((1+beta^2)/6), and p (1+beta)/2 over the same root while the interval ends under
/// the top.
double trapezoidal_factor(double probability, double beta);

/// Contribution |c| u with its degrees of freedom.
/// Effective degrees of freedom of uncorrelated contributions, all in the unit of the result; absent when all are known
/// exactly or all are zero.  Source: JCGM 100:2008, G.4.1, equation (G.2b).
/// Throws Error(rule_broken, "coverage.contributions") for an empty budget.
std::optional<double> effective_degrees_of_freedom(std::span<const StandardUncertainty> contributions);

/// Root sum of squares.
double combined_uncertainty(std::span<const StandardUncertainty> contributions);

}  // namespace chuan::uncertainty
