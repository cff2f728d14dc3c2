#include "uncertainty/expression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "base/error.h"
#include "uncertainty/operation_value.h"

namespace chuan::uncertainty {

namespace {

const char* reason_undefined(Operation operation) {
    switch (operation) {
        case Operation::divide:
            return "division by zero, or a quotient too large";
        case Operation::power:
            return "this power is undefined or too large";
        case Operation::sqrt:
            return "square root of a negative number";
        case Operation::ln:
        case Operation::log10:
            return "logarithm of a number that is not positive";
        case Operation::asin:
        case Operation::acos:
            return "the argument lies outside -1 to 1";
        case Operation::atan2:
            return "atan2(0, 0) is undefined";
        case Operation::variable:
        case Operation::number:
            return "this input is not a finite number";
        default:
            return "the result is too large";
    }
}

[[noreturn]] void refuse(const char* code, const Instruction& at, const std::string& reason) {
    const std::string position = std::to_string(at.position);
    throw Error(ErrorKind::rule_broken, code,
                "the model cannot be evaluated at its inputs, at character " + position + ": " + reason, {},
                {{"position", position}, {"reason", reason}});
}

/// Derivatives of the result by the left and the right operand.
struct Slopes {
    double left = 0, right = 0;
    bool kink = false;
};

Slopes power_slopes(double a, double b, double y, bool right_varies) {
    Slopes slopes;
    slopes.left = b == 0 ? 0 : b * std::pow(a, b - 1);
    if (right_varies) slopes.right = a == 0 && b > 0 ? 0 : y * std::log(a);
    return slopes;
}

/// At a tie max follows its first and min its second argument that varies, so that max(a, b) - min(a, b) keeps its
/// spread.
Slopes slopes_of(const Instruction& at, double a, double b, double y) {
    switch (at.operation) {
        case Operation::add:
            return {1, 1};
        case Operation::subtract:
            return {1, -1};
        case Operation::multiply:
            return {b, a};
        case Operation::divide:
            return {1 / b, -y / b};
        case Operation::power:
            return power_slopes(a, b, y, at.right_varies);
        case Operation::negate:
            return {-1};
        case Operation::sqrt:
            return {0.5 / y};
        case Operation::exp:
            return {y};
        case Operation::ln:
            return {1 / a};
        case Operation::log10:
            return {1 / (a * std::log(10.0))};
        case Operation::sin:
            return {std::cos(a)};
        case Operation::cos:
            return {-std::sin(a)};
        case Operation::tan:
            return {1 + y * y};
        case Operation::asin:
            return {1 / std::sqrt((1 - a) * (1 + a))};
        case Operation::acos:
            return {-1 / std::sqrt((1 - a) * (1 + a))};
        case Operation::atan:
            return {1 / (1 + a * a)};
        case Operation::atan2:
            return {b / (a * a + b * b), -a / (a * a + b * b)};
        case Operation::abs:
            return {a < 0 ? -1.0 : 1.0, 0, a == 0};
        case Operation::min:
            return a < b || (a == b && !at.right_varies) ? Slopes{1, 0, a == b} : Slopes{0, 1, a == b};
        case Operation::max:
            return a > b || (a == b && at.left_varies) ? Slopes{1, 0, a == b} : Slopes{0, 1, a == b};
        case Operation::number:
        case Operation::variable:
            break;
    }
    throw std::logic_error("an operation without operands");
}

/// gradient := slopes.left * gradient + slopes.right * right, of which either may be constant.
void combine(const Instruction& at, const Slopes& slopes, double* left, const double* right, std::size_t count) {
    if ((at.left_varies && !std::isfinite(slopes.left)) || (at.right_varies && !std::isfinite(slopes.right)))
        refuse("expression.slope", at, "the derivative is infinite or undefined here");
    if (at.left_varies && at.right_varies) {
        for (std::size_t i = 0; i < count; ++i) left[i] = slopes.left * left[i] + slopes.right * right[i];
    } else if (at.left_varies) {
        for (std::size_t i = 0; i < count; ++i) left[i] *= slopes.left;
    } else {
        for (std::size_t i = 0; i < count; ++i) left[i] = slopes.right * right[i];
    }
}

/// Registers on the stack for the models of practice, on the heap for larger ones.
class Workspace {
  public:
    explicit Workspace(std::size_t size)
        : heap_(size > small_.size() ? size : 0), data_(heap_.empty() ? small_.data() : heap_.data()) {}
    double* data() { return data_; }

