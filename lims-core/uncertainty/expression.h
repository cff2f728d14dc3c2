#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chuan::uncertainty {

// The model of a measurement as text: + - * / ^, unary signs, parentheses, numbers, names, and the functions sqrt exp
// ln log10 sin cos tan asin acos atan atan2(y,x) abs min max. ^ binds tighter than a sign on its left and is
// right-associative; angles are in radians; names know case. Text becomes a short program for registers, run once for
// the value and all derivatives (forward-mode automatic differentiation): exact to rounding, without a step size.

enum class Operation : std::uint8_t {
    number,
    variable,
    add,
    subtract,
    multiply,
    divide,
    power,
    negate,
    sqrt,
    exp,
    ln,
    log10,
    sin,
    cos,
    tan,
    asin,
    acos,
    atan,
    atan2,
    abs,
    min,
    max,
};

/// target := operation(target, target + 1); one operand stands in target itself.
struct Instruction {
    Operation operation;
    bool binary = false;
    bool left_varies = false;  // depends on a variable: has a gradient
    bool right_varies = false;
    std::uint16_t target = 0;
    std::uint16_t variable = 0;
    std::uint32_t position = 0;  // of the operator or name in the text, from 1
    double number = 0;
};

struct Derivatives {
    double value;
    /// The model has a kink here (abs at 0, min or max at a tie): the gradient holds on one side only.
    bool at_kink;
};

/// What the next order adds for uncorrelated inputs of standard uncertainties u_i.
/// Source: JCGM 100:2008, 5.1.2, note; the mean is that of the second-order series.
struct Curvature {
    double added_variance;  // sum over i, j of (f_ij^2 / 2 + f_i f_ijj) u_i^2 u_j^2; may be negative
    double mean_shift;      // sum over i of f_ii u_i^2 / 2
};

class Expression {
  public:
    /// Names found in constants become numbers, all others variables in the order of their first use.
    /// Throws Error(malformed, "expression.*") with the position and the reason; at most 4000 characters, 100 levels
    /// deep.
    static Expression parse(std::string_view text, const std::map<std::string, double>& constants = {});

    const std::string& text() const noexcept { return text_; }
    const std::vector<std::string>& variables() const noexcept { return variables_; }
    /// Constants that occur.
    const std::vector<std::string>& used_constants() const noexcept { return used_constants_; }

    /// values: one for each of variables(), in that order.
    /// Throws Error(rule_broken, "expression.domain") where the value is undefined or not finite: never a silent NaN.
    double value(std::span<const double> values) const;

    /// The values of many trials. columns: one for each of variables(), in that order, all as long as results.
    /// Throws as value() does, for the first trial that has none.
    void values(std::span<const std::span<const double>> columns, std::span<double> results) const;

    /// The value, and its derivative by each variable in gradient (as long as values).
    /// Throws as value() does, and Error(rule_broken, "expression.slope") where a derivative is infinite (sqrt at 0).
    Derivatives differentiate(std::span<const double> values, std::span<double> gradient) const;

    /// Beyond so many variables nobody waits for the next order.
    static constexpr std::size_t kMostCurved = 64;
    /// values and u: one for each of variables(), in that order, where differentiate() succeeds and finds no kink.
    /// Absent where a higher derivative is infinite, and for more than kMostCurved variables.
    std::optional<Curvature> curvature(std::span<const double> values, std::span<const double> u) const;

  private:
    friend class ExpressionParser;
    void values_of_chunk(std::span<const std::span<const double>> columns, std::size_t begin, std::span<double> results,
                         std::span<double> registers) const;
    std::string text_;
    std::vector<Instruction> program_;
    std::vector<std::string> variables_;
    std::vector<std::string> used_constants_;
    std::size_t registers_ = 0;
};

}  // namespace chuan::uncertainty
