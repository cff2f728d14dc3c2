#include "uncertainty/coverage_interval.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <future>
#include <string>
#include <vector>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

constexpr std::size_t kGlance = 4096;  // values that tell where a tail about begins

/// The first `count` values in the order of Before, sorted. Most of the others are left aside by a bound taken from a
/// part of the values; where the bound was too narrow, all of them are looked at.
template <class Before>
std::vector<double> sorted_tail(std::span<const double> values, std::size_t count, Before before) {
    std::vector<double> tail;
    if (values.size() > 8 * kGlance) {
        std::vector<double> glance;
        const std::size_t step = values.size() / kGlance;
        for (std::size_t i = 0; i < kGlance; ++i) glance.push_back(values[i * step]);
        const double expected = static_cast<double>(count) / static_cast<double>(step);
        const auto at = std::min(kGlance - 1, static_cast<std::size_t>(expected + 6 * std::sqrt(expected) + 6));
        std::nth_element(glance.begin(), glance.begin() + static_cast<std::ptrdiff_t>(at), glance.end(), before);
        const double bound = glance[at];
        for (const double value : values)
            if (!before(bound, value)) tail.push_back(value);
    }
    if (tail.size() < count) tail.assign(values.begin(), values.end());
    const auto end = tail.begin() + static_cast<std::ptrdiff_t>(count);
    if (end != tail.end()) std::nth_element(tail.begin(), end - 1, tail.end(), before);
    tail.resize(count);
    std::sort(tail.begin(), tail.end(), before);
    return tail;
}

/// Half the distance of the values a standard deviation of ranks away from the one of that rank, counted from 1.
double scatter_at(std::span<const double> tail, std::size_t rank) {
    const auto away = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(rank))));
    const std::size_t from = rank > away ? rank - away : 1, to = std::min(rank + away, tail.size());
    return std::abs(tail[to - 1] - tail[from - 1]) / 2;
}

}  // namespace

CoverageIntervals coverage_intervals(std::span<const double> values, double probability, unsigned threads) {
    if (!(probability > 0 && probability < 1))
        throw Error(ErrorKind::rule_broken, "simulation.probability",
                    "the coverage probability " + std::to_string(probability) + " does not lie between 0 and 1");
    const auto trials = static_cast<double>(values.size());
    if (trials * (1 - probability) < 2)
        throw Error(ErrorKind::rule_broken, "simulation.trials",
                    std::to_string(values.size()) + " trials are too few for a coverage interval of this probability");
    const auto covered = static_cast<std::size_t>(std::floor(probability * trials + 0.5));  // q
    const std::size_t outside = values.size() - covered;
    const std::size_t below = (outside + 1) / 2;  // of the symmetric interval: r, counted from 1
    auto largest = std::async(threads > 1 ? std::launch::async : std::launch::deferred,
                              [&] { return sorted_tail(values, outside, std::greater<>()); });
    const std::vector<double> low = sorted_tail(values, outside, std::less<>());
    const std::vector<double> high = largest.get();  // high[i]: the (i+1)th largest
    std::size_t best = 0;                            // y(r) and y(r + q) for r from 1 to the number outside
    for (std::size_t r = 1; r < outside; ++r)
        if (high[outside - 1 - r] - low[r] < high[outside - 1 - best] - low[best]) best = r;
    return {.symmetric = {low[below - 1], high[outside - below]},
            .shortest = {low[best], high[outside - 1 - best]},
            .scatter = std::max(scatter_at(low, below), scatter_at(high, outside - below + 1))};
}

}  // namespace chuan::uncertainty
