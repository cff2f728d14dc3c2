#include "uncertainty/multi_output.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

InputQuantity normal(std::string name, double estimate, double u) {
    return {.name = std::move(name), .unit = "\\one", .estimate = estimate, .standard_uncertainty = u};
}
InputQuantity observed(std::string name, std::vector<double> observations) {
    return {.name = std::move(name),
            .unit = "\\one",
            .distribution = Distribution::type_a_observations,
            .observations = std::move(observations)};
}

/// JCGM 100:2008, H.2: five simultaneous readings of voltage, current and phase.
MultiModel impedance() {
    return {.outputs = {{"R", "V/I*cos(phi)"}, {"X", "V/I*sin(phi)"}, {"Z", "V/I"}},
            .quantities = {observed("V", {5.007, 4.994, 5.005, 4.990, 4.999}),
                           observed("I", {0.019663, 0.019639, 0.019640, 0.019685, 0.019678}),
                           observed("phi", {1.0456, 1.0438, 1.0468, 1.0428, 1.0433})},
            .simultaneous = true};
}

/// The same bridge with a correction of each instrument.
MultiModel corrected(double uV, double uI, double uphi) {
    MultiModel model = impedance();
    model.outputs = {
        {"R", "(V+dV)/(I+dI)*cos(phi+dphi)"}, {"X", "(V+dV)/(I+dI)*sin(phi+dphi)"}, {"Z", "(V+dV)/(I+dI)"}};
    model.quantities.push_back(normal("dV", 0, uV));
    model.quantities.push_back(normal("dI", 0, uI));
    model.quantities.push_back(normal("dphi", 0, uphi));
    return model;
}

std::string refused_for(const MultiModel& model) {
    try {
        evaluate_gum(model);
    } catch (const Error& error) {
        return error.findings().front().code;
    }
    return {};
}

}  // namespace

TEST(MultiOutput, IsTheImpedanceOfTheGuide) {
    const MultiResult result = evaluate_gum(impedance());
    const auto& outputs = result.outputs.estimates;
    EXPECT_NEAR(outputs[0].value, 127.732, 0.0005);
    EXPECT_NEAR(outputs[0].u, 0.071, 0.0005);
    EXPECT_NEAR(outputs[1].value, 219.847, 0.0005);
    EXPECT_NEAR(outputs[1].u, 0.295, 0.001);
    EXPECT_NEAR(outputs[2].value, 254.260, 0.0005);
    EXPECT_NEAR(outputs[2].u, 0.236, 0.0005);
    EXPECT_NEAR(result.outputs.correlation(0, 1), -0.588, 0.0005);
    EXPECT_NEAR(result.outputs.correlation(0, 2), -0.485, 0.0005);
    EXPECT_NEAR(result.outputs.correlation(1, 2), 0.993, 0.0006);
    EXPECT_NEAR(result.inputs.correlation(0, 1), -0.36, 0.005);
    EXPECT_EQ(result.inputs.correlation(1, 1), 1);
}

TEST(MultiOutput, WithCorrectionsKnownExactlyIsTheImpedanceOfTheGuide) {
    const MultiResult guide = evaluate_gum(impedance()), result = evaluate_gum(corrected(0, 0, 0));
    for (std::size_t a = 0; a < 3; ++a) {
        EXPECT_DOUBLE_EQ(result.outputs.estimates[a].value, guide.outputs.estimates[a].value);
        EXPECT_NEAR(result.outputs.estimates[a].u, guide.outputs.estimates[a].u, 1e-12);
        for (std::size_t b = 0; b < 3; ++b) {
            EXPECT_NEAR(result.outputs.correlation(a, b), guide.outputs.correlation(a, b), 1e-12);
            EXPECT_DOUBLE_EQ(result.inputs.correlation(a, b), guide.inputs.correlation(a, b));
        }
    }
}

// The law of propagation by hand: to the covariance of the guide's example comes J_d diag(u_d^2) J_d', with
// dR/dV = cos(phi)/I, dR/dI = -V cos(phi)/I^2, dR/dphi = -V sin(phi)/I and so on for X and Z, at V = 4.999 V,
// I = 19.661 mA, phi = 1.04446 rad, u(dV) = 5 mV, u(dI) = 10 uA, u(dphi) = 1 mrad.
TEST(MultiOutput, AddsWhatIsStatedOfTheInstrumentsToReadingsTakenTogether) {
    const MultiResult result = evaluate_gum(corrected(0.005, 1e-5, 1e-3));
    const auto& outputs = result.outputs.estimates;
    EXPECT_NEAR(outputs[0].u, 0.2718941276739, 1e-9);
    EXPECT_NEAR(outputs[1].u, 0.4056343893913, 1e-9);
    EXPECT_NEAR(outputs[2].u, 0.3704764121081, 1e-9);
    EXPECT_NEAR(result.outputs.correlation(0, 1), -0.04611130902006, 1e-9);
    EXPECT_NEAR(result.outputs.correlation(0, 2), 0.3250365980224, 1e-9);
    EXPECT_NEAR(result.outputs.correlation(1, 2), 0.9297076398671, 1e-9);
    EXPECT_EQ(result.inputs.correlation(0, 3), 0) << "a reading and a correction are independent";
}

