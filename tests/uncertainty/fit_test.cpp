#include "uncertainty/fit.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

using Column = std::vector<double>;

template <class Act>
std::string refused_for(Act&& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.findings().front().code;
    }
    return {};
}

}  // namespace

// JCGM 100:2008, H.3: the calibration line of a thermometer, corrections against 20 degrees.
TEST(Fit, IsTheLineOfTheThermometer) {
    const Column t{21.521, 22.012, 22.512, 23.003, 23.507, 23.999, 24.513, 25.002, 25.503, 26.010, 26.511};
    const Column b{-0.171, -0.169, -0.166, -0.159, -0.164, -0.165, -0.156, -0.157, -0.159, -0.161, -0.160};
    const PolynomialFit line = fit_polynomial(t, b, {}, {.x_offset = 20});
    EXPECT_NEAR(line.coefficients[0], -0.1712, 0.00005);
    EXPECT_NEAR(line.u(0), 0.0029, 0.00005);
    EXPECT_NEAR(line.coefficients[1], 0.00218, 0.000005);
    EXPECT_NEAR(line.u(1), 0.00067, 0.000005);
    EXPECT_NEAR(line.correlation(0, 1), -0.930, 0.0005);
    EXPECT_NEAR(line.residual_deviation, 0.0035, 0.00005);
    EXPECT_NEAR(line.value(30), -0.1494, 0.00005);
    EXPECT_NEAR(line.u_of_value(30), 0.0041, 0.00005);
}

TEST(Fit, FindsACurveAgainWhateverTheScaleOfItsVariable) {
    for (const double scale : {1e-6, 1.0, 1e6}) {
        Column x, y;
        for (int i = 0; i < 8; ++i) {
            const double at = i * scale;
            x.push_back(at);
            y.push_back(3 - 2 * i + 0.5 * i * i - 0.1 * i * i * i);
        }
        const PolynomialFit curve = fit_polynomial(x, y, {}, {.degree = 3});
        EXPECT_NEAR(curve.coefficients[3] * scale * scale * scale, -0.1, 1e-10) << scale;
        EXPECT_NEAR(curve.value(2.5 * scale), 3 - 5 + 3.125 - 1.5625, 1e-9) << scale;
        EXPECT_NEAR(curve.residual_deviation, 0, 1e-9) << scale;
    }
}

// y = b x by hand: b = Sxy / Sxx = 28.2 / 14, s^2 = residual sum / 2.
TEST(Fit, GoesThroughTheOriginWhenItIsTold) {
    const Column x{1, 2, 3}, y{2.1, 3.9, 6.1};
    const PolynomialFit line = fit_polynomial(x, y, {}, {.through_origin = true});
    const double b = 28.2 / 14, s2 = (2.1 * 2.1 + 3.9 * 3.9 + 6.1 * 6.1 - 28.2 * b) / 2;
    EXPECT_EQ(line.coefficients[0], 0);
    EXPECT_EQ(line.u(0), 0);
    EXPECT_EQ(line.correlation(0, 1), 0);
    EXPECT_NEAR(line.coefficients[1], b, 1e-12);
    EXPECT_NEAR(line.u(1), std::sqrt(s2 / 14), 1e-12);
    EXPECT_EQ(line.degrees_of_freedom, 2);
    EXPECT_EQ(line.u_of_value(0), 0);
    EXPECT_NEAR(line.u_of_value(2), 2 * line.u(1), 1e-12);
    EXPECT_EQ(refused_for([&] { fit_polynomial(x, y, {}, {.degree = 0, .through_origin = true}); }), "fit.degree");
}

TEST(Fit, TrustsGivenUncertaintiesOrTheResidualsAsItIsTold) {
    const Column x{0, 1, 2, 3}, y{0, 1.1, 1.9, 3.05}, u(4, 0.1), half(4, 0.05);
    const double trusted = fit_polynomial(x, y, u, {.scale_by_residuals = false}).u(1);
    EXPECT_NEAR(fit_polynomial(x, y, half, {.scale_by_residuals = false}).u(1), trusted / 2, 1e-12);
    const double scaled = fit_polynomial(x, y, u, {}).u(1);
    EXPECT_NEAR(fit_polynomial(x, y, half, {}).u(1), scaled, 1e-12);
    EXPECT_NEAR(fit_polynomial(x, y, {}, {}).u(1), scaled, 1e-12);
}

