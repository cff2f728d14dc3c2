#include "quality/comparison.h"

#include <cmath>
#include <string>

#include "base/decimal.h"
#include "base/error.h"

namespace chuan::quality {

namespace {

constexpr double kRounding = 1e-9;         // of a score
constexpr double kSmallUncertainty = 0.3;  // of sigma_pt, ISO 13528:2022, 9.2.1

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

std::string text(double number) { return Decimal::from_double(number).text(); }

void require_finite(double number, const char* name) {
    if (!std::isfinite(number)) refuse("comparison.not_finite", std::string(name) + " is not a finite number");
}

void require_uncertainty(double u, const char* name) {
    require_finite(u, name);
    if (u < 0)
        refuse("comparison.uncertainty",
               std::string(name) + " is " + text(u) + "; give an uncertainty that is not negative");
}

double score(double difference, double variance) {
    if (!(variance > 0))
        refuse("comparison.uncertainty",
               "the difference from the reference has no uncertainty to be compared with; give the uncertainties");
    const double score = difference / std::sqrt(variance);
    require_finite(score, "the score");
    return score;
}

}  // namespace

double en_score(const ExpandedResult& result, const ExpandedResult& reference, double correlation) {
    require_finite(result.value, "the result");
    require_finite(reference.value, "the reference value");
    require_uncertainty(result.U, "U of the result");
    require_uncertainty(reference.U, "U of the reference value");
    require_finite(correlation, "the correlation");
    if (std::abs(correlation) > 1)
        refuse("comparison.correlation", "the correlation " + text(correlation) + " does not lie between -1 and 1");
    const double variance = result.U * result.U + reference.U * reference.U - 2 * correlation * result.U * reference.U;
    return score(result.value - reference.value, variance);
}

Verdict verdict_of_en(double en) {
    return std::abs(en) <= 1 + kRounding ? Verdict::satisfactory : Verdict::unsatisfactory;
}

Scores scores_of(double result, std::optional<double> u_x, const AssignedValue& assigned) {
    require_finite(result, "the result");
    require_finite(assigned.value, "the assigned value");
    require_finite(assigned.sigma_pt, "sigma_pt");
    if (assigned.sigma_pt <= 0)
        refuse("comparison.sigma", "sigma_pt is " + text(assigned.sigma_pt) +
                                       "; a score needs a standard deviation for proficiency assessment above 0");
    if (u_x) require_uncertainty(*u_x, "u of the result");
    if (assigned.u) require_uncertainty(*assigned.u, "u of the assigned value");
    const double difference = result - assigned.value, sigma = assigned.sigma_pt;
    Scores scores{.z = score(difference, sigma * sigma), .z_prime = {}, .zeta = {}, .u_is_not_small = {}};
    if (!assigned.u) return scores;
    const double variance = *assigned.u * *assigned.u;
    scores.z_prime = score(difference, sigma * sigma + variance);
    scores.u_is_not_small = *assigned.u > kSmallUncertainty * sigma;
    if (u_x) scores.zeta = score(difference, *u_x * *u_x + variance);
    return scores;
}

Verdict verdict_of_score(double score) {
    if (std::abs(score) <= 2 + kRounding) return Verdict::satisfactory;
    return std::abs(score) < 3 - kRounding ? Verdict::questionable : Verdict::unsatisfactory;
}

}  // namespace chuan::quality
