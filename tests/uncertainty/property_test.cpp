// What holds for every budget, on random models: the same ones in every run.

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "uncertainty/gum.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::uncertainty {

namespace {

constexpr int kModels = 300;

class Dice {
  public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    double between(double low, double high) {
        return low + (high - low) * static_cast<double>(engine_()) / 4294967296.0;
    }
    std::size_t below(std::size_t n) { return engine_() % n; }
    bool coin() { return below(2) == 0; }

  private:
    std::mt19937 engine_;  // its numbers are the standard's, on every machine
};

/// A smooth expression in which every name occurs: sums, products, quotients and functions without an edge.
std::string expression_of(Dice& dice, const std::vector<std::string>& names) {
    std::string text = names.front();
    for (std::size_t i = 1; i < names.size(); ++i) {
        const std::string& x = names[i];
        switch (dice.below(7)) {
            case 0:
                text = "(" + text + " + " + x + ")";
                break;
            case 1:
                text = "(" + text + " - 2*" + x + ")";
                break;
            case 2:
                text = "(" + text + ")*" + x;
                break;
            case 3:
                text = "(" + text + ")/(5 + " + x + ")";
                break;
            case 4:
                text = "sin(" + text + ") + " + x + "^2";
                break;
            case 5:
                text = "exp(-" + x + ") + " + text;
                break;
            default:
                text = "sqrt(9 + (" + text + ")^2)*ln(4 + " + x + ")";
        }
    }
    return text;
}

Model random_model(Dice& dice) {
    std::vector<std::string> names;
    for (std::size_t i = 0, n = 2 + dice.below(5); i < n; ++i) names.push_back("x" + std::to_string(i));
    Model model{.expression = expression_of(dice, names)};
    for (const std::string& name : names) {
        InputQuantity q{.name = name, .unit = "\\one", .estimate = dice.between(0.5, 3)};
        if (dice.coin()) {
            q.standard_uncertainty = dice.between(0.001, 0.1);
            if (dice.coin()) q.dof = dice.between(2, 40);
        } else {
            q.distribution = dice.coin() ? Distribution::rectangular : Distribution::triangular;
            q.half_width = dice.between(0.001, 0.2);
        }
        model.quantities.push_back(q);
    }
    model.coverage = {.rule = CoverageRule::normal, .probability = 0.95};
    return model;
}

template <class Check>
void for_random_models(unsigned seed, Check check) {
    Dice dice(seed);
    for (int i = 0; i < kModels; ++i) {
        const Model model = random_model(dice);
        SCOPED_TRACE(model.expression);
        check(model, evaluate_gum(model), dice);
    }
}

void expect_close(double found, double expected, double scale) {
    EXPECT_NEAR(found, expected, 1e-11 * std::abs(scale));
}

}  // namespace

TEST(EveryBudget, ScalesWithItsModel) {
    for_random_models(1, [](const Model& model, const GumResult& before, Dice& dice) {
        const double a = dice.between(-8, 8);
        Model scaled = model;
        scaled.expression = "a*(" + model.expression + ")";
        scaled.constants["a"] = a;
        const GumResult after = evaluate_gum(scaled);
        expect_close(after.u, std::abs(a) * before.u, after.u);
        expect_close(after.value, a * before.value, after.value);
        ASSERT_EQ(after.dof_eff.has_value(), before.dof_eff.has_value());
        if (before.dof_eff) expect_close(*after.dof_eff, *before.dof_eff, *before.dof_eff);
        if (before.second_order && after.second_order)
            expect_close(after.second_order->u, std::abs(a) * before.second_order->u, 1e2 * after.second_order->u);
    });
}

TEST(EveryBudget, KeepsItsUncertaintyWhenAConstantIsAdded) {
    for_random_models(2, [](const Model& model, const GumResult& before, Dice& dice) {
        Model shifted = model;
        shifted.constants["c"] = dice.between(-100, 100);
        shifted.expression = "c + " + model.expression;
        const GumResult after = evaluate_gum(shifted);
        expect_close(after.u, before.u, before.u);
        expect_close(after.value, before.value + shifted.constants["c"], 200);
    });
}

