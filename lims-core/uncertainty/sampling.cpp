#include "uncertainty/sampling.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "base/error.h"
#include "uncertainty/random_stream.h"

namespace chuan::uncertainty {

namespace {

struct Limits {
    double middle, half_width;
};

/// Where both limits are given they hold, also when the estimate lies elsewhere between them.
Limits limits_of(const InputQuantity& q, const EvaluatedInput& input) {
    if (q.distribution == Distribution::resolution) return {input.estimate, *q.resolution / 2};
    if (q.half_width) return {input.estimate, *q.half_width};
    return {(*q.low + *q.high) / 2, (*q.high - *q.low) / 2};
}

/// The scale of a t distribution, of which the standard deviation may have been stated.
double scale_of(const InputQuantity& q, const EvaluatedInput& input) {
    const double dof = input.u.degrees_of_freedom;
    return q.standard_deviation ? *q.standard_deviation * std::sqrt((dof - 2) / dof) : input.u.value;
}

void draw_student(RandomStream& random, double middle, double scale, double dof, std::span<double> column) {
    if (std::isinf(dof))
        random.normal(column);
    else
        random.student_t(dof, column);
    for (double& x : column) x = middle + scale * x;
}

/// Each trial from two uniform numbers.
template <class Shape>
void draw_pairs(RandomStream& random, std::span<double> column, Shape shape) {
    for (double& x : column) {
        const double first = random.uniform(), second = random.uniform();
        x = shape(first, second);
    }
}

}  // namespace

Sampler::Sampler(const Model& model, std::span<const EvaluatedInput> inputs)
    : model_(model), inputs_(inputs.begin(), inputs.end()) {
    const auto place = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(model.quantities, name, &InputQuantity::name) -
                                        model.quantities.begin());
    };
    const auto joint_place = [&](std::size_t quantity) {
        const auto at = std::ranges::find(joint_, quantity);
        if (at != joint_.end()) return at - joint_.begin();
        joint_.push_back(quantity);
        return static_cast<std::ptrdiff_t>(joint_.size()) - 1;
    };
    for (const Correlation& c : model.correlations)
        if (c.r != 0) joint_place(place(c.a)), joint_place(place(c.b));
    if (joint_.empty()) return;
    std::vector<Finding> findings;
    const auto n = static_cast<Eigen::Index>(joint_.size());
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const InputQuantity& q = model.quantities[joint_[static_cast<std::size_t>(i)]];
        if (q.distribution != Distribution::normal)
            findings.push_back({"simulation.correlated",
                                "quantity " + q.name +
                                    " is correlated but not normal; a simulation needs its joint "
                                    "distribution, put what they share into the model instead",
                                "/" + q.name,
                                {{"quantity", q.name}}});
        covariance(i, i) = std::pow(inputs_[joint_[static_cast<std::size_t>(i)]].u.value, 2);
    }
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));
    for (const Correlation& c : model.correlations) {
        if (c.r == 0) continue;
        const Eigen::Index a = joint_place(place(c.a)), b = joint_place(place(c.b));
        covariance(a, b) = covariance(b, a) = c.r * std::sqrt(covariance(a, a) * covariance(b, b));
    }
    // a matrix of r = 1 is singular: eigenvalues may be 0 where a Cholesky factor does not exist
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    const Eigen::VectorXd roots = solver.eigenvalues().cwiseMax(0).cwiseSqrt();
    const Eigen::MatrixXd factor = solver.eigenvectors() * roots.asDiagonal();
    for (Eigen::Index i = 0; i < n; ++i)
        for (Eigen::Index j = 0; j < n; ++j) factor_.push_back(factor(i, j));
}

std::vector<std::string> without_deviation(const Model& model, std::span<const EvaluatedInput> inputs) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Distribution shape = model.quantities[i].distribution;
        const bool student = shape == Distribution::t || shape == Distribution::type_a_observations;
        if (student && inputs[i].u.value > 0 && inputs[i].u.degrees_of_freedom <= 2)
            names.push_back(model.quantities[i].name);
    }
    return names;
}

void Sampler::draw(std::uint64_t seed, std::uint32_t block, std::span<std::vector<double>> columns) const {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (std::ranges::find(joint_, i) == joint_.end()) draw_alone(i, seed, block, columns[i]);
    if (!joint_.empty()) draw_together(seed, block, columns);
}

void Sampler::draw_alone(std::size_t i, std::uint64_t seed, std::uint32_t block, std::span<double> column) const {
    const InputQuantity& q = model_.quantities[i];
    const EvaluatedInput& input = inputs_[i];
    RandomStream random(seed, block, static_cast<std::uint32_t>(i));
    switch (q.distribution) {
        case Distribution::normal:
            random.normal(column);
            for (double& x : column) x = input.estimate + input.u.value * x;
            return;
        case Distribution::t:
            return draw_student(random, input.estimate, scale_of(q, input), input.u.degrees_of_freedom, column);
        case Distribution::type_a_observations:
            return draw_student(random, input.estimate, input.u.value, input.u.degrees_of_freedom, column);
        case Distribution::exponential:
            for (double& x : column) x = -input.estimate * std::log(random.uniform());
            return;
        default:
            break;
    }
    const Limits limits = limits_of(q, input);
    const double middle = limits.middle, a = limits.half_width;
    switch (q.distribution) {
        case Distribution::rectangular:
        case Distribution::resolution:
            random.uniform(column);
            for (double& x : column) x = middle + a * (2 * x - 1);
            return;
        case Distribution::triangular:
            return draw_pairs(random, column, [&](double r, double s) { return middle + a * (r + s - 1); });
        case Distribution::u_shaped:
            for (double& x : column) x = middle + a * std::sin(2 * std::numbers::pi * random.uniform());
            return;
        case Distribution::trapezoidal: {
            const double wide = a * (1 + *q.beta) / 2, narrow = a * (1 - *q.beta) / 2;
            return draw_pairs(random, column,
                              [&](double r, double s) { return middle + wide * (2 * r - 1) + narrow * (2 * s - 1); });
        }
        case Distribution::curvilinear_trapezoidal: {
            const double d = *q.limit_half_width;
            return draw_pairs(random, column,
                              [&](double r, double s) { return middle + (a - d + 2 * d * r) * (2 * s - 1); });
        }
        default:
            throw std::logic_error("a distribution that nobody draws");
    }
}

void Sampler::draw_together(std::uint64_t seed, std::uint32_t block, std::span<std::vector<double>> columns) const {
    const std::size_t n = joint_.size(), trials = columns[joint_.front()].size();
    std::vector<std::vector<double>> z(n, std::vector<double>(trials));
    for (std::size_t j = 0; j < n; ++j) RandomStream(seed, block, static_cast<std::uint32_t>(joint_[j])).normal(z[j]);
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<double>& column = columns[joint_[i]];
        std::ranges::fill(column, inputs_[joint_[i]].estimate);
        for (std::size_t j = 0; j < n; ++j)
            for (std::size_t k = 0; k < trials; ++k) column[k] += factor_[i * n + j] * z[j][k];
    }
}

}  // namespace chuan::uncertainty
