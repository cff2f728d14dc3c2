#pragma once

#include "base/decimal.h"
#include "procedures/procedure.h"

namespace chuan::procedures {

// Figures that were written as decimals and met in binary: a difference of 8.16 and 8.00 is 0.16, and on a limit of
// 0.16 it counts as inside. Everything that is compared or printed as an exact figure is first settled on its decimal
// digits.

/// value at 13 significant digits of scale (>= |value|): the double nearest to that decimal.
double settled(double value, double scale);
double settled(double value);
/// The same as digits: 1.6 % of 10 is "0.16".
Decimal settled_decimal(double value);

/// Three significant digits, for sentences and remarks.
Decimal three_digits(double value);

/// value from one D-SI unit to another; "result" is not understood here.
double converted(double value, const std::string& from, const std::string& to);
/// For half-widths, U and differences: no offset of temperatures.
double converted_difference(double value, const std::string& from, const std::string& to);
bool convertible(const std::string& from, const std::string& to);

}  // namespace chuan::procedures
