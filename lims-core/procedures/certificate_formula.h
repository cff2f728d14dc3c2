#pragma once

// A certificate that states a formula: a polynomial or the equation of Callendar and Van Dusen.

#include <optional>
#include <vector>

#include "procedures/sheet.h"

namespace chuan::procedures {

/// c0 + c1 x + c2 x^2 + ...; at least one coefficient.
double polynomial(const std::vector<Decimal>& coefficients, double x);

/// Temperature in degrees Celsius of a platinum thermometer: R = R0 (1 + A t + B t^2 + C (t - 100) t^3), C below 0
/// only. coefficients: R0, A, B and, if it is used below 0, C. nullopt: the resistance belongs to no temperature, or to
/// one below 0 without C.  Source: IEC 60751, 4.2.
std::optional<double> callendar_van_dusen(const std::vector<Decimal>& coefficients, double resistance);

/// Resistance at t degrees Celsius by the same equation, ohm; nullopt for too few coefficients.
std::optional<double> resistance_of(const std::vector<Decimal>& coefficients, double t);

/// The formula's own result at an argument in its argument_unit; nullopt where it does not hold.
std::optional<double> formula_at(const StandardFormula&, double argument);

}  // namespace chuan::procedures
