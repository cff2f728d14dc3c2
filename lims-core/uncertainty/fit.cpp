#include "uncertainty/fit.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "base/error.h"
#include "uncertainty/quantiles.h"
#include "uncertainty/type_a.h"

namespace chuan::uncertainty {

namespace {

constexpr int kMostDegree = 9;
constexpr int kMostIterations = 200;

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

void require_finite(std::span<const double> numbers, const char* name) {
    for (const double number : numbers)
        if (!std::isfinite(number))
            refuse("fit.not_finite", std::string("a value of ") + name + " is not a finite number");
}

void require_positive(std::span<const double> numbers, const char* name) {
    for (const double number : numbers)
        if (!(number > 0) || !std::isfinite(number))
            refuse("fit.uncertainty", std::string("every uncertainty of ") + name + " must be above 0");
}

/// One of the two may be known exactly, not both at one point: its weight would be infinite.
void require_not_negative(std::span<const double> u_x, std::span<const double> u_y) {
    for (std::size_t i = 0; i < u_x.size(); ++i) {
        if (!(u_x[i] >= 0) || !(u_y[i] >= 0) || !std::isfinite(u_x[i]) || !std::isfinite(u_y[i]))
            refuse("fit.uncertainty", "every uncertainty must be finite and not negative");
        if (u_x[i] == 0 && u_y[i] == 0)
            refuse("fit.uncertainty", "at every point x or y must be uncertain, or its weight would be infinite");
    }
}

void require_points(std::span<const double> x, std::span<const double> y, std::size_t fewest) {
    if (x.size() != y.size())
        refuse("fit.lengths", std::to_string(x.size()) + " values of x and " + std::to_string(y.size()) +
                                  " of y; give as many of one as of the other");
    if (x.size() < fewest)
        refuse("fit.points",
               "there are " + std::to_string(x.size()) + " points; this needs at least " + std::to_string(fewest));
    require_finite(x, "x");
    require_finite(y, "y");
}

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Powers of the shifted variable, 1 first.
Eigen::VectorXd powers(double x, std::size_t count) {
    Eigen::VectorXd row(static_cast<Eigen::Index>(count));
    double power = 1;
    for (Eigen::Index j = 0; j < row.size(); ++j, power *= x) row[j] = power;
    return row;
}

}  // namespace

double PolynomialFit::u(std::size_t i) const { return std::sqrt(covariance[i * coefficients.size() + i]); }

double PolynomialFit::correlation(std::size_t a, std::size_t b) const {
    if (a == b) return 1;
    const double product = u(a) * u(b);
    return product > 0 ? covariance[a * coefficients.size() + b] / product : 0;
}

double PolynomialFit::value(double x) const {
    double sum = 0;
    for (std::size_t i = coefficients.size(); i-- > 0;) sum = sum * (x - x_offset) + coefficients[i];
    return sum;
}

double PolynomialFit::u_of_value(double x) const {
    const Eigen::VectorXd v = powers(x - x_offset, coefficients.size());
    const Eigen::Map<const Eigen::MatrixXd> c(covariance.data(), v.size(), v.size());  // symmetric: the order is one
    return std::sqrt(std::max(0.0, v.dot(c * v)));
}

PolynomialFit fit_polynomial(std::span<const double> x, std::span<const double> y, std::span<const double> u_y,
                             const FitPlan& plan) {
    if (plan.degree < 0 || plan.degree > kMostDegree)
        refuse("fit.degree", "the degree " + std::to_string(plan.degree) + " does not lie between 0 and 9");
    if (plan.through_origin && plan.degree == 0) refuse("fit.degree", "a curve through 0 needs a degree of at least 1");
    const auto all = static_cast<std::size_t>(plan.degree) + 1, first = static_cast<std::size_t>(plan.through_origin);
    const std::size_t terms = all - first;
    const bool trusted = !u_y.empty() && !plan.scale_by_residuals;  // then nothing rests on the residuals
    require_points(x, y, trusted ? terms : terms + 1);
    if (!u_y.empty() && u_y.size() != y.size()) refuse("fit.lengths", "give an uncertainty for every y, or for none");
    require_positive(u_y, "y");
    double scale = 0;
    for (const double each : x) scale = std::max(scale, std::abs(each - plan.x_offset));
    if (scale == 0) scale = 1;

    const auto rows = static_cast<Eigen::Index>(x.size()), columns = static_cast<Eigen::Index>(terms);
    Eigen::MatrixXd design(rows, columns);
    Eigen::VectorXd target(rows);
    for (Eigen::Index i = 0; i < rows; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const double weight = u_y.empty() ? 1 : 1 / u_y[at];
        design.row(i) = weight * powers((x[at] - plan.x_offset) / scale, all).tail(columns).transpose();
        target[i] = weight * y[at];
    }
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> rank(design);
    if (rank.rank() < columns) refuse("fit.undetermined", "these points do not determine a curve of this degree");
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(design);
    const Eigen::VectorXd solution = qr.solve(target);
    const double squares = (target - design * solution).squaredNorm();
    const Eigen::MatrixXd triangle = qr.matrixQR().topRows(columns).triangularView<Eigen::Upper>();
    const Eigen::MatrixXd inverse =
        triangle.triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(columns, columns));
    Eigen::MatrixXd covariance = inverse * inverse.transpose();

