#include "uncertainty/monte_carlo.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

InputQuantity normal(std::string name, double estimate, double u) {
    return {.name = std::move(name), .unit = "\\one", .estimate = estimate, .standard_uncertainty = u};
}
InputQuantity shaped(std::string name, double estimate, Distribution distribution, double half_width) {
    return {.name = std::move(name),
            .unit = "\\one",
            .estimate = estimate,
            .distribution = distribution,
            .half_width = half_width};
}

/// JCGM 101:2008, 9.3: a weight against a reference in air, of 1.234 mg beyond its nominal 100 g.
Model weight() {
    return {.expression = "(mR + dmR)*(1 + (a - 1.2)*(1/rW - 1/rR)) - 100000",
            .quantities = {normal("mR", 100000, 0.05), normal("dmR", 1.234, 0.02),
                           shaped("a", 1.2, Distribution::rectangular, 0.1),
                           shaped("rW", 8000, Distribution::rectangular, 1000),
                           shaped("rR", 8000, Distribution::rectangular, 50)}};
}

Simulated simulated(const Model& model, SimulationPlan plan = {}, std::size_t trials = 200'000) {
    return simulate(CompiledModel(model), plan, trials);
}

std::string refused_for(const Model& model, const SimulationPlan& plan = {}, std::size_t trials = 10'000) {
    try {
        simulated(model, plan, trials);
    } catch (const Error& error) {
        return error.findings().front().code;
    }
    return {};
}

}  // namespace

// JCGM 101:2008, 9.2.2 and 9.2.3: four normal and four rectangular inputs of u = 1.
TEST(MonteCarlo, FindsTheAdditiveModelsOfTheGuide) {
    Model model{.expression = "a+b+c+d",
                .quantities = {normal("a", 0, 1), normal("b", 0, 1), normal("c", 0, 1), normal("d", 0, 1)}};
    const Simulated four_normal = simulated(model, {}, 1'000'000);
    EXPECT_NEAR(*four_normal.u, 2, 0.01);
    EXPECT_NEAR(four_normal.intervals.symmetric.low, -3.92, 0.03);
    EXPECT_NEAR(four_normal.intervals.symmetric.high, 3.92, 0.03);
    for (auto& q : model.quantities) q = shaped(q.name, 0, Distribution::rectangular, std::sqrt(3));
    const Simulated four_rectangular = simulated(model, {}, 1'000'000);
    EXPECT_NEAR(*four_rectangular.u, 2, 0.01);
    EXPECT_NEAR(four_rectangular.intervals.symmetric.high, 3.88, 0.03);
}

// 9.3.2: the first-order result is far too narrow, and clause 8 says so; U 1.0834 to 1.3825 mg is the guide's.
TEST(MonteCarlo, SeesWhatFirstOrderIsBlindFor) {
    const CompiledModel model(weight());
    const Simulated result = simulate(model, {}, 1'000'000);
    EXPECT_NEAR(*result.value, 1.234, 0.0005);
    EXPECT_NEAR(*result.u, 0.0754, 0.0006);
    EXPECT_NEAR(result.intervals.shortest.low, 1.0834, 0.005);
    EXPECT_NEAR(result.intervals.shortest.high, 1.3825, 0.005);
    const GumResult gum = model.evaluate();
    EXPECT_FALSE(
        validate_gum(*result.u, 1, {gum.value - 1.96 * gum.u, gum.value + 1.96 * gum.u}, result.intervals.shortest)
            .validated);
}

