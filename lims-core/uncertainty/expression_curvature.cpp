// The program of an expression run once over jets: value, gradient, Hessian and the derivatives of its Laplacian, all
// in units of the inputs' standard uncertainties. These are closed under sums, products and functions of one argument,
// so that the next-order terms follow exactly, without a step size.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

#include "uncertainty/expression.h"
#include "uncertainty/operation_value.h"

namespace chuan::uncertainty {

namespace {

enum class Order { constant, linear, curved };  // what of a jet is other than 0

/// y(z), z_i = (x_i - estimate) / u_i: y, y_i, y_ij, their trace, and t_i = sum over j of y_ijj.
struct Jet {
    Order order = Order::constant;
    double value = 0, trace = 0;
    double *gradient = nullptr, *hessian = nullptr, *third = nullptr;  // n, n * n, n
};

/// First, second and third derivative of a function of one argument.
struct Slopes {
    double first, second = 0, third = 0;
};

class Jets {
  public:
    Jets(std::size_t registers, std::size_t n) : n_(n), numbers_(registers * (n + 2) * n), jets_(registers) {
        double* next = numbers_.data();
        for (Jet& jet : jets_) {
            jet.gradient = next;
            jet.third = next + n;
            jet.hessian = next + 2 * n;
            next += (n + 2) * n;
        }
    }

    Jet& operator[](std::size_t at) { return jets_[at]; }

    void be_variable(Jet& y, double value, std::size_t which, double u) {
        y.order = Order::linear;
        y.value = value;
        y.trace = 0;
        std::fill_n(y.gradient, n_, 0.0);
        y.gradient[which] = u;
    }

    /// a := a + sign * b
    void add(Jet& a, const Jet& b, double sign) {
        a.value += sign * b.value;
        if (b.order == Order::constant) return;
        raise(a, b.order);
        for (std::size_t i = 0; i < n_; ++i) a.gradient[i] += sign * b.gradient[i];
        if (b.order == Order::linear) return;
        a.trace += sign * b.trace;
        for (std::size_t i = 0; i < n_; ++i) a.third[i] += sign * b.third[i];
        for (std::size_t i = 0; i < n_ * n_; ++i) a.hessian[i] += sign * b.hessian[i];
    }

    /// a := a * b
    void multiply(Jet& a, Jet& b) {
        if (b.order == Order::constant) return apply(a, a.value * b.value, {b.value});
        raise(a, Order::curved);
        raise(b, Order::curved);
        for (std::size_t i = 0; i < n_; ++i) {
            double crossed = 0;
            for (std::size_t j = 0; j < n_; ++j)
                crossed += a.hessian[i * n_ + j] * b.gradient[j] + b.hessian[i * n_ + j] * a.gradient[j];
            a.third[i] = a.third[i] * b.value + a.value * b.third[i] + 2 * crossed + a.gradient[i] * b.trace +
                         a.trace * b.gradient[i];
        }
        for (std::size_t i = 0; i < n_; ++i)
            for (std::size_t j = 0; j < n_; ++j)
                a.hessian[i * n_ + j] = a.hessian[i * n_ + j] * b.value + a.gradient[i] * b.gradient[j] +
                                        a.gradient[j] * b.gradient[i] + a.value * b.hessian[i * n_ + j];
        for (std::size_t i = 0; i < n_; ++i) a.gradient[i] = a.gradient[i] * b.value + a.value * b.gradient[i];
        a.value *= b.value;
        retrace(a);
    }

    /// a := f(a), of which the value and the derivatives are given.
    void apply(Jet& a, double value, const Slopes& f) {
        a.value = value;
        if (a.order == Order::constant) return;
        if (a.order == Order::curved || f.second != 0 || f.third != 0) bend(a, f);
        for (std::size_t i = 0; i < n_; ++i) a.gradient[i] *= f.first;
        if (a.order == Order::curved) retrace(a);
    }

    void divide(Jet& a, Jet& b) {
        const double r = 1 / b.value, quotient = a.value / b.value;
        apply(b, r, {-r * r, 2 * r * r * r, -6 * r * r * r * r});
        multiply(a, b);
        a.value = quotient;
    }

  private:
    void raise(Jet& a, Order order) {
        if (a.order == Order::constant && order != Order::constant) std::fill_n(a.gradient, n_, 0.0);
        if (a.order != Order::curved && order == Order::curved) {
            std::fill_n(a.third, n_, 0.0);
            std::fill_n(a.hessian, n_ * n_, 0.0);
            a.trace = 0;
        }
        a.order = std::max(a.order, order);
    }

    /// Everything above the gradient, which is still the old one.
    void bend(Jet& a, const Slopes& f) {
        raise(a, Order::curved);
        double square = 0;
        for (std::size_t j = 0; j < n_; ++j) square += a.gradient[j] * a.gradient[j];
        for (std::size_t i = 0; i < n_; ++i) {
            double along = 0;
            for (std::size_t j = 0; j < n_; ++j) along += a.hessian[i * n_ + j] * a.gradient[j];
            a.third[i] = f.third * a.gradient[i] * square + f.second * (2 * along + a.gradient[i] * a.trace) +
                         f.first * a.third[i];
        }
        for (std::size_t i = 0; i < n_; ++i)
            for (std::size_t j = 0; j < n_; ++j)
                a.hessian[i * n_ + j] = f.second * a.gradient[i] * a.gradient[j] + f.first * a.hessian[i * n_ + j];
    }

