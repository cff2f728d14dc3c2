#pragma once

namespace chuan::quantities {

// Platinum resistance thermometers by the equation of Callendar and Van Dusen, t in degrees Celsius (ITS-90):
//     R(t) = R0 (1 + A t + B t^2)                      for t >= 0
//     R(t) = R0 (1 + A t + B t^2 + C (t - 100) t^3)    for t < 0
// with the coefficients of IEC 60751 for industrial sensors or those of a calibration certificate.

struct CallendarVanDusen {
    double R0 = 100;        // ohm, at 0 °C
    double A = 3.9083e-3;   // 1/°C       IEC 60751:2022
    double B = -5.775e-7;   // 1/°C^2
    double C = -4.183e-12;  // 1/°C^4, below 0 °C only
};

/// Resistance in ohm at t, -200 °C to 850 °C.
/// Throws Error(rule_broken, "platinum.range") outside, "platinum.coefficients" for coefficients of no platinum
/// thermometer (R0 and A above zero, B and C not above zero, R rising up to 850 °C).  Source: IEC 60751:2022.
double resistance(const CallendarVanDusen&, double t);

/// Temperature in °C that belongs to R ohm: closed form from 0 °C on, Newton's method below, to better than 1e-9 °C.
/// A resistance up to 5e-5 R0 outside of R(-200) to R(850), the rounding of printed tables, still counts as inside.
/// Throws as resistance() does.
double temperature(const CallendarVanDusen&, double R);

/// dR/dt in ohm/°C at t: what an uncertainty of R is divided by. Throws as resistance() does.
double resistance_slope(const CallendarVanDusen&, double t);

}  // namespace chuan::quantities
