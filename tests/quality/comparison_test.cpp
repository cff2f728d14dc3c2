#include "quality/comparison.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/refusal.h"

namespace chuan::quality {

using test::refused_for;

TEST(En, OnItsLimitIsSatisfactory) {
    EXPECT_DOUBLE_EQ(en_score({5.0, 0.3}, {4.5, 0.4}), 1);
    EXPECT_EQ(verdict_of_en(en_score({5.0, 0.3}, {4.5, 0.4})), Verdict::satisfactory);
    EXPECT_EQ(verdict_of_en(en_score({4.5, 0.4}, {5.0, 0.3})), Verdict::satisfactory);
    EXPECT_EQ(verdict_of_en(en_score({20.031, 0.020}, {20.002, 0.021})), Verdict::satisfactory);  // 0.029 / 0.029
    EXPECT_EQ(verdict_of_en(en_score({5.001, 0.3}, {4.5, 0.4})), Verdict::unsatisfactory);
}

// Two laboratories of U = 0.02; the reference is their mean, of U = 0.02 / sqrt 2, and shares the first one's value.
// The difference is half of that between the two, and so is its uncertainty 0.02 sqrt 2 / 2.
TEST(En, OfALaboratoryInsideTheReferenceLosesWhatBothShare) {
    const double mean_U = 0.02 / std::sqrt(2.0);
    const double alone = en_score({10.03, 0.02}, {10.015, mean_U});
    const double shared = en_score({10.03, 0.02}, {10.015, mean_U}, mean_U / 0.02);
    EXPECT_NEAR(shared, 0.015 / (0.01 * std::sqrt(2.0)), 1e-9);
    EXPECT_NEAR(shared, en_score({10.03, 0.02}, {10.00, 0.02}), 1e-9);
    EXPECT_LT(alone, shared);  // it would have been taken for better than it is
    EXPECT_EQ(verdict_of_en(alone), Verdict::satisfactory);
    EXPECT_EQ(verdict_of_en(shared), Verdict::unsatisfactory);
}

TEST(En, IsRefusedWithoutAnUncertaintyToCompareWith) {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(refused_for([] { en_score({1, 0}, {1, 0}); }), "comparison.uncertainty");
    EXPECT_EQ(refused_for([] { en_score({1, 0.1}, {2, 0.1}, 1); }), "comparison.uncertainty");
    EXPECT_EQ(refused_for([] { en_score({1, -0.1}, {2, 0.1}); }), "comparison.uncertainty");
    EXPECT_EQ(refused_for([] { en_score({1, 0.1}, {2, 0.1}, 1.1); }), "comparison.correlation");
    EXPECT_EQ(refused_for([] { en_score({kNan, 0.1}, {2, 0.1}); }), "comparison.not_finite");
}

TEST(Scores, AreJudgedAtTwoAndAtThree) {
    EXPECT_EQ(verdict_of_score((0.512 - 0.5) / 0.006), Verdict::satisfactory);  // 2.0000000000000018 in doubles
    EXPECT_EQ(verdict_of_score(-2.001), Verdict::questionable);
    EXPECT_EQ(verdict_of_score(2.999), Verdict::questionable);
    EXPECT_EQ(verdict_of_score(0.3 / 0.1), Verdict::unsatisfactory);  // 2.9999999999999996 in doubles
    EXPECT_EQ(verdict_of_score(-3), Verdict::unsatisfactory);
}

TEST(Scores, KnowWhenTheAssignedValueIsTooUncertainForZ) {
    const Scores scores = scores_of(10.5, 0.03, {.value = 10, .sigma_pt = 0.3, .u = 0.4});
    EXPECT_NEAR(scores.z, 0.5 / 0.3, 1e-12);
    EXPECT_NEAR(scores.z_prime.value(), 1, 1e-12);  // sqrt(0.09 + 0.16) = 0.5
    EXPECT_NEAR(scores.zeta.value(), 0.5 / std::sqrt(0.0009 + 0.16), 1e-12);
    EXPECT_TRUE(scores.u_is_not_small.value());
    EXPECT_FALSE(scores_of(10.5, 0.03, {.value = 10, .sigma_pt = 0.3, .u = 0.09}).u_is_not_small.value());
}

TEST(Scores, AreAbsentWhereAnUncertaintyIsNotStated) {
    const Scores without_reference = scores_of(10.5, 0.03, {.value = 10, .sigma_pt = 0.3});
    EXPECT_FALSE(without_reference.z_prime || without_reference.zeta || without_reference.u_is_not_small);
    const Scores without_result = scores_of(10.5, {}, {.value = 10, .sigma_pt = 0.3, .u = 0.1});
    EXPECT_TRUE(without_result.z_prime);
    EXPECT_FALSE(without_result.zeta);
}

TEST(Scores, NeedASpreadAndUncertaintiesThatAreNone) {
    EXPECT_EQ(refused_for([] { scores_of(1, {}, {.value = 1, .sigma_pt = 0}); }), "comparison.sigma");
    EXPECT_EQ(refused_for([] { scores_of(1, {}, {.value = 1, .sigma_pt = -0.1}); }), "comparison.sigma");
    EXPECT_EQ(refused_for([] { scores_of(1, 0, {.value = 1, .sigma_pt = 1, .u = 0}); }), "comparison.uncertainty");
    EXPECT_EQ(refused_for([] { scores_of(1, -1, {.value = 1, .sigma_pt = 1}); }), "comparison.uncertainty");
}

}  // namespace chuan::quality