    void retrace(Jet& a) {
        a.trace = 0;
        for (std::size_t i = 0; i < n_; ++i) a.trace += a.hessian[i * n_ + i];
    }

    std::size_t n_;
    std::vector<double> numbers_;
    std::vector<Jet> jets_;
};

/// a^b for a constant b; a derivative that is 0 stays 0 where a is.
Slopes slopes_of_power(double a, double b) {
    const auto term = [&](double factor, double exponent) { return factor == 0 ? 0 : factor * std::pow(a, exponent); };
    return {term(b, b - 1), term(b * (b - 1), b - 2), term(b * (b - 1) * (b - 2), b - 3)};
}

Slopes slopes_of_arc(double a, double sign) {
    const double w = 1 / ((1 - a) * (1 + a)), root = std::sqrt(w);
    return {sign * root, sign * a * w * root, sign * (1 + 2 * a * a) * w * w * root};
}

Slopes slopes_of_arctangent(double a) {
    const double w = 1 / (1 + a * a);
    return {w, -2 * a * w * w, (6 * a * a - 2) * w * w * w};
}

Slopes slopes_of(Operation operation, double a, double y) {
    switch (operation) {
        case Operation::negate:
            return {-1};
        case Operation::abs:
            return {a < 0 ? -1.0 : 1.0};
        case Operation::sqrt:
            return slopes_of_power(a, 0.5);
        case Operation::exp:
            return {y, y, y};
        case Operation::ln:
            return {1 / a, -1 / (a * a), 2 / (a * a * a)};
        case Operation::log10: {
            const double m = 1 / std::log(10.0);
            return {m / a, -m / (a * a), 2 * m / (a * a * a)};
        }
        case Operation::sin:
            return {std::cos(a), -y, -std::cos(a)};
        case Operation::cos:
            return {-std::sin(a), -y, std::sin(a)};
        case Operation::tan: {
            const double first = 1 + y * y;
            return {first, 2 * y * first, 2 * first * (1 + 3 * y * y)};
        }
        case Operation::asin:
            return slopes_of_arc(a, 1);
        case Operation::acos:
            return slopes_of_arc(a, -1);
        case Operation::atan:
            return slopes_of_arctangent(a);
        default:
            throw std::logic_error("an operation of two arguments");
    }
}

void apply_power(Jets& jets, Jet& a, Jet& b) {
    const double y = std::pow(a.value, b.value);
    if (b.order == Order::constant) return jets.apply(a, y, slopes_of_power(a.value, b.value));
    const double logarithm = std::log(a.value);  // a^b = exp(b ln a)
    jets.apply(a, logarithm, slopes_of(Operation::ln, a.value, logarithm));
    jets.multiply(a, b);
    jets.apply(a, y, {y, y, y});
}

/// The angle differs from an arc tangent of the smaller quotient by a constant.
void apply_angle(Jets& jets, Jet& a, Jet& b) {
    const double y = std::atan2(a.value, b.value);
    const bool inverted = std::abs(a.value) > std::abs(b.value);
    if (inverted) {
        const double r = 1 / a.value;
        jets.apply(a, r, {-r * r, 2 * r * r * r, -6 * r * r * r * r});
        jets.multiply(a, b);
    } else {
        jets.divide(a, b);
    }
    const Slopes slopes = slopes_of_arctangent(a.value);
    const double sign = inverted ? -1 : 1;
    jets.apply(a, y, {sign * slopes.first, sign * slopes.second, sign * slopes.third});
}

void apply(Jets& jets, Operation operation, std::size_t target) {
    Jet& a = jets[target];
    Jet& b = jets[target + 1];
    switch (operation) {
        case Operation::add:
            return jets.add(a, b, 1);
        case Operation::subtract:
            return jets.add(a, b, -1);
        case Operation::multiply:
            return jets.multiply(a, b);
        case Operation::divide:
            return jets.divide(a, b);
        case Operation::power:
            return apply_power(jets, a, b);
        case Operation::atan2:
            return apply_angle(jets, a, b);
        case Operation::min:
        case Operation::max:  // a tie is a kink, which the first order has found
            if ((operation == Operation::min) == (b.value < a.value)) std::swap(a, b);
            return;
        default:
            return jets.apply(a, value_of(operation, a.value, 0),
                              slopes_of(operation, a.value, value_of(operation, a.value, 0)));
    }
}

}  // namespace

std::optional<Curvature> Expression::curvature(std::span<const double> values, std::span<const double> u) const {
    const std::size_t n = variables_.size();
    if (values.size() != n || u.size() != n) throw std::logic_error("an expression needs one value for each variable");
    if (n > kMostCurved) return std::nullopt;
    Jets jets(registers_ + 1, n);
    for (const Instruction& at : program_) {
        Jet& y = jets[at.target];
        if (at.operation == Operation::variable)
            jets.be_variable(y, values[at.variable], at.variable, u[at.variable]);
        else if (at.operation == Operation::number)
            y.order = Order::constant, y.value = at.number;
        else
            apply(jets, at.operation, at.target);
    }
    const Jet& y = jets[0];
    if (y.order != Order::curved) return Curvature{0, 0};
    double added = 0;
    for (std::size_t i = 0; i < n; ++i) {
        added += y.gradient[i] * y.third[i];
        for (std::size_t j = 0; j < n; ++j) added += 0.5 * y.hessian[i * n + j] * y.hessian[i * n + j];
    }
    if (!std::isfinite(added) || !std::isfinite(y.trace)) return std::nullopt;
    return Curvature{added, 0.5 * y.trace};
}

}  // namespace chuan::uncertainty