  private:
    std::array<double, 256> small_;
    std::vector<double> heap_;
    double* data_;
};

}  // namespace

double value_of(Operation operation, double a, double b) {
    switch (operation) {
        case Operation::add:
            return value_of<Operation::add>(a, b);
        case Operation::subtract:
            return value_of<Operation::subtract>(a, b);
        case Operation::multiply:
            return value_of<Operation::multiply>(a, b);
        case Operation::divide:
            return value_of<Operation::divide>(a, b);
        case Operation::power:
            return value_of<Operation::power>(a, b);
        case Operation::negate:
            return value_of<Operation::negate>(a, b);
        case Operation::sqrt:
            return value_of<Operation::sqrt>(a, b);
        case Operation::exp:
            return value_of<Operation::exp>(a, b);
        case Operation::ln:
            return value_of<Operation::ln>(a, b);
        case Operation::log10:
            return value_of<Operation::log10>(a, b);
        case Operation::sin:
            return value_of<Operation::sin>(a, b);
        case Operation::cos:
            return value_of<Operation::cos>(a, b);
        case Operation::tan:
            return value_of<Operation::tan>(a, b);
        case Operation::asin:
            return value_of<Operation::asin>(a, b);
        case Operation::acos:
            return value_of<Operation::acos>(a, b);
        case Operation::atan:
            return value_of<Operation::atan>(a, b);
        case Operation::atan2:
            return value_of<Operation::atan2>(a, b);
        case Operation::abs:
            return value_of<Operation::abs>(a, b);
        case Operation::min:
            return value_of<Operation::min>(a, b);
        case Operation::max:
            return value_of<Operation::max>(a, b);
        case Operation::number:
        case Operation::variable:
            break;
    }
    throw std::logic_error("an operation without operands");
}

double Expression::value(std::span<const double> values) const {
    if (values.size() != variables_.size()) throw std::logic_error("an expression needs one value for each variable");
    Workspace workspace(registers_ + 1);
    double* const registers = workspace.data();
    for (const Instruction& at : program_) {
        double& y = registers[at.target];
        if (at.operation == Operation::variable)
            y = values[at.variable];
        else if (at.operation == Operation::number)
            y = at.number;
        else
            y = value_of(at.operation, y, at.binary ? registers[at.target + 1] : 0);
        if (!std::isfinite(y)) refuse("expression.domain", at, reason_undefined(at.operation));
    }
    return registers[0];
}

Derivatives Expression::differentiate(std::span<const double> values, std::span<double> gradient) const {
    const std::size_t count = variables_.size();
    if (values.size() != count || gradient.size() != count)
        throw std::logic_error("an expression needs one value for each variable");
    const std::size_t stride = count + 1;  // a register is its value, then its gradient
    Workspace workspace((registers_ + 1) * stride);
    bool at_kink = false;
    for (const Instruction& at : program_) {
        double* const left = workspace.data() + at.target * stride;
        const double* const right = left + stride;
        if (at.operation == Operation::variable) {
            left[0] = values[at.variable];
            for (std::size_t i = 1; i <= count; ++i) left[i] = 0;
            left[1 + at.variable] = 1;
        } else if (at.operation == Operation::number) {
            left[0] = at.number;
        } else {
            const double a = left[0], b = at.binary ? right[0] : 0;
            left[0] = value_of(at.operation, a, b);
            if (!std::isfinite(left[0])) refuse("expression.domain", at, reason_undefined(at.operation));
            if (!at.left_varies && !at.right_varies) continue;
            const Slopes slopes = slopes_of(at, a, b, left[0]);
            at_kink = at_kink || slopes.kink;
            combine(at, slopes, left + 1, right + 1, count);
        }
        if (!std::isfinite(left[0])) refuse("expression.domain", at, reason_undefined(at.operation));
    }
    const double* const result = workspace.data();
    std::copy(result + 1, result + 1 + count, gradient.begin());
    if (!std::all_of(gradient.begin(), gradient.end(), [](double slope) { return std::isfinite(slope); }))
        refuse("expression.slope", program_.back(), "a derivative is too large here");
    return {result[0], at_kink};
}

}  // namespace chuan::uncertainty
