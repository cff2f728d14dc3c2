#include <algorithm>
#include <cmath>
#include <random>

#include <benchmark/benchmark.h>

#include "uncertainty/monte_carlo.h"

namespace {

using namespace chuan::uncertainty;

constexpr std::size_t kTrials = 1'000'000;

InputQuantity normal(std::string name, double estimate, double u) {
    return {.name = std::move(name), .unit = "\\one", .estimate = estimate, .standard_uncertainty = u};
}

InputQuantity rectangular(std::string name, double estimate, double half_width) {
    return {.name = std::move(name),
            .unit = "\\one",
            .estimate = estimate,
            .distribution = Distribution::rectangular,
            .half_width = half_width};
}

/// JCGM 101:2008, 9.3: a weight of 100 g.
CompiledModel weight() {
    return CompiledModel(
        {.expression = "(mR + dmR)*(1 + (a - 1.2)*(1/rW - 1/rR)) - 100000",
         .quantities = {normal("mR", 100000, 0.05), normal("dmR", 1.234, 0.02), rectangular("a", 1.2, 0.1),
                        rectangular("rW", 8000, 1000), rectangular("rR", 8000, 50)}});
}

/// A million trials with both intervals.
void simulate_weight(benchmark::State& state) {
    const CompiledModel model = weight();
    const SimulationPlan plan{.threads = static_cast<unsigned>(state.range(0))};
    for (auto _ : state) benchmark::DoNotOptimize(simulate(model, plan, kTrials));
}
BENCHMARK(simulate_weight)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

struct Outcome {
    double mean, u;
    CoverageInterval shortest;
};

/// The same with what the standard library has: its generator, its distributions, its sort.
Outcome by_hand(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> mR(100000, 0.05), dmR(1.234, 0.02);
    std::uniform_real_distribution<double> a(1.1, 1.3), rW(7000, 9000), rR(7950, 8050);
    std::vector<double> y(kTrials);
    double sum = 0, squares = 0;
    for (double& trial : y) {
        const double reference = mR(random), difference = dmR(random), air = a(random);
        trial = (reference + difference) * (1 + (air - 1.2) * (1 / rW(random) - 1 / rR(random))) - 100000;
        sum += trial;
    }
    const double mean = sum / kTrials;
    for (const double trial : y) squares += (trial - mean) * (trial - mean);
    std::ranges::sort(y);
    const auto covered = static_cast<std::size_t>(0.95 * kTrials);
    std::size_t best = 0;
    for (std::size_t r = 0; r + covered < kTrials; ++r)
        if (y[r + covered] - y[r] < y[best + covered] - y[best]) best = r;
    return {mean, std::sqrt(squares / (kTrials - 1)), {y[best], y[best + covered]}};
}

void simulate_weight_by_hand(benchmark::State& state) {
    std::uint64_t seed = 0;
    const double u = *simulate(weight(), {}, kTrials).u;
    if (std::abs(by_hand(seed).u - u) > 0.01 * u) state.SkipWithError("by hand u is another");
    for (auto _ : state) benchmark::DoNotOptimize(by_hand(++seed));
}
BENCHMARK(simulate_weight_by_hand)->Unit(benchmark::kMillisecond);

}  // namespace
