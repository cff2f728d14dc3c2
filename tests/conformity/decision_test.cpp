#include "conformity/decision.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::conformity {

namespace {

constexpr Limits kTolerance{9.8, 10.2};

Verdict verdict(double value, const DecisionRule& rule, const Limits& tolerance = kTolerance) {
    return decide({.value = value, .u = 0.05, .U = 0.1}, tolerance, rule).verdict.value();
}

}  // namespace

// Rules of ILAC-G8:09/2019, with U = 0.1 and the tolerance 9.8 to 10.2.
TEST(Decision, SimpleAcceptanceTakesTheToleranceAsItIs) {
    EXPECT_EQ(verdict(9.8, {}), Verdict::pass);
    EXPECT_EQ(verdict(10.2, {}), Verdict::pass);
    EXPECT_EQ(verdict(10.0 + 0.1 + 0.1, {}), Verdict::pass);  // 10.2 and some binary noise
    EXPECT_EQ(verdict(10.2001, {}), Verdict::fail);
}

TEST(Decision, AGuardBandMovesTheLimitsInward) {
    const DecisionRule guarded{.rule = Rule::guarded};
    EXPECT_EQ(verdict(9.9, guarded), Verdict::pass);
    EXPECT_EQ(verdict(9.8999, guarded), Verdict::fail);
    EXPECT_EQ(verdict(10.101, guarded), Verdict::fail);
    const Decision decision = decide({.value = 10, .u = 0.05, .U = 0.1}, kTolerance, guarded);
    EXPECT_NEAR(*decision.acceptance_limits.low, 9.9, 1e-12);
    EXPECT_NEAR(decision.guard_band, 0.1, 1e-15);
}

TEST(Decision, OneSidedGuardBandsMoveTowardsTheGoodSide) {
    const DecisionRule guarded{.rule = Rule::guarded};
    EXPECT_EQ(verdict(10.1, guarded, {.high = 10.2}), Verdict::pass);
    EXPECT_EQ(verdict(10.15, guarded, {.high = 10.2}), Verdict::fail);
    EXPECT_EQ(verdict(-1000, guarded, {.high = 10.2}), Verdict::pass);
    EXPECT_EQ(verdict(9.9, guarded, {.low = 9.8}), Verdict::pass);
    EXPECT_EQ(verdict(9.85, guarded, {.low = 9.8}), Verdict::fail);
}

// An interval from 0.05 below to 0.15 above the value keeps 0.15 to the upper limit and 0.05 to the lower one.
TEST(Decision, AnIntervalThatIsNotSymmetricKeepsEachEndInside) {
    const DecisionRule guarded{.rule = Rule::guarded}, four{.rule = Rule::guarded_non_binary};
    const auto with = [](double value, const DecisionRule& rule) {
        return decide({.value = value,
                       .u = 0.05,
                       .U = 0.1,
                       .ends = Distances{0.05, 0.15},
                       .printed_ends = Distances{0.05, 0.15},
                       .conforming_share = 0.97},
                      kTolerance, rule);
    };
    EXPECT_EQ(with(9.85, guarded).verdict, Verdict::pass) << "with U of 0.1 either way it would fail";
    EXPECT_EQ(with(9.849, guarded).verdict, Verdict::fail);
    EXPECT_EQ(with(10.05, guarded).verdict, Verdict::pass);
    EXPECT_EQ(with(10.051, guarded).verdict, Verdict::fail) << "with U of 0.1 either way it would pass";
    EXPECT_EQ(with(10.24, four).verdict, Verdict::conditional_fail) << "its lower end reaches 10.19";
    EXPECT_EQ(with(10.26, four).verdict, Verdict::fail);
    EXPECT_EQ(with(9.66, four).verdict, Verdict::conditional_fail) << "its upper end reaches 9.81";
    EXPECT_EQ(with(10, guarded).conformance_probability, 0.97) << "of the trials, not of a normal curve";
    EXPECT_EQ(with(10.19, {}).verdict, Verdict::pass) << "simple acceptance looks at the value";
}

