#include "procedures/simulation.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

SimulationRequest of(std::vector<std::string> points) { return {.points = std::move(points), .trials = 200'000}; }

// EA-4/02 M:2022, S2: nearly normal, so that k = 2 covers what it says.
TEST(SimulatePoint, ValidatesFirstOrderForTheTenKilogramWeight) {
    const auto all = simulate(shipped("QT-KL-01.xml"), weight_sheet(), {.points = {"10kg"}});
    ASSERT_EQ(all.size(), 1U);
    const PointSimulation& one = all.front();
    EXPECT_EQ(one.unit, "\\gram");
    EXPECT_NEAR(one.value, 10000.025, 1e-9);
    EXPECT_NEAR(*one.simulated.result.value, one.value, 5 * one.u / std::sqrt(1e6));
    EXPECT_NEAR(*one.simulated.result.u, one.u, 0.01 * one.u);
    EXPECT_EQ(one.simulated.result.probability, 0.9545);
    ASSERT_TRUE(one.validation);
    EXPECT_TRUE(one.validation->validated) << "to two digits";
    EXPECT_TRUE(one.validation->decided);
    EXPECT_LE(one.simulated.result.intervals.shortest.high - one.simulated.result.intervals.shortest.low,
              one.simulated.result.intervals.symmetric.high - one.simulated.result.intervals.symmetric.low);
    const auto& histogram = one.simulated.histogram;
    EXPECT_EQ(histogram.counts.size(), 60U);
    EXPECT_EQ(std::accumulate(histogram.counts.begin(), histogram.counts.end(), histogram.below + histogram.above),
              1'000'000U);
}

// The same with a fifth of the trials: the ends scatter by some 0.0002 g, the tolerance is 0.0005 g.
TEST(SimulatePoint, DoesNotDecideOnScatter) {
    int undecided = 0;
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        auto request = of({"10kg"});
        request.seed = seed;
        const auto one = simulate(shipped("QT-KL-01.xml"), weight_sheet(), request).at(0);
        EXPECT_TRUE(one.validation->validated || !one.validation->decided) << seed;
        undecided += one.validation->decided ? 0 : 1;
        EXPECT_NEAR(one.simulated.result.intervals.scatter, 0.00018, 0.00006);
    }
    EXPECT_GT(undecided, 0);
}

// EA-4/02 M:2022, S9: two rectangular inputs of half-widths 0.05 V and 0.011 V, the rest is small. Of their trapezoid
// 2.5 % lie beyond 0.061 - sqrt(0.025 * 0.022 * 0.1 * 2) = 0.0505 V on either side.
TEST(SimulatePoint, ShowsTheFlatDistributionOfTheMultimeter) {
    const auto one = simulate(shipped("QT-DIEN-01.xml"), multimeter_sheet(), of({"100V"})).at(0);
    EXPECT_EQ(one.simulated.result.probability, 0.95);
    EXPECT_NEAR((one.simulated.result.intervals.symmetric.high - one.simulated.result.intervals.symmetric.low) / 2,
                0.0505, 0.0003);
    EXPECT_EQ(one.significant_digits, 1);
    EXPECT_TRUE(one.validation->validated);
    const auto& counts = one.simulated.histogram.counts;
    EXPECT_NEAR(static_cast<double>(counts[30]), static_cast<double>(counts[15]), 0.1 * static_cast<double>(counts[30]))
        << "a flat top";
}

TEST(SimulatePoint, GivesTheSameTrialsForTheSameSeedAndOthersForAnother) {
    auto request = of({"100V"});
    const auto procedure = shipped("QT-DIEN-01.xml");
    const auto first = simulate(procedure, multimeter_sheet(), request).at(0).simulated;
    EXPECT_EQ(simulate(procedure, multimeter_sheet(), request).at(0).simulated.histogram.counts,
              first.histogram.counts);
    request.seed = 2;
    EXPECT_NE(simulate(procedure, multimeter_sheet(), request).at(0).simulated.histogram.counts,
              first.histogram.counts);
}

TEST(SimulatePoint, LeavesOutWhatIsNotMeasuredYetAndRefusesWhatTheSheetDoesNotHave) {
    SheetInputs sheet = weight_sheet();
    sheet.runs.front().readings.pop_back();
    EXPECT_TRUE(simulate(shipped("QT-KL-01.xml"), sheet, of({"10kg"})).empty());
    const auto code_of = [&](const SimulationRequest& request) -> std::string {
        try {
            simulate(shipped("QT-KL-01.xml"), weight_sheet(), request);
        } catch (const Error& error) {
            return error.code();
        }
        return "";
    };
    EXPECT_EQ(code_of(of({"11kg"})), "simulation.point");
    EXPECT_EQ(code_of({.points = {"10kg"}, .trials = 9'999}), "simulation.trials");
}

}  // namespace
}  // namespace chuan::procedures::test