TEST(MonteCarlo, DrawsEachShapeWithItsStandardUncertainty) {
    auto trapezoid = shaped("x", 1, Distribution::trapezoidal, 2);
    trapezoid.beta = 0.4;
    auto curvilinear = shaped("x", 1, Distribution::curvilinear_trapezoidal, 2);
    curvilinear.limit_half_width = 0.5;
    InputQuantity asymmetric{
        .name = "x", .unit = "\\one", .distribution = Distribution::rectangular, .low = 0.5, .high = 3};
    InputQuantity step{
        .name = "x", .unit = "\\one", .estimate = 1, .distribution = Distribution::resolution, .resolution = 2};
    InputQuantity readings{.name = "x",
                           .unit = "\\one",
                           .distribution = Distribution::type_a_observations,
                           .observations = {1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5}};
    for (const InputQuantity& x :
         {normal("x", 1, 2), shaped("x", 1, Distribution::rectangular, 2), shaped("x", 1, Distribution::triangular, 2),
          shaped("x", 1, Distribution::u_shaped, 2), trapezoid, curvilinear, asymmetric, step}) {
        const Model model{.expression = "x", .quantities = {x}};
        const EvaluatedInput expected = evaluate_input(x);
        const Simulated result = simulated(model, {}, 1'000'000);
        const int shape = static_cast<int>(x.distribution);
        EXPECT_NEAR(*result.value, expected.estimate, 5 * expected.u.value / 1000) << shape;
        EXPECT_NEAR(*result.u, expected.u.value, 0.005 * expected.u.value) << shape;
    }
    const EvaluatedInput mean = evaluate_input(readings);  // a t distribution is wider than its scale
    EXPECT_NEAR(*simulated({.expression = "x", .quantities = {readings}}, {}, 1'000'000).u,
                mean.u.value * std::sqrt(14.0 / 12), 0.005);
}

TEST(MonteCarlo, DrawsCorrelatedInputsJointlyAlsoWhereTheMatrixIsSingular) {
    Model model{.expression = "a-b+c", .quantities = {normal("a", 1, 0.1), normal("b", 1, 0.1), normal("c", 0, 0.01)}};
    model.correlations = {{"a", "b", 1}};
    EXPECT_NEAR(*simulated(model).u, 0.01, 0.0002);
    model.correlations = {{"a", "b", 0.5}};
    EXPECT_NEAR(*simulated(model).u, std::sqrt(0.01 + 0.0001), 0.002);
    model.quantities[1] = shaped("b", 1, Distribution::rectangular, 0.1);
    EXPECT_EQ(refused_for(model), "simulation.correlated");
}

TEST(MonteCarlo, GivesTheSameBitsForAnyNumberOfThreads) {
    const Simulated one = simulated(weight(), {.seed = 42});
    for (const unsigned threads : {2U, 3U, 8U}) {
        const Simulated many = simulated(weight(), {.seed = 42, .threads = threads});
        EXPECT_EQ(many.value, one.value);
        EXPECT_EQ(many.u, one.u);
        EXPECT_EQ(many.intervals.shortest.low, one.intervals.shortest.low);
        EXPECT_EQ(many.intervals.symmetric.high, one.intervals.symmetric.high);
    }
    EXPECT_NE(simulated(weight(), {.seed = 43}).value, one.value);
}

