#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "uncertainty/standard_uncertainty.h"

namespace chuan::uncertainty {

// Lines and curves through measured points: calibration curves, drift, interpolation.

/// y = c_0 + c_1 (x - x_offset) + c_2 (x - x_offset)^2 + ...
struct PolynomialFit {
    double x_offset;
    std::vector<double> coefficients;
    std::vector<double> covariance;  // of the coefficients, row by row
    /// sqrt(sum of the squares / dof), of the weighted residuals where there are weights; 0 without degrees of freedom.
    double residual_deviation;
    std::optional<double> chi_squared;  // where the uncertainties of y were given
    int degrees_of_freedom;

    double u(std::size_t coefficient) const;
    double correlation(std::size_t a, std::size_t b) const;
    double value(double x) const;
    /// Of the curve at x, nothing for a new observation added.
    double u_of_value(double x) const;
};

struct FitPlan {
    int degree = 1;  // 0 to 9
    double x_offset = 0;
    /// The covariance is multiplied by chi squared / dof: the weights are relative only, or there are none.
    bool scale_by_residuals = true;
    /// No constant term, degree at least 1: the curve is 0 at x_offset, exactly.
    bool through_origin = false;
};

/// Least squares by QR on a scaled variable. u_y: standard uncertainties of y, or empty: all alike. As many points as
/// coefficients are enough where u_y are given and not scaled by the residuals, otherwise one more.
/// Throws Error(rule_broken, "fit.*"): too few points, different lengths, numbers that are not finite, u_y <= 0, points
/// that do not determine the curve.  Source: JCGM 100:2008, H.3.
PolynomialFit fit_polynomial(std::span<const double> x, std::span<const double> y, std::span<const double> u_y,
                             const FitPlan&);

/// x at which a straight line gives the mean of some new observations, with the fit's degrees of freedom: no weights.
/// u = s / |slope| sqrt(1/m + 1/n + (x0 - mean x)^2 / Sxx).
/// Throws Error(rule_broken, "fit.*").  Source: EURACHEM/CITAC QUAM, A5.
struct InversePrediction {
    double x;
    StandardUncertainty u;
};
InversePrediction predict_inverse(std::span<const double> x, std::span<const double> y,
                                  std::span<const double> observed);

/// A straight line where both variables are uncertain, not correlated; uncertainties after York et al. (2004), at the
/// adjusted points.
struct LineInBoth {
    double intercept, slope;
    double u_intercept, u_slope;
    double chi_squared;
    int degrees_of_freedom;
};
/// All four of one length, at least 3; uncertainties >= 0, at no point both 0. Throws Error(rule_broken, "fit.*"), also
/// where it does not settle.
LineInBoth fit_line_in_both(std::span<const double> x, std::span<const double> u_x, std::span<const double> y,
                            std::span<const double> u_y);

/// One-way analysis of variance of groups of equally many observations.  Source: JCGM 100:2008, H.5.
struct GroupedObservations {
    std::vector<double> means, deviations;  // of each group
    int observations_per_group;
};
struct VarianceAnalysis {
    double grand_mean;
    double deviation_of_means;
    double s_between_groups, s_within_groups;  // s_a and s_b of H.5, the first from the scatter of the means
    int dof_between, dof_within;
    double F, p_value;                         // of no difference between the groups
    double s_between_component;                // what the groups add, 0 where their scatter says nothing
    double u_with_between, u_without_between;  // of the grand mean
};
/// Throws Error(rule_broken, "fit.groups") for fewer than two groups or two observations each, deviations that are
/// none, and more observations than an int counts.
VarianceAnalysis analyse_variance(const GroupedObservations&);
GroupedObservations grouped(std::span<const std::vector<double>> groups);

}  // namespace chuan::uncertainty
