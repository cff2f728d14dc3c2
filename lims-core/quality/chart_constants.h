#pragma once

namespace chuan::quality {

/// Factors of the chart of means and standard deviations of groups of n normal observations.
struct ChartConstants {
    double c4;      // mean of s / sigma
    double A3;      // limits of the means: A3 mean s either side
    double B3, B4;  // limits of s: B3 mean s, not below 0, and B4 mean s
};
/// n: 2 to 10 000 observations. Throws Error(rule_broken, "chart.group").  Source: ISO 7870-2:2023, table 2.
ChartConstants chart_constants(int n);

}  // namespace chuan::quality