TEST(Decision, FourStatementsLieBetweenTheMovedLimits) {
    const DecisionRule rule{.rule = Rule::guarded_non_binary};
    EXPECT_EQ(verdict(10.05, rule), Verdict::pass);
    EXPECT_EQ(verdict(10.15, rule), Verdict::conditional_pass);
    EXPECT_EQ(verdict(10.25, rule), Verdict::conditional_fail);
    EXPECT_EQ(verdict(10.3, rule), Verdict::conditional_fail);
    EXPECT_EQ(verdict(10.31, rule), Verdict::fail);
}

// w = 0.83 * 0.1 = 0.083: accepted from 9.883 to 10.117.
TEST(Decision, AnAgreedFactorMovesTheLimitsByThatShareOfU) {
    const DecisionRule rule{.rule = Rule::guarded, .guard_multiplier = 0.83};
    EXPECT_EQ(verdict(10.117, rule), Verdict::pass);
    EXPECT_EQ(verdict(10.1171, rule), Verdict::fail);
    EXPECT_EQ(verdict(9.883, rule), Verdict::pass);
    EXPECT_EQ(verdict(9.8829, rule), Verdict::fail);
    EXPECT_EQ(verdict(10.117, rule, {.high = 10.2}), Verdict::pass);
    EXPECT_EQ(verdict(10.1171, rule, {.high = 10.2}), Verdict::fail);
    EXPECT_EQ(verdict(9.8829, rule, {.low = 9.8}), Verdict::fail);
    EXPECT_EQ(verdict(1000, rule, {.low = 9.8}), Verdict::pass);
}

// z = 1.644854 for 95 % one-sided: w = 1.644854 * 0.05 = 0.0822427, accepted from 9.8822427 to 10.1177573.
TEST(Decision, AGuardBandOfAProbabilityIsThatManyStandardUncertainties) {
    const DecisionRule rule{.rule = Rule::guarded, .guard_probability = 0.95};
    EXPECT_EQ(verdict(10.11775, rule), Verdict::pass);
    EXPECT_EQ(verdict(10.11776, rule), Verdict::fail);
    EXPECT_EQ(verdict(9.88225, rule), Verdict::pass);
    EXPECT_EQ(verdict(9.88224, rule), Verdict::fail);
    const Decision at_the_edge = decide({.value = 10.1177573, .u = 0.05, .U = 0.1}, {.high = 10.2}, rule);
    EXPECT_EQ(at_the_edge.verdict, Verdict::pass);
    EXPECT_NEAR(*at_the_edge.specific_risk, 0.05, 1e-6) << "what was agreed is the most that a pass risks";
    EXPECT_EQ(verdict(10.11776, rule, {.high = 10.2}), Verdict::fail);
    EXPECT_EQ(verdict(9.88224, rule, {.low = 9.8}), Verdict::fail);
}

// JCGM 106:2012, 8.3.3: with w = U = 0.1 rejected below 9.7 and above 10.3.
TEST(Decision, AGuardedRejectionFailsOnlyWhatIsOutsideBeyondDoubt) {
    const DecisionRule rule{.rule = Rule::guarded_rejection};
    for (const double value : {9.7, 9.8, 10.0, 10.2, 10.3}) EXPECT_EQ(verdict(value, rule), Verdict::pass) << value;
    EXPECT_EQ(verdict(10.3001, rule), Verdict::fail);
    EXPECT_EQ(verdict(9.6999, rule), Verdict::fail);
    EXPECT_EQ(verdict(10.3, rule, {.high = 10.2}), Verdict::pass);
    EXPECT_EQ(verdict(10.3001, rule, {.high = 10.2}), Verdict::fail);
    EXPECT_EQ(verdict(-1000, rule, {.high = 10.2}), Verdict::pass);
    EXPECT_EQ(verdict(9.7, rule, {.low = 9.8}), Verdict::pass);
    EXPECT_EQ(verdict(9.6999, rule, {.low = 9.8}), Verdict::fail);
    EXPECT_EQ(verdict(10.25, {.rule = Rule::guarded_rejection, .guard_multiplier = 0.5}), Verdict::pass);
    EXPECT_EQ(verdict(10.2501, {.rule = Rule::guarded_rejection, .guard_multiplier = 0.5}), Verdict::fail);
    const Decision passed = decide({.value = 10.3, .u = 0.05, .U = 0.1}, kTolerance, rule);
    EXPECT_NEAR(*passed.acceptance_limits.low, 9.7, 1e-12);
    EXPECT_NEAR(*passed.acceptance_limits.high, 10.3, 1e-12);
    EXPECT_NEAR(*passed.specific_risk, 0.977250, 1e-6) << "Phi(2): a pass that is most likely outside";
}

