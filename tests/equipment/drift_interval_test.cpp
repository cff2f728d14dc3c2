#include "equipment/drift_interval.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/refusal.h"

namespace chuan::equipment {

namespace {

using test::refused_for;
using Column = std::vector<double>;

// NASA-HDBK-8739.19-5, table 7-2: days since calibration and the changes found then.
const Column kDays{70, 86, 104, 135, 167, 173}, kChanges{0.1, 0.11, 0.251, 0.299, 0.403, 0.615};
DriftRecord handbook() { return {.elapsed = kDays, .drift = kChanges, .order = 2, .u0 = 0.28}; }

}  // namespace

// Tables 7-3 and 7-7.
TEST(DriftInterval, ReachesTheUncertaintyOfTheHandbook) {
    const auto result = interval_for_uncertainty(handbook(), 0.5);
    ASSERT_EQ(result.fit.coefficients.size(), 3u);
    EXPECT_EQ(result.fit.coefficients[0], 0);
    EXPECT_NEAR(result.fit.coefficients[1], 0.00015741, 5e-9);
    EXPECT_NEAR(result.fit.coefficients[2], 1.674e-5, 5e-9);
    EXPECT_NEAR(result.fit.covariance[4], 1.01e-6, 5e-9);
    EXPECT_NEAR(result.fit.covariance[8], 4.549e-11, 5e-15);
    EXPECT_NEAR(result.fit.covariance[5], -6.607e-9, 5e-13);
    EXPECT_NEAR(result.fit.residual_deviation, 0.0708, 0.00005);
    EXPECT_NEAR(result.interval, 327.15, 0.005);
    EXPECT_NEAR(10.03 + result.drift, 11.87, 0.005);
    EXPECT_NEAR(result.u, 0.5, 1e-12);
    EXPECT_EQ(result.end, DriftEnd::uncertainty);
}

// Tables 7-4 and 7-5: between two limits, and against the upper one alone, at 90 %.
TEST(DriftInterval, ReachesTheLimitsOfTheHandbook) {
    const auto both = interval_for_reliability(handbook(), {.y0 = 10.03, .lower = 9, .upper = 11, .confidence = 0.9});
    EXPECT_NEAR(both.interval, 140.1, 0.05);
    EXPECT_NEAR(10.03 + both.drift, 10.38, 0.005);
    EXPECT_EQ(both.end, DriftEnd::upper_limit);
    const auto one = interval_for_reliability(handbook(), {.y0 = 10.03, .upper = 11, .confidence = 0.9});
    EXPECT_NEAR(one.interval, 171.75, 0.005);
    EXPECT_GT(one.interval, both.interval);
}

TEST(DriftInterval, EndsAtTheLowerLimitWhenTheDriftFalls) {
    Column falling;
    for (const double change : kChanges) falling.push_back(-change);
    const DriftRecord record{.elapsed = kDays, .drift = falling, .order = 2, .u0 = 0.28};
    const auto mirrored = interval_for_reliability(record, {.y0 = 9.97, .lower = 9, .upper = 11, .confidence = 0.9});
    EXPECT_EQ(mirrored.end, DriftEnd::lower_limit);
    EXPECT_NEAR(mirrored.interval, 140.1, 0.05);
}

// A standard already outside at 9.03 against a lower limit of 9: table 7-6 of the handbook prints the time at which its
// value comes back inside.
TEST(DriftInterval, IsZeroWhereTheValueIsOutsideFromTheStart) {
    const auto outside = interval_for_reliability(handbook(), {.y0 = 9.03, .lower = 9, .confidence = 0.9});
    EXPECT_EQ(outside.interval, 0);
    EXPECT_EQ(outside.end, DriftEnd::at_start);
    EXPECT_EQ(interval_for_uncertainty(handbook(), 0.2).interval, 0);  // u0 alone is 0.28
}

TEST(DriftInterval, IsNotInventedWhereTheLimitIsNeverReached) {
    const Column days{100, 200, 300}, exact{1, 2, 3};  // on a line: no scatter to grow with time
    const DriftRecord line{.elapsed = days, .drift = exact, .order = 1, .u0 = 0.1};
    EXPECT_EQ(refused_for([&] { interval_for_uncertainty(line, 0.5); }), "interval.unreached");
    EXPECT_EQ(refused_for([&] { interval_for_reliability(line, {.lower = -5}); }), "interval.unreached");
    const auto up = interval_for_reliability(line, {.upper = 5});
    EXPECT_NEAR(up.interval, 100 * (5 - 2.919986 * 0.1), 0.001);  // t of 95 % one-sided, 2 degrees of freedom: 2.920
}

TEST(DriftInterval, RefusesWhatSetsNone) {
    EXPECT_EQ(refused_for([] { interval_for_reliability(handbook(), {}); }), "interval.limits");
    EXPECT_EQ(refused_for([] { interval_for_reliability(handbook(), {.lower = 2, .upper = 1}); }), "interval.limits");
    EXPECT_EQ(refused_for([] { interval_for_reliability(handbook(), {.upper = 1, .confidence = 0.5}); }),
              "interval.policy");
    EXPECT_EQ(refused_for([] { interval_for_reliability(handbook(), {.lower = -1, .upper = 1, .confidence = 1}); }),
              "interval.policy");
    EXPECT_EQ(refused_for([] { interval_for_uncertainty(handbook(), 0); }), "interval.uncertainty");
    const Column two{1, 2}, zero{0, 1, 2}, three{1, 2, 3};
    EXPECT_EQ(refused_for([&] { interval_for_uncertainty({two, two, 2, 0.1}, 1); }), "fit.points");
    EXPECT_EQ(refused_for([&] { interval_for_uncertainty({zero, three, 1, 0.1}, 1); }), "interval.length");
    EXPECT_EQ(refused_for([&] { interval_for_uncertainty({three, three, 1, -0.1}, 1); }), "interval.uncertainty");
    EXPECT_EQ(refused_for([&] { interval_for_uncertainty({three, three, 0, 0.1}, 1); }), "fit.degree");
}

}  // namespace chuan::equipment
