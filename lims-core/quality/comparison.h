#pragma once

// How a laboratory's result compares with the value that a comparison assigned to the item (ISO/IEC 17043; ISO 13528,
// clause 9). A score on its limit counts as inside for En and for 2, and as reached for 3; a billionth is allowed for
// the rounding of the differences.

#include <optional>

namespace chuan::quality {

enum class Verdict { satisfactory, questionable, unsatisfactory };

/// A value with its expanded uncertainty at k = 2, in the unit of the value.
struct ExpandedResult {
    double value;
    double U;  // >= 0
};

/// En = (x - X) / sqrt(U_x^2 + U_ref^2 - 2 r U_x U_ref).
/// correlation: r of the two values, -1 to 1; where the result is part of a weighted reference it is u_ref / u_x.
/// Throws Error(rule_broken, "comparison.*") for numbers that are not finite, U < 0, r outside -1 to 1, or a difference
/// without uncertainty.  Source: ISO 13528:2022, 9.7.
double en_score(const ExpandedResult& result, const ExpandedResult& reference, double correlation = 0);
/// Satisfactory for |En| <= 1, otherwise unsatisfactory.
Verdict verdict_of_en(double en);

/// The value a comparison assigned, and the spread of results it finds fit for its purpose.
struct AssignedValue {
    double value;
    double sigma_pt;            // standard deviation for proficiency assessment, > 0
    std::optional<double> u{};  // standard uncertainty of the value
};

struct Scores {
    double z;                            // (x - X) / sigma_pt
    std::optional<double> z_prime;       // (x - X) / sqrt(sigma_pt^2 + u_X^2); needs u_X
    std::optional<double> zeta;          // (x - X) / sqrt(u_x^2 + u_X^2); needs both
    std::optional<bool> u_is_not_small;  // u_X > 0.3 sigma_pt: z' tells more than z; absent without u_X
};

/// u_x: standard uncertainty of the result, where it was stated.
/// Throws Error(rule_broken, "comparison.*"): sigma_pt <= 0, u < 0, u_x = u_X = 0, numbers that are not finite.
/// Source: ISO 13528:2022, 9.2, 9.4 to 9.6.
Scores scores_of(double result, std::optional<double> u_x, const AssignedValue&);
/// Satisfactory for |score| <= 2, unsatisfactory from 3 on.
Verdict verdict_of_score(double score);

}  // namespace chuan::quality
