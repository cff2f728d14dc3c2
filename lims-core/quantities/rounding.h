#pragma once

#include "base/decimal.h"

namespace chuan::quantities {

// Rounding for print, once, at the end, on decimal digits: doubles are first written with their 15 certain significant
// digits, so that 1.005 and 2.675 are the numbers they look like and the noise of binary arithmetic rounds nothing up.

enum class UncertaintyRounding {
    nearest_5pct,  // to nearest (ties up); up if that would lower U by more than 5 %   EA-4/02 6.3
    up,            // always up
};

enum class Ties { to_even, half_up };  // half_up: away from zero

struct RoundingPolicy {
    UncertaintyRounding mode = UncertaintyRounding::nearest_5pct;
    int significant_digits = 2;  // of U: 1 or 2 (ILAC P14)
    Ties value_ties = Ties::to_even;
};

struct RoundedResult {
    Decimal value;
    Decimal expanded_uncertainty;
    int last_digit_exponent = 0;  // -3: the last digit kept is thousandths
};

/// The value and its expanded uncertainty with the digits to print: U with the policy's significant digits (a carry
/// keeps their number: 0.0996 -> 0.10), the value to the same decimal place, never "-0". value, U: in the same unit; U
/// > 0. Throws Error(rule_broken, "rounding.uncertainty") if U is not positive and finite or significant_digits is not
/// 1 or 2, and Error(rule_broken, "rounding.value") if the value is not finite.  Source: JCGM 100:2008, 7.2.6;
/// EA-4/02, 6.3.
RoundedResult round_result(const Decimal& value, const Decimal& U, const RoundingPolicy& policy);
RoundedResult round_result(double value, double U, const RoundingPolicy& policy);

/// To the place 10^last_digit_exponent: round_to(1234.5, 2, ...) is 1200. Throws Error(rule_broken, "rounding.value")
/// for a double that is not finite.
Decimal round_to(const Decimal& value, int last_digit_exponent, Ties ties);
Decimal round_to(double value, int last_digit_exponent, Ties ties);

}  // namespace chuan::quantities