// JCGM 101:2008, 9.3, as the other tests: the picture is of the same trials.
TEST(MonteCarlo, DrawsThePictureOfTheTrialsThatTheIntervalsRestOn) {
    const CompiledModel model(weight());
    const auto picture = simulate_distribution(model, {.seed = 7}, 100'000, 60);
    const auto plain = simulate(model, {.seed = 7}, 100'000);
    EXPECT_EQ(picture.result.value, plain.value);
    EXPECT_EQ(picture.result.u, plain.u);
    EXPECT_EQ(picture.result.intervals.symmetric.low, plain.intervals.symmetric.low);
    EXPECT_EQ(picture.result.intervals.shortest.high, plain.intervals.shortest.high);
    const auto& histogram = picture.histogram;
    ASSERT_EQ(histogram.counts.size(), 60U);
    EXPECT_EQ(std::accumulate(histogram.counts.begin(), histogram.counts.end(), histogram.below + histogram.above),
              100'000U);
    EXPECT_LT(histogram.below + histogram.above, 100U);
    EXPECT_GE(histogram.low, *picture.result.value - 4.5 * *picture.result.u);
    EXPECT_LE(histogram.high, *picture.result.value + 4.5 * *picture.result.u);
}

TEST(MonteCarlo, DrawsNothingWhereNothingIsUncertain) {
    const CompiledModel exact({.expression = "2*a", .quantities = {normal("a", 3, 0)}});
    const auto picture = simulate_distribution(exact, {}, 10'000, 60);
    EXPECT_EQ(picture.result.u, 0);
    EXPECT_TRUE(picture.histogram.counts.empty());
}

TEST(MonteCarlo, GoesOnUntilTheResultStandsToItsDigits) {
    const CompiledModel model(weight());
    const Simulated result = simulate_adaptively(model, {.interval = IntervalKind::shortest, .threads = 2}, 2);
    EXPECT_TRUE(result.stabilised);
    EXPECT_GT(result.trials, 20'000U);
    EXPECT_NEAR(*result.u, 0.0754, 0.0006);
    const Simulated quick = simulate_adaptively(model, {}, 1);
    EXPECT_LT(quick.trials, result.trials);
    const Simulated capped = simulate_adaptively(model, {}, 2, {.most = 30'000});
    EXPECT_FALSE(capped.stabilised);
    EXPECT_LE(capped.trials, 30'000U);
    EXPECT_GE(simulate_adaptively(model, {}, 1, {.least = 1'000'000}).trials, 1'000'000U);
}

// JCGM 101:2008, 6.4.9: the variance of Student's t exists for more than 2 degrees of freedom only. Two readings, 100.1
// and 100.3, have a mean of 100.2 and u = 0.1; t at 1 degree of freedom is 12.71 for
// 95 %, so that k = 2 is far too little.
TEST(MonteCarlo, StatesTheIntervalAndNoDeviationWhereTailsAreHeavy) {
    const auto of = [](std::vector<double> readings) {
        return CompiledModel({.expression = "x",
                              .quantities = {{.name = "x",
                                              .unit = "\\one",
                                              .distribution = Distribution::type_a_observations,
                                              .observations = std::move(readings)}},
                              .coverage = {.rule = CoverageRule::fixed, .probability = 0.95, .factor = 2}});
    };
    const CompiledModel two = of({100.1, 100.3}), three = of({1, 2, 3}), four = of({1, 2, 3, 4});
    for (const Simulated& result :
         {simulate(two, {}, 1'000'000), simulate_adaptively(two, {}, 2, {.least = 1'000'000, .most = 2'000'000})}) {
        EXPECT_FALSE(result.u);
        EXPECT_FALSE(result.value);
        EXPECT_EQ(result.heavy_tails, std::vector<std::string>{"x"});
        EXPECT_NEAR(result.intervals.symmetric.low, 100.2 - 1.2706, 0.05);
        EXPECT_NEAR(result.intervals.symmetric.high, 100.2 + 1.2706, 0.05);
        EXPECT_FALSE(validate_gum(two.evaluate(), result, IntervalKind::symmetric, 2)->validated);
        EXPECT_DOUBLE_EQ(validate_gum(two.evaluate(), result, IntervalKind::symmetric, 2)->tolerance, 0.005);
    }
    EXPECT_FALSE(simulate(three, {}, 10'000).u);
    EXPECT_TRUE(simulate(four, {}, 10'000).u);
    const auto picture = simulate_distribution(two, {}, 100'000, 40);
    EXPECT_GE(picture.histogram.low, 100.2 - 4);
    EXPECT_LE(picture.histogram.high, 100.2 + 4);
}

// 7.9.4: 100 / (1 - p) trials a run. What is no probability, and one that no number of trials covers, is told before
// any trial is made or room for it taken.
TEST(MonteCarlo, GoesOnOnlyForAProbabilityThatItsTrialsCanCover) {
    const CompiledModel model(weight());
    const auto refused = [&](double probability, const TrialLimits& limits = {}) -> std::string {
        try {
            simulate_adaptively(model, {.probability = probability}, 2, limits);
        } catch (const Error& error) {
            return error.findings().front().code;
        }
        return {};
    };
    for (const double impossible : {-1.0, 0.0, 1.0, 1.0000001, 2.0, 7.0, 50.0, std::nan("")})
        EXPECT_EQ(refused(impossible), "simulation.probability") << impossible;
    EXPECT_EQ(refused(0.9999999), "simulation.probability");  // 1e9 trials a run
    EXPECT_EQ(refused(1 - 1e-16), "simulation.probability");
    EXPECT_EQ(refused(0.9999, {.most = 1'000'000}), "simulation.probability");
    EXPECT_EQ(refused(0.9999, {.most = 3'000'000}), "");
}

TEST(MonteCarlo, RefusesATrialWithoutValueAndSaysWhere) {
    const Model model{.expression = "1 + sqrt(x)", .quantities = {normal("x", 1, 0.5)}};  // negative once in 44
    EXPECT_EQ(refused_for(model), "expression.domain");
    EXPECT_EQ(refused_for({.expression = "atan(1/(x-x))", .quantities = {normal("x", 1, 0.5)}}), "expression.domain");
    EXPECT_EQ(refused_for(weight(), {}, 9'999), "simulation.trials");
    EXPECT_EQ(refused_for(weight(), {.probability = 1}), "simulation.probability");
}

TEST(MonteCarlo, StopsWhenAskedAndTellsHowFarItCame) {
    std::stop_source source;
    SimulationPlan plan{.stop = source.get_token()};
    std::size_t seen = 0;
    plan.progress = [&](std::size_t done, std::size_t wanted) {
        EXPECT_EQ(wanted, 1'000'000U);
        seen = done;
        if (done > 100'000) source.request_stop();
    };
    EXPECT_EQ(refused_for(weight(), plan, 1'000'000), "simulation.stopped");
    EXPECT_GT(seen, 100'000U);
    EXPECT_LT(seen, 1'000'000U);
}

TEST(CoverageInterval, TakesTheOrderStatisticsOfTheGuide) {
    std::vector<double> values(10'000);
    std::iota(values.begin(), values.end(), 1.0);
    std::ranges::reverse(values);
    const auto symmetric = coverage_intervals(values, 0.95).symmetric;
    EXPECT_EQ(symmetric.low, 250);
    EXPECT_EQ(symmetric.high, 9'750);
    for (double& value : values) value = value * value;  // denser below
    const auto shortest = coverage_intervals(values, 0.95).shortest;
    EXPECT_EQ(shortest.low, 1);
    EXPECT_EQ(shortest.high, 9'501.0 * 9'501.0);
}

TEST(CoverageInterval, OfManyValuesIsThatOfAllOfThemSorted) {
    std::vector<double> values(100'000);
    for (std::size_t i = 0; i < values.size(); ++i)  // runs of equal values, and an order that misleads a sample
        values[i] = static_cast<double>(i % 24 == 0 ? i * 7919 % 1000 : i * 104'729 % 900'001);
    const auto found = coverage_intervals(values, 0.99).symmetric;
    std::ranges::sort(values);
    EXPECT_EQ(found.low, values[499]);
    EXPECT_EQ(found.high, values[99'499]);
}

TEST(NumericalTolerance, CarriesWhenRoundingDoes) {
    EXPECT_DOUBLE_EQ(numerical_tolerance(0.0754, 2), 0.0005);
    EXPECT_DOUBLE_EQ(numerical_tolerance(0.0754, 1), 0.005);
    EXPECT_DOUBLE_EQ(numerical_tolerance(2.0, 2), 0.05);
    EXPECT_DOUBLE_EQ(numerical_tolerance(0.996, 2), 0.05);
}

}  // namespace chuan::uncertainty
