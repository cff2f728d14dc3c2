#include "quantities/air_density.h"

#include <cmath>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"

namespace chuan::quantities {
namespace {

constexpr double kZeroCelsius = 273.15;

/// Collects what lies outside of the range of an equation.
class Range {
  public:
    void need(const char* what, const char* unit, double value, double low, double high) {
        if (value >= low && value <= high) return;
        const auto text = [](double number) {
            return std::isfinite(number) ? Decimal::from_double(number).text() : std::string("no finite number");
        };
        const std::string sentence = std::string(what) + " is " + text(value) + unit + "; the equation holds from " +
                                     text(low) + " to " + text(high) + unit;
        outside_.push_back({"air_density.range", sentence, {}, {{"value", text(value)}}});
    }
    void end() {
        if (!outside_.empty()) throw Error(ErrorKind::rule_broken, std::move(outside_));
    }

  private:
    std::vector<Finding> outside_;
};

/// Amount fraction of water vapour. p in Pa, t in °C, h from 0 to 1.
double vapour_fraction(double p, double t, double h) {
    const double T = t + kZeroCelsius;
    const double saturation = std::exp(1.2378847e-5 * T * T - 1.9121316e-2 * T + 33.93711047 - 6.3431645e3 / T);
    const double enhancement = 1.00062 + 3.14e-8 * p + 5.6e-7 * t * t;
    return h * enhancement * saturation / p;
}

double compressibility(double p, double t, double x) {
    const double per_kelvin = p / (t + kZeroCelsius);
    const double first = 1.58123e-6 - 2.9331e-8 * t + 1.1043e-10 * t * t + (5.707e-6 - 2.051e-8 * t) * x +
                         (1.9898e-4 - 2.376e-6 * t) * x * x;
    return 1 - per_kelvin * first + per_kelvin * per_kelvin * (1.83e-11 - 0.765e-8 * x * x);
}

}  // namespace

AirDensity air_density_cipm_2007(const Air& air, double carbon_dioxide) {
    Range range;
    range.need("the pressure", " hPa", air.pressure, 600, 1100);
    range.need("the temperature", " °C", air.temperature, 15, 27);
    range.need("the relative humidity", " %", air.relative_humidity, 0, 100);
    range.need("the amount fraction of carbon dioxide", "", carbon_dioxide, 0, 0.01);
    range.end();
    constexpr double kGasConstant = 8.314472;        // J/(mol K), as the equation was fitted
    constexpr double kMolarMassWater = 18.01528e-3;  // kg/mol
    const double molar_mass_dry = (28.96546 + 12.011 * (carbon_dioxide - 0.0004)) * 1e-3;
    const double p = air.pressure * 100, t = air.temperature;
    const double x = vapour_fraction(p, t, air.relative_humidity / 100);
    const double density = p * molar_mass_dry / (compressibility(p, t, x) * kGasConstant * (t + kZeroCelsius)) *
                           (1 - x * (1 - kMolarMassWater / molar_mass_dry));
    return {density, 2.2e-5 * density};
}

AirDensity air_density_r111(const Air& air) {
    Range range;
    range.need("the pressure", " hPa", air.pressure, 900, 1100);
    range.need("the temperature", " °C", air.temperature, 10, 30);
    range.need("the relative humidity", " %", air.relative_humidity, 0, 80);
    range.end();
    const double density =
        (0.34848 * air.pressure - 0.009 * air.relative_humidity * std::exp(0.061 * air.temperature)) /
        (air.temperature + kZeroCelsius);
    return {density, 2e-4 * density};
}

}  // namespace chuan::quantities
