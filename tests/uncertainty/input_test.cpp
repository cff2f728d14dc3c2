#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "base/error.h"
#include "uncertainty/budget.h"
#include "uncertainty/type_a.h"

namespace chuan::uncertainty {

namespace {

InputQuantity quantity(Distribution distribution) {
    return {.name = "x", .unit = "\\one", .estimate = 0, .distribution = distribution};
}

std::vector<std::string> objections(const InputQuantity& q) {
    try {
        evaluate_input(q);
        return {};
    } catch (const Error& error) {
        std::vector<std::string> codes;
        for (const Finding& finding : error.findings()) codes.push_back(finding.code);
        return codes;
    }
}

using Codes = std::vector<std::string>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

// JCGM 100:2008, 4.4.3: twenty observations of a temperature.
TEST(TypeA, ReproducesTheTwentyTemperatures) {
    const std::vector<double> t = {96.90,  98.18,  98.25,  98.61,  99.03,  99.49,  99.56,  99.74,  99.89,  100.07,
                                   100.33, 100.42, 100.68, 100.95, 101.11, 101.20, 101.57, 101.84, 102.36, 102.72};
    const TypeA series = evaluate_type_a(t);
    EXPECT_NEAR(series.mean, 100.145, 5e-4);
    EXPECT_NEAR(series.standard_deviation, 1.489, 5e-4);
    EXPECT_NEAR(series.u.value, 0.333, 5e-4);
    EXPECT_EQ(series.u.degrees_of_freedom, 19);
}

TEST(TypeA, NearlyEqualLargeReadingsKeepTheirSpread) {
    const std::vector<double> far = {1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3};
    EXPECT_NEAR(evaluate_type_a(far).standard_deviation, 0.1, 1e-6);
    const std::vector<double> equal(5, 0.1);
    EXPECT_EQ(evaluate_type_a(equal).standard_deviation, 0);
    EXPECT_EQ(evaluate_type_a(equal).mean, 0.1);
}

TEST(TypeA, RefusesFewerThanTwoObservations) {
    EXPECT_THROW(evaluate_type_a(std::vector<double>{1}), Error);
    EXPECT_THROW(evaluate_type_a(std::vector<double>{1, kNaN}), Error);
    EXPECT_THROW(pooled_deviation(std::vector<std::vector<double>>{{1, 2}, {1}}), Error);
    EXPECT_THROW(pooled_deviation(std::vector<std::vector<double>>{}), Error);
    EXPECT_THROW(uncertainty_of_mean({0.1, 5}, 0), Error);
}

// JCGM 100:2008, 4.3.3 to 4.3.9.
TEST(TypeB, TurnsStatementsIntoStandardUncertainties) {
    InputQuantity q = quantity(Distribution::normal);
    q.expanded_uncertainty = 240, q.coverage_factor = 3;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, 80);
    q = quantity(Distribution::normal);
    q.expanded_uncertainty = 129, q.probability = 0.99;
    EXPECT_NEAR(evaluate_input(q).u.value, 50.08, 0.005);
    q.probability = 0.95, q.dof = 5;
    EXPECT_NEAR(evaluate_input(q).u.value, 129 / 2.5706, 0.01);
    EXPECT_EQ(evaluate_input(q).u.degrees_of_freedom, 5);

    q = quantity(Distribution::rectangular);
    q.half_width = 3;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, std::sqrt(3));
    EXPECT_TRUE(evaluate_input(q).rectangular);
    q.distribution = Distribution::triangular;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, 3 / std::sqrt(6));
    q.distribution = Distribution::u_shaped;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, 3 / std::sqrt(2));
    q.distribution = Distribution::trapezoidal, q.beta = 0;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, 3 / std::sqrt(6));
    q.beta = 1;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, std::sqrt(3));
    q.distribution = Distribution::curvilinear_trapezoidal, q.limit_half_width = 1.5;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, std::sqrt(3 + 0.25));
}

TEST(TypeB, LimitsOnBothSidesGiveTheEstimateToo) {
    const InputQuantity q{
        .name = "t", .unit = "\\degreecelsius", .distribution = Distribution::rectangular, .low = 96, .high = 104};
    EXPECT_EQ(evaluate_input(q).estimate, 100);
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, 4 / std::sqrt(3));
}

TEST(TypeB, AStepOfTheDisplayIsRectangular) {
    InputQuantity q = quantity(Distribution::resolution);
    q.resolution = 0.02;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, 0.02 / std::sqrt(12));
    EXPECT_TRUE(evaluate_input(q).rectangular);
}

