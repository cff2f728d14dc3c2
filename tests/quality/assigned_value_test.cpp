#include "quality/assigned_value.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/refusal.h"

namespace chuan::quality {

using test::refused_for;
using Column = std::vector<double>;

// Copper in wholemeal flour, Analytical Methods Committee, Analyst 114 (1989) 1693: ordinary mean 4.28 because of one
// value. Venables and Ripley, Modern Applied Statistics, 5.5: Huber's proposal 2 at 1.5 gives 3.2055 and 0.6737, with
// the exact 1.1334 where the standard rounds to 1.134.
TEST(RobustMean, IsNotMovedByOneWildResult) {
    const Column copper{2.9,  3.1,  3.4,  3.4,  3.7,   3.7,  2.8, 2.5, 2.4, 2.4, 2.7, 2.2,
                        5.28, 3.37, 3.03, 3.03, 28.95, 3.77, 3.4, 2.2, 3.5, 3.6, 3.7, 3.7};
    const RobustMean robust = robust_mean(copper);
    EXPECT_NEAR(robust.mean, 3.2055, 0.0005);
    EXPECT_NEAR(robust.s, 0.6737, 0.0015);
    EXPECT_NEAR(robust.u, 1.25 * robust.s / std::sqrt(24.0), 1e-12);
    Column wilder = copper;
    wilder[16] = 2.895e9;
    EXPECT_NEAR(robust_mean(wilder).mean, robust.mean, 1e-9);
    EXPECT_NEAR(robust_mean(wilder).s, robust.s, 1e-9);
}

// What Algorithm A says of itself: x* is the mean and s* 1.134 times the deviation of the results drawn in at 1.5 s*.
TEST(RobustMean, StandsStillUnderOneMoreStep) {
    const Column results{24.14, 20.155, 19.5, 20.3, 20.705, 17.57, 20.1, 20.94, 21.185};
    const RobustMean robust = robust_mean(results);
    double mean = 0, squares = 0;
    Column drawn_in;
    for (const double x : results)
        drawn_in.push_back(std::min(std::max(x, robust.mean - 1.5 * robust.s), robust.mean + 1.5 * robust.s));
    for (const double x : drawn_in) mean += x / 9;
    for (const double x : drawn_in) squares += (x - mean) * (x - mean);
    EXPECT_NEAR(mean, robust.mean, 1e-10);
    EXPECT_NEAR(1.134 * std::sqrt(squares / 8), robust.s, 1e-10);
}

TEST(RobustMean, OfEqualResultsHasNoSpread) {
    const RobustMean robust = robust_mean(Column(6, 10.02));
    EXPECT_DOUBLE_EQ(robust.mean, 10.02);
    EXPECT_EQ(robust.s, 0);
    EXPECT_EQ(robust.u, 0);
}

TEST(RobustMean, StartsFromTheOrdinaryDeviationWhereMostResultsAreAlike) {
    // four of seven alike: the median deviation is 0, yet there is a spread
    const RobustMean spread = robust_mean(Column{5, 5, 5, 5, 4, 6, 7});
    EXPECT_GT(spread.s, 0.1);
    EXPECT_NEAR(spread.mean, 5.2, 0.2);
    // one in ten strays: drawing in leaves nothing of it
    Column one(9, 5.0);
    one.push_back(8);
    EXPECT_EQ(robust_mean(one).s, 0);
    EXPECT_NEAR(robust_mean(one).mean, 5, 1e-8);
}

TEST(RobustMean, MovesAndScalesWithTheResults) {
    const Column results{1.2, 1.5, 0.9, 1.1, 4.0};
    Column moved;
    for (const double x : results) moved.push_back(1000 - 3 * x);
    EXPECT_NEAR(robust_mean(moved).mean, 1000 - 3 * robust_mean(results).mean, 1e-9);
    EXPECT_NEAR(robust_mean(moved).s, 3 * robust_mean(results).s, 1e-9);
}

TEST(RobustMean, NeedsTwoResultsAndSensibleConstants) {
    EXPECT_EQ(refused_for([] { robust_mean(Column{1}); }), "comparison.results");
    EXPECT_EQ(refused_for([] { robust_mean(Column{1, std::nan("")}); }), "comparison.not_finite");
    EXPECT_EQ(refused_for([] { robust_mean(Column{1, 2}, {.tuning = 0}); }), "comparison.plan");
}

// weights 1/0.01 and 1/0.04: mean 10.02, u = 0.1 sqrt(4/5); chi squared = 0.04 + 0.16
TEST(Consensus, IsTheWeightedMeanWithItsTest) {
    const Consensus result = consensus(Column{10.0, 10.1}, Column{0.1, 0.2});
    EXPECT_NEAR(result.mean, 10.02, 1e-12);
    EXPECT_NEAR(result.u, 0.1 * std::sqrt(0.8), 1e-12);
    EXPECT_NEAR(result.chi_squared, 0.2, 1e-12);
    EXPECT_EQ(result.degrees_of_freedom, 1);
    EXPECT_NEAR(result.p_value, std::erfc(std::sqrt(0.2 / 2)), 1e-12);  // of one degree of freedom
    EXPECT_NEAR(result.birge_ratio, std::sqrt(0.2), 1e-12);
    EXPECT_TRUE(result.consistent);
    EXPECT_NEAR(result.en[0], -result.en[1], 1e-12);  // of two values both are as far from their mean
}

TEST(Consensus, SaysThatValuesDoNotAgreeAndLeavesTheUncertaintyAlone) {
    const Consensus near = consensus(Column{10.0, 10.1, 9.9}, Column{0.1, 0.1, 0.1});
    const Consensus far = consensus(Column{10.0, 10.6, 9.4}, Column{0.1, 0.1, 0.1});
    EXPECT_NEAR(near.birge_ratio, 1, 1e-9);
    EXPECT_TRUE(near.consistent);
    EXPECT_NEAR(far.birge_ratio, 6, 1e-9);  // chi squared 72 of 2
    EXPECT_NEAR(far.p_value, std::exp(-36.0), 1e-25);
    EXPECT_FALSE(far.consistent);
    EXPECT_EQ(far.u, near.u);
    EXPECT_GT(std::abs(far.en[1]), 1);
}

TEST(Consensus, TakesWeightsFarApart) {
    const Consensus result = consensus(Column{1, 2}, Column{1e-170, 1e10});
    EXPECT_DOUBLE_EQ(result.mean, 1);
    EXPECT_DOUBLE_EQ(result.u, 1e-170);
    EXPECT_EQ(result.en[0], 0);
}

TEST(Consensus, NeedsAnUncertaintyForEveryValue) {
    EXPECT_EQ(refused_for([] { consensus(Column{1}, Column{1}); }), "comparison.results");
    EXPECT_EQ(refused_for([] { consensus(Column{1, 2}, Column{1}); }), "comparison.uncertainty");
    EXPECT_EQ(refused_for([] { consensus(Column{1, 2}, Column{1, 0}); }), "comparison.uncertainty");
    EXPECT_EQ(refused_for([] { consensus(Column{1, 2}, Column{1, 1}, 1); }), "comparison.significance");
}

}  // namespace chuan::quality
