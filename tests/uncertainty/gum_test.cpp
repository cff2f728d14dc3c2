#include "uncertainty/gum.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

InputQuantity normal(std::string name, double estimate, double u, std::optional<double> dof = {}) {
    return {.name = std::move(name), .unit = "\\one", .estimate = estimate, .standard_uncertainty = u, .dof = dof};
}

InputQuantity rectangular(std::string name, double estimate, double half_width) {
    return {.name = std::move(name),
            .unit = "\\one",
            .estimate = estimate,
            .distribution = Distribution::rectangular,
            .half_width = half_width};
}

/// JCGM 100:2008, H.1: the end gauge; lengths in nanometres.
Model end_gauge() {
    return {
        .expression = "lS + d - lS*(dalpha*theta + alphaS*dtheta)",
        .quantities = {normal("lS", 50000623, 25, 18), normal("d", 215, 9.7, 25.6), normal("alphaS", 11.5e-6, 1.2e-6),
                       normal("theta", -0.1, 0.41), normal("dalpha", 0, 0.58e-6, 50), normal("dtheta", 0, 0.029, 2)},
        .coverage = {.rule = CoverageRule::student_t_floor, .probability = 0.99}};
}

std::vector<std::string> objections(const Model& model) {
    try {
        CompiledModel compiled(model);
        return {};
    } catch (const Error& error) {
        std::vector<std::string> codes;
        for (const Finding& finding : error.findings()) codes.push_back(finding.code);
        return codes;
    }
}

bool warns(const GumResult& result, const std::string& code) {
    return std::any_of(result.warnings.begin(), result.warnings.end(),
                       [&](const Finding& f) { return f.code == code; });
}

using Codes = std::vector<std::string>;

}  // namespace

TEST(Gum, ReproducesTheEndGauge) {
    const GumResult result = evaluate_gum(end_gauge());
    EXPECT_NEAR(result.value, 50000838, 0.5);
    EXPECT_NEAR(result.u, 32, 0.5);
    EXPECT_EQ(std::floor(*result.dof_eff), 16);
    EXPECT_NEAR(result.k, 2.92, 0.005);
    EXPECT_NEAR(result.U, 93, 0.5);
    EXPECT_TRUE(warns(
        result, "budget.zero_sensitivity"));  // the expansion coefficient of the standard, times a zero difference
    EXPECT_NEAR(result.rows[4].contribution, 2.9, 0.05);
    EXPECT_NEAR(std::abs(result.rows[5].contribution), 16.6, 0.1);
}

// EA-4/02 S9: a multimeter whose last digit dominates.
TEST(Gum, ADominatingRectangularInputDecidesTheCoverageFactor) {
    const GumResult result =
        evaluate_gum({.expression = "ViX - VS + dViX - dVS",
                      .quantities = {normal("ViX", 100.1, 0), normal("VS", 100, 0.001), rectangular("dViX", 0, 0.050),
                                     rectangular("dVS", 0, 0.011)}});
    EXPECT_NEAR(result.u, 0.030, 0.0005);
    EXPECT_NEAR(result.k, 1.65, 0.005);
    EXPECT_NEAR(result.U, 0.05, 0.005);
    EXPECT_EQ(result.coverage_reason, CoverageReason::rectangular_input);
}

// JCGM 100:2008, 5.2.2: ten resistors calibrated with one standard; r = 1 makes the matrix singular.
TEST(Gum, FullyCorrelatedInputsAddLinearly) {
    Model model{.expression = "a+b+c", .quantities = {normal("a", 1, 0.1), normal("b", 1, 0.1), normal("c", 1, 0.1)}};
    EXPECT_NEAR(evaluate_gum(model).u, 0.1 * std::sqrt(3), 1e-15);
    model.correlations = {{"a", "b", 1}, {"a", "c", 1}, {"b", "c", 1}};
    EXPECT_NEAR(evaluate_gum(model).u, 0.3, 1e-15);
    EXPECT_FALSE(evaluate_gum(model).dof_eff);
}

TEST(Gum, ADifferenceOfFullyCorrelatedInputsHasNoUncertainty) {
    const GumResult result = evaluate_gum({.expression = "a-b",
                                           .quantities = {normal("a", 1, 0.1), normal("b", 1, 0.1)},
                                           .correlations = {{"b", "a", 1}}});
    EXPECT_EQ(result.u, 0);
    EXPECT_EQ(result.U, 0);
}

