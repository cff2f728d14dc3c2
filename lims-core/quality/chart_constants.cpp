#include "quality/chart_constants.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "base/error.h"

namespace chuan::quality {

namespace {

constexpr int kLargestGroup = 10'000;

/// From c4(2) = sqrt(2 / pi) upwards: c4(n) c4(n + 1) = sqrt((n - 1) / n).
double mean_deviation(int n) {
    double c4 = std::sqrt(2 / std::numbers::pi);
    for (int i = 2; i < n; ++i) c4 = std::sqrt((i - 1.0) / i) / c4;
    return c4;
}

}  // namespace

ChartConstants chart_constants(int n) {
    if (n < 2 || n > kLargestGroup)
        throw Error(ErrorKind::rule_broken, "chart.group",
                    "a group of " + std::to_string(n) + " observations has no constants; give 2 to 10000");
    const double c4 = mean_deviation(n), spread = 3 * std::sqrt(1 - c4 * c4) / c4;
    return {.c4 = c4, .A3 = 3 / (c4 * std::sqrt(n)), .B3 = std::max(0.0, 1 - spread), .B4 = 1 + spread};
}

}  // namespace chuan::quality