// An interval from 0.05 below to 0.15 above the value lies outside when its nearer end does.
TEST(Decision, AGuardedRejectionLooksAtTheEndNearTheLimit) {
    const auto at = [](double value) {
        return decide({.value = value, .u = 0.05, .U = 0.1, .ends = Distances{0.05, 0.15}}, kTolerance,
                      {.rule = Rule::guarded_rejection})
            .verdict;
    };
    EXPECT_EQ(at(10.25), Verdict::pass) << "its lower end is 10.2";
    EXPECT_EQ(at(10.251), Verdict::fail);
    EXPECT_EQ(at(9.65), Verdict::pass) << "its upper end is 9.8";
    EXPECT_EQ(at(9.649), Verdict::fail);
}

TEST(Decision, AnUncertaintyWiderThanTheToleranceLetsNothingPass) {
    for (double value = 9.5; value < 10.5; value += 0.01)
        EXPECT_EQ(decide({.value = value, .u = 0.15, .U = 0.3}, kTolerance, {.rule = Rule::guarded}).verdict,
                  Verdict::fail);
}

// OIML R 111-1:2004: U <= MPE/3 and |deviation| <= MPE - U.
TEST(Decision, AWeightNeedsAnUncertaintyOfAtMostAThird) {
    const DecisionRule r111{.rule = Rule::guarded, .largest_uncertainty_ratio = 1.0 / 3};
    const Limits mpe = symmetric_limits(1.5);  // mg
    EXPECT_EQ(decide({.value = 1.0, .u = 0.25, .U = 0.5}, mpe, r111).verdict, Verdict::pass);
    EXPECT_EQ(decide({.value = 1.01, .u = 0.25, .U = 0.5}, mpe, r111).verdict, Verdict::fail);
    const Decision none = decide({.value = 0, .u = 0.3, .U = 0.6}, mpe, r111);
    EXPECT_FALSE(none.verdict);
    ASSERT_EQ(none.findings.size(), 1U);
    EXPECT_EQ(none.findings[0].code, "conformity.uncertainty_too_large");
}

TEST(Decision, VerificationComparesTheErrorWithTheMpeAndAsksForAFitStandard) {
    const DecisionRule rule{.rule = Rule::mpe, .largest_uncertainty_ratio = 0.25};
    const Limits mpe = symmetric_limits(percent_of_span(1.6, 10));  // bar
    EXPECT_EQ(decide({.value = 0.16, .u = 0.05, .U = 0.1, .U_of_standard = 0.04}, mpe, rule).verdict, Verdict::pass);
    EXPECT_EQ(decide({.value = -0.17, .u = 0.05, .U = 0.1, .U_of_standard = 0.04}, mpe, rule).verdict, Verdict::fail);
    const Decision poor = decide({.value = 0, .u = 0.05, .U = 0.1, .U_of_standard = 0.041}, mpe, rule);
    EXPECT_FALSE(poor.verdict);
    EXPECT_EQ(poor.findings.at(0).code, "conformity.uncertainty_too_large");
    const Decision unknown = decide({.value = 0, .u = 0.05, .U = 0.1}, mpe, rule);
    EXPECT_FALSE(unknown.verdict);
    EXPECT_EQ(unknown.findings.at(0).code, "conformity.standard_unknown");
}

TEST(Decision, SaysWhenThePrintedFiguresWouldReadOtherwise) {
    const auto decision = [](double value, double U) {
        return decide({.value = value, .u = U / 2, .U = U, .printed = quantities::round_result(value, U, {})},
                      kTolerance, {});
    };
    EXPECT_EQ(decision(10.2004, 0.1).verdict, Verdict::fail);  // printed as 10.20
    EXPECT_TRUE(decision(10.2004, 0.1).printed_reads_otherwise);
    EXPECT_EQ(decision(10.2004, 0.1).findings.at(0).code, "conformity.printed_reads_otherwise");
    EXPECT_FALSE(decision(10.2004, 0.0010).printed_reads_otherwise);
    EXPECT_FALSE(decision(10.1996, 0.1).printed_reads_otherwise);

    const MeasuredValue guarded{
        .value = 10.1,
        .u = 0.0498,
        .U = 0.0996,
        .printed = quantities::round_result(10.1, 0.0996, {quantities::UncertaintyRounding::up, 1, {}})};
    EXPECT_FALSE(decide(guarded, kTolerance, {.rule = Rule::guarded}).printed_reads_otherwise);
}