// One calibrator behind both instruments: r = 1 of the two corrections. Of Z = V/I alone it adds
// 2 (dZ/dV)(dZ/dI) u(dV) u(dI).
TEST(MultiOutput, CorrectionsOfReadingsTakenTogetherMayBeCorrelated) {
    MultiModel model = corrected(0.005, 1e-5, 1e-3);
    model.correlations = {{"dV", "dI", 1}};
    EXPECT_NEAR(evaluate_gum(model).outputs.estimates[2].u, 0.2673517222964, 1e-9);
}

TEST(MultiOutput, OfOneOutputIsTheSingleModel) {
    const std::vector<InputQuantity> quantities{normal("a", 2, 0.1), normal("b", 3, 0.2)};
    const std::vector<Correlation> correlations{{"a", "b", 0.4}};
    const MultiResult many =
        evaluate_gum(MultiModel{.outputs = {{"y", "a*b"}}, .quantities = quantities, .correlations = correlations});
    const GumResult one =
        evaluate_gum(Model{.expression = "a*b", .quantities = quantities, .correlations = correlations});
    EXPECT_DOUBLE_EQ(many.outputs.estimates[0].value, one.value);
    EXPECT_DOUBLE_EQ(many.outputs.estimates[0].u, one.u);
}

TEST(MultiOutput, SumAndDifferenceOfEqualInputsAreUncorrelated) {
    const MultiModel model{.outputs = {{"sum", "a+b"}, {"difference", "a-b"}, {"twice", "2*a+2*b"}},
                           .quantities = {normal("a", 1, 0.1), normal("b", 5, 0.1)}};
    const MultiResult first_order = evaluate_gum(model);
    EXPECT_NEAR(first_order.outputs.correlation(0, 1), 0, 1e-12);
    EXPECT_NEAR(first_order.outputs.correlation(0, 2), 1, 1e-12);
    const JointEstimates simulated = simulate(model, {.seed = 5}, 200'000);
    EXPECT_NEAR(simulated.correlation(0, 1), 0, 0.01);
    EXPECT_NEAR(simulated.correlation(0, 2), 1, 1e-9);
    EXPECT_NEAR(simulated.estimates[1].u, 0.1 * std::sqrt(2), 0.001);
    EXPECT_EQ(simulate(model, {.seed = 5}, 200'000).correlations, simulated.correlations);
}

// JCGM 102:2011, 9.2: near the origin first order says nothing sensible of a modulus.
MultiModel triangle() {
    return {.outputs = {{"hypotenuse", "sqrt(a^2 + b^2)"}, {"area", "a*b/2"}, {"slope", "b/a"}},
            .quantities = {{.name = "a", .unit = "\\metre", .estimate = 3, .standard_uncertainty = 0.01},
                           {.name = "b", .unit = "\\metre", .estimate = 4, .standard_uncertainty = 0.02}},
            .correlations = {{"a", "b", 0.6}}};
}

TEST(MultiOutput, GivesTheSameBitsForAnyNumberOfThreads) {
    const auto made = [](unsigned threads) { return simulate(triangle(), {.seed = 9, .threads = threads}, 100'001); };
    const JointEstimates one = made(1);
    EXPECT_NEAR(one.estimates[0].value, 5, 0.001);
    for (const unsigned threads : {2U, 3U, 8U}) {
        const JointEstimates many = made(threads);
        for (std::size_t i = 0; i < one.estimates.size(); ++i) {
            EXPECT_EQ(many.estimates[i].value, one.estimates[i].value) << threads;
            EXPECT_EQ(many.estimates[i].u, one.estimates[i].u) << threads;
        }
        EXPECT_EQ(many.correlations, one.correlations) << threads;
    }
}

std::string ended_by(const MultiModel& model, const SimulationPlan& plan, std::size_t trials) {
    try {
        simulate(model, plan, trials);
    } catch (const Error& error) {
        return error.code();
    }
    return "";
}

TEST(MultiOutput, EndsWhenAskedToAndPassesOnWhatATrialRefuses) {
    for (const std::size_t trials : {0U, 1U, 9'999U, 10'000'001U})
        EXPECT_EQ(ended_by(triangle(), {}, trials), "simulation.trials") << trials;
    std::stop_source stop;
    std::size_t made = 0;
    const SimulationPlan plan{.threads = 4, .stop = stop.get_token(), .progress = [&](std::size_t done, std::size_t) {
                                  made = done;
                                  if (done > 20'000) stop.request_stop();
                              }};
    EXPECT_EQ(ended_by(triangle(), plan, 10'000'000), "simulation.stopped");
    EXPECT_LT(made, 100'000U);
    const MultiModel root{.outputs = {{"y", "sqrt(x)"}},
                          .quantities = {{.name = "x", .unit = "\\one", .estimate = 0.5, .standard_uncertainty = 0.5}}};
    EXPECT_EQ(ended_by(root, {.threads = 4}, 100'000), "expression.domain");
}

TEST(MultiOutput, SimulationSeesWhatFirstOrderDoesNot) {
    const MultiModel polar{.outputs = {{"mag", "sqrt(re^2 + im^2)"}, {"ph", "atan2(im, re)"}},
                           .quantities = {normal("re", 0.001, 0.01), normal("im", 0, 0.01)}};
    EXPECT_NEAR(evaluate_gum(polar).outputs.estimates[0].u, 0.01, 1e-9);
    const JointEstimates simulated = simulate(polar, {}, 1'000'000);
    EXPECT_NEAR(simulated.estimates[0].value, 0.01256, 0.00005);
    EXPECT_NEAR(simulated.estimates[0].u, 0.00657, 0.00005);
}

TEST(MultiOutput, WarnsWhereFirstOrderIsBlindForAnOutput) {
    const MultiModel model{.outputs = {{"sum", "x + y"}, {"size", "abs(x)"}, {"power", "y^2"}},
                           .quantities = {{.name = "x", .unit = "\\one", .estimate = 0, .standard_uncertainty = 0.1},
                                          {.name = "y", .unit = "\\one", .estimate = 0, .standard_uncertainty = 0.1}}};
    const MultiResult result = evaluate_gum(model);
    ASSERT_EQ(result.warnings.size(), 2U);
    EXPECT_EQ(result.warnings[0].code, "budget.kink");
    EXPECT_EQ(result.warnings[0].values.at("output"), "size");
    EXPECT_EQ(result.warnings[1].code, "budget.zero_sensitivity");
    EXPECT_EQ(result.warnings[1].values.at("output"), "power");
    EXPECT_TRUE(evaluate_gum(triangle()).warnings.empty());
}

TEST(MultiOutput, ReadingsThatRiseAndFallTogetherCancelToNothing) {
    const std::vector<double> readings{1.1, 1.3, 1.2, 1.5, 1.25};
    MultiModel model{.outputs = {{"d", "x - y"}}, .quantities = {}, .simultaneous = true};
    for (const char* name : {"x", "y"})
        model.quantities.push_back({.name = name,
                                    .unit = "\\one",
                                    .distribution = Distribution::type_a_observations,
                                    .observations = readings});
    EXPECT_EQ(evaluate_gum(model).outputs.estimates[0].u, 0);
}

TEST(MultiOutput, RefusesWhatCannotBeMeant) {
    MultiModel model = impedance();
    model.quantities[0].observations.pop_back();
    EXPECT_EQ(refused_for(model), "budget.simultaneous");
    model = impedance();
    model.correlations = {{"V", "I", 0.1}};
    EXPECT_EQ(refused_for(model), "budget.simultaneous");
    model = corrected(0.005, 1e-5, 1e-3);
    model.correlations = {{"dV", "V", 0.1}};
    EXPECT_EQ(refused_for(model), "budget.simultaneous");
    model = corrected(0.005, 1e-5, 1e-3);
    for (std::size_t i = 0; i < 2; ++i) model.quantities[i] = normal(model.quantities[i].name, 1, 0.1);
    EXPECT_EQ(refused_for(model), "budget.simultaneous") << "one series alone was read together with nothing";
    model = impedance();
    model.quantities.push_back(observed("unused", {1, 2, 3, 4, 5}));
    EXPECT_EQ(refused_for(model), "budget.unused");
    model = impedance();
    model.outputs.push_back({"R", "V"});
    EXPECT_EQ(refused_for(model), "budget.twice");
    EXPECT_EQ(refused_for({}), "budget.outputs");
}

}  // namespace chuan::uncertainty
