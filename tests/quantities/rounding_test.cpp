#include "quantities/rounding.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::quantities {

namespace {

std::string result(std::string_view value, std::string_view U, RoundingPolicy policy = {}) {
    const RoundedResult r = round_result(Decimal::parse(value), Decimal::parse(U), policy);
    return r.value.text() + " ± " + r.expanded_uncertainty.text() + " e" + std::to_string(r.last_digit_exponent);
}

std::string result(double value, double U, RoundingPolicy policy = {}) {
    const RoundedResult r = round_result(value, U, policy);
    return r.value.text() + " ± " + r.expanded_uncertainty.text();
}

constexpr RoundingPolicy kUp{UncertaintyRounding::up, 2, Ties::to_even};

}  // namespace

// JCGM 100:2008, 7.2.6; EA-4/02, 6.3.
TEST(Rounding, FollowsTheGuideAndEa) {
    EXPECT_EQ(result("10.05762", "0.027"), "10.058 ± 0.027 e-3");
    EXPECT_EQ(result("100", "10.47", kUp), "100 ± 11 e0");
    EXPECT_EQ(result("1000", "28.05"), "1000 ± 28 e0");
    EXPECT_EQ(result("0.12345", "0.0140", {UncertaintyRounding::nearest_5pct, 1, Ties::to_even}), "0.12 ± 0.02 e-2");
    EXPECT_EQ(result("5.0", "0.0125"), "5.000 ± 0.013 e-3");
}

TEST(Rounding, ACarryKeepsTheNumberOfSignificantDigits) {
    EXPECT_EQ(result("12.3456", "0.0996"), "12.35 ± 0.10 e-2");
    EXPECT_EQ(result("12.3456", "0.00991", kUp), "12.346 ± 0.010 e-3");
    EXPECT_EQ(result("7", "99.6"), "10 ± 100 e1");
    EXPECT_EQ(result("7", "0.96", {UncertaintyRounding::nearest_5pct, 1, Ties::to_even}), "7 ± 1 e0");
}

TEST(Rounding, LargeUncertaintiesRoundTheValueToTensAndHundreds) {
    EXPECT_EQ(result("1234567", "4321"), "1234600 ± 4300 e2");
    EXPECT_EQ(result("49", "4321"), "0 ± 4300 e2");
    EXPECT_EQ(result("50", "4321"), "0 ± 4300 e2");
    EXPECT_EQ(result("51", "4321"), "100 ± 4300 e2");
}

TEST(Rounding, NeverPrintsMinusZero) {
    EXPECT_EQ(result("-0.0004", "0.10"), "0.00 ± 0.10 e-2");
    EXPECT_EQ(result(-1e-9, 0.10), "0.00 ± 0.10");
    EXPECT_EQ(result("-0.00126", "0.00031"), "-0.00126 ± 0.00031 e-5");
}

TEST(Rounding, TiesGoWhereThePolicySays) {
    const RoundingPolicy half_up{UncertaintyRounding::nearest_5pct, 2, Ties::half_up};
    EXPECT_EQ(result("2.345", "0.10"), "2.34 ± 0.10 e-2");
    EXPECT_EQ(result("2.345", "0.10", half_up), "2.35 ± 0.10 e-2");
    EXPECT_EQ(result("-2.345", "0.10", half_up), "-2.35 ± 0.10 e-2");
    EXPECT_EQ(result("2.3450000000000000000001", "0.10"), "2.35 ± 0.10 e-2");
    EXPECT_EQ(result("2.355", "0.10"), "2.36 ± 0.10 e-2");
}

TEST(Rounding, DoublesAreTheNumbersTheyLookLike) {
    EXPECT_EQ(round_to(1.005, -2, Ties::half_up).text(), "1.01");
    EXPECT_EQ(round_to(2.675, -2, Ties::half_up).text(), "2.68");
    EXPECT_EQ(round_to(0.1 + 0.2, -1, Ties::to_even).text(), "0.3");
    EXPECT_EQ(result(1.0, 0.1 + 0.2, kUp), "1.00 ± 0.30");  // not 0.31 for 4 parts in 10^17
    EXPECT_EQ(round_to(1234.5, 2, Ties::to_even).text(), "1200");
    EXPECT_EQ(round_to(5e-324, 0, Ties::to_even).text(), "0");
}

TEST(Rounding, RefusesAnUncertaintyThatIsNone) {
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    for (const double U : {0.0, -1.0, nan, infinity}) EXPECT_THROW(round_result(1.0, U, {}), Error) << U;
    EXPECT_THROW(round_result(nan, 1.0, {}), Error);
    for (const int digits : {0, 3, -1})
        EXPECT_THROW(round_result(1.0, 1.0, {UncertaintyRounding::up, digits, Ties::to_even}), Error);
}

TEST(Rounding, NeverLowersTheUncertaintyByMoreThanFivePercentAndUpNeverAtAll) {
    for (int i = 1; i < 20000; i += 7) {
        const double U = i * 1.37e-5;
        for (const int digits : {1, 2}) {
            const double nearest = round_result(1.0, U, {UncertaintyRounding::nearest_5pct, digits, Ties::to_even})
                                       .expanded_uncertainty.to_double();
            const double up =
                round_result(1.0, U, {UncertaintyRounding::up, digits, Ties::to_even}).expanded_uncertainty.to_double();
            EXPECT_GE(nearest, 0.95 * U * (1 - 1e-12));
            EXPECT_GE(up, U * (1 - 1e-12));
            EXPECT_LE(nearest, up);
        }
    }
}

}  // namespace chuan::quantities
