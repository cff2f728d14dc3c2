#include "equipment/standard_drift.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/refusal.h"

namespace chuan::equipment {

namespace {

using test::refused_for;
using Column = std::vector<double>;

const Column kYears{2019, 2020, 2021, 2022};

}  // namespace

// By hand, about the middle 2020.5: Sxx = 5, Sxy = 5.1 and slope 1.02; residuals -0.02, 0.06, -0.06, 0.02 about 1.55,
// s^2 = 0.0080 / 2.
TEST(DriftOfAStandard, IsTheLineThroughItsCalibrations) {
    const Column values{1000.00, 1001.10, 1002.00, 1003.10};
    const auto line = line_prediction({kYears, values, 0.1}, 2023);
    EXPECT_NEAR(line.slope, 1.02, 1e-9);
    EXPECT_NEAR(line.residual_deviation, std::sqrt(0.0040), 1e-9);
    EXPECT_NEAR(line.u_slope, std::sqrt(0.0040 / 5), 1e-9);
    EXPECT_NEAR(line.value, 1001.55 + 2.5 * 1.02, 1e-9);
    EXPECT_NEAR(line.u_fit, std::sqrt(0.0040 * (1 / 4.0 + 6.25 / 5)), 1e-9);
    EXPECT_NEAR(line.u, std::sqrt(0.0040 * 2.5 + 0.01), 1e-9);
    EXPECT_EQ(line.degrees_of_freedom, 2);
    EXPECT_TRUE(line.significant);  // 1.02 / 0.0283 = 36 > 4.30
}

TEST(DriftOfAStandard, IsNotSignificantInsideTheScatter) {
    const Column values{10.00, 10.02, 9.99, 10.02};
    EXPECT_FALSE(line_prediction({kYears, values, 0.01}, 2023).significant);
}

TEST(DriftOfAStandard, IsAllowedForAroundTheLastValue) {
    const Column values{10.00, 10.03, 10.02, 10.01};
    const auto last = last_value({kYears, values, 0.01});
    EXPECT_EQ(last.value, 10.01);
    EXPECT_NEAR(last.largest_change, 0.03, 1e-12);
    EXPECT_NEAR(last.u, std::sqrt(0.0001 + 0.0009 / 3), 1e-12);
}

TEST(DriftOfAStandard, NeedsCalibrationsInOrderOfTime) {
    const Column two{2019, 2020}, values{1, 2}, three{1, 2, 3}, again{2019, 2019, 2020}, back{2020, 2019, 2021};
    EXPECT_EQ(refused_for([&] { line_prediction({two, values, 0}, 2023); }), "drift.calibrations");
    EXPECT_EQ(refused_for([&] { last_value({{}, {}, 0}); }), "drift.calibrations");
    EXPECT_EQ(refused_for([&] { line_prediction({again, three, 0}, 2023); }), "drift.order");
    EXPECT_EQ(refused_for([&] { last_value({back, three, 0}); }), "drift.order");
    EXPECT_EQ(refused_for([&] { last_value({two, three, 0}); }), "drift.lengths");
    EXPECT_EQ(refused_for([&] { last_value({two, values, -1}); }), "drift.uncertainty");
    EXPECT_EQ(refused_for([&] { line_prediction({three, three, 0}, std::nan("")); }), "drift.not_finite");
}

}  // namespace chuan::equipment