TEST(TypeB, StudentsScaleAndItsStandardDeviationAreTwoThings) {
    InputQuantity q = quantity(Distribution::t);
    q.standard_uncertainty = 2, q.dof = 3;
    EXPECT_EQ(evaluate_input(q).u.value, 2);
    q = quantity(Distribution::t);
    q.standard_deviation = 2, q.dof = 2;
    EXPECT_EQ(objections(q), (Codes{"input.dof"}));
}

TEST(TypeB, ObservationsMayUseAPooledDeviation) {
    InputQuantity q{
        .name = "x", .unit = "\\one", .distribution = Distribution::type_a_observations, .observations = {1, 2, 3, 6}};
    EXPECT_EQ(evaluate_input(q).estimate, 3);
    EXPECT_EQ(evaluate_input(q).u.degrees_of_freedom, 3);
    q.pooled_standard_deviation = 0.5, q.pooled_dof = 40;
    EXPECT_DOUBLE_EQ(evaluate_input(q).u.value, 0.25);
    EXPECT_EQ(evaluate_input(q).u.degrees_of_freedom, 40);
    q.observations = {7};
    EXPECT_EQ(evaluate_input(q).estimate, 7);
    q.observations = {};
    EXPECT_EQ(objections(q), (Codes{"input.missing"}));
}

TEST(TypeB, AnAbsentUncertaintyIsNotZero) {
    EXPECT_EQ(objections(quantity(Distribution::normal)), (Codes{"input.missing"}));
    EXPECT_EQ(objections(quantity(Distribution::rectangular)), (Codes{"input.missing"}));
    EXPECT_EQ(objections(quantity(Distribution::t)), (Codes{"input.missing", "input.missing"}));
    EXPECT_EQ(objections({.name = "x", .unit = "\\one", .standard_uncertainty = 1}), (Codes{"input.missing"}));
    EXPECT_EQ(objections({.name = "x", .unit = "\\one", .distribution = Distribution::trapezoidal}),
              (Codes{"input.missing", "input.missing", "input.missing"}));
}

TEST(TypeB, RefusesImpossibleNumbers) {
    InputQuantity q = quantity(Distribution::rectangular);
    q.half_width = -1;
    EXPECT_EQ(objections(q), (Codes{"input.negative"}));
    q.half_width = kNaN;
    EXPECT_EQ(objections(q), (Codes{"input.not_finite"}));
    q = quantity(Distribution::normal);
    q.expanded_uncertainty = 1, q.coverage_factor = 0;
    EXPECT_EQ(objections(q), (Codes{"input.not_positive"}));
    q.coverage_factor.reset(), q.probability = 95;
    EXPECT_EQ(objections(q), (Codes{"input.probability"}));
    q = quantity(Distribution::normal);
    q.standard_uncertainty = 1, q.dof = 0;
    EXPECT_EQ(objections(q), (Codes{"input.not_positive"}));
    q = quantity(Distribution::trapezoidal);
    q.half_width = 1, q.beta = 1.2;
    EXPECT_EQ(objections(q), (Codes{"input.beta"}));
    EXPECT_EQ(
        objections({.name = "x", .unit = "\\one", .distribution = Distribution::rectangular, .low = 2, .high = 1}),
        (Codes{"input.limits"}));
}

TEST(TypeB, ReliabilityGivesDegreesOfFreedom) {
    EXPECT_DOUBLE_EQ(dof_of_reliability(0.25), 8);
    EXPECT_DOUBLE_EQ(dof_of_reliability(0.10), 50);
    EXPECT_THROW(dof_of_reliability(0), Error);
}

TEST(TypeB, AddsTheTermsOfASpecification) {
    EXPECT_DOUBLE_EQ(
        half_width({.percent_of_reading = 0.02, .percent_of_range = 0.005, .digits = 2, .digit = 0.001}, 10, 20),
        0.005);
    EXPECT_DOUBLE_EQ(half_width({.ppm_of_reading = 5, .ppm_of_range = 1}, -10, 20), 70e-6);
}

TEST(TypeB, AnEstimateLiesBetweenItsLimits) {
    InputQuantity x{.name = "x", .unit = "\\one", .distribution = Distribution::rectangular, .low = 1, .high = 3};
    for (const double outside : {0.9, 99.0}) {
        x.estimate = outside;
        EXPECT_THROW(evaluate_input(x), Error) << outside;
    }
    x.estimate = 3;
    EXPECT_EQ(evaluate_input(x).estimate, 3);
}

TEST(TypeA, KeepsAScatterWhoseSquaresVanish) {
    const double tiny[] = {1e-165, 3e-165};
    EXPECT_DOUBLE_EQ(evaluate_type_a(tiny).standard_deviation, std::sqrt(2.0) * 1e-165);
}

}  // namespace chuan::uncertainty
