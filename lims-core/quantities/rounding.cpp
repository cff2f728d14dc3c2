#include "quantities/rounding.h"

#include <charconv>
#include <cmath>
#include <string>

#include "base/error.h"

namespace chuan::quantities {

namespace {

enum class Direction { to_even, half_up, up };

/// digits * 10^exponent, without sign.
struct Magnitude {
    std::string digits;
    int exponent = 0;
};

Magnitude magnitude_of(const Decimal& number) {
    Magnitude m{number.text(), -number.decimals()};
    std::erase_if(m.digits, [](char c) { return c == '-' || c == '.'; });
    return m;
}

void increment(std::string& digits) {
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return;
        }
        *digit = '0';
    }
    digits.insert(0, 1, '1');
}

bool rounds_up(const std::string& kept, const std::string& dropped, Direction direction) {
    if (dropped.find_first_not_of('0') == std::string::npos) return false;
    if (direction == Direction::up) return true;
    if (dropped.front() != '5') return dropped.front() > '5';
    const bool tie = dropped.find_first_not_of('0', 1) == std::string::npos;
    return !tie || direction == Direction::half_up || (kept.back() - '0') % 2 == 1;
}

Magnitude rounded(Magnitude m, int exponent, Direction direction) {
    if (exponent <= m.exponent) {
        m.digits.append(static_cast<std::size_t>(m.exponent - exponent), '0');
        return {m.digits, exponent};
    }
    const auto places = static_cast<std::size_t>(exponent - m.exponent);
    if (m.digits.size() <= places) m.digits.insert(0, places + 1 - m.digits.size(), '0');
    const std::string dropped = m.digits.substr(m.digits.size() - places);
    m.digits.resize(m.digits.size() - places);
    if (rounds_up(m.digits, dropped, direction)) increment(m.digits);
    return {m.digits, exponent};
}

Decimal decimal_of(Magnitude m, bool negative) {
    if (m.exponent > 0) {
        m.digits.append(static_cast<std::size_t>(m.exponent), '0');
    } else if (m.exponent < 0) {
        const auto places = static_cast<std::size_t>(-m.exponent);
        if (m.digits.size() <= places) m.digits.insert(0, places + 1 - m.digits.size(), '0');
        m.digits.insert(m.digits.size() - places, 1, '.');
    }
    return Decimal::parse((negative ? "-" : "") + m.digits);
}

/// Power of ten of the first digit that is not zero.
int leading_exponent(const Magnitude& m) {
    return m.exponent + static_cast<int>(m.digits.size() - m.digits.find_first_not_of('0')) - 1;
}

Decimal certain_digits(double number, const char* code, const char* name) {
    if (!std::isfinite(number))
        throw Error(ErrorKind::rule_broken, code, std::string(name) + " is not a finite number and cannot be printed");
    char buffer[40];
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific, 14);
    double certain = 0;
    std::from_chars(buffer, written.ptr, certain);
    return Decimal::from_double(certain);
}

Decimal round_uncertainty(const Decimal& U, int exponent, UncertaintyRounding mode) {
    const Magnitude m = magnitude_of(U);
    const Decimal up = decimal_of(rounded(m, exponent, Direction::up), false);
    if (mode == UncertaintyRounding::up) return up;
    const Decimal nearest = decimal_of(rounded(m, exponent, Direction::half_up), false);
    return (U - nearest).to_double() > 0.05 * U.to_double() ? up : nearest;
}

}  // namespace

RoundedResult round_result(const Decimal& value, const Decimal& U, const RoundingPolicy& policy) {
    if (U.is_zero() || U.is_negative())
        throw Error(
            ErrorKind::rule_broken, "rounding.uncertainty",
            "the expanded uncertainty " + U.text() + " is not positive; a result is printed with its uncertainty only");
    if (policy.significant_digits < 1 || policy.significant_digits > 2)
        throw Error(ErrorKind::rule_broken, "rounding.uncertainty",
                    "an uncertainty is printed with 1 or 2 significant digits, not " +
                        std::to_string(policy.significant_digits));
    int exponent = leading_exponent(magnitude_of(U)) - policy.significant_digits + 1;
    Decimal printed = round_uncertainty(U, exponent, policy.mode);
    if (const int carried = leading_exponent(magnitude_of(printed)) - policy.significant_digits + 1;
        carried > exponent) {
        exponent = carried;
        printed = round_to(printed, exponent, Ties::to_even);
    }
    return {round_to(value, exponent, policy.value_ties), printed, exponent};
}

RoundedResult round_result(double value, double U, const RoundingPolicy& policy) {
    return round_result(certain_digits(value, "rounding.value", "the value"),
                        certain_digits(U, "rounding.uncertainty", "the expanded uncertainty"), policy);
}

Decimal round_to(const Decimal& value, int last_digit_exponent, Ties ties) {
    const Direction direction = ties == Ties::to_even ? Direction::to_even : Direction::half_up;
    return decimal_of(rounded(magnitude_of(value), last_digit_exponent, direction), value.is_negative());
}

Decimal round_to(double value, int last_digit_exponent, Ties ties) {
    return round_to(certain_digits(value, "rounding.value", "the value"), last_digit_exponent, ties);
}

}  // namespace chuan::quantities
