#include <gtest/gtest.h>

#include "tests/conformity/reference_case.h"
#include "uncertainty/fit.h"
#include "uncertainty/gum.h"
#include "uncertainty/monte_carlo.h"
#include "uncertainty/multi_output.h"
#include "uncertainty/type_a.h"

namespace chuan::reference {

using namespace uncertainty;

namespace {

Distribution distribution_of(const std::string& name) {
    static const std::map<std::string, Distribution> kNames = {
        {"normal", Distribution::normal},
        {"t", Distribution::t},
        {"rectangular", Distribution::rectangular},
        {"triangular", Distribution::triangular},
        {"u_shaped", Distribution::u_shaped},
        {"trapezoidal", Distribution::trapezoidal},
        {"curvilinear_trapezoidal", Distribution::curvilinear_trapezoidal},
        {"exponential", Distribution::exponential},
        {"resolution", Distribution::resolution},
        {"type_a_observations", Distribution::type_a_observations}};
    return kNames.at(name);
}

InputQuantity quantity_of(const Json& j) {
    InputQuantity q{.name = j.value("name", "x"), .unit = j.value("unit", "1")};
    q.estimate = number(j, "estimate");
    q.distribution = distribution_of(j.at("distribution"));
    q.standard_uncertainty = number(j, "standard_uncertainty");
    q.standard_deviation = number(j, "standard_deviation");
    q.expanded_uncertainty = number(j, "expanded_uncertainty");
    q.coverage_factor = number(j, "coverage_factor");
    q.probability = number(j, "probability");
    q.half_width = number(j, "half_width");
    q.low = number(j, "low");
    q.high = number(j, "high");
    q.beta = number(j, "beta");
    q.limit_half_width = number(j, "limit_half_width");
    q.resolution = number(j, "resolution");
    q.observations = j.value("observations", std::vector<double>{});
    q.pooled_standard_deviation = number(j, "pooled_standard_deviation");
    q.pooled_dof = number(j, "pooled_dof");
    q.dof = number(j, "dof");
    return q;
}

CoverageRule rule_of(const std::string& name) {
    static const std::map<std::string, CoverageRule> kNames = {{"fixed", CoverageRule::fixed},
                                                               {"normal", CoverageRule::normal},
                                                               {"student_t", CoverageRule::student_t},
                                                               {"student_t_floor", CoverageRule::student_t_floor},
                                                               {"rectangular", CoverageRule::rectangular},
                                                               {"trapezoidal", CoverageRule::trapezoidal}};
    return kNames.at(name);
}

CoveragePolicy policy_of(const Json& j) {
    CoveragePolicy policy{.rule = rule_of(j.at("rule")), .factor = number(j, "k"), .beta = number(j, "beta")};
    if (const auto p = number(j, "p")) policy.probability = *p;
    return policy;
}

Model model_of(const Json& j) {
    Model model{.expression = j.at("model"), .constants = j.value("constants", std::map<std::string, double>{})};
    for (const Json& q : j.at("quantities")) model.quantities.push_back(quantity_of(q));
    if (j.contains("correlations"))
        for (const Json& c : j["correlations"]) model.correlations.push_back({c.at("a"), c.at("b"), c.at("r")});
    if (j.contains("coverage")) model.coverage = policy_of(j["coverage"]);
    return model;
}

bool refuses_or_warns(const Model& model) {
    try {
        return !evaluate_gum(model).warnings.empty();
    } catch (const Error&) {
        return true;
    }
}

void compare_coverage(const std::string& id, const GumResult& result, const Json& gum, const Json& tolerances) {
    const auto dof = number(gum, "dof_eff");
    EXPECT_EQ(result.dof_eff.has_value(), dof.has_value()) << id;
    if (dof && result.dof_eff) expect_near(id, "dof_eff", *result.dof_eff, *dof, tolerances.at("dof_eff_rel"));
    if (const auto k = number(gum, "k")) expect_near(id, "k", result.k, *k, 0, tolerances.at("k_abs"));
    if (const auto p = number(gum, "p")) expect_near(id, "p", result.p, *p, 1e-12);
    if (const auto U = number(gum, "U"))
        expect_near(id, "U", result.U, *U, tolerances.at("U_rel"), tolerances.value("u_abs", 0.0));
}

/// With three seeds: one of them could be lucky.
void run_simulation(const std::string& id, const Model& model, const Json& j) {
    const Json &expected = j.at("expect").at("mc"), &tolerances = j.at("tolerances").at("mc");
    const CompiledModel compiled(model);
    for (const std::uint64_t seed : {1, 2, 3}) {
        const SimulationPlan plan{.seed = seed, .probability = expected.at("p"), .threads = 2};
        const Simulated result = simulate(compiled, plan, tolerances.at("trials"));
        const CoverageInterval interval = result.intervals.of(
            expected.at("interval") == "shortest" ? IntervalKind::shortest : IntervalKind::symmetric);
        const double ends = tolerances.at("endpoint_abs");
        expect_near(id, "value", result.value, expected.at("value"), 0, tolerances.at("value_abs"));
        expect_near(id, "u", result.u, expected.at("u"), tolerances.at("u_rel"));
        expect_near(id, "low", interval.low, expected.at("low"), 0, ends);
        expect_near(id, "high", interval.high, expected.at("high"), 0, ends);
    }
}

void run_measurement_model(const std::string& id, const Json& j) {
    const Model model = model_of(j);
    if (j.at("expect").contains("mc")) run_simulation(id, model, j);
    if (!j.at("expect").contains("gum")) return;
    const Json& gum = j["expect"]["gum"];
    if (gum.value("refuse_or_warn", false)) {
        EXPECT_TRUE(refuses_or_warns(model)) << id;
        return;
    }
    const Json& tolerances = j.at("tolerances").at("gum");
    const GumResult result = evaluate_gum(model);
    expect_near(id, "value", result.value, gum.at("value"), 0, tolerances.at("value_abs"));
    expect_near(id, "u", result.u, gum.at("u"), tolerances.at("u_rel"), tolerances.value("u_abs", 0.0));
    compare_coverage(id, result, gum, tolerances);
    const double scale = gum.at("u").get<double>() * 1e-6 + tolerances.value("u_abs", 0.0);
    for (const BudgetRow& row : result.rows) {
        const double contribution = gum.at("contributions").at(row.name),
                     sensitivity = gum.at("sensitivities").at(row.name);
        expect_near(id, row.name.c_str(), row.contribution, contribution, 1e-6, scale);
        expect_near(id, row.name.c_str(), row.sensitivity, sensitivity, 1e-6,
                    row.u.value > 0 ? scale / row.u.value : 1e-12);
    }
}

void run_expression(const std::string& id, const Json& j) {
    const Expression e = Expression::parse(j.at("input").at("expression").get<std::string>());
    std::vector<double> values, gradient(e.variables().size());
    for (const std::string& name : e.variables()) values.push_back(j["input"]["values"].at(name));
    const Json& t = j.at("tolerances");
    expect_near(id, "value", e.differentiate(values, gradient).value, j.at("expect").at("value"), t.at("value_rel"),
                t.at("value_abs"));
    EXPECT_EQ(e.value(values), e.differentiate(values, gradient).value) << id;
    for (std::size_t i = 0; i < values.size(); ++i)
        expect_near(id, e.variables()[i].c_str(), gradient[i], j["expect"]["gradient"].at(e.variables()[i]),
                    t.at("gradient_rel"), t.at("gradient_abs"));
}

void run_expression_error(const std::string& id, const Json& j) {
    std::string stage = "none";
    try {
        const std::string text = j.at("input").at("expression");
        const Json& known = j["input"]["values"];
        stage = "parse";
        const Expression e = Expression::parse(text);
        std::vector<double> values, gradient(e.variables().size());
        for (const std::string& name : e.variables()) {
            if (!known.contains(name)) throw Error(ErrorKind::malformed, "budget.undeclared", name);
            values.push_back(known.at(name));
        }
        stage = "evaluate";
        e.differentiate(values, gradient);
        stage = "none";
    } catch (const Error&) {
    }
    EXPECT_EQ(stage, j.at("expect").at("stage").get<std::string>()) << id;
}

void run_type_a(const std::string& id, const Json& j) {
    const TypeA series = evaluate_type_a(j.at("input").at("observations").get<std::vector<double>>());
    const Json& expected = j.at("expect");
    const double relative = j.at("tolerances").at("rel");
    expect_near(id, "mean", series.mean, expected.at("mean"), relative);
    expect_near(id, "s", series.standard_deviation, expected.at("s"), relative);
    expect_near(id, "u", series.u.value, expected.at("u"), relative);
    EXPECT_EQ(series.u.degrees_of_freedom, expected.at("dof").get<double>()) << id;
}

void run_type_a_pooled(const std::string& id, const Json& j) {
    const PooledDeviation pooled = pooled_deviation(j.at("input").at("groups").get<std::vector<std::vector<double>>>());
    const double relative = j.at("tolerances").at("rel");
    expect_near(id, "s_pooled", pooled.standard_deviation, j.at("expect").at("s_pooled"), relative);
    EXPECT_EQ(pooled.degrees_of_freedom, j["expect"].at("dof").get<double>()) << id;
    expect_near(id, "u", uncertainty_of_mean(pooled, j["input"].at("averaged").get<std::size_t>()).value,
                j["expect"].at("u_of_mean"), relative);
}

void run_type_b(const std::string& id, const Json& j) {
    InputQuantity q = quantity_of(j.at("input"));
    if (j["input"].contains("specification")) {
        const Json& s = j["input"]["specification"];
        q.half_width = half_width({.percent_of_reading = s.value("percent_of_reading", 0.0),
                                   .percent_of_range = s.value("percent_of_range", 0.0),
                                   .ppm_of_reading = s.value("ppm_of_reading", 0.0),
                                   .ppm_of_range = s.value("ppm_of_range", 0.0),
                                   .digits = s.value("digits", 0.0),
                                   .digit = s.value("digit", 0.0)},
                                  s.value("reading", 0.0), s.value("range", 0.0));
    }
    if (!q.estimate && !q.low) q.estimate = 0;
    const EvaluatedInput input = evaluate_input(q);
    const Json& expected = j.at("expect");
    expect_near(id, "u", input.u.value, expected.at("u"), j.at("tolerances").at("rel"));
    if (const auto estimate = number(expected, "estimate"))
        expect_near(id, "estimate", input.estimate, *estimate, 1e-12);
    if (const auto dof = number(expected, "dof")) expect_near(id, "dof", input.u.degrees_of_freedom, *dof, 1e-12);
}

void run_type_b_dof(const std::string& id, const Json& j) {
    expect_near(id, "dof", dof_of_reliability(j.at("input").at("relative_uncertainty_of_u")), j.at("expect").at("dof"),
                j.at("tolerances").at("rel"));
}

CoverageInterval interval_of(const Json& j) { return {j.at(0), j.at(1)}; }

void run_gum_validation(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &expected = j.at("expect");
    const GumValidation validation =
        validate_gum(input.at("u"), input.at("significant_digits"), interval_of(input.at("gum_interval")),
                     interval_of(input.at("mc_interval")));
    const double tolerance = j.at("tolerances").at("abs");
    expect_near(id, "delta", validation.tolerance, expected.at("delta"), 0, tolerance);
    expect_near(id, "d_low", validation.difference_low, expected.at("d_low"), 0, tolerance);
    expect_near(id, "d_high", validation.difference_high, expected.at("d_high"), 0, tolerance);
    EXPECT_EQ(validation.validated, expected.at("validated").get<bool>()) << id;
}

void run_numerical_tolerance(const std::string& id, const Json& j) {
    const double delta = numerical_tolerance(j.at("input").at("u"), j.at("input").at("significant_digits"));
    expect_near(id, "delta", delta, j.at("expect").at("delta"), 1e-12);
}

MultiModel multi_model_of(const Json& j) {
    MultiModel model;
    for (const auto& [name, text] : j.at("models").items()) model.outputs.emplace_back(name, text);
    for (const Json& q : j.at("quantities")) model.quantities.push_back(quantity_of(q));
    for (const Json& c : j.value("correlations", Json::array()))
        model.correlations.push_back({c.at("a"), c.at("b"), c.at("r")});
    model.simultaneous = j.value("correlation", "") == "from_simultaneous_observations";
    return model;
}

std::size_t place_of(const JointEstimates& joint, const std::string& name) {
    for (std::size_t i = 0; i < joint.estimates.size(); ++i)
        if (joint.estimates[i].name == name) return i;
    throw std::out_of_range(name);
}

void compare_joint(const std::string& id, const JointEstimates& joint, const Json& estimates, const Json& correlations,
                   const Json& t) {
    for (const auto& [name, expected] : estimates.items()) {
        const Estimate& estimate = joint.estimates[place_of(joint, name)];
        expect_near(id, name.c_str(), estimate.value, expected.at("value"), t.at("value_rel"), 1e-15);
        expect_near(id, name.c_str(), estimate.u, expected.at("u"), t.at("u_rel"));
    }
    for (const auto& [pair, expected] : correlations.items()) {
        const auto middle = pair.find('_');
        expect_near(
            id, pair.c_str(),
            joint.correlation(place_of(joint, pair.substr(0, middle)), place_of(joint, pair.substr(middle + 1))),
            expected, 0, t.at("corr_abs"));
    }
}

void run_multi_output(const std::string& id, const Json& j) {
    const MultiModel model = multi_model_of(j.at("input"));
    const Json &expected = j.at("expect"), &t = j.at("tolerances");
    const MultiResult result = evaluate_gum(model);
    compare_joint(id, result.inputs, expected.value("inputs", Json::object()),
                  expected.value("input_correlations", Json::object()), t);
    compare_joint(id, result.outputs, expected.at("outputs"), expected.value("output_correlations", Json::object()), t);
    if (!expected.contains("mc")) return;
    for (const std::uint64_t seed : {1, 2, 3}) {
        const JointEstimates simulated = simulate(model, {.seed = seed}, 1'000'000);
        for (const Estimate& estimate : simulated.estimates) {
            const Json& of = expected["mc"].at(estimate.name);
            const double absolute = t.at("mc_abs").at(estimate.name);
            expect_near(id, "mc value", estimate.value, of.at("value"), 0, absolute);
            expect_near(id, "mc u", estimate.u, of.at("u"), 0, absolute);
        }
        expect_near(id, "mc r", simulated.correlation(0, 1), expected["mc"].at("correlation"), 0, 0.005);
    }
}

void run_least_squares(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &expected = j.at("expect"), &t = j.at("tolerances");
    const auto x = input.at("x").get<std::vector<double>>(), y = input.at("y").get<std::vector<double>>();
    const auto u_y = input.at("u_y").is_null() ? std::vector<double>{} : input.at("u_y").get<std::vector<double>>();
    const PolynomialFit fit = fit_polynomial(x, y, u_y,
                                             {.degree = input.at("degree"),
                                              .x_offset = input.at("x_offset"),
                                              .scale_by_residuals = input.at("scale_by_residuals")});
    ASSERT_EQ(fit.coefficients.size(), expected.at("coefficients").size()) << id;
    for (std::size_t i = 0; i < fit.coefficients.size(); ++i) {
        expect_near(id, "coefficient", fit.coefficients[i], expected["coefficients"][i], t.at("coef_rel"));
        expect_near(id, "u", fit.u(i), expected.at("u")[i], t.at("u_rel"));
        for (std::size_t k = 0; k < fit.coefficients.size(); ++k)
            expect_near(id, "r", fit.correlation(i, k), expected.at("correlation")[i][k], 0, t.at("corr_abs"));
    }
    expect_near(id, "s", fit.residual_deviation, expected.at("residual_sd"), t.at("u_rel"));
    EXPECT_EQ(fit.degrees_of_freedom, expected.at("dof").get<int>()) << id;
    const auto chi_squared = number(expected, "chi2");
    EXPECT_EQ(fit.chi_squared.has_value(), chi_squared.has_value()) << id;
    if (chi_squared) expect_near(id, "chi2", *fit.chi_squared, *chi_squared, t.at("u_rel"));
    for (const Json& prediction : expected.at("predictions")) {
        expect_near(id, "predicted", fit.value(prediction.at("x")), prediction.at("value"), t.at("coef_rel"));
        expect_near(id, "u predicted", fit.u_of_value(prediction["x"]), prediction.at("u"), t.at("u_rel"));
    }
}

void run_errors_in_both(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &expected = j.at("expect"), &t = j.at("tolerances");
    const auto column = [&](const char* name) { return input.at(name).get<std::vector<double>>(); };
    const auto x = column("x"), u_x = column("u_x"), y = column("y"), u_y = column("u_y");
    const LineInBoth line = fit_line_in_both(x, u_x, y, u_y);
    expect_near(id, "intercept", line.intercept, expected.at("intercept"), 0, t.at("coef_abs"));
    expect_near(id, "slope", line.slope, expected.at("slope"), 0, t.at("coef_abs"));
    expect_near(id, "u intercept", line.u_intercept, expected.at("u_intercept"), t.at("u_rel"));
    expect_near(id, "u slope", line.u_slope, expected.at("u_slope"), t.at("u_rel"));
    expect_near(id, "chi2", line.chi_squared, expected.at("chi2"), 1e-6);
    EXPECT_EQ(line.degrees_of_freedom, expected.at("dof").get<int>()) << id;
}

void run_inverse_prediction(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &expected = j.at("expect");
    const auto x = input.at("x").get<std::vector<double>>(), y = input.at("y").get<std::vector<double>>(),
               observed = input.at("observed").get<std::vector<double>>();
    const InversePrediction found = predict_inverse(x, y, observed);
    const double relative = j.at("tolerances").at("rel");
    expect_near(id, "x0", found.x, expected.at("x0"), relative);
    expect_near(id, "u", found.u.value, expected.at("u"), relative);
    EXPECT_EQ(found.u.degrees_of_freedom, expected.at("dof").get<double>()) << id;
}

void run_anova(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &expected = j.at("expect");
    const VarianceAnalysis result =
        input.contains("groups") ? analyse_variance(grouped(input["groups"].get<std::vector<std::vector<double>>>()))
                                 : analyse_variance({.means = input.at("group_means"),
                                                     .deviations = input.at("group_sds"),
                                                     .observations_per_group = input.at("observations_per_group")});
    const double relative = j.at("tolerances").at("rel");
    expect_near(id, "mean", result.grand_mean, expected.at("grand_mean"), relative);
    expect_near(id, "s_a", result.s_between_groups, expected.at("s_a"), relative);
    expect_near(id, "s_b", result.s_within_groups, expected.at("s_b"), relative);
    expect_near(id, "F", result.F, expected.at("F"), relative);
    expect_near(id, "p", result.p_value, expected.at("p_value"), relative);
    expect_near(id, "s_between", result.s_between_component, expected.at("s_between"), relative);
    expect_near(id, "u with", result.u_with_between, expected.at("u_mean_with_between"), relative);
    expect_near(id, "u without", result.u_without_between, expected.at("u_mean_without_between"), relative);
    EXPECT_EQ(result.dof_between, expected.at("dof_a").get<int>()) << id;
    EXPECT_EQ(result.dof_within, expected.at("dof_b").get<int>()) << id;
}

}  // namespace

bool run_model_case(const Json& reference) {
    static const std::map<std::string, void (*)(const std::string&, const Json&)> kRunners = {
        {"measurement_model", run_measurement_model},
        {"multi_output", run_multi_output},
        {"gum_validation", run_gum_validation},
        {"least_squares", run_least_squares},
        {"least_squares_errors_in_both", run_errors_in_both},
        {"inverse_prediction", run_inverse_prediction},
        {"anova", run_anova},
        {"numerical_tolerance", run_numerical_tolerance},
        {"expression", run_expression},
        {"expression_error", run_expression_error},
        {"type_a", run_type_a},
        {"type_a_pooled", run_type_a_pooled},
        {"type_b", run_type_b},
        {"type_b_dof", run_type_b_dof}};
    const auto runner = kRunners.find(reference.at("kind").get<std::string>());
    if (runner == kRunners.end()) return false;
    runner->second(reference.at("id"), reference);
    return true;
}

}  // namespace chuan::reference
