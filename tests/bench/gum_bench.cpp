#include <array>
#include <cmath>

#include <benchmark/benchmark.h>

#include "uncertainty/gum.h"
#include "uncertainty/quantiles.h"

namespace {

using namespace chuan::uncertainty;

InputQuantity normal(std::string name, double estimate, double u, std::optional<double> dof = {}) {
    return {.name = std::move(name), .unit = "\\one", .estimate = estimate, .standard_uncertainty = u, .dof = dof};
}

/// JCGM 100:2008, H.1: the end gauge.
Model end_gauge(CoverageRule rule) {
    return {
        .expression = "lS + d - lS*(dalpha*theta + alphaS*dtheta)",
        .quantities = {normal("lS", 50000623, 25, 18), normal("d", 215, 9.7, 25.6), normal("alphaS", 11.5e-6, 1.2e-6),
                       normal("theta", -0.1, 0.41), normal("dalpha", 0, 0.58e-6, 50), normal("dtheta", 0, 0.029, 2)},
        .coverage = {.rule = rule, .probability = rule == CoverageRule::automatic ? kTwoSigma : 0.99, .factor = 2}};
}

void compile(benchmark::State& state) {
    const Model model = end_gauge(CoverageRule::student_t_floor);
    for (auto _ : state) benchmark::DoNotOptimize(CompiledModel(model));
}
BENCHMARK(compile);

void evaluate(benchmark::State& state, CoverageRule rule) {
    const CompiledModel model(end_gauge(rule));
    std::vector<EvaluatedInput> inputs(model.inputs().begin(), model.inputs().end());
    for (auto _ : state) {
        inputs[1].estimate += 1;
        benchmark::DoNotOptimize(model.evaluate(inputs));
    }
}
BENCHMARK_CAPTURE(evaluate, fixed_k, CoverageRule::fixed);
BENCHMARK_CAPTURE(evaluate, student_t_floor, CoverageRule::student_t_floor);
BENCHMARK_CAPTURE(evaluate, student_t, CoverageRule::student_t);
BENCHMARK_CAPTURE(evaluate, automatic, CoverageRule::automatic);

struct Outcome {
    double value, u, dof, k, U;
};

/// The end gauge alone, with its derivatives done on paper: no budget, no next order, no warning.
Outcome by_hand(std::span<const EvaluatedInput> x) {
    const double lS = x[0].estimate, d = x[1].estimate, alphaS = x[2].estimate, theta = x[3].estimate,
                 dalpha = x[4].estimate, dtheta = x[5].estimate;
    const double strain = dalpha * theta + alphaS * dtheta;
    const std::array c = {1 - strain, 1.0, -lS * dtheta, -lS * dalpha, -lS * theta, -lS * alphaS};
    double variance = 0, fourth_powers = 0;
    for (std::size_t i = 0; i < c.size(); ++i) {
        const double square = c[i] * x[i].u.value * (c[i] * x[i].u.value);
        variance += square;
        fourth_powers += square * square / x[i].u.degrees_of_freedom;
    }
    const double u = std::sqrt(variance), dof = variance * variance / fourth_powers, k = student_t_factor(0.99, dof);
    return {lS + d - lS * strain, u, dof, k, k * u};
}

void evaluate_by_hand(benchmark::State& state) {
    const CompiledModel model(end_gauge(CoverageRule::student_t));
    std::vector<EvaluatedInput> inputs(model.inputs().begin(), model.inputs().end());
    const double U = model.evaluate(inputs).U;
    if (std::abs(by_hand(inputs).U - U) > 1e-9 * U) state.SkipWithError("by hand U is another");
    for (auto _ : state) {
        inputs[1].estimate += 1;
        benchmark::DoNotOptimize(by_hand(inputs));
    }
}
BENCHMARK(evaluate_by_hand);

void student_factor(benchmark::State& state) {
    double dof = 3;
    for (auto _ : state) benchmark::DoNotOptimize(student_t_factor(kTwoSigma, dof += 0.001));
}
BENCHMARK(student_factor);

}  // namespace