TEST(Gum, SharesAndCrossTermsSumToOne) {
    const GumResult result = evaluate_gum(
        {.expression = "V/I*cos(phi)",  // JCGM 100:2008, H.2
         .quantities = {normal("V", 4.999, 0.0032), normal("I", 0.019661, 0.0000095), normal("phi", 1.04446, 0.00075)},
         .correlations = {{"V", "I", -0.36}, {"V", "phi", 0.86}, {"I", "phi", -0.65}}});
    EXPECT_NEAR(result.value, 127.732, 0.005);
    EXPECT_NEAR(result.u, 0.071, 0.0011);  // published from unrounded inputs
    double sum = 0;
    for (const BudgetRow& row : result.rows) sum += row.share;
    for (const CrossTerm& term : result.cross_terms) sum += term.share;
    EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(Gum, WelchSatterthwaiteDoesNotApplyToCorrelatedInputs) {
    const GumResult result = evaluate_gum({.expression = "a+b",
                                           .quantities = {normal("a", 1, 0.1, 3), normal("b", 1, 0.1, 3)},
                                           .correlations = {{"a", "b", 0.5}}});
    EXPECT_FALSE(result.dof_eff);
    EXPECT_EQ(result.k, 2);
    EXPECT_TRUE(warns(result, "budget.correlated_dof"));
}

TEST(Gum, ZeroCorrelationIsNone) {
    Model model{.expression = "a*b", .quantities = {normal("a", 2, 0.1, 5), normal("b", 3, 0.2, 7)}};
    const GumResult without = evaluate_gum(model);
    model.correlations = {{"a", "b", 0}};
    const GumResult with = evaluate_gum(model);
    EXPECT_EQ(with.u, without.u);
    EXPECT_EQ(with.dof_eff, without.dof_eff);
    EXPECT_EQ(with.U, without.U);
}

TEST(Gum, WarnsAtAKinkAndWhereAnInputVanishes) {
    const GumResult range =
        evaluate_gum({.expression = "max(a,b) - min(a,b)", .quantities = {normal("a", 0, 1), normal("b", 0, 1)}});
    EXPECT_TRUE(warns(range, "budget.kink"));
    EXPECT_NEAR(range.u, std::sqrt(2), 1e-15);
    const GumResult squares = evaluate_gum({.expression = "a^2", .quantities = {normal("a", 0, 1)}});
    EXPECT_TRUE(warns(squares, "budget.zero_sensitivity"));
    EXPECT_EQ(squares.u, 0);
    EXPECT_TRUE(evaluate_gum({.expression = "2*a", .quantities = {normal("a", 0, 1)}}).warnings.empty());
}

TEST(Gum, NamesEverythingThatIsWrongWithABudget) {
    Model model{.expression = "a + missing",
                .constants = {{"a", 1}},
                .quantities = {normal("a", 1, 1), normal("b", 1, -1), normal("b", 1, 1)}};
    model.quantities[2].unit = "";
    EXPECT_EQ(objections(model), (Codes{"budget.twice", "budget.unused", "budget.unused", "input.negative",
                                        "budget.twice", "budget.unit", "budget.unused", "budget.undeclared"}));
}

TEST(Gum, RefusesImpossibleCorrelations) {
    const auto with = [](std::vector<Correlation> correlations) {
        return objections({.expression = "a+b+c",
                           .quantities = {normal("a", 1, 1), normal("b", 1, 1), normal("c", 1, 1)},
                           .correlations = std::move(correlations)});
    };
    EXPECT_EQ(with({{"a", "b", 1.01}}), (Codes{"budget.correlation"}));
    EXPECT_EQ(with({{"a", "b", std::nan("")}}), (Codes{"budget.correlation"}));
    EXPECT_EQ(with({{"a", "a", 1}}), (Codes{"budget.correlation"}));
    EXPECT_EQ(with({{"a", "x", 0.5}}), (Codes{"budget.correlation"}));
    EXPECT_EQ(with({{"a", "b", 0.5}, {"b", "a", 0.4}}), (Codes{"budget.correlation"}));
    EXPECT_EQ(with({{"a", "b", 1}, {"b", "c", 1}, {"a", "c", -1}}), (Codes{"budget.correlations"}));
    EXPECT_EQ(with({{"a", "b", 1}, {"b", "c", 1}, {"a", "c", 1}}), Codes{});
    EXPECT_EQ(with({{"a", "b", 1}, {"b", "c", 0.6}, {"a", "c", 0.6}}), Codes{});
}

TEST(Gum, ScalingTheModelScalesTheUncertaintyAndAConstantDoesNot) {
    Model model = end_gauge();
    const GumResult once = evaluate_gum(model);
    for (const double factor : {-3.0, 1e-9, 2.5e12}) {
        model.constants["factor"] = factor;
        model.expression = "factor*(" + end_gauge().expression + ")";
        const GumResult scaled = evaluate_gum(model);
        EXPECT_NEAR(scaled.u / (std::abs(factor) * once.u), 1, 1e-12);
        EXPECT_NEAR(*scaled.dof_eff, *once.dof_eff, 1e-9);
    }
    model = end_gauge();
    model.expression += " + 12345";
    EXPECT_NEAR(evaluate_gum(model).u, once.u, 1e-12 * once.u);
}

TEST(Gum, TheOrderOfTheInputsChangesNothing) {
    Model model = end_gauge();
    const GumResult first = evaluate_gum(model);
    for (int i = 0; i < 6; ++i) {
        std::rotate(model.quantities.begin(), model.quantities.begin() + 1, model.quantities.end());
        const GumResult turned = evaluate_gum(model);
        EXPECT_EQ(turned.value, first.value);
        EXPECT_NEAR(turned.u, first.u, 1e-13 * first.u);
        EXPECT_NEAR(turned.U, first.U, 1e-12 * first.U);
        EXPECT_EQ(turned.rows[0].name, model.quantities[0].name);
    }
}

TEST(Gum, TheUncertaintyGrowsWithEachInput) {
    for (std::size_t i = 0; i < end_gauge().quantities.size(); ++i) {
        Model model = end_gauge();
        const double before = evaluate_gum(model).u;
        *model.quantities[i].standard_uncertainty *= 1.5;
        EXPECT_GE(evaluate_gum(model).u, before);
    }
}

TEST(Gum, ACompiledModelGivesTheSameBitsForTheSameInputs) {
    const CompiledModel compiled(end_gauge());
    std::vector<EvaluatedInput> inputs(compiled.inputs().begin(), compiled.inputs().end());
    EXPECT_EQ(compiled.evaluate(inputs).U, evaluate_gum(end_gauge()).U);
    inputs[1].estimate = 300;
    Model other = end_gauge();
    other.quantities[1].estimate = 300;
    EXPECT_EQ(compiled.evaluate(inputs).value, evaluate_gum(other).value);
    inputs[1].u.value = std::nan("");
    EXPECT_THROW(compiled.evaluate(inputs), Error);
    inputs.pop_back();
    EXPECT_THROW(compiled.evaluate(inputs), std::logic_error);
}

TEST(Gum, VerySmallAndVeryLargeQuantitiesKeepTheirDigits) {
    const GumResult small =
        evaluate_gum({.expression = "a+b", .quantities = {normal("a", 0, 3e-200, 4), normal("b", 0, 4e-200, 4)}});
    EXPECT_NEAR(small.u / 5e-200, 1, 1e-14);
    const GumResult large =
        evaluate_gum({.expression = "a+b", .quantities = {normal("a", 0, 3e200, 4), normal("b", 0, 4e200, 4)}});
    EXPECT_NEAR(large.u / 5e200, 1, 1e-14);
    EXPECT_NEAR(*large.dof_eff, *small.dof_eff, 1e-12);
}

// A product of two corrections of mean zero: u = u_x u_y exactly, of which first order sees nothing.
TEST(Gum, TheNextOrderFindsWhatVanishesInTheFirst) {
    const GumResult product =
        evaluate_gum({.expression = "x*y", .quantities = {normal("x", 0, 0.3), normal("y", 0, 0.2)}});
    EXPECT_EQ(product.u, 0);
    ASSERT_TRUE(product.second_order);
    EXPECT_NEAR(product.second_order->u, 0.06, 1e-15);
    EXPECT_EQ(product.second_order->mean_shift, 0);
    EXPECT_TRUE(warns(product, "budget.second_order"));
    EXPECT_TRUE(warns(product, "budget.zero_sensitivity"));
    const GumResult flat =
        evaluate_gum({.expression = "x + 1e-3*x*y", .quantities = {normal("x", 1, 0.3), normal("y", 0, 0.2)}});
    EXPECT_FALSE(warns(flat, "budget.second_order"));
}

TEST(Gum, TheNextOrderIsOfUncorrelatedInputsWithoutAKink) {
    Model model{.expression = "x*y", .quantities = {normal("x", 1, 0.1), normal("y", 1, 0.1)}};
    model.correlations = {{"x", "y", 0.5}};
    EXPECT_FALSE(evaluate_gum(model).second_order);
    model.correlations[0].r = 0;
    EXPECT_TRUE(evaluate_gum(model).second_order);
    model.expression = "abs(x - y)";
    EXPECT_FALSE(evaluate_gum(model).second_order);
}

TEST(Gum, WarnsOfAShapeThatDominatesAndOfWhichKKnowsNothing) {
    Model model{.expression = "x + y", .quantities = {normal("x", 0, 0.01), rectangular("y", 0, 0.1)}};
    EXPECT_FALSE(warns(evaluate_gum(model), "budget.not_normal"));  // k = 1.65 follows from it
    model.coverage = {.rule = CoverageRule::fixed, .factor = 2};
    EXPECT_TRUE(warns(evaluate_gum(model), "budget.not_normal"));
    model.quantities[0].standard_uncertainty = 0.05;
    EXPECT_FALSE(warns(evaluate_gum(model), "budget.not_normal"));
    model.coverage = {};
    model.quantities = {
        normal("x", 0, 0.01),
        {.name = "y", .unit = "V", .estimate = 0, .distribution = Distribution::u_shaped, .half_width = 0.1}};
    EXPECT_TRUE(warns(evaluate_gum(model), "budget.not_normal"));
}

}  // namespace chuan::uncertainty
