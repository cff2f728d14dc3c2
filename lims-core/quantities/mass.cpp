#include "quantities/mass.h"

#include <cmath>
#include <string>

#include "base/decimal.h"
#include "base/error.h"

namespace chuan::quantities {
namespace {

constexpr double kConventionalAir = 1.2;         // kg/m3
constexpr double kConventionalDensity = 8000.0;  // kg/m3

void require_density(const char* of, double density, double above) {
    if (std::isfinite(density) && density > above) return;
    const std::string value = std::isfinite(density) ? Decimal::from_double(density).text() : "no finite number";
    throw Error(ErrorKind::rule_broken, "mass.density",
                "the density of " + std::string(of) + " is " + value + " kg/m3; a number above " +
                    Decimal::from_double(above).text() + " is needed",
                {}, {{"value", value}});
}

}  // namespace

double mass_per_conventional_mass(double density) {
    require_density("the body", density, kConventionalAir);
    return (1 - kConventionalAir / kConventionalDensity) / (1 - kConventionalAir / density);
}

double mass_of(double conventional_mass, double density) {
    return conventional_mass * mass_per_conventional_mass(density);
}

double conventional_mass_of(double mass, double density) { return mass / mass_per_conventional_mass(density); }

double buoyancy_correction(double conventional_mass, double air_density, double test_density,
                           double reference_density) {
    require_density("the air", air_density, 0);
    require_density("the test weight", test_density, kConventionalAir);
    require_density("the reference weight", reference_density, kConventionalAir);
    return conventional_mass * (air_density - kConventionalAir) * (1 / test_density - 1 / reference_density);
}

}  // namespace chuan::quantities
