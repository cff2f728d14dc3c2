#include "quality/control_chart.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "quality/chart_constants.h"
#include "tests/refusal.h"

namespace chuan::quality {

namespace {

using test::refused_for;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Column = std::vector<double>;

constexpr Baseline kStandard{.center = 0, .sigma = 1};

std::vector<std::size_t> points_of(const Column& values, RunRule rule, const Baseline& baseline = kStandard) {
    std::vector<std::size_t> points;
    for (const Signal& signal : run_rule_signals(values, baseline, std::array{rule})) points.push_back(signal.point);
    return points;
}

}  // namespace

// ISO 7870-2:2023, table 2, as printed.
TEST(ChartConstants, AreThoseOfTheTable) {
    struct Row {
        int n;
        double c4, A3, B3, B4;
    };
    for (const Row& row :
         {Row{2, 0.7979, 2.659, 0, 3.267}, Row{3, 0.8862, 1.954, 0, 2.568}, Row{5, 0.9400, 1.427, 0, 2.089},
          Row{7, 0.9594, 1.182, 0.118, 1.882}, Row{10, 0.9727, 0.975, 0.284, 1.716},
          Row{15, 0.9823, 0.789, 0.428, 1.572}, Row{25, 0.9896, 0.606, 0.565, 1.435}}) {
        const ChartConstants found = chart_constants(row.n);
        EXPECT_NEAR(found.c4, row.c4, 0.00005) << row.n;
        EXPECT_NEAR(found.A3, row.A3, 0.0005) << row.n;
        EXPECT_NEAR(found.B3, row.B3, 0.0005) << row.n;
        EXPECT_NEAR(found.B4, row.B4, 0.0005) << row.n;
    }
    EXPECT_NEAR(chart_constants(10'000).c4, 1 - 1 / (4.0 * 10'000), 1e-8);  // 1 - 1/(4n) - ...
    EXPECT_EQ(refused_for([] { chart_constants(1); }), "chart.group");
    EXPECT_EQ(refused_for([] { chart_constants(10'001); }), "chart.group");
}

TEST(RunRules, TakeAPointOnTheLineForInside) {
    EXPECT_THAT(points_of({3, 3.0001, -3, -3.0001}, RunRule::beyond_3s), ElementsAre(1, 3));
    EXPECT_THAT(points_of({100.003, 99.997}, RunRule::beyond_3s, {100, 0.001}), IsEmpty());  // whatever the doubles say
}

TEST(RunRules, NameTheSideOfThePattern) {
    const auto signals = run_rule_signals(Column{3.5, -3.5}, kStandard);
    ASSERT_EQ(signals.size(), 2u);
    EXPECT_EQ(signals[0].side, Side::above);
    EXPECT_EQ(signals[1].side, Side::below);
    EXPECT_EQ(signals[1].rule, RunRule::beyond_3s);
}

TEST(RunRules, WantTheLastPointOfTwoInThreeBeyondItself) {
    const auto rule = RunRule::two_of_three_beyond_2s;
    EXPECT_THAT(points_of({2.1, 0, 2.2, 0, 0}, rule), ElementsAre(2));  // at 3 the window still holds two of three
    EXPECT_THAT(points_of({2.1, 2.2, 0}, rule), ElementsAre(1));
    EXPECT_THAT(points_of({2.1, 0, 0, 2.2}, rule), IsEmpty());
    EXPECT_THAT(points_of({2.1, -2.2, 1.9}, rule), IsEmpty());  // not on the same side
    EXPECT_THAT(points_of({-2.1, 2.5, -2.2}, rule), ElementsAre(2));
}

TEST(RunRules, WantTheLastPointOfFourInFiveBeyondItself) {
    const auto rule = RunRule::four_of_five_beyond_1s;
    EXPECT_THAT(points_of({1.1, 1.2, 1.3, 0.5, 1.4}, rule), ElementsAre(4));
    EXPECT_THAT(points_of({1.1, 1.2, 1.3, 1.4, 0.5}, rule), ElementsAre(3));
    EXPECT_THAT(points_of({1.1, 1.2, 1.3, 0.5, 0.6, 1.4}, rule), IsEmpty());
    EXPECT_THAT(points_of({1.1, 1.2, -1.3, 1.4, -1.5}, rule), IsEmpty());
}

TEST(RunRules, CountEightOnOneSideAndStartAnewAtTheCentre) {
    const auto rule = RunRule::eight_on_one_side;
    EXPECT_THAT(points_of(Column(9, 0.1), rule), ElementsAre(7, 8));
    EXPECT_THAT(points_of(Column(7, 0.1), rule), IsEmpty());
    Column broken(16, -0.1);
    broken[8] = 0;  // on the centre line: on neither side
    EXPECT_THAT(points_of(broken, rule), ElementsAre(7));
}

TEST(RunRules, AreTheOnesAskedFor) {
    const Column values{2.5, 2.5, 3.5};
    EXPECT_THAT(run_rule_signals(values, kStandard, {}), IsEmpty());
    EXPECT_EQ(run_rule_signals(values, kStandard, std::array{RunRule::beyond_3s}).size(), 1u);
    EXPECT_EQ(run_rule_signals(values, kStandard).size(), 3u);  // with two of three at 1 and at 2
}

TEST(Baseline, ComesFromAHistoryAndStaysWhatItWas) {
    const Baseline baseline = baseline_of(Column{9.9, 10.0, 10.1});
    EXPECT_NEAR(baseline.center, 10, 1e-12);
    EXPECT_NEAR(baseline.sigma, 0.1, 1e-12);
    EXPECT_THAT(points_of({10.31}, RunRule::beyond_3s, baseline), ElementsAre(0));
    EXPECT_EQ(refused_for([] { baseline_of(Column{10, 10, 10}); }), "chart.sigma");
    EXPECT_EQ(refused_for([] { baseline_of(Column{10}); }), "chart.points");
    EXPECT_EQ(refused_for([] { run_rule_signals(Column{1}, {0, 0}); }), "chart.sigma");
    EXPECT_EQ(refused_for([] { run_rule_signals(Column{}, kStandard); }), "chart.points");
    EXPECT_EQ(refused_for([] { run_rule_signals(Column{std::nan("")}, kStandard); }), "chart.not_finite");
}

// NIST/SEMATECH e-Handbook, 6.3.2.2: flow rates, mean 50.81, moving range 1.8778, limits 55.8041 and 45.8159.
TEST(IndividualsChart, IsTheOneOfTheHandbook) {
    const Column flow{49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
    const IndividualsChart chart = individuals_chart(flow);
    EXPECT_NEAR(chart.baseline.center, 50.81, 1e-9);
    EXPECT_NEAR(chart.mean_moving_range, 1.8778, 0.00005);
    EXPECT_NEAR(chart.high, 55.8041, 0.00005);
    EXPECT_NEAR(chart.low, 45.8159, 0.00005);
    EXPECT_THAT(chart.beyond, IsEmpty());
    EXPECT_THAT(chart.range_beyond, IsEmpty());
}

TEST(IndividualsChart, ShowsAPointAndAStepThatAreTooFar) {
    Column values;
    for (int i = 0; i < 20; ++i) values.push_back(i % 2);  // steps of 1
    values.push_back(12);                                  // mean step (20 + 11) / 20 ...
    const IndividualsChart chart = individuals_chart(values);
    EXPECT_THAT(chart.beyond, ElementsAre(20));
    EXPECT_THAT(chart.range_beyond, ElementsAre(20));
    EXPECT_NEAR(chart.range_high, 3.267 * chart.mean_moving_range, 1e-12);
    EXPECT_EQ(refused_for([] { individuals_chart(Column{1, 1}); }), "chart.sigma");
    EXPECT_EQ(refused_for([] { individuals_chart(Column{1}); }), "chart.points");
    EXPECT_EQ(refused_for([] { individuals_chart(Column{1, 2}, 0); }), "chart.plan");
}

// NIST/SEMATECH e-Handbook, 6.3.2.4: lambda 0.3, sigma 2.0539 about 50; limits 52.5884 and 47.4115.
TEST(EwmaChart, IsTheOneOfTheHandbook) {
    const Column values{52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5,
                        49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
    const EwmaChart chart = ewma_chart(values, {50, 2.0539}, {.lambda = 0.3});
    EXPECT_NEAR(chart.high, 52.5884, 0.00005);
    EXPECT_NEAR(chart.low, 47.4115, 0.0001);
    EXPECT_NEAR(chart.averages[0], 50.60, 0.005);
    EXPECT_NEAR(chart.averages[5], 49.21, 0.005);
    EXPECT_NEAR(chart.averages[19], 51.99, 0.005);
    EXPECT_THAT(chart.beyond, IsEmpty());
}

TEST(EwmaChart, IsNarrowerForTheFirstPoints) {
    const EwmaChart chart = ewma_chart(Column{0.65, 0, 0, 0}, kStandard, {.lambda = 0.2});
    EXPECT_NEAR(chart.half_widths[0], 3 * 0.2, 1e-12);  // of one point: L sigma lambda
    EXPECT_NEAR(chart.half_widths[1], 3 * 0.2 * std::sqrt(1 + 0.64), 1e-12);
    EXPECT_NEAR(chart.high, 1, 1e-12);  // 3 sqrt(0.2 / 1.8)
    // a first point of 3.1 sigma is seen, which the wide limits would let pass: 0.62 < 1
    EXPECT_THAT(ewma_chart(Column{3.1}, kStandard, {.lambda = 0.2}).beyond, ElementsAre(0));
    EXPECT_THAT(chart.beyond, IsEmpty());
}

TEST(EwmaChart, WithLambdaOneIsTheChartOfThePoints) {
    const EwmaChart chart = ewma_chart(Column{1, 3, 3.1}, kStandard, {.lambda = 1});
    EXPECT_THAT(chart.averages, ElementsAre(1, 3, 3.1));
    EXPECT_THAT(chart.half_widths, ElementsAre(3, 3, 3));
    EXPECT_THAT(chart.beyond, ElementsAre(2));
}

TEST(EwmaChart, SeesASlowDriftThatNoSinglePointShows) {
    Column drift;
    for (int i = 0; i < 20; ++i) drift.push_back(0.1 * i);
    EXPECT_THAT(points_of(drift, RunRule::beyond_3s), IsEmpty());
    EXPECT_FALSE(ewma_chart(drift, kStandard).beyond.empty());
    EXPECT_EQ(refused_for([&] { ewma_chart(drift, kStandard, {.lambda = 0}); }), "chart.plan");
    EXPECT_EQ(refused_for([&] { ewma_chart(drift, kStandard, {.limit = -1}); }), "chart.plan");
    EXPECT_EQ(refused_for([&] { ewma_chart(drift, {0, -1}); }), "chart.sigma");
}

// Groups of two, s = |difference| / sqrt 2: mean s = sqrt 2, A3 = 2.6587, B4 = 3.2665.
TEST(MeanDeviationChart, HasLimitsFromTheMeanDeviation) {
    const std::vector<Column> groups{{9, 11}, {10, 12}, {8, 10}};
    const MeanDeviationChart chart = mean_deviation_chart(groups);
    EXPECT_NEAR(chart.center, 10, 1e-12);
    EXPECT_NEAR(chart.mean_deviation, std::sqrt(2.0), 1e-12);
    EXPECT_NEAR(chart.high, 10 + 2.6587 * std::sqrt(2.0), 1e-4);
    EXPECT_NEAR(chart.deviation_high, 3.2665 * std::sqrt(2.0), 1e-4);
    EXPECT_EQ(chart.deviation_low, 0);
    EXPECT_THAT(chart.beyond, IsEmpty());
    std::vector<Column> shifted(10, Column{9, 11});
    shifted.push_back({19, 21});
    EXPECT_THAT(mean_deviation_chart(shifted).beyond, ElementsAre(10));
    std::vector<Column> wide(10, Column{9, 11});
    wide.push_back({0, 20});
    EXPECT_THAT(mean_deviation_chart(wide).deviation_beyond, ElementsAre(10));
}

TEST(MeanDeviationChart, NeedsGroupsOfOneSize) {
    const std::vector<Column> unequal{{1, 2}, {1, 2, 3}}, one{{1, 2}}, alike{{1, 1}, {2, 2}};
    EXPECT_EQ(refused_for([&] { mean_deviation_chart(unequal); }), "chart.group");
    EXPECT_EQ(refused_for([&] { mean_deviation_chart(one); }), "chart.points");
    EXPECT_EQ(refused_for([&] { mean_deviation_chart(alike); }), "chart.sigma");
}

}  // namespace chuan::quality
