#pragma once

namespace chuan::quantities {

// Conventional mass: that of a weight of 8000 kg/m3 which balances the body in air of 1.2 kg/m3 (at 20 °C). Masses in
// any one unit, densities in kg/m3.  Source: OIML D 28:2004; OIML R 111-1:2004, 10.

/// True mass of a body for each unit of its conventional mass: (1 - 1.2/8000)/(1 - 1.2/density).
/// Throws Error(rule_broken, "mass.density") unless the density is finite and above that of air.
double mass_per_conventional_mass(double density);

double mass_of(double conventional_mass, double density);
double conventional_mass_of(double mass, double density);

/// What air buoyancy adds to the difference of the indications of a test and a reference weight of about the same
/// conventional mass to give the difference of their conventional masses:
///     mc (rho_a - 1.2)(1/rho_test - 1/rho_reference).
/// air_density: kg/m3, finite and positive. Throws as above.  Source: OIML R 111-1:2004, C.5.1 and C.6.
double buoyancy_correction(double conventional_mass, double air_density, double test_density, double reference_density);

}  // namespace chuan::quantities