    PolynomialFit fit{.x_offset = plan.x_offset,
                      .coefficients = {},
                      .covariance = {},
                      .residual_deviation = 0,
                      .chi_squared = {},
                      .degrees_of_freedom = static_cast<int>(rows - columns)};
    if (fit.degrees_of_freedom > 0) fit.residual_deviation = std::sqrt(squares / fit.degrees_of_freedom);
    if (!u_y.empty()) fit.chi_squared = squares;
    if (plan.scale_by_residuals) covariance *= squares / fit.degrees_of_freedom;
    fit.coefficients.assign(all, 0);
    fit.covariance.assign(all * all, 0);
    for (std::size_t i = first; i < all; ++i) {
        const auto row = static_cast<Eigen::Index>(i - first);
        fit.coefficients[i] = solution[row] / std::pow(scale, i);
        for (std::size_t j = first; j < all; ++j)
            fit.covariance[i * all + j] =
                covariance(row, static_cast<Eigen::Index>(j - first)) / std::pow(scale, i + j);
    }
    return fit;
}

InversePrediction predict_inverse(std::span<const double> x, std::span<const double> y,
                                  std::span<const double> observed) {
    if (observed.empty()) refuse("fit.points", "there is no new observation");
    require_finite(observed, "the new observations");
    const PolynomialFit line = fit_polynomial(x, y, {}, {});
    const double slope = line.coefficients[1];
    const auto [left, right] = std::ranges::minmax(x);
    const double largest = std::abs(std::ranges::max(y, {}, [](double each) { return std::abs(each); }));
    if (std::abs(slope) * (right - left) <= 1e-13 * largest)  // flat, up to rounding
        refuse("fit.flat", "the line is flat; no x belongs to an observation");
    const double x0 = (mean_of(observed) - line.coefficients[0]) / slope, middle = mean_of(x);
    double spread = 0;
    for (const double each : x) spread += (each - middle) * (each - middle);
    const double u = line.residual_deviation / std::abs(slope) *
                     std::sqrt(1 / static_cast<double>(observed.size()) + 1 / static_cast<double>(x.size()) +
                               (x0 - middle) * (x0 - middle) / spread);
    return {x0, {u, static_cast<double>(line.degrees_of_freedom)}};
}

