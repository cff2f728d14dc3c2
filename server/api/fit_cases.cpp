#include <array>

#include "server/api/case_input.h"
#include "server/api/numbers_json.h"
#include "uncertainty/fit.h"

namespace chuan::server::api {
namespace {

json::Value correlations(const uncertainty::PolynomialFit& fit) {
    std::vector<json::Value> rows;
    for (std::size_t i = 0; i < fit.coefficients.size(); ++i) {
        std::vector<double> row;
        for (std::size_t j = 0; j < fit.coefficients.size(); ++j) row.push_back(fit.correlation(i, j));
        rows.push_back(numbers_json(row));
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
    return json::object(
        {{"coefficients", numbers_json(fit.coefficients)},
         {"u", numbers_json(u)},
         {"correlation", correlations(fit)},
         {"residual_sd", fit.degrees_of_freedom > 0 ? json::Value(fit.residual_deviation) : json::Value()},
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
    const bool given = in.has("groups");
    const auto observed = given ? number_groups(in, "groups") : std::vector<std::vector<double>>{};
    const uncertainty::GroupedObservations stated{
        .means = in.list<double>("group_means", !given),
        .deviations = in.list<double>("group_sds", !given),
        .observations_per_group =
            given ? in.value_or("observations_per_group", 0) : in.required<int>("observations_per_group")};
    document.done();
    const auto groups = given ? uncertainty::grouped(observed) : stated;
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

constexpr std::array<CaseKind, 4> kKinds{{{"least_squares", least_squares},
                                          {"least_squares_errors_in_both", errors_in_both},
                                          {"inverse_prediction", inverse_prediction},
                                          {"anova", anova}}};

}  // namespace

std::span<const CaseKind> fit_kinds() { return kKinds; }

}  // namespace chuan::server::api
