#pragma once

namespace chuan::quantities {

// Density of moist air in kg/m3 from temperature, pressure and relative humidity: what weighing in air needs. Two
// equations, each with the range its authors state and the relative standard uncertainty of the equation itself; what
// the sensors add is not in it.

struct Air {
    double temperature;        // °C
    double pressure;           // hPa
    double relative_humidity;  // percent, 0 to 100
};

struct AirDensity {
    double value;  // kg/m3
    /// Standard uncertainty of the equation, kg/m3, for exact inputs.
    double u_of_equation;
};

/// CIPM-2007: 600 hPa to 1100 hPa, 15 °C to 27 °C; relative standard uncertainty 2.2e-5.
/// carbon_dioxide: amount fraction, 0 to 0.01; 0.0004 where it is not measured.
/// Throws Error(rule_broken, "air_density.range") outside, naming what is.
/// Source: A. Picard, R. S. Davis, M. Gläser, K. Fujii, Metrologia 45 (2008) 149.
AirDensity air_density_cipm_2007(const Air&, double carbon_dioxide = 0.0004);

/// The approximation of R 111: 900 hPa to 1100 hPa, 10 °C to 30 °C, up to 80 %; relative standard uncertainty 2e-4.
/// Throws as above.  Source: OIML R 111-1:2004, E.3, equation (E.3-1).
AirDensity air_density_r111(const Air&);

}  // namespace chuan::quantities