LineInBoth fit_line_in_both(std::span<const double> x, std::span<const double> u_x, std::span<const double> y,
                            std::span<const double> u_y) {
    require_points(x, y, 3);
    if (u_x.size() != x.size() || u_y.size() != y.size())
        refuse("fit.lengths", "give an uncertainty for every x and every y");
    require_not_negative(u_x, u_y);
    const std::size_t n = x.size();
    double slope = fit_polynomial(x, y, {}, {}).coefficients[1];
    std::vector<double> weight(n), along(n);  // W and beta of York
    double total = 0, x_mean = 0, y_mean = 0;
    for (int i = 0;; ++i) {
        if (i == kMostIterations) refuse("fit.unsettled", "the line does not settle; look at the points");
        total = x_mean = y_mean = 0;
        for (std::size_t k = 0; k < n; ++k) {
            weight[k] = 1 / (u_y[k] * u_y[k] + slope * slope * u_x[k] * u_x[k]);
            total += weight[k];
            x_mean += weight[k] * x[k];
            y_mean += weight[k] * y[k];
        }
        x_mean /= total;
        y_mean /= total;
        double up = 0, down = 0;
        for (std::size_t k = 0; k < n; ++k) {
            const double u = x[k] - x_mean, v = y[k] - y_mean;
            along[k] = weight[k] * (u * u_y[k] * u_y[k] + slope * v * u_x[k] * u_x[k]);
            up += weight[k] * along[k] * v;
            down += weight[k] * along[k] * u;
        }
        if (down == 0) refuse("fit.undetermined", "these points do not determine a line");
        const double next = up / down;
        const bool settled = std::abs(next - slope) <= 1e-13 * std::abs(next);
        slope = next;
        if (settled) break;
    }
    double adjusted = 0;
    for (std::size_t k = 0; k < n; ++k) adjusted += weight[k] * (x_mean + along[k]);
    adjusted /= total;
    double spread = 0, chi_squared = 0;
    const double intercept = y_mean - slope * x_mean;
    for (std::size_t k = 0; k < n; ++k) {
        const double apart = x_mean + along[k] - adjusted, residual = y[k] - intercept - slope * x[k];
        spread += weight[k] * apart * apart;
        chi_squared += weight[k] * residual * residual;
    }
    return {.intercept = intercept,
            .slope = slope,
            .u_intercept = std::sqrt(1 / total + adjusted * adjusted / spread),
            .u_slope = std::sqrt(1 / spread),
            .chi_squared = chi_squared,
            .degrees_of_freedom = static_cast<int>(n) - 2};
}

GroupedObservations grouped(std::span<const std::vector<double>> groups) {
    GroupedObservations observations{.means = {},
                                     .deviations = {},
                                     .observations_per_group = groups.empty() ? 0 : static_cast<int>(groups[0].size())};
    for (const auto& group : groups) {
        if (group.size() != groups[0].size())
            refuse("fit.groups", "the groups have different numbers of observations; this analysis needs equal ones");
        const TypeA series = evaluate_type_a(group);
        observations.means.push_back(series.mean);
        observations.deviations.push_back(series.standard_deviation);
    }
    return observations;
}

VarianceAnalysis analyse_variance(const GroupedObservations& groups) {
    const auto number = static_cast<double>(groups.means.size()),
               n = static_cast<double>(groups.observations_per_group);
    if (groups.means.size() < 2 || groups.observations_per_group < 2 || groups.deviations.size() != groups.means.size())
        refuse("fit.groups", "an analysis of variance needs at least two groups of at least two observations");
    if (number * (n - 1) > std::numeric_limits<int>::max())
        refuse("fit.groups", "there are more observations than an analysis of variance counts");
    for (const double s : groups.deviations)
        if (!(s >= 0) || !std::isfinite(s))
            refuse("fit.groups", "a standard deviation of a group is finite and not negative");
    const TypeA means = evaluate_type_a(groups.means);
    double within = 0;
    for (const double s : groups.deviations) within += s * s / number;
    VarianceAnalysis result{};
    result.grand_mean = means.mean;
    result.deviation_of_means = means.standard_deviation;
    result.s_between_groups = means.standard_deviation * std::sqrt(n);
    result.s_within_groups = std::sqrt(within);
    result.dof_between = static_cast<int>(groups.means.size()) - 1;
    result.dof_within = static_cast<int>(groups.means.size()) * (groups.observations_per_group - 1);
    const double between = result.s_between_groups * result.s_between_groups;
    if (within == 0)
        refuse("fit.groups", "the observations of every group are all alike; there is nothing to compare with");
    result.F = between / within;
    result.p_value = fisher_exceedance(result.F, result.dof_between, result.dof_within);
    result.s_between_component = std::sqrt(std::max(0.0, (between - within) / n));
    result.u_with_between = std::sqrt(between / (number * n));
    result.u_without_between = std::sqrt((result.dof_between * between + result.dof_within * within) /
                                         (result.dof_between + result.dof_within) / (number * n));
    return result;
}

}  // namespace chuan::uncertainty
