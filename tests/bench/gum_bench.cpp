#include <benchmark/benchmark.h>

#include "uncertainty/gum.h"
#include "uncertainty/monte_carlo.h"
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

/// JCGM 101:2008, 9.3, a million trials with the shortest interval.
void simulate_weight(benchmark::State& state) {
    const auto rectangular = [](std::string name, double estimate, double half_width) {
        return InputQuantity{.name = std::move(name),
                             .unit = "\\one",
                             .estimate = estimate,
                             .distribution = Distribution::rectangular,
                             .half_width = half_width};
    };
    const CompiledModel model(
        {.expression = "(mR + dmR)*(1 + (a - 1.2)*(1/rW - 1/rR)) - 100000",
         .quantities = {normal("mR", 100000, 0.05), normal("dmR", 1.234, 0.02), rectangular("a", 1.2, 0.1),
                        rectangular("rW", 8000, 1000), rectangular("rR", 8000, 50)}});
    const SimulationPlan plan{.threads = static_cast<unsigned>(state.range(0))};
    for (auto _ : state) benchmark::DoNotOptimize(simulate(model, plan, 1'000'000));
}
BENCHMARK(simulate_weight)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void student_factor(benchmark::State& state) {
    double dof = 3;
    for (auto _ : state) benchmark::DoNotOptimize(student_t_factor(kTwoSigma, dof += 0.001));
}
BENCHMARK(student_factor);

}  // namespace
