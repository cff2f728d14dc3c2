#include "uncertainty/coverage.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"
#include "uncertainty/quantiles.h"

namespace chuan::uncertainty {

// JCGM 100:2008, table G.2; EA-4/02, table E.1.
TEST(StudentFactor, ReproducesThePublishedTables) {
    EXPECT_NEAR(student_t_factor(0.95, 1), 12.71, 0.005);
    EXPECT_NEAR(student_t_factor(0.95, 16), 2.12, 0.005);
    EXPECT_NEAR(student_t_factor(0.99, 16), 2.92, 0.005);
    EXPECT_NEAR(student_t_factor(0.9973, 5), 5.51, 0.005);
    EXPECT_NEAR(student_t_factor(0.9545, 10), 2.28, 0.005);
    EXPECT_NEAR(student_t_factor(0.9545, 50), 2.05, 0.005);
    EXPECT_NEAR(student_t_factor(0.95, kExactlyKnown), 1.96, 0.005);
}

TEST(StudentFactor, FallsSteadilyTowardsTheNormalOne) {
    double last = student_t_factor(0.9545, 0.5);
    for (double dof = 0.6; dof < 1e7; dof *= 1.3) {
        const double k = student_t_factor(0.9545, dof);
        EXPECT_LT(k, last) << dof;
        last = k;
    }
    EXPECT_NEAR(last, normal_factor(0.9545), 1e-6);
}

TEST(StudentFactor, RefusesImpossibleArguments) {
    EXPECT_THROW(student_t_factor(1, 5), Error);
    EXPECT_THROW(student_t_factor(0, 5), Error);
    EXPECT_THROW(student_t_factor(0.95, 0), Error);
    EXPECT_THROW(student_t_factor(0.95, std::nan("")), Error);
    for (const double few : {1e-5, 1e-100, 1e-308}) EXPECT_THROW(student_t_factor(0.95, few), Error);  // none is finite
    EXPECT_THROW(normal_quantile(1), Error);
}

TEST(NormalQuantile, IsTheInverseOfTheProbability) {
    EXPECT_NEAR(normal_quantile(0.95), 1.6449, 5e-5);
    for (double z = -5; z <= 5; z += 0.25) EXPECT_NEAR(normal_quantile(normal_probability(z)), z, 1e-9);
}

// EA-4/02: 1.90 for a triangle, 1.65 for a rectangle.
TEST(TrapezoidalFactor, LiesBetweenTriangleAndRectangle) {
    EXPECT_NEAR(trapezoidal_factor(0.95, 0), 1.90, 0.005);
    EXPECT_NEAR(trapezoidal_factor(0.95, 1.0 / 3), 1.83, 0.005);
    EXPECT_NEAR(trapezoidal_factor(0.95, 1), 0.95 * std::sqrt(3), 1e-12);
    const double border = 0.95 / 1.05;  // both formulas meet
    EXPECT_NEAR(trapezoidal_factor(0.95, border - 1e-9), trapezoidal_factor(0.95, border + 1e-9), 1e-7);
    EXPECT_THROW(trapezoidal_factor(0.95, 1.1), Error);
}

TEST(EffectiveDegreesOfFreedom, FollowsWelchAndSatterthwaite) {
    const StandardUncertainty h16[] = {{5.8, 24}, {3.9, 5}, {6.7, 8}};  // JCGM 100:2008, H.1.6
    EXPECT_NEAR(*effective_degrees_of_freedom(h16), 25.6, 0.3);
    const StandardUncertainty known[] = {{0.3}, {0.4}};
    EXPECT_FALSE(effective_degrees_of_freedom(known));
    EXPECT_EQ(combined_uncertainty(known), 0.5);
    const StandardUncertainty tiny[] = {{1e-200, 4}};
    EXPECT_DOUBLE_EQ(*effective_degrees_of_freedom(tiny), 4);
    EXPECT_THROW(effective_degrees_of_freedom({}), Error);
    for (const StandardUncertainty& impossible :
         {StandardUncertainty{0.1, 0}, {0.1, -2}, {0.1, std::nan("")}, {-0.1, 5}, {std::nan(""), 5}}) {
        const StandardUncertainty both[] = {{0.3, 9}, impossible};
        EXPECT_THROW(effective_degrees_of_freedom(both), Error)
            << impossible.value << " " << impossible.degrees_of_freedom;
    }
}

TEST(EffectiveDegreesOfFreedom, LieBetweenTheSmallestAndTheSum) {
    for (double a = 0.1; a < 3; a += 0.1) {
        const StandardUncertainty both[] = {{a, 4}, {1, 9}};
        const double dof = *effective_degrees_of_freedom(both);
        EXPECT_GE(dof, 4 - 1e-12);
        EXPECT_LE(dof, 13 + 1e-12);
    }
}

TEST(AutomaticCoverage, OneRectangularInputThatDominatesGivesOnePointSixFive) {
    const double u = std::hypot(1, 0.3);
    const CoverageChoice choice = coverage_factor({}, u, 5.0, {1, 0});
    EXPECT_EQ(choice.reason, CoverageReason::rectangular_input);
    EXPECT_NEAR(choice.factor, 1.65, 0.005);
    EXPECT_EQ(choice.probability, 0.95);
    EXPECT_NE(coverage_factor({}, std::hypot(1, 0.31), 5.0, {1, 0}).reason, CoverageReason::rectangular_input);
}

TEST(AutomaticCoverage, TwoRectangularInputsGiveATrapezoid) {
    const CoverageChoice equal = coverage_factor({}, std::hypot(1, 1), {}, {1, 1});
    EXPECT_EQ(equal.reason, CoverageReason::two_rectangular_inputs);
    EXPECT_NEAR(equal.factor, 1.90, 0.005);
    const CoverageChoice unequal = coverage_factor({}, std::hypot(2, 1), {}, {2, 1});
    EXPECT_NEAR(unequal.factor, 1.83, 0.005);
}

TEST(AutomaticCoverage, FewDegreesOfFreedomGiveStudentsFactorAndOtherwiseTwo) {
    EXPECT_NEAR(coverage_factor({}, 1, 10.0).factor, 2.28, 0.005);
    EXPECT_EQ(coverage_factor({}, 1, 10.0).reason, CoverageReason::student_t);
    EXPECT_EQ(coverage_factor({}, 1, 50.0).factor, 2);
    EXPECT_EQ(coverage_factor({}, 1, {}).factor, 2);
    EXPECT_EQ(coverage_factor({}, 1, {}).reason, CoverageReason::conventional);
    CoveragePolicy ninety_nine;
    ninety_nine.probability = 0.99;
    EXPECT_NEAR(coverage_factor(ninety_nine, 1, {}).factor, 2.576, 0.0005);
    EXPECT_EQ(coverage_factor({}, 0, {}).factor, 2);
}

TEST(Coverage, RefusesARuleWithoutItsNumber) {
    EXPECT_THROW(coverage_factor({.rule = CoverageRule::fixed}, 1, {}), Error);
    EXPECT_THROW(coverage_factor({.rule = CoverageRule::fixed, .factor = -2}, 1, {}), Error);
    EXPECT_THROW(coverage_factor({.rule = CoverageRule::trapezoidal}, 1, {}), Error);
    EXPECT_THROW(coverage_factor({.rule = CoverageRule::normal, .probability = 95}, 1, {}), Error);
}

TEST(Coverage, FlooredDegreesOfFreedomNeverLowerK) {
    for (double dof = 0.7; dof < 60; dof += 0.37)
        EXPECT_GE(coverage_factor({.rule = CoverageRule::student_t_floor}, 1, std::max(1.0, dof)).factor,
                  coverage_factor({.rule = CoverageRule::student_t}, 1, std::max(1.0, dof)).factor);
}

}  // namespace chuan::uncertainty
