#include "uncertainty/type_a.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

void require_observations(std::span<const double> observations) {
    if (observations.size() < 2)
        throw Error(
            ErrorKind::rule_broken, "type_a.observations",
            "a standard deviation needs at least 2 observations, there are " + std::to_string(observations.size()));
    if (!std::all_of(observations.begin(), observations.end(), [](double x) { return std::isfinite(x); }))
        throw Error(ErrorKind::rule_broken, "type_a.observations", "an observation is not a finite number");
}

/// Shifted by the first observation: nearly equal large readings lose no digits.
double mean_of(std::span<const double> observations) {
    double sum = 0;
    for (const double x : observations) sum += x - observations.front();
    return observations.front() + sum / static_cast<double>(observations.size());
}

/// Below it squares lose their digits.
constexpr double kSmallest = 1e-280;

/// sqrt(sum of squared deviations / dof); deviations so small that their squares vanish are taken in units of the
/// largest.
double deviation_of(std::span<const double> observations, double mean, double squares, double dof) {
    double largest = 0;
    for (const double x : observations) largest = std::max(largest, std::abs(x - mean));
    if (squares > kSmallest || largest == 0) return std::sqrt(std::max(0.0, squares) / dof);
    double sum = 0;
    for (const double x : observations) sum += (x - mean) / largest * ((x - mean) / largest);
    return largest * std::sqrt(sum / dof);
}

double sum_of_squares(std::span<const double> observations, double mean) {
    double sum = 0, residue = 0;
    for (const double x : observations) {
        sum += (x - mean) * (x - mean);
        residue += x - mean;
    }
    return sum - residue * residue / static_cast<double>(observations.size());
}

}  // namespace

TypeA evaluate_type_a(std::span<const double> observations) {
    require_observations(observations);
    const double n = static_cast<double>(observations.size());
    const double mean = mean_of(observations);
    const double s = deviation_of(observations, mean, sum_of_squares(observations, mean), n - 1);
    return {mean, s, {s / std::sqrt(n), n - 1}};
}

PooledDeviation pooled_deviation(std::span<const std::vector<double>> groups) {
    double sum = 0, dof = 0;
    for (const std::vector<double>& group : groups) {
        require_observations(group);
        sum += sum_of_squares(group, mean_of(group));
        dof += static_cast<double>(group.size() - 1);
    }
    if (dof == 0)
        throw Error(ErrorKind::rule_broken, "type_a.observations", "there is no group of observations to pool");
    return {std::sqrt(std::max(0.0, sum) / dof), dof};
}

StandardUncertainty uncertainty_of_mean(const PooledDeviation& pooled, std::size_t averaged) {
    if (averaged < 1 || !(pooled.standard_deviation >= 0) || !(pooled.degrees_of_freedom > 0))
        throw Error(ErrorKind::rule_broken, "type_a.pooled",
                    "a pooled standard deviation needs degrees of freedom and at least one observation to apply to");
    return {pooled.standard_deviation / std::sqrt(static_cast<double>(averaged)), pooled.degrees_of_freedom};
}

}  // namespace chuan::uncertainty
