#include "uncertainty/coverage.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "uncertainty/quantiles.h"

namespace chuan::uncertainty {

namespace {

constexpr double kNegligibleRemainder = 0.3 * (1 + 1e-9);  // 0.3 itself is negligible, whatever binary makes of it

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

void require_probability(double p) {
    if (!(p > 0 && p < 1))
        refuse("coverage.probability",
               "the coverage probability " + std::to_string(p) + " does not lie between 0 and 1");
}

double agreed_factor(const CoveragePolicy& policy) {
    if (!policy.factor) refuse("coverage.factor", "the agreed coverage factor k is missing; enter it");
    if (!(*policy.factor > 0) || !std::isfinite(*policy.factor))
        refuse("coverage.factor", "the coverage factor k must be positive");
    return *policy.factor;
}

/// u^2 less the parts, as a standard uncertainty.
double remainder(double u, const RectangularParts& without) {
    return std::sqrt(std::max(0.0, u * u - without.largest * without.largest - without.second * without.second));
}

CoverageChoice automatic_factor(const CoveragePolicy& policy, double u, std::optional<double> dof_eff,
                                const RectangularParts& parts) {
    const double p = policy.probability;
    const double p_flat = p == kTwoSigma ? 0.95 : p;
    if (parts.largest > 0 && remainder(u, {parts.largest, 0}) <= kNegligibleRemainder * parts.largest)
        return {p_flat * std::sqrt(3.0), p_flat, CoverageReason::rectangular_input};
    if (parts.second > 0 && remainder(u, parts) <= kNegligibleRemainder * std::hypot(parts.largest, parts.second)) {
        const double beta = (parts.largest - parts.second) / (parts.largest + parts.second);
        return {trapezoidal_factor(p_flat, beta), p_flat, CoverageReason::two_rectangular_inputs};
    }
    if (dof_eff && *dof_eff < policy.dof_limit) return {student_t_factor(p, *dof_eff), p, CoverageReason::student_t};
    if (p == kTwoSigma) return {2, p, CoverageReason::conventional};
    return {normal_factor(p), p, CoverageReason::normal};
}

CoverageChoice student_choice(double p, std::optional<double> dof) {
    if (!dof) return {normal_factor(p), p, CoverageReason::normal};
    return {student_t_factor(p, *dof), p, CoverageReason::student_t};
}

}  // namespace

double trapezoidal_factor(double p, double beta) {
    require_probability(p);
    if (!(beta >= 0 && beta <= 1))
        refuse("coverage.beta", "beta, top over base of the trapezoid, lies between 0 and 1");
    const double half_width = p / (2 - p) < beta ? p * (1 + beta) / 2 : 1 - std::sqrt((1 - p) * (1 - beta * beta));
    return half_width / std::sqrt((1 + beta * beta) / 6);
}

CoverageChoice coverage_factor(const CoveragePolicy& policy, double u, std::optional<double> dof_eff,
                               const RectangularParts& parts) {
    const double p = policy.probability;
    require_probability(p);
    switch (policy.rule) {
        case CoverageRule::fixed:
            return {agreed_factor(policy), p, CoverageReason::agreed};
        case CoverageRule::normal:
            return {normal_factor(p), p, CoverageReason::normal};
        case CoverageRule::student_t:
            return student_choice(p, dof_eff);
        case CoverageRule::student_t_floor:
            return student_choice(p, dof_eff ? std::optional(std::max(1.0, std::floor(*dof_eff))) : std::nullopt);
        case CoverageRule::rectangular:
            return {p * std::sqrt(3.0), p, CoverageReason::rectangular_input};
        case CoverageRule::trapezoidal:
            if (!policy.beta)
                refuse("coverage.beta", "the rule trapezoidal needs beta, top over base of the trapezoid; enter it");
            return {trapezoidal_factor(p, *policy.beta), p, CoverageReason::trapezoid};
        case CoverageRule::automatic:
            break;
    }
    return automatic_factor(policy, u, dof_eff, parts);
}

double combined_uncertainty(std::span<const StandardUncertainty> contributions) {
    double largest = 0, sum = 0;
    for (const StandardUncertainty& c : contributions) largest = std::max(largest, std::abs(c.value));
    if (largest == 0) return 0;
    for (const StandardUncertainty& c : contributions) sum += c.value / largest * (c.value / largest);
    return largest * std::sqrt(sum);
}

std::optional<double> effective_degrees_of_freedom(std::span<const StandardUncertainty> contributions) {
    if (contributions.empty())
        refuse("coverage.contributions", "a budget without contributions has no degrees of freedom");
    for (const StandardUncertainty& c : contributions) {
        if (!(c.value >= 0) || !std::isfinite(c.value))
            refuse("coverage.contributions", "a contribution |c| u to the budget is finite and not negative");
        if (!(c.degrees_of_freedom > 0))
            refuse("coverage.dof", "the degrees of freedom " + std::to_string(c.degrees_of_freedom) +
                                       " of a contribution are not positive; leave them away where u is known exactly");
    }
    const double u = combined_uncertainty(contributions);
    if (!(u > 0)) return std::nullopt;
    double sum = 0;
    for (const StandardUncertainty& c : contributions) {
        const double relative = c.value / u;  // fourth powers of small uncertainties would underflow
        if (std::isfinite(c.degrees_of_freedom))
            sum += relative * relative * relative * relative / c.degrees_of_freedom;
    }
    return sum > 0 ? std::optional(1 / sum) : std::nullopt;
}

}  // namespace chuan::uncertainty
