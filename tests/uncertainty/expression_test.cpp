#include "uncertainty/expression.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::uncertainty {

namespace {

double value_of(std::string_view text) { return Expression::parse(text).value({}); }

double slope_of(std::string_view text, double x) {
    double gradient = 0;
    Expression::parse(text).differentiate({&x, 1}, {&gradient, 1});
    return gradient;
}

struct Refusal {
    std::string code, position;
    bool operator==(const Refusal&) const = default;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.code << " at " << refusal.position; }

Refusal refusal(std::string_view text, std::vector<double> values = {}) {
    try {
        const Expression expression = Expression::parse(text);
        std::vector<double> gradient(values.size());
        expression.differentiate(values, gradient);
        return {"accepted", ""};
    } catch (const Error& error) {
        return {error.code(), error.findings().front().values.at("position")};
    }
}

}  // namespace

TEST(Expression, FollowsTheUsualPrecedence) {
    EXPECT_EQ(value_of("1+2*3"), 7);
    EXPECT_EQ(value_of("-3^2"), -9);
    EXPECT_EQ(value_of("2^-2"), 0.25);
    EXPECT_EQ(value_of("2^3^2"), 512);
    EXPECT_EQ(value_of("2^-3^2"), std::pow(2, -9));
    EXPECT_EQ(value_of("24/4/3"), 2);
    EXPECT_EQ(value_of("10-4-3"), 3);
    EXPECT_EQ(value_of("2*-3"), -6);
    EXPECT_EQ(value_of("--2"), 2);
    EXPECT_EQ(value_of("+(1+1)*(2-5)"), -6);
    EXPECT_EQ(value_of(" 1.5e-3 * 2E2\n"), 0.3);
}

TEST(Expression, KnowsItsFunctions) {
    EXPECT_EQ(value_of("sqrt(16)+abs(-2)+min(3,1,2)+max(1,5,4)"), 12);
    EXPECT_DOUBLE_EQ(value_of("ln(exp(2))+log10(1000)"), 5);
    EXPECT_DOUBLE_EQ(value_of("sin(1)^2+cos(1)^2"), 1);
    EXPECT_DOUBLE_EQ(value_of("4*atan(1)"), M_PI);
    EXPECT_DOUBLE_EQ(value_of("atan2(1,-1)"), 3 * M_PI / 4);
    EXPECT_DOUBLE_EQ(value_of("asin(1)+acos(1)+tan(0)"), M_PI / 2);
}

