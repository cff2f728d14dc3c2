#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"
#include "quantities/air_density.h"
#include "quantities/mass.h"
#include "quantities/platinum_thermometer.h"

namespace chuan::quantities {
namespace {

template <class Call>
std::string code_of_refusal(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

// Resistances of the table of IEC 60751 for R0 = 100 ohm, printed to 0.01 ohm.
TEST(PlatinumThermometer, HasTheResistancesOfThePrintedTable) {
    const std::pair<double, double> table[] = {{-200, 18.52}, {-100, 60.26}, {-50, 80.31},  {-10, 96.09},
                                               {0, 100},      {50, 119.40},  {100, 138.51}, {200, 175.86},
                                               {300, 212.05}, {500, 280.98}, {600, 313.71}, {850, 390.48}};
    for (const auto& [t, R] : table) EXPECT_NEAR(resistance({}, t), R, 0.005) << t;
}

TEST(PlatinumThermometer, GivesTheTemperatureBackFromTheResistance) {
    for (double t = -200; t <= 850; t += 0.7) EXPECT_NEAR(temperature({}, resistance({}, t)), t, 1e-9) << t;
    EXPECT_EQ(temperature({}, 100), 0);
    const CallendarVanDusen certified{.R0 = 100.0137, .A = 3.9083e-3, .B = -5.7745e-7, .C = -4.2e-12};
    for (const double t : {-80.0, -0.001, 0.001, 231.9})
        EXPECT_NEAR(temperature(certified, resistance(certified, t)), t, 1e-9);
}

TEST(PlatinumThermometer, RisesAsItsSlopeSays) {
    for (const double t : {-150.0, -20.0, 20.0, 400.0})
        EXPECT_NEAR(resistance_slope({}, t), (resistance({}, t + 1e-3) - resistance({}, t - 1e-3)) / 2e-3, 1e-7) << t;
    EXPECT_NEAR(resistance_slope({}, 0), 0.39083, 1e-12);
}

TEST(PlatinumThermometer, RefusesWhereTheEquationDoesNotHold) {
    EXPECT_EQ(code_of_refusal([] { resistance({}, -200.01); }), "platinum.range");
    EXPECT_EQ(code_of_refusal([] { resistance({}, 851); }), "platinum.range");
    EXPECT_EQ(code_of_refusal([] { resistance({}, std::nan("")); }), "platinum.range");
    EXPECT_EQ(code_of_refusal([] { temperature({}, 18.4); }), "platinum.range");
    EXPECT_EQ(code_of_refusal([] { temperature({}, 391); }), "platinum.range");
    EXPECT_NEAR(temperature({}, 18.52), -200, 2e-4);  // as the table prints it
    EXPECT_EQ(code_of_refusal([] { temperature({.R0 = -100}, 100); }), "platinum.coefficients");
    EXPECT_EQ(code_of_refusal([] { resistance({.A = 0.0039, .B = -1e-5}, 10); }), "platinum.coefficients");
    EXPECT_EQ(code_of_refusal([] { resistance({.B = 5.775e-7}, 10); }), "platinum.coefficients");
}

// The usual conditions of a laboratory: 1.2 kg/m3 within 1 %; the figures of CIPM-2007 for 20 °C, 1013.25 hPa, 50 %.
TEST(AirDensity, IsThatOfCipm2007) {
    const auto density = air_density_cipm_2007({20, 1013.25, 50});
    EXPECT_NEAR(density.value, 1.19931390, 1e-8);
    EXPECT_NEAR(density.u_of_equation, 2.64e-5, 1e-7);
    EXPECT_LT(air_density_cipm_2007({20, 1013.25, 60}).value, density.value);
    EXPECT_LT(air_density_cipm_2007({21, 1013.25, 50}).value, density.value);
    EXPECT_GT(air_density_cipm_2007({20, 1013.25, 50}, 0.0005).value, density.value);
}

TEST(AirDensity, OfR111StaysWithinItsStatedDifferenceFromCipm) {
    for (double t = 15; t <= 27; t += 1.5)
        for (double p = 900; p <= 1100; p += 25)
            for (double h = 0; h <= 80; h += 10) {
                const double exact = air_density_cipm_2007({t, p, h}).value;
                EXPECT_NEAR(air_density_r111({t, p, h}).value, exact, 4e-4 * exact) << t << ' ' << p << ' ' << h;
            }
}

TEST(AirDensity, RefusesConditionsBeyondTheEquationAndNamesAllOfThem) {
    EXPECT_EQ(code_of_refusal([] { air_density_cipm_2007({28, 1000, 50}); }), "air_density.range");
    EXPECT_EQ(code_of_refusal([] { air_density_r111({28, 1000, 50}); }), "none");
    EXPECT_EQ(code_of_refusal([] { air_density_r111({20, 850, 50}); }), "air_density.range");  // Da Lat
    EXPECT_EQ(code_of_refusal([] { air_density_cipm_2007({20, 850, 50}); }), "none");
    EXPECT_EQ(code_of_refusal([] { air_density_cipm_2007({20, 1000, 50}, 0.4); }), "air_density.range");
    try {
        air_density_r111({31, std::nan(""), 90});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.findings().size(), 3U);
    }
}

TEST(ConventionalMass, IsTheMassAt8000AndDiffersForAluminium) {
    EXPECT_EQ(mass_of(1000, 8000), 1000);
    EXPECT_NEAR(mass_of(200, 2700), 200.05891507336594, 1e-10);
    EXPECT_NEAR(conventional_mass_of(mass_of(200, 2700), 2700), 200, 1e-12);
    EXPECT_LT(mass_of(1000, 21500), 1000);  // denser than the convention: less true mass for the same balance
    EXPECT_EQ(code_of_refusal([] { mass_of(1, 1.2); }), "mass.density");
    EXPECT_EQ(code_of_refusal([] { mass_of(1, INFINITY); }), "mass.density");
}

// 1 kg: 20 kg/m3 below 8000 in air 0.1 kg/m3 off 1.2: 1e6 mg * 0.1 * (1/7980 - 1/8000) = 0.0313 mg.
TEST(ConventionalMass, NeedsNoBuoyancyCorrectionInAirOfTheConvention) {
    EXPECT_EQ(buoyancy_correction(1e6, 1.2, 7840, 8000), 0);
    EXPECT_NEAR(buoyancy_correction(1e6, 1.3, 7980, 8000), 0.0313, 5e-5);
    EXPECT_LT(buoyancy_correction(1e6, 1.1, 7980, 8000), 0);
    EXPECT_EQ(code_of_refusal([] { buoyancy_correction(1, 0, 8000, 8000); }), "mass.density");
}

}  // namespace
}  // namespace chuan::quantities