TEST(Fit, RefusesPointsThatDetermineNothing) {
    const Column three{1, 2, 3}, same{2, 2, 2}, two{1, 2}, nan{1, NAN, 3}, none{0.1, 0, 0.1};
    EXPECT_EQ(refused_for([&] { fit_polynomial(two, two, {}, {}); }), "fit.points");
    EXPECT_EQ(refused_for([&] { fit_polynomial(three, two, {}, {}); }), "fit.lengths");
    EXPECT_EQ(refused_for([&] { fit_polynomial(same, three, {}, {}); }), "fit.undetermined");
    EXPECT_EQ(refused_for([&] { fit_polynomial(nan, three, {}, {}); }), "fit.not_finite");
    EXPECT_EQ(refused_for([&] { fit_polynomial(three, three, none, {}); }), "fit.uncertainty");
    EXPECT_EQ(refused_for([&] { fit_polynomial(three, three, {}, {.degree = 10}); }), "fit.degree");
    EXPECT_EQ(refused_for([&] { predict_inverse(three, same, two); }), "fit.flat");
    EXPECT_EQ(refused_for([&] { analyse_variance({.means = {1}, .deviations = {1}, .observations_per_group = 2}); }),
              "fit.groups");
}

TEST(Fit, InBothVariablesTheLineDoesNotDependOnWhichIsCalledX) {
    const Column x{0, 0.9, 1.8, 2.6, 3.3, 4.4}, y{5.9, 5.4, 4.4, 4.6, 3.5, 3.7}, u_x(6, 0.2), u_y(6, 0.3);
    const LineInBoth line = fit_line_in_both(x, u_x, y, u_y), turned = fit_line_in_both(y, u_y, x, u_x);
    EXPECT_NEAR(turned.slope, 1 / line.slope, 1e-9);
    EXPECT_NEAR(turned.intercept, -line.intercept / line.slope, 1e-9);
    EXPECT_NEAR(turned.chi_squared, line.chi_squared, 1e-9);
}

TEST(VarianceOfGroups, SaysNothingWhereTheMeansScatterLessThanTheyMust) {
    const std::vector<Column> groups{{1, 2, 3}, {3, 1, 2}, {2, 3, 1}};
    const VarianceAnalysis result = analyse_variance(grouped(groups));
    EXPECT_EQ(result.s_between_component, 0);
    EXPECT_NEAR(result.p_value, 1, 1e-12);
    const std::vector<Column> uneven{{1, 2, 3}, {3, 1}};
    EXPECT_EQ(refused_for([&] { grouped(uneven); }), "fit.groups");
}

TEST(Fit, TrustedUncertaintiesNeedNoMorePointsThanCoefficients) {
    const double x[] = {0, 2}, y[] = {1, 5}, u[] = {0.1, 0.2};
    const PolynomialFit line = fit_polynomial(x, y, u, {.scale_by_residuals = false});
    EXPECT_EQ(line.degrees_of_freedom, 0);
    EXPECT_NEAR(line.u(0), 0.1, 1e-12);
    EXPECT_NEAR(line.u(1), std::hypot(0.1, 0.2) / 2, 1e-12);
    EXPECT_THROW(fit_polynomial(x, y, u, {}), Error);
    EXPECT_THROW(fit_polynomial(x, y, {}, {}), Error);
}

TEST(Fit, InBothVariablesOneMayBeKnownExactly) {
    const double x[] = {0, 1, 2, 3}, y[] = {0.1, 0.9, 2.1, 2.9}, u[] = {0.1, 0.1, 0.1, 0.1}, none[] = {0, 0, 0, 0};
    const LineInBoth exact = fit_line_in_both(x, none, y, u);
    const PolynomialFit plain = fit_polynomial(x, y, u, {.scale_by_residuals = false});
    EXPECT_NEAR(exact.slope, plain.coefficients[1], 1e-12);
    EXPECT_NEAR(exact.u_slope, plain.u(1), 1e-12);
    EXPECT_THROW(fit_line_in_both(x, none, y, none), Error);
}

TEST(VarianceOfGroups, AsksForDeviationsAndACountThatArePossible) {
    EXPECT_THROW(analyse_variance({{1, 2}, {0.1, -0.2}, 5}), Error);
    EXPECT_THROW(analyse_variance({{1, 2}, {0.1, 0.2}, 2'000'000'000}), Error);
}

}  // namespace chuan::uncertainty