TEST(Expression, VariablesComeInTheOrderOfTheirFirstUse) {
    const Expression e = Expression::parse("(b - a)*pi + b", {{"pi", M_PI}, {"c", 3}});
    EXPECT_EQ(e.variables(), (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(e.used_constants(), (std::vector<std::string>{"pi"}));
    const double values[] = {2, 1};
    EXPECT_DOUBLE_EQ(e.value(values), M_PI + 2);
}

TEST(Expression, DerivativesAreExact) {
    EXPECT_DOUBLE_EQ(slope_of("x^3", 2), 12);
    EXPECT_DOUBLE_EQ(slope_of("2^x", 3), 8 * std::log(2));
    EXPECT_DOUBLE_EQ(slope_of("x^x", 2), 4 * (std::log(2) + 1));
    EXPECT_DOUBLE_EQ(slope_of("x^2", -3), -6);
    EXPECT_DOUBLE_EQ(slope_of("x^2", 0), 0);
    EXPECT_DOUBLE_EQ(slope_of("x^1", 0), 1);
    EXPECT_DOUBLE_EQ(slope_of("1/x", 4), -1.0 / 16);
    EXPECT_DOUBLE_EQ(slope_of("asin(x)", 0.5), 1 / std::sqrt(0.75));
    EXPECT_DOUBLE_EQ(slope_of("acos(x)", 0.5), -1 / std::sqrt(0.75));
    EXPECT_DOUBLE_EQ(slope_of("atan2(x, 2)", 1), 2.0 / 5);
    EXPECT_DOUBLE_EQ(slope_of("atan2(2, x)", 1), -2.0 / 5);
    EXPECT_DOUBLE_EQ(slope_of("log10(x)", 10), 1 / (10 * std::log(10)));
    EXPECT_DOUBLE_EQ(slope_of("max(x, 3, x^2)", 2), 4);
    EXPECT_DOUBLE_EQ(slope_of("min(5, x)", 2), 1);
    EXPECT_DOUBLE_EQ(slope_of("abs(-x)", 2), 1);
    EXPECT_DOUBLE_EQ(slope_of("x*x/x - x", 3), 0);
}

TEST(Expression, DerivativesAgreeWithDifferencesForEveryFunction) {
    std::mt19937 random(1);
    for (const char* text :
         {"sqrt(x)", "exp(x)", "ln(x)", "log10(x)", "sin(x)", "cos(x)", "tan(x)", "asin(x)", "acos(x)", "atan(x)",
          "atan2(x, 0.3)", "x^2.5", "0.7^x", "(x+1)/(x^2+2)", "-x*exp(-x)", "max(x, 2*x)", "sqrt(1 - x^2)"}) {
        const Expression e = Expression::parse(text);
        for (int i = 0; i < 20; ++i) {
            const double x = 0.05 + 0.9 * static_cast<double>(random()) / 4294967296.0, h = 1e-6;
            const double up = x + h, down = x - h;
            EXPECT_NEAR(slope_of(text, x), (e.value({&up, 1}) - e.value({&down, 1})) / (2 * h), 1e-5)
                << text << " at " << x;
        }
    }
}

TEST(Expression, TellsOfAKink) {
    const auto kink = [](std::string_view text, std::vector<double> values) {
        std::vector<double> gradient(values.size());
        return Expression::parse(text).differentiate(values, gradient).at_kink;
    };
    EXPECT_TRUE(kink("abs(x)", {0}));
    EXPECT_TRUE(kink("max(a, b)", {1, 1}));
    EXPECT_TRUE(kink("min(a, 1)", {1}));
    EXPECT_FALSE(kink("abs(x)", {1e-300}));
    EXPECT_FALSE(kink("max(a, b)", {1, 2}));
    EXPECT_EQ(slope_of("max(0, x)", 0), 1);  // the side that moves
    EXPECT_EQ(slope_of("min(x, 0)", 0), 1);
}

TEST(Expression, NamesPositionAndReasonOfASyntaxError) {
    EXPECT_EQ(refusal("2 +"), (Refusal{"expression.unexpected", "4"}));
    EXPECT_EQ(refusal("foo(1)"), (Refusal{"expression.unknown_function", "1"}));
    EXPECT_EQ(refusal("a..b"), (Refusal{"expression.unexpected", "2"}));
    EXPECT_EQ(refusal("x; y"), (Refusal{"expression.unexpected", "2"}));
    EXPECT_EQ(refusal("2x"), (Refusal{"expression.unexpected", "2"}));
    EXPECT_EQ(refusal("1 + 1.e3"), (Refusal{"expression.number", "5"}));
    EXPECT_EQ(refusal("1e999"), (Refusal{"expression.number", "1"}));
    EXPECT_EQ(refusal("1e"), (Refusal{"expression.number", "1"}));
    EXPECT_EQ(refusal("(1+2"), (Refusal{"expression.unexpected", "5"}));
    EXPECT_EQ(refusal("1+2)"), (Refusal{"expression.unexpected", "4"}));
    EXPECT_EQ(refusal("sqrt()"), (Refusal{"expression.arguments", "1"}));
    EXPECT_EQ(refusal("1 + sqrt(1, 2)"), (Refusal{"expression.arguments", "5"}));
    EXPECT_EQ(refusal("max(1)"), (Refusal{"expression.arguments", "1"}));
    EXPECT_EQ(refusal("max(1,)"), (Refusal{"expression.unexpected", "7"}));
    EXPECT_EQ(refusal("atan2(1,2,3)"), (Refusal{"expression.arguments", "1"}));
    EXPECT_EQ(refusal(""), (Refusal{"expression.empty", "1"}));
    EXPECT_EQ(refusal("  "), (Refusal{"expression.empty", "3"}));
    EXPECT_EQ(refusal("a = 2"), (Refusal{"expression.unexpected", "3"}));
    EXPECT_EQ(refusal("a < 2"), (Refusal{"expression.unexpected", "3"}));
    EXPECT_EQ(refusal("\xC3\xA9"), (Refusal{"expression.unexpected", "1"}));
    EXPECT_EQ(refusal(std::string_view("1\0", 2)), (Refusal{"expression.unexpected", "2"}));
}

TEST(Expression, HasLimitsOfLengthAndDepth) {
    EXPECT_EQ(refusal("1" + std::string(4000, '0')).code, "expression.too_long");
    const auto within = [](std::size_t levels) {
        std::string text(2 * levels + 1, '(');
        text[levels] = '1';
        for (std::size_t i = levels + 1; i < text.size(); ++i) text[i] = ')';
        return text;
    };
    EXPECT_EQ(refusal(within(101)).code, "expression.too_deep");
    EXPECT_EQ(refusal(std::string(101, '-').append("1")).code, "expression.too_deep");
    EXPECT_EQ(value_of(within(99)), 1);
    std::string power = "1";
    for (int i = 0; i < 200; ++i) power += "^1";
    EXPECT_EQ(refusal(power).code, "expression.too_deep");
    std::string sum = "1";
    for (int i = 0; i < 1900; ++i) sum += "+1";
    EXPECT_EQ(value_of(sum), 1901);
}

TEST(Expression, UndefinedValuesAreErrorsAndNeverNaN) {
    for (const char* text : {"1/0", "sqrt(-1)", "ln(0)", "ln(-1)", "log10(0)", "asin(2)", "acos(-1.5)", "(-8)^(1/3)",
                             "0^-1", "exp(1000)", "1/exp(1000)", "atan2(0,0)", "10^400"})
        EXPECT_EQ(refusal(text).code, "expression.domain") << text;
    EXPECT_EQ(refusal("1 + sqrt(x)", {-1}), (Refusal{"expression.domain", "5"}));
    EXPECT_EQ(refusal("x", {std::nan("")}).code, "expression.domain");
    EXPECT_THROW(value_of("1/0"), Error);
}

TEST(Expression, InfiniteSlopesAreErrors) {
    for (const char* text : {"sqrt(x)", "x^0.5", "asin(x+1)", "acos(x-1)"})
        EXPECT_EQ(refusal(text, {0}).code, "expression.slope") << text;
    EXPECT_EQ(refusal("(x-2)^x", {1}).code, "expression.slope");
    EXPECT_EQ(refusal("sqrt(0)*x", {1}).code, "accepted");
}

TEST(Expression, SurvivesAnyText) {
    std::mt19937 random(7);
    constexpr std::string_view kPieces[] = {"x",    "1",   "+", "-", "*", "/", "^",   "(",   ")",
                                            "sqrt", "max", ",", ".", "e", " ", "2.5", "ln(", "\xFF"};
    int accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (unsigned long n = random() % 12; n > 0; --n) text += kPieces[random() % std::size(kPieces)];
        try {
            const Expression e = Expression::parse(text);
            ++accepted;
            std::vector<double> values(e.variables().size(), 0.7), gradient(values.size());
            EXPECT_TRUE(std::isfinite(e.differentiate(values, gradient).value));
        } catch (const Error& error) {
            EXPECT_TRUE(error.code().starts_with("expression.")) << text;
        }
    }
    EXPECT_GT(accepted, 100);
}

namespace {

/// The next-order terms from differences of the exact gradient: f_ij and f_ijj to some six digits.
Curvature by_differences(const Expression& expression, std::vector<double> x, const std::vector<double>& u) {
    const std::size_t n = x.size();
    const auto gradient_at = [&](std::size_t j, double step) {
        std::vector<double> moved = x, gradient(n);
        moved[j] += step;
        expression.differentiate(moved, gradient);
        return gradient;
    };
    Curvature sum{0, 0};
    const auto here = gradient_at(0, 0);
    for (std::size_t j = 0; j < n; ++j) {
        const double h = 1e-4 * std::max(1.0, std::abs(x[j]));
        const auto above = gradient_at(j, h), below = gradient_at(j, -h);
        for (std::size_t i = 0; i < n; ++i) {
            const double second = (above[i] - below[i]) / (2 * h),
                         third = (above[i] - 2 * here[i] + below[i]) / (h * h);
            sum.added_variance += (0.5 * second * second + here[i] * third) * u[i] * u[i] * u[j] * u[j];
            if (i == j) sum.mean_shift += 0.5 * second * u[i] * u[i];
        }
    }
    return sum;
}

}  // namespace

// JCGM 100:2008, 5.1.2, note: every operation alone, and together.
TEST(Curvature, IsThatOfTheDerivativesItself) {
    for (const char* text : {"a*b",
                             "a/b",
                             "a^3",
                             "a^2.5",
                             "a^-1",
                             "2^a",
                             "a^b",
                             "sqrt(a)",
                             "exp(a)",
                             "ln(a)",
                             "log10(a)",
                             "sin(a)",
                             "cos(a)",
                             "tan(a)",
                             "asin(a/3)",
                             "acos(a/3)",
                             "atan(a)",
                             "atan2(a, b)",
                             "atan2(b, a)",
                             "atan2(a, 2)",
                             "abs(a)*b",
                             "min(a*a, 5)",
                             "max(b*b, a)",
                             "-(a*b)",
                             "3 - a*b",
                             "a*a - a*a*b",
                             "(a + b)*(a - c)/(b + c)",
                             "sqrt(a*a + b*b)*sin(c)",
                             "exp(-a*b)*ln(c + a)",
                             "a*b*c",
                             "(a*b)^2/(1 + c^2)"}) {
        const Expression expression = Expression::parse(text);
        const std::map<std::string, double> values{{"a", 1.3}, {"b", 0.7}, {"c", 2.1}};
        const std::map<std::string, double> spreads{{"a", 0.3}, {"b", 0.2}, {"c", 0.5}};
        std::vector<double> x, u;
        for (const auto& name : expression.variables()) x.push_back(values.at(name)), u.push_back(spreads.at(name));
        const auto found = expression.curvature(x, u);
        ASSERT_TRUE(found) << text;
        const Curvature expected = by_differences(expression, x, u);
        EXPECT_NEAR(found->added_variance, expected.added_variance, 1e-5 * std::abs(expected.added_variance) + 1e-8)
            << text;
        EXPECT_NEAR(found->mean_shift, expected.mean_shift, 1e-6 * std::abs(expected.mean_shift) + 1e-9) << text;
    }
}

TEST(Curvature, OfALinearModelIsNoneAndWhereAThirdDerivativeIsInfiniteAbsent) {
    const auto linear = Expression::parse("2*a - b/3 + 5");
    const auto none = linear.curvature(std::vector{1.0, 2.0}, std::vector{0.1, 0.1});
    EXPECT_EQ(none->added_variance, 0);
    EXPECT_EQ(none->mean_shift, 0);
    EXPECT_FALSE(Expression::parse("a^2.5").curvature(std::vector{0.0}, std::vector{0.1}));
}

// One program, run for a block of trials and for one point: every function and operator, the same bits.
TEST(Expression, ABlockOfTrialsGivesTheBitsOfEachPoint) {
    for (const char* text : {"x + y*x - y/x", "-x^2 + x^-2 + x^y", "sqrt(x) + exp(-y) + ln(x) + log10(y)",
                             "sin(x) + cos(y) + tan(x/3)", "asin(x/9) + acos(y/9) + atan(x*y)", "atan2(y, -x)",
                             "abs(x - 2) + min(x, y, 1.5) + max(x, y)", "x - y + 7"}) {
        const Expression expression = Expression::parse(text);
        ASSERT_EQ(expression.variables().size(), 2U) << text;
        const std::size_t count = 1500;  // more than one chunk
        std::vector<std::vector<double>> columns(2, std::vector<double>(count));
        for (std::size_t i = 0; i < count; ++i) {
            columns[0][i] = 0.1 + 0.0026 * static_cast<double>(i);
            columns[1][i] = 4.2 - 0.0027 * static_cast<double>(i);
        }
        std::vector<double> results(count);
        expression.values(std::vector<std::span<const double>>{columns[0], columns[1]}, results);
        for (std::size_t i = 0; i < count; ++i) {
            const double at[] = {columns[0][i], columns[1][i]};
            ASSERT_EQ(results[i], expression.value(at)) << text << " at " << at[0] << ", " << at[1];
        }
    }
}

}  // namespace chuan::uncertainty
