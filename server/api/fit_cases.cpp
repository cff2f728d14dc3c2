#include <array>

#include "server/api/case_kinds.h"
#include "server/api/model_json.h"
#include "uncertainty/fit.h"

namespace chuan::server::api {
namespace {

json::Value numbers(const std::vector<double>& values) {
    return json::list(values, [](double value) { return json::Value(value); });
}

json::Value correlations(const uncertainty::PolynomialFit& fit) {
    std::vector<json::Value> rows;
    for (std::size_t i = 0; i < fit.coefficients.size(); ++i) {
        std::vector<double> row;
        for (std::size_t j = 0; j < fit.coefficients.size(); ++j) row.push_back(fit.correlation(i, j));
        rows.push_back(numbers(row));
    }
    return rows;
}

json::Value least_squares(const json::Object& in, json::Document& document) {
    const auto x = in.list<double>("x"), y = in.list<double>("y"), u_y = in.list<double>("u_y", false),
               predict = in.list<double>("predict", false);
    const uncertainty::FitPlan plan{.degree = in.required<int>("degree"),
                                    .x_offset = in.value_or("x_offset", 0.0),
                                    .scale_by_residuals = in.value_or("scale_by_residuals", u_y.empty())};
    document.done();
    const auto fit = uncertainty::fit_polynomial(x, y, u_y, plan);
    std::vector<double> u;
    for (std::size_t i = 0; i < fit.coefficients.size(); ++i) u.push_back(fit.u(i));
    const auto prediction = [&](double at) {
        return json::object({{"x", at}, {"value", fit.value(at)}, {"u", fit.u_of_value(at)}});
    };
    return json::object({{"coefficients", numbers(fit.coefficients)},
                         {"u", numbers(u)},
                         {"correlation", correlations(fit)},
                         {"residual_sd", fit.residual_deviation},
                         {"chi2", fit.chi_squared},
                         {"dof", fit.degrees_of_freedom},
                         {"predictions", json::list(predict, prediction)}});
}

json::Value errors_in_both(const json::Object& in, json::Document& document) {
    const auto x = in.list<double>("x"), u_x = in.list<double>("u_x"), y = in.list<double>("y"),
               u_y = in.list<double>("u_y");
    document.done();
    const auto line = uncertainty::fit_line_in_both(x, u_x, y, u_y);
    return json::object({{"intercept", line.intercept},
                         {"slope", line.slope},
                         {"u_intercept", line.u_intercept},
                         {"u_slope", line.u_slope},
                         {"chi2", line.chi_squared},
                         {"dof", line.degrees_of_freedom}});
}

json::Value inverse_prediction(const json::Object& in, json::Document& document) {
    const auto x = in.list<double>("x"), y = in.list<double>("y"), observed = in.list<double>("observed");
    if (in.value_or("degree", 1) != 1)
        in.refuse("degree", "field.value", "only a straight line is turned round; give the degree 1");
    document.done();
    const auto found = uncertainty::predict_inverse(x, y, observed);
    return json::object({{"x0", found.x}, {"u", found.u.value}, {"dof", found.u.degrees_of_freedom}});
}

json::Value anova(const json::Object& in, json::Document& document) {
    const uncertainty::GroupedObservations groups{.means = in.list<double>("group_means"),
                                                  .deviations = in.list<double>("group_sds"),
                                                  .observations_per_group = in.required<int>("observations_per_group")};
    document.done();
    const auto result = uncertainty::analyse_variance(groups);
    return json::object({{"grand_mean", result.grand_mean},
                         {"s_of_means", result.deviation_of_means},
                         {"s_a", result.s_between_groups},
                         {"dof_a", result.dof_between},
                         {"s_b", result.s_within_groups},
                         {"dof_b", result.dof_within},
                         {"F", result.F},
                         {"p_value", result.p_value},
                         {"s_between", result.s_between_component},
                         {"s_within", result.s_within_groups},
                         {"u_mean_with_between", result.u_with_between},
                         {"u_mean_without_between", result.u_without_between}});
}

json::Value estimates_json(const uncertainty::JointEstimates& joint) {
    std::vector<json::Member> values;
    for (const auto& one : joint.estimates)
        values.push_back({one.name, json::object({{"value", one.value}, {"u", one.u}})});
    return json::object(values);
}

json::Value correlations_json(const uncertainty::JointEstimates& joint) {
    std::vector<std::string> names;
    std::vector<double> numbers;
    for (std::size_t i = 0; i < joint.estimates.size(); ++i)
        for (std::size_t j = i + 1; j < joint.estimates.size(); ++j) {
            names.push_back(joint.estimates[i].name + "_" + joint.estimates[j].name);
            numbers.push_back(joint.correlation(i, j));
        }
    std::vector<json::Member> pairs;
    for (std::size_t i = 0; i < names.size(); ++i) pairs.push_back({names[i], numbers[i]});
    return json::object(pairs);
}

json::Value multi_output(const json::Object& in, json::Document& document) {
    const auto model = read_multi_model(in);
    document.done();
    const auto result = uncertainty::evaluate_gum(model);
    return json::object({{"inputs", estimates_json(result.inputs)},
                         {"input_correlations", correlations_json(result.inputs)},
                         {"outputs", estimates_json(result.outputs)},
                         {"output_correlations", correlations_json(result.outputs)}});
}

constexpr std::array<CaseKind, 5> kKinds{{{"multi_output", multi_output},
                                          {"least_squares", least_squares},
                                          {"least_squares_errors_in_both", errors_in_both},
                                          {"inverse_prediction", inverse_prediction},
                                          {"anova", anova}}};

}  // namespace

std::span<const CaseKind> fit_kinds() { return kKinds; }

}  // namespace chuan::server::api