TEST(EveryBudget, DoesNotDependOnTheOrderOfItsInputs) {
    for_random_models(3, [](const Model& model, const GumResult& before, Dice& dice) {
        Model permuted = model;
        for (std::size_t i = permuted.quantities.size(); i > 1; --i)
            std::swap(permuted.quantities[i - 1], permuted.quantities[dice.below(i)]);
        const GumResult after = evaluate_gum(permuted);
        EXPECT_EQ(after.value, before.value);
        expect_close(after.u, before.u, before.u);
        expect_close(after.U, before.U, before.U);
        for (const BudgetRow& row : before.rows) {
            const auto same = std::ranges::find(after.rows, row.name, &BudgetRow::name);
            EXPECT_EQ(same->contribution, row.contribution);
            expect_close(same->share, row.share, 1);
        }
    });
}

TEST(EveryBudget, TakesACorrelationOfZeroForNone) {
    for_random_models(4, [](const Model& model, const GumResult& before, Dice&) {
        Model same = model;
        same.correlations = {{model.quantities[0].name, model.quantities[1].name, 0}};
        const GumResult after = evaluate_gum(same);
        EXPECT_EQ(after.u, before.u);
        EXPECT_EQ(after.U, before.U);
        EXPECT_EQ(after.dof_eff, before.dof_eff);
        EXPECT_EQ(after.second_order.has_value(), before.second_order.has_value());
    });
}

TEST(EveryBudget, GrowsWithAnyOfItsIndependentUncertainties) {
    for_random_models(5, [](const Model& model, const GumResult& before, Dice& dice) {
        Model wider = model;
        InputQuantity& q = wider.quantities[dice.below(wider.quantities.size())];
        const double factor = dice.between(1.01, 3);
        if (q.standard_uncertainty) *q.standard_uncertainty *= factor;
        if (q.half_width) *q.half_width *= factor;
        const GumResult after = evaluate_gum(wider);
        const auto row = std::ranges::find(before.rows, q.name, &BudgetRow::name);
        EXPECT_GE(after.U, before.U);
        if (row->share > 1e-9) {
            EXPECT_GT(after.U, before.U);
        }
    });
}

TEST(EveryBudget, HasSharesThatMakeOneAndAnEffectiveDofBetweenItsLimits) {
    for_random_models(6, [](const Model&, const GumResult& result, Dice&) {
        double shares = 0, least = kExactlyKnown, sum = 0;
        for (const BudgetRow& row : result.rows) {
            shares += row.share;
            least = std::min(least, row.u.degrees_of_freedom);
            sum += row.u.degrees_of_freedom;
        }
        EXPECT_NEAR(shares, 1, 1e-12);
        if (!result.dof_eff) return;
        EXPECT_GE(*result.dof_eff, least * (1 - 1e-12));
        EXPECT_LE(*result.dof_eff, sum * (1 + 1e-12));
    });
}

// Where the next order adds little and nothing is said, the simulation has nothing else to say.
TEST(EveryBudget, WithoutAWarningAgreesWithItsSimulation) {
    Dice dice(7);
    int compared = 0;
    for (int i = 0; i < 60; ++i) {
        const Model model = random_model(dice);
        SCOPED_TRACE(model.expression);
        const CompiledModel compiled(model);
        const GumResult gum = compiled.evaluate();
        ASSERT_TRUE(gum.second_order);
        if (std::abs(gum.second_order->u - gum.u) > 0.005 * gum.u) continue;
        ++compared;
        const Simulated simulated = simulate(compiled, {.seed = static_cast<std::uint64_t>(i)}, 100'000);
        EXPECT_NEAR(*simulated.u, gum.second_order->u, 0.02 * *simulated.u);
        EXPECT_NEAR(*simulated.value, gum.value + gum.second_order->mean_shift, 0.02 * *simulated.u);
    }
    EXPECT_GT(compared, 15);
}

}  // namespace chuan::uncertainty
