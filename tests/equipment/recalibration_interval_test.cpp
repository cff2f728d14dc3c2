#include "equipment/recalibration_interval.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/refusal.h"

namespace chuan::equipment {

namespace {

using test::refused_for;
using Column = std::vector<double>;

std::vector<double> lengths(const std::vector<IntervalStep>& steps) {
    std::vector<double> all;
    for (const IntervalStep& step : steps) all.push_back(step.proposed.interval);
    return all;
}

}  // namespace

// ILAC-G24 / OIML D 10, method 1: longer after an error within 80 % of the limit, shorter after one outside.
TEST(Staircase, LengthensKeepsAndShortens) {
    const auto steps = staircase(360, Column{0.8, 0.81, 1.0, 1.01, 0}, {.extend_factor = 1.5, .reduce_factor = 0.5});
    EXPECT_EQ(lengths(steps), (Column{540, 540, 540, 270, 405}));
    EXPECT_EQ(steps[0].change, IntervalChange::extended);
    EXPECT_EQ(steps[1].change, IntervalChange::kept);
    EXPECT_EQ(steps[2].change, IntervalChange::kept);  // on the limit is inside
    EXPECT_EQ(steps[3].change, IntervalChange::reduced);
}

TEST(Staircase, TakesTheThresholdAsItIsWrittenNotAsItIsRounded) {
    EXPECT_EQ(staircase(100, Column{0.24 / 0.3}, {}).front().change, IntervalChange::extended);
    EXPECT_EQ(staircase(100, Column{(0.1 + 0.2) / 0.3}, {}).front().change, IntervalChange::kept);
}

TEST(Staircase, StaysInsideItsBoundsAndSaysWhichOneHeldIt) {
    const StaircasePolicy policy{.bounds = {.minimum = 90, .maximum = 730}};
    const auto longer = staircase(700, Column{0.1}, policy).front();
    EXPECT_EQ(longer.proposed.interval, 730);
    EXPECT_EQ(longer.proposed.wanted, 875);
    EXPECT_EQ(longer.proposed.bound, IntervalBound::maximum);
    EXPECT_EQ(longer.change, IntervalChange::extended);
    const auto shorter = staircase(100, Column{3}, policy).front();
    EXPECT_EQ(shorter.proposed.interval, 90);
    EXPECT_EQ(shorter.proposed.bound, IntervalBound::minimum);
    EXPECT_FALSE(staircase(300, Column{0.1}, policy).front().proposed.bound);
}

TEST(Staircase, WaitsForAsManyGoodResultsAsThePolicyAsks) {
    const StaircasePolicy policy{.extend_factor = 2, .reduce_factor = 0.5, .good_results = 2};
    EXPECT_EQ(lengths(staircase(100, Column{0.1, 0.1, 0.1, 0.9, 0.1, 0.1}, policy)),
              (Column{100, 200, 200, 200, 200, 400}));  // counting anew after an extension and after the 0.9
    EXPECT_EQ(lengths(staircase(100, Column{0.1, 1.5, 0.1}, policy)), (Column{100, 50, 50}));
}

TEST(Staircase, RefusesAPolicyThatIsNone) {
    const Column good{0.1};
    EXPECT_EQ(refused_for([&] { staircase(0, good, {}); }), "interval.length");
    EXPECT_EQ(refused_for([&] { staircase(std::nan(""), good, {}); }), "interval.length");
    EXPECT_EQ(refused_for([&] { staircase(100, good, {.extend_factor = 1}); }), "interval.policy");
    EXPECT_EQ(refused_for([&] { staircase(100, good, {.reduce_factor = 1}); }), "interval.policy");
    EXPECT_EQ(refused_for([&] { staircase(100, good, {.extend_threshold = 1.1}); }), "interval.policy");
    EXPECT_EQ(refused_for([&] { staircase(100, good, {.good_results = 0}); }), "interval.policy");
    EXPECT_EQ(refused_for([] { staircase(100, Column{-0.1}, {}); }), "interval.ratio");
    EXPECT_EQ(refused_for([&] { staircase(100, good, {.bounds = {.minimum = 0}}); }), "interval.bounds");
    EXPECT_EQ(refused_for([&] { staircase(100, good, {.bounds = {.minimum = 9, .maximum = 8}}); }), "interval.bounds");
}

// At the target the steps cancel on average: R ln(1 + a) + (1 - R) ln(1 - b) = 0.
TEST(SimpleResponse, RestsWhereTheTargetIsMet) {
    for (const double target : {0.5, 0.85, 0.9, 0.95}) {
        const double b = reduction_of({.extension = 0.1, .target_reliability = target});
        EXPECT_NEAR(target * std::log(1.1) + (1 - target) * std::log(1 - b), 0, 1e-12) << target;
    }
    EXPECT_EQ(refused_for([] { reduction_of({0, 0.9}); }), "interval.policy");
    EXPECT_EQ(refused_for([] { reduction_of({0.1, 1}); }), "interval.policy");
    EXPECT_EQ(refused_for([] { reduction_of({0.1, 0}); }), "interval.policy");
}

TEST(SimpleResponse, LengthensAndShortens) {
    const SimpleResponse half{.extension = 1, .target_reliability = 0.5};  // doubles or halves
    EXPECT_EQ(lengths(simple_response(100, {true, true, false}, half, {.maximum = 300})), (Column{200, 300, 150}));
}

// Three instruments of twenty calibrations as in a tutorial of NCSL International (2019), and one of fifty of our own,
// as another program computes them; limits to 0.0001.
TEST(IntervalTest, ShortensAsAnotherProgramDoes) {
    struct Row {
        int good, all;
        double current, target, confidence, interval, Q, low, high;
    };
    for (const Row& row : {Row{15, 20, 365, 0.95, 0.5, 231, 0.9949, 0.6516, 0.8286},
                           Row{14, 20, 365, 0.95, 0.5, 205, 0.9993, 0.6000, 0.7843},
                           Row{16, 20, 730, 0.95, 0.5, 523, 0.9682, 0.7041, 0.8716},
                           Row{42, 50, 365, 0.90, 0.3, 329, 0.7557, 0.8067, 0.8664}}) {
        const auto result = test_interval({row.good, row.all, row.target, row.confidence});
        EXPECT_NEAR(row.current * result.factor, row.interval, 0.5) << row.good;
        EXPECT_NEAR(result.rejection_confidence, row.Q, 0.00005) << row.good;
        EXPECT_NEAR(result.reliability_low, row.low, 0.00005) << row.good;
        EXPECT_NEAR(result.reliability_high, row.high, 0.00005) << row.good;
        EXPECT_EQ(result.change, IntervalChange::reduced);
    }
}

// 60 of 60 at a target of 0.95: P(X >= 60) = 0.95^60.
TEST(IntervalTest, LengthensAfterARecordBetterThanTheTarget) {
    const auto result = test_interval({60, 60, 0.95});
    const double Q = 1 - 2 * std::pow(0.95, 60);
    EXPECT_NEAR(result.rejection_confidence, Q, 1e-12);
    EXPECT_NEAR(result.factor, std::pow(10, 0.05 * Q), 1e-12);
    EXPECT_GT(result.factor, 1.1);
    EXPECT_EQ(result.change, IntervalChange::extended);
    EXPECT_EQ(result.reliability_high, 1);
}

TEST(IntervalTest, KeepsTheIntervalWhereTheRecordFitsTheTarget) {
    const auto few = test_interval({5, 5, 0.95});  // five good ones prove little: Q = 0
    EXPECT_EQ(few.change, IntervalChange::kept);
    EXPECT_EQ(few.factor, 1);
    EXPECT_EQ(few.rejection_confidence, 0);
    const auto exact = test_interval({19, 20, 0.95});
    EXPECT_EQ(exact.change, IntervalChange::kept);
    EXPECT_LT(exact.reliability_low, 0.95);
    EXPECT_GT(exact.reliability_high, 0.95);
}

TEST(IntervalTest, ChangesByTheLargestFactorAtMost) {
    const auto none = test_interval({0, 10, 0.95});
    EXPECT_EQ(none.factor, 0.5);
    EXPECT_EQ(none.reliability_low, 0);
    EXPECT_EQ(refused_for([] { test_interval({11, 10, 0.95}); }), "interval.counts");
    EXPECT_EQ(refused_for([] { test_interval({0, 0, 0.95}); }), "interval.counts");
    EXPECT_EQ(refused_for([] { test_interval({1, 2, 1}); }), "interval.policy");
    EXPECT_EQ(refused_for([] { test_interval({1, 2, 0.9, 1.5}); }), "interval.policy");
    EXPECT_EQ(refused_for([] { test_interval({1, 2, 0.9, 0.5, 1}); }), "interval.policy");
}

// One interval alone: exp(-lambda t) = x / n, exactly.
TEST(ExponentialReliability, MeetsTheRecordOfASingleInterval) {
    const auto fit = exponential_reliability(std::vector<IntervalRecord>{{365, 50, 40}}, 0.9);
    EXPECT_NEAR(fit.failure_rate, -std::log(0.8) / 365, 1e-15);
    EXPECT_NEAR(fit.interval, 365 * std::log(0.9) / std::log(0.8), 1e-9);
    EXPECT_NEAR(fit.log_likelihood, 40 * std::log(0.8) + 10 * std::log(0.2), 1e-9);
    EXPECT_GT(exponential_reliability(std::vector<IntervalRecord>{{365, 50, 49}}, 0.9).interval, 365);  // lengthens
}

TEST(ExponentialReliability, IsTheTopOfTheLikelihoodWhateverTheUnitOfTime) {
    const std::vector<IntervalRecord> weeks{{4, 4, 4}, {7, 6, 5}, {10, 14, 9}, {40, 18, 9}};
    std::vector<IntervalRecord> seconds = weeks;
    for (auto& one : seconds) one.interval *= 604800;
    const auto fit = exponential_reliability(weeks, 0.75);
    EXPECT_NEAR(exponential_reliability(seconds, 0.75).interval / (fit.interval * 604800), 1, 1e-12);
    const auto likelihood = [&](double rate) {
        double sum = 0;
        for (const auto& one : weeks)
            sum += one.in_tolerance * -rate * one.interval +
                   (one.calibrations - one.in_tolerance) * std::log(1 - std::exp(-rate * one.interval));
        return sum;
    };
    EXPECT_NEAR(fit.log_likelihood, likelihood(fit.failure_rate), 1e-9);
    EXPECT_GT(fit.log_likelihood, likelihood(1.01 * fit.failure_rate));
    EXPECT_GT(fit.log_likelihood, likelihood(0.99 * fit.failure_rate));
}

TEST(ExponentialReliability, SaysThatARecordWithoutFailuresHasNoEstimate) {
    const auto refusal = [](int good, int all, double target = 0.9) {
        return refused_for([&] { exponential_reliability(std::vector<IntervalRecord>{{365, all, good}}, target); });
    };
    EXPECT_EQ(refusal(12, 12), "interval.no_failures");
    EXPECT_EQ(refusal(0, 12), "interval.all_failures");
    EXPECT_EQ(refusal(13, 12), "interval.counts");
    EXPECT_EQ(refusal(6, 12, 0), "interval.policy");
    EXPECT_EQ(refusal(6, 12, 1), "interval.policy");
    EXPECT_EQ(refused_for([] { exponential_reliability({}, 0.9); }), "interval.counts");
    // a rate out of the range of numbers is not looked for
    EXPECT_EQ(refused_for([] {
                  exponential_reliability(std::vector<IntervalRecord>{{1e-320, 4, 1}}, 0.9);
              }),
              "interval.length");
    EXPECT_GT(exponential_reliability(std::vector<IntervalRecord>{{1e-9, 4, 1}, {1e9, 9, 3}}, 0.9).failure_rate, 0);
}

}  // namespace chuan::equipment