// JCGM 106:2012, 7: Zener diode and motor oil.
TEST(ConformanceProbability, ReproducesThePublishedExamples) {
    EXPECT_NEAR(conformance_probability({.high = -5.4}, -5.47, 0.05), 0.92, 0.005);
    EXPECT_NEAR(conformance_probability({.low = 12.5, .high = 16.3}, 13.6, 1.8), 0.66, 0.005);
}

TEST(ConformanceProbability, FallsWithTheDistanceFromTheMiddle) {
    double last = 1;
    for (double value = 10.0; value < 12; value += 0.01) {
        const double p = conformance_probability(kTolerance, value, 0.05);
        EXPECT_LE(p, last);
        EXPECT_NEAR(p, conformance_probability(kTolerance, 20 - value, 0.05), 1e-12);
        last = p;
    }
    EXPECT_GT(conformance_probability(kTolerance, 11, 0.05), 0);  // far tail, not lost to cancellation
    EXPECT_THROW(conformance_probability({.low = 5, .high = 4}, 4.5, 0.1), Error);
    EXPECT_THROW(conformance_probability({}, 4.5, 0.1), Error);
    EXPECT_THROW(conformance_probability(kTolerance, 10, -1), Error);
    EXPECT_THROW(conformance_probability(kTolerance, std::nan(""), 0.1), Error);
    EXPECT_EQ(conformance_probability(kTolerance, 10.2, 0), 1);
    EXPECT_EQ(conformance_probability(kTolerance, 10.3, 0), 0);
}

TEST(Decision, AWiderGuardBandNeverAcceptsMore) {
    for (double value = 9.7; value < 10.3; value += 0.007)
        for (double r = 0; r < 2; r += 0.1) {
            const bool narrow = verdict(value, {.rule = Rule::guarded, .guard_multiplier = r}) == Verdict::pass;
            const bool wide = verdict(value, {.rule = Rule::guarded, .guard_multiplier = r + 0.1}) == Verdict::pass;
            EXPECT_TRUE(narrow || !wide) << value << " " << r;
        }
}

TEST(Decision, RefusesImpossibleLimitsUncertaintiesAndRules) {
    const double infinity = std::numeric_limits<double>::infinity();
    const MeasuredValue good{.value = 10, .u = 0.05, .U = 0.1};
    EXPECT_THROW(decide(good, {}, {}), Error);
    EXPECT_THROW(decide(good, {.low = 9.8, .high = infinity}, {}), Error);
    EXPECT_THROW(decide(good, {.low = 10.2, .high = 9.8}, {}), Error);
    EXPECT_THROW(decide({.value = std::nan(""), .u = 1, .U = 2}, kTolerance, {}), Error);
    EXPECT_THROW(decide({.value = 10, .u = -1, .U = 2}, kTolerance, {}), Error);
    EXPECT_THROW(decide({.value = 10, .u = 1, .U = infinity}, kTolerance, {}), Error);
    EXPECT_THROW(decide(good, kTolerance, {.rule = Rule::guarded, .guard_multiplier = -1}), Error);
    EXPECT_THROW(decide(good, kTolerance, {.rule = Rule::guarded, .guard_probability = 1}), Error);
    EXPECT_THROW(decide(good, {.high = 10}, {.largest_uncertainty_ratio = 0.3}), Error);
    EXPECT_THROW(percent_of_span(0, 10), Error);
    EXPECT_THROW(percent_of_span(1.6, 0), Error);
    EXPECT_THROW(symmetric_limits(-1), Error);
}

TEST(Limits, AClassInPercentOfTheSpanGivesTheMpe) {
    EXPECT_DOUBLE_EQ(percent_of_span(1.6, 10), 0.16);
    EXPECT_DOUBLE_EQ(percent_of_span(1, -1), 0.01);  // a vacuum gauge
    EXPECT_EQ(*limits_around(10, 0.5).low, 9.5);
}

}  // namespace chuan::conformity
