#include "quantities/catalogue.h"

#include <algorithm>

namespace chuan::quantities {

namespace {

using enum MedalClass;

constexpr double kPi = 3.14159265358979323846;
constexpr bool kNoPrefix = false;
constexpr bool kLevel = true;

constexpr Dimension kOne{};
constexpr Dimension kLength{1}, kArea{2}, kVolume{3};
constexpr Dimension kMass{0, 1}, kTime{0, 0, 1}, kFrequency{0, 0, -1}, kVelocity{1, 0, -1};
constexpr Dimension kTemperature{0, 0, 0, 0, 1};
constexpr Dimension kForce{1, 1, -2};
constexpr Dimension kPressure{-1, 1, -2}, kEnergy{2, 1, -2}, kDose{2, 0, -2};

/// Sources: SI brochure, 9th edition (factors exact); mmHg and the constants of nature used as units: tables of the
/// D-SI documents, CODATA 2018; units with a bar: the international yard and pound of 1959 and standard gravity, from
/// which their factors follow exactly (NIST SP 811, appendix B). Units of the last group of rows are read so that a
/// foreign document can be read.
constexpr NamedUnit kUnits[] = {
    // clang-format off
    {"one", "", {}, kOne, platinum, kNoPrefix},
    {"metre", "m", {}, kLength, platinum},
    {"kilogram", "kg", {}, kMass, platinum, kNoPrefix},
    {"second", "s", {}, kTime, platinum},
    {"ampere", "A", {}, {0, 0, 0, 1}, platinum},
    {"kelvin", "K", {}, kTemperature, platinum},
    {"mole", "mol", {}, {0, 0, 0, 0, 0, 1}, platinum},
    {"candela", "cd", {}, {0, 0, 0, 0, 0, 0, 1}, platinum},
    {"minute", "min", {60}, kTime, platinum, kNoPrefix},
    {"hour", "h", {3600}, kTime, platinum, kNoPrefix},
    {"day", "d", {86400}, kTime, platinum, kNoPrefix},
    {"degree", "°", {kPi, 180}, kOne, platinum, kNoPrefix},
    {"arcminute", "′", {kPi, 10800}, kOne, platinum, kNoPrefix},
    {"arcsecond", "″", {kPi, 648000}, kOne, platinum, kNoPrefix},

    {"gram", "g", {1, 1, -3}, kMass, gold},
    {"radian", "rad", {}, kOne, gold},
    {"steradian", "sr", {}, kOne, gold},
    {"hertz", "Hz", {}, kFrequency, gold},
    {"newton", "N", {}, {1, 1, -2}, gold},
    {"pascal", "Pa", {}, kPressure, gold},
    {"joule", "J", {}, kEnergy, gold},
    {"watt", "W", {}, {2, 1, -3}, gold},
    {"coulomb", "C", {}, {0, 0, 1, 1}, gold},
    {"volt", "V", {}, {2, 1, -3, -1}, gold},
    {"farad", "F", {}, {-2, -1, 4, 2}, gold},
    {"ohm", "Ω", {}, {2, 1, -3, -2}, gold},
    {"siemens", "S", {}, {-2, -1, 3, 2}, gold},
    {"weber", "Wb", {}, {2, 1, -2, -1}, gold},
    {"tesla", "T", {}, {0, 1, -2, -1}, gold},
    {"henry", "H", {}, {2, 1, -2, -2}, gold},
    {"degreecelsius", "°C", {}, kTemperature, gold, kNoPrefix, false, 273.15},
    {"lumen", "lm", {}, {0, 0, 0, 0, 0, 0, 1}, gold},
    {"lux", "lx", {}, {-2, 0, 0, 0, 0, 0, 1}, gold},
    {"becquerel", "Bq", {}, kFrequency, gold},
    {"gray", "Gy", {}, kDose, gold},
    {"sievert", "Sv", {}, kDose, gold},
    {"katal", "kat", {}, {0, 0, -1, 0, 0, 1}, gold},

    {"litre", "L", {1, 1, -3}, kVolume, silver},
    {"tonne", "t", {1, 1, 3}, kMass, silver},
    {"hectare", "ha", {1, 1, 4}, kArea, silver},
    {"electronvolt", "eV", {1602176634, 1, -28}, kEnergy, silver},
    {"dalton", "Da", {166053906660, 1, -38}, kMass, silver},
    {"astronomicalunit", "au", {149597870700}, kLength, silver},
    {"neper", "Np", {}, kOne, silver, true, kLevel},
    {"bel", "B", {}, kOne, silver, true, kLevel},
    {"decibel", "dB", {}, kOne, silver, kNoPrefix, kLevel},

    {"bar", "bar", {1, 1, 5}, kPressure, bronze},
    {"mmhg", "mmHg", {133322387415, 1, -9}, kPressure, bronze, kNoPrefix},
    {"percent", "%", {1, 1, -2}, kOne, bronze, kNoPrefix},
    {"ppm", "ppm", {1, 1, -6}, kOne, bronze, kNoPrefix},
    {"angstrom", "Å", {1, 1, -10}, kLength, bronze},
    {"nauticalmile", "M", {1852}, kLength, bronze},
    {"knot", "kn", {1852, 3600}, kVelocity, bronze},
    {"barn", "b", {1, 1, -28}, kArea, bronze},
    {"bit", "bit", {}, kOne, bronze},
    {"byte", "B", {8}, kOne, bronze},

    {"|psi", "psi", {44482216152605, 6451600000}, kPressure, improvable, kNoPrefix},
    {"|kgfpercm2", "kgf/cm²", {980665, 1, -1}, kPressure, improvable, kNoPrefix},
    {"|inhg", "inHg", {3386388640341, 1, -9}, kPressure, improvable, kNoPrefix},
    {"|mmh2o", "mmH2O", {980665, 1, -5}, kPressure, improvable, kNoPrefix},
    {"|inh2o", "inH2O", {24908891, 1, -5}, kPressure, improvable, kNoPrefix},
    {"|atm", "atm", {101325}, kPressure, improvable, kNoPrefix},
    {"|torr", "Torr", {101325, 760}, kPressure, improvable, kNoPrefix},
    {"|inch", "in", {254, 1, -4}, kLength, improvable, kNoPrefix},
    {"|foot", "ft", {3048, 1, -4}, kLength, improvable, kNoPrefix},
    {"|mile", "mi", {1609344, 1, -3}, kLength, improvable, kNoPrefix},
    {"|pound", "lb", {45359237, 1, -8}, kMass, improvable, kNoPrefix},
    {"|ounce", "oz", {28349523125, 1, -12}, kMass, improvable, kNoPrefix},
    {"|kgf", "kgf", {980665, 1, -5}, kForce, improvable, kNoPrefix},
    {"|poundforce", "lbf", {44482216152605, 1, -13}, kForce, improvable, kNoPrefix},
    {"|kgfm", "kgf·m", {980665, 1, -5}, kEnergy, improvable, kNoPrefix},
    {"|kgfcm", "kgf·cm", {980665, 1, -7}, kEnergy, improvable, kNoPrefix},
    {"|lbfft", "lbf·ft", {3389544870828501, 250, -13}, kEnergy, improvable, kNoPrefix},
    {"|lbfin", "lbf·in", {1129848290276167, 1, -16}, kEnergy, improvable, kNoPrefix},
    {"|usgallon", "US gal", {3785411784, 1, -12}, kVolume, improvable, kNoPrefix},
    {"|metrichorsepower", "PS", {73549875, 1, -5}, {2, 1, -3}, improvable, kNoPrefix},
    {"|degreefahrenheit", "°F", {5, 9}, kTemperature, improvable, kNoPrefix, false, 459.67 * 5 / 9},

    {"clight", "c", {299792458}, kVelocity, bronze},
    {"planckbar", "ħ", {1054571817, 1, -43}, {2, 1, -1}, bronze},
    {"elementarycharge", "e", {1602176634, 1, -28}, {0, 0, 1, 1}, bronze},
    {"electronmass", "mₑ", {91093837015, 1, -41}, kMass, bronze},
    {"atomicmassunit", "u", {166053906660, 1, -38}, kMass, bronze},
    {"bohr", "a₀", {529177210903, 1, -22}, kLength, bronze},
    {"hartree", "Eₕ", {43597447222071, 1, -31}, kEnergy, bronze},
    {"naturalunittime", "ħ/(mₑc²)", {128808866819, 1, -32}, kTime, bronze},
    {"atomicunittime", "ħ/Eₕ", {24188843265857, 1, -30}, kTime, bronze},
    // clang-format on
};

constexpr NamedPrefix kPrefixes[] = {{"deca", "da", 1},
                                     {"hecto", "h", 2},
                                     {"kilo", "k", 3},
                                     {"mega", "M", 6},
                                     {"giga", "G", 9},
                                     {"tera", "T", 12},
                                     {"peta", "P", 15},
                                     {"exa", "E", 18},
                                     {"zetta", "Z", 21},
                                     {"yotta", "Y", 24},
                                     {"ronna", "R", 27},
                                     {"quetta", "Q", 30},
                                     {"deci", "d", -1},
                                     {"centi", "c", -2},
                                     {"milli", "m", -3},
                                     {"micro", "µ", -6},
                                     {"nano", "n", -9},
                                     {"pico", "p", -12},
                                     {"femto", "f", -15},
                                     {"atto", "a", -18},
                                     {"zepto", "z", -21},
                                     {"yocto", "y", -24},
                                     {"ronto", "r", -27},
                                     {"quecto", "q", -30},
                                     // binary, of IEC 80000-13
                                     {"kibi", "Ki", 0, 10},
                                     {"mebi", "Mi", 0, 20},
                                     {"gibi", "Gi", 0, 30},
                                     {"tebi", "Ti", 0, 40},
                                     {"pebi", "Pi", 0, 50},
                                     {"exbi", "Ei", 0, 60},
                                     {"zebi", "Zi", 0, 70},
                                     {"yobi", "Yi", 0, 80}};

}  // namespace

std::span<const NamedUnit> unit_catalogue() { return kUnits; }
std::span<const NamedPrefix> prefix_catalogue() { return kPrefixes; }

const NamedUnit* find_unit(std::string_view name) {
    const auto at =
        std::find_if(std::begin(kUnits), std::end(kUnits), [&](const NamedUnit& u) { return u.name == name; });
    return at == std::end(kUnits) ? nullptr : at;
}

const NamedPrefix* find_prefix(std::string_view name) {
    const auto at =
        std::find_if(std::begin(kPrefixes), std::end(kPrefixes), [&](const NamedPrefix& p) { return p.name == name; });
    return at == std::end(kPrefixes) ? nullptr : at;
}

std::string_view prefix_objection(const NamedUnit& unit, std::string_view prefix) {
    if (unit.name == "gram" && prefix == "kilo") return "write \\kilogram instead of \\kilo\\gram";
    if (unit.name == "kilogram") return "\\kilogram takes no prefix; form multiples of mass with \\gram";
    if (unit.name == "bel" && prefix == "deci") return "write \\decibel instead of \\deci\\bel";
    if (!unit.takes_prefix) return "this unit takes no prefix";
    const NamedPrefix* named = find_prefix(prefix);
    const bool counts_bits = unit.name == "bit" || unit.name == "byte";
    if (named && named->power_of_two != 0 && !counts_bits) return "binary prefixes are for \\bit and \\byte";
    if (named && named->power_of_ten < 0 && counts_bits) return "there are no parts of a bit";
    return "";
}

}  // namespace chuan::quantities
