#pragma once

#include <cmath>

#include "uncertainty/expression.h"

namespace chuan::uncertainty {

/// What an operation makes of its operands (of the first alone, where it takes one); not finite where it is undefined.
/// One definition for a single value and for many, so that both give the same bits.
template <Operation operation>
inline double value_of(double a, [[maybe_unused]] double b) {
    if constexpr (operation == Operation::add) return a + b;
    if constexpr (operation == Operation::subtract) return a - b;
    if constexpr (operation == Operation::multiply) return a * b;
    if constexpr (operation == Operation::divide) return a / b;
    if constexpr (operation == Operation::power) return std::pow(a, b);
    if constexpr (operation == Operation::negate) return -a;
    if constexpr (operation == Operation::sqrt) return std::sqrt(a);
    if constexpr (operation == Operation::exp) return std::exp(a);
    if constexpr (operation == Operation::ln) return std::log(a);
    if constexpr (operation == Operation::log10) return std::log10(a);
    if constexpr (operation == Operation::sin) return std::sin(a);
    if constexpr (operation == Operation::cos) return std::cos(a);
    if constexpr (operation == Operation::tan) return std::tan(a);
    if constexpr (operation == Operation::asin) return std::asin(a);
    if constexpr (operation == Operation::acos) return std::acos(a);
    if constexpr (operation == Operation::atan) return std::atan(a);
    if constexpr (operation == Operation::atan2) return a == 0 && b == 0 ? std::nan("") : std::atan2(a, b);
    if constexpr (operation == Operation::abs) return std::abs(a);
    if constexpr (operation == Operation::min) return std::fmin(a, b);
    if constexpr (operation == Operation::max) return std::fmax(a, b);
}

/// The same for an operation that is known only now; variable and number have no operands and are a fault of the
/// caller.
double value_of(Operation operation, double a, double b);

}  // namespace chuan::uncertainty
