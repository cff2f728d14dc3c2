#include "quantities/unit.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"
#include "quantities/catalogue.h"

namespace chuan::quantities {

namespace {

double to(std::string_view from, std::string_view target, double value = 1) {
    return convert(value, parse_unit(from), parse_unit(target));
}

std::string printed(std::string_view dsi) { return symbol(parse_unit(dsi)); }

std::string typed(std::string_view text) {
    const auto unit = unit_from_symbol(text);
    return unit ? unit->dsi() : "not understood";
}

std::string reason_of_refusal(std::string_view dsi) {
    try {
        return "accepted as " + parse_unit(dsi).dsi();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "unit.unknown");
        return error.what();
    }
}

}  // namespace

// Factors: SI brochure, 9th edition, tables 6, 7 and 8; mmHg as in the D-SI.
TEST(Unit, ConvertsByExactFactors) {
    EXPECT_EQ(to("\\bar", "\\pascal"), 1e5);
    EXPECT_EQ(to("\\kilo\\pascal", "\\bar", 150), 1.5);
    EXPECT_EQ(to("\\milli\\metre", "\\micro\\metre"), 1000);
    EXPECT_EQ(to("\\micro\\metre", "\\metre", 3), 3e-6);
    EXPECT_EQ(to("\\mmhg", "\\pascal"), 133.322387415);
    EXPECT_NEAR(to("|psi", "\\pascal"), 6894.757293, 5e-7);
    EXPECT_EQ(to("|kgfpercm2", "\\pascal"), 98066.5);
    EXPECT_EQ(to("\\tonne", "\\kilogram"), 1000);
    EXPECT_EQ(to("\\kilogram", "\\milli\\gram"), 1e6);
    EXPECT_EQ(to("\\kilo\\watt\\hour", "\\joule"), 3.6e6);
    EXPECT_EQ(to("\\litre\\minute\\tothe{-1}", "\\metre\\tothe{3}\\hour\\tothe{-1}", 50), 3);
    EXPECT_EQ(to("\\gram\\centi\\metre\\tothe{-3}", "\\kilogram\\metre\\tothe{-3}"), 1000);
    EXPECT_EQ(to("\\kilo\\metre\\hour\\tothe{-1}", "\\metre\\second\\tothe{-1}", 36), 10);
    EXPECT_NEAR(to("\\degree", "\\radian", 180), M_PI, 1e-15);
    EXPECT_DOUBLE_EQ(to("\\degree", "\\arcminute", 2), 120);
    EXPECT_EQ(to("\\percent", "\\one", 50), 0.5);
    EXPECT_EQ(to("\\one\\minute\\tothe{-1}", "\\hertz", 60), 1);
    EXPECT_EQ(to("\\milli\\metre\\tothe{2}", "\\metre\\tothe{2}"), 1e-6);
    EXPECT_EQ(to("\\newton\\metre", "\\joule"), 1);
}

// International yard and pound, standard gravity: exact by definition (NIST SP 811, appendix B).
TEST(Unit, ConvertsDeclaredNonSiUnitsByTheirDefinitions) {
    EXPECT_EQ(to("|inch", "\\milli\\metre"), 25.4);
    EXPECT_EQ(to("|foot", "|inch"), 12);
    EXPECT_EQ(to("|mile", "|foot"), 5280);
    EXPECT_EQ(to("|pound", "\\kilogram"), 0.45359237);
    EXPECT_DOUBLE_EQ(to("|pound", "|ounce"), 16);
    EXPECT_EQ(to("|kgf", "\\newton"), 9.80665);
    EXPECT_DOUBLE_EQ(to("|poundforce", "\\newton"), 4.4482216152605);
    EXPECT_DOUBLE_EQ(to("|kgfm", "|kgfcm"), 100);
    EXPECT_DOUBLE_EQ(to("|lbfft", "|lbfin"), 12);
    EXPECT_NEAR(to("|lbfft", "\\newton\\metre"), 1.3558179483314004, 1e-15);
    EXPECT_DOUBLE_EQ(to("|inhg", "\\mmhg"), 25.4);
    EXPECT_DOUBLE_EQ(to("|atm", "|torr"), 760);
    EXPECT_DOUBLE_EQ(to("|mmh2o", "\\pascal"), 9.80665);
    EXPECT_DOUBLE_EQ(to("|inh2o", "|mmh2o"), 25.4);
    EXPECT_EQ(to("|metrichorsepower", "\\watt"), 735.49875);
    EXPECT_DOUBLE_EQ(to("|usgallon", "\\litre"), 3.785411784);
}

TEST(Unit, CountsBitsByPowersOfTwo) {
    EXPECT_EQ(to("\\kibi\\byte", "\\byte"), 1024);
    EXPECT_EQ(to("\\mebi\\byte", "\\kibi\\bit"), 8192);
    EXPECT_EQ(to("\\kilo\\byte", "\\bit"), 8000);
    EXPECT_NE(reason_of_refusal("\\kibi\\metre").find("binary"), std::string::npos);
    EXPECT_NE(reason_of_refusal("\\milli\\bit").find("no parts"), std::string::npos);
}

TEST(Unit, RefusesFactorsThatNoNumberHolds) {
    EXPECT_NE(reason_of_refusal("\\hour\\tothe{99}").find("too far"), std::string::npos);
    EXPECT_NE(reason_of_refusal("\\quetta\\metre\\tothe{99}").find("too far"), std::string::npos);
    EXPECT_THROW(to("\\quetta\\metre\\tothe{6}", "\\quecto\\metre\\tothe{6}"), Error);
}

TEST(Unit, AnOrdinaryUnitConvertedToItselfIsTheSameNumber) {
    for (const double value : {0.1, 1.0 / 3, 1e-17, -273.15})
        for (const char* unit : {"\\kilo\\pascal", "\\mmhg", "\\degreecelsius", "\\decibel", "\\hour"})
            EXPECT_EQ(to(unit, unit, value), value) << unit;
}

TEST(Unit, ATemperatureHasAnOffsetAndItsDifferenceHasNone) {
    EXPECT_DOUBLE_EQ(to("\\degreecelsius", "\\kelvin", 20), 293.15);
    EXPECT_NEAR(to("\\kelvin", "\\degreecelsius", 273.16), 0.01, 1e-12);
    EXPECT_NEAR(to("\\milli\\kelvin", "\\kelvin", 100), 0.1, 1e-15);
    const Unit celsius = parse_unit("\\degreecelsius"), kelvin = parse_unit("\\kelvin");
    EXPECT_EQ(convert_difference(0.1, celsius, kelvin), 0.1);
    EXPECT_EQ(convert(0.1, difference_unit(celsius), difference_unit(kelvin)), 0.1);
    EXPECT_NEAR(to("|degreefahrenheit", "\\degreecelsius", 212), 100, 1e-12);
    EXPECT_NEAR(to("\\degreecelsius", "|degreefahrenheit", -40), -40, 1e-12);
    EXPECT_DOUBLE_EQ(convert_difference(0.9, parse_unit("|degreefahrenheit"), celsius), 0.5);
    EXPECT_THROW(convert(20, celsius, difference_unit(kelvin)), Error);
    EXPECT_THROW(convert(20, difference_unit(celsius), celsius), Error);
    EXPECT_FALSE(celsius == difference_unit(celsius));
}

TEST(Unit, InsideAProductDegreesCelsiusAreAFactor) {
    EXPECT_EQ(to("\\degreecelsius\\tothe{-1}", "\\kelvin\\tothe{-1}", 11.5), 11.5);
    EXPECT_EQ(parse_unit("\\watt\\degreecelsius\\tothe{-1}").offset(), 0);
}

TEST(Unit, OtherQuantitiesDoNotConvert) {
    EXPECT_THROW(to("\\pascal", "\\newton"), Error);
    EXPECT_THROW(to("\\litre", "\\metre\\tothe{2}"), Error);
    EXPECT_THROW(to("\\decibel", "\\one"), Error);
    EXPECT_THROW(to("\\decibel", "\\neper"), Error);
    EXPECT_THROW(convert_difference(1, parse_unit("\\volt"), parse_unit("\\ampere")), Error);
}

TEST(Unit, ReadsDsiAndWritesItBack) {
    for (const char* dsi :
         {"\\metre", "\\milli\\metre\\tothe{2}", "\\kilogram\\metre\\tothe{0.5}\\ampere\\tothe{-1}", "\\one",
          "\\kilo\\metre\\hour\\tothe{-1}", "\\one\\minute\\arcsecond", "\\mole\\one", "|psi", "\\ampere\\tothe{0}"})
        EXPECT_EQ(parse_unit(dsi).dsi(), dsi);
    EXPECT_EQ(parse_unit("\\ampere\\tothe{-005}").dsi(), "\\ampere\\tothe{-5}");
    EXPECT_EQ(parse_unit("\\metre\\tothe{+1}").dsi(), "\\metre");
    EXPECT_EQ(parse_unit("\\metre\\per\\second").dsi(), "\\metre\\second\\tothe{-1}");
    EXPECT_EQ(parse_unit("\\per\\kelvin").dsi(), "\\kelvin\\tothe{-1}");
    EXPECT_EQ(parse_unit("\\watt\\per\\metre\\kelvin\\tothe{2}").dsi(), "\\watt\\metre\\tothe{-1}\\kelvin\\tothe{-2}");
}

TEST(Unit, NamesWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {{"\\kilo\\gram", "\\kilogram"},
                                                         {"\\milli\\kilogram", "no prefix"},
                                                         {"\\milli\\degreecelsius", "no prefix"},
                                                         {"\\milli\\hour", "no prefix"},
                                                         {"\\milli\\one", "no prefix"},
                                                         {"\\centi\\arcsecond", "no prefix"},
                                                         {"\\one\\tothe{5}", "no exponent"},
                                                         {"\\micro\\mega\\ampere", "one prefix"},
                                                         {"\\deci\\bel", "\\decibel"},
                                                         {"\\degreeCelsius", "\\degree"},
                                                         {"\\Newton", "backslash"},
                                                         {"\\meter", "\\meter"},
                                                         {"metre", "backslash"},
                                                         {"\\metre\\tothe{0,5}", "exponent"},
                                                         {"\\metre\\tothe{}", "exponent"},
                                                         {"\\metre\\tothe{2/3}", "exponent"},
                                                         {"\\metre\\tothe{2e2}", "exponent"},
                                                         {"\\metre\\tothe{2", "brace"},
                                                         {"\\tothe{-1}\\metre", "\\tothe"},
                                                         {"\\metre\\tothe{2}\\tothe{2}", "\\tothe"},
                                                         {"\\milli", "no unit"},
                                                         {"\\metre\\per", "after \\per"},
                                                         {"\\metre\\per\\second\\per\\second", "once"},
                                                         {"\\second^-2", "backslash"},
                                                         {"\\metre \\second", "backslash"},
                                                         {"", "missing"},
                                                         {"|cubit", "non-SI"},
                                                         {"\\metre|psi", "backslash"},
                                                         {"\\metre\\\\second", "lower-case"},
                                                         {"\\tothe{-1}", "\\tothe"}};
    for (const auto& [dsi, part] : cases)
        EXPECT_NE(reason_of_refusal(dsi).find(part), std::string::npos) << dsi << ": " << reason_of_refusal(dsi);
    EXPECT_NE(reason_of_refusal(std::string(400, '\\')).find("300"), std::string::npos);
}

TEST(Unit, PrintsTheUsualSymbol) {
    EXPECT_EQ(printed("\\kilo\\pascal"), "kPa");
    EXPECT_EQ(printed("\\degreecelsius"), "°C");
    EXPECT_EQ(printed("\\gram"), "g");
    EXPECT_EQ(printed("\\micro\\metre"), "µm");
    EXPECT_EQ(printed("\\metre\\tothe{3}\\hour\\tothe{-1}"), "m³/h");
    EXPECT_EQ(printed("\\watt\\metre\\tothe{-1}\\kelvin\\tothe{-1}"), "W/(m·K)");
    EXPECT_EQ(printed("\\newton\\metre"), "N·m");
    EXPECT_EQ(printed("\\one\\minute\\tothe{-1}"), "1/min");
    EXPECT_EQ(printed("\\one"), "");
    EXPECT_EQ(printed("\\percent"), "%");
    EXPECT_EQ(printed("\\mmhg"), "mmHg");
    EXPECT_EQ(printed("\\volt\\hertz\\tothe{-0.5}"), "V/Hz^0.5");
}

TEST(Unit, UnderstandsWhatPeopleType) {
    EXPECT_EQ(typed("kPa"), "\\kilo\\pascal");
    EXPECT_EQ(typed(" °C "), "\\degreecelsius");
    EXPECT_EQ(typed("oC"), "\\degreecelsius");
    EXPECT_EQ(typed("g"), "\\gram");
    EXPECT_EQ(typed("mg"), "\\milli\\gram");
    EXPECT_EQ(typed("Mg"), "\\mega\\gram");
    EXPECT_EQ(typed("kg"), "\\kilogram");
    EXPECT_EQ(typed("V"), "\\volt");
    EXPECT_EQ(typed("bar"), "\\bar");
    EXPECT_EQ(typed("mbar"), "\\milli\\bar");
    EXPECT_EQ(typed("%RH"), "\\percent");
    EXPECT_EQ(typed("%"), "\\percent");
    EXPECT_EQ(typed("uV"), "\\micro\\volt");
    EXPECT_EQ(typed("\u03BCm"), "\\micro\\metre");
    EXPECT_EQ(typed("µm"), "\\micro\\metre");
    EXPECT_EQ(typed("m3/h"), "\\metre\\tothe{3}\\hour\\tothe{-1}");
    EXPECT_EQ(typed("m³/h"), "\\metre\\tothe{3}\\hour\\tothe{-1}");
    EXPECT_EQ(typed("s^-1"), "\\second\\tothe{-1}");
    EXPECT_EQ(typed("N.m"), "\\newton\\metre");
    EXPECT_EQ(typed("W/(m.K)"), "\\watt\\metre\\tothe{-1}\\kelvin\\tothe{-1}");
    EXPECT_EQ(typed("min"), "\\minute");
    EXPECT_EQ(typed("1/K"), "\\one\\kelvin\\tothe{-1}");
    EXPECT_EQ(typed("rpm"), "\\one\\minute\\tothe{-1}");
    EXPECT_EQ(typed("kgf/cm2"), "|kgfpercm2");
    EXPECT_EQ(typed("\u2126"), "not understood");  // the ohm sign outside NFC
    EXPECT_EQ(typed(""), "\\one");
}

TEST(Unit, GuessesNothing) {
    for (const char* text : {"KPA", "kpa", "kkg", "m/s/s", "J/kg K", "V V2 x", "%%", "k", "m0", "mm°C°",
                             "bananas per hour", "kpsi", "/", "m/", "mmin"})
        EXPECT_EQ(typed(text), "not understood") << text;
}

TEST(Unit, EverySymbolOfTheCatalogueReadsBackAsItsUnit) {
    for (const NamedUnit& row : unit_catalogue()) {
        const Unit unit = unit_of({{&row, {}, 1}});
        EXPECT_EQ(parse_unit(unit.dsi()), unit) << row.name;
        if (row.medal != MedalClass::bronze) {
            EXPECT_EQ(typed(symbol(unit)), unit.dsi()) << row.name;
        }
        for (const NamedPrefix& prefix : prefix_catalogue()) {
            if (!prefix_objection(row, prefix.name).empty()) continue;
            const Unit prefixed = unit_of({{&row, prefix.name, 1}});
            EXPECT_EQ(parse_unit(prefixed.dsi()), prefixed);
            EXPECT_TRUE(same_dimension(prefixed, unit));
        }
    }
}

TEST(Unit, KnowsItsMedal) {
    EXPECT_EQ(parse_unit("\\kilogram\\metre\\tothe{-3}").medal(), MedalClass::platinum);
    EXPECT_EQ(parse_unit("\\milli\\metre").medal(), MedalClass::gold);
    EXPECT_EQ(parse_unit("\\litre").medal(), MedalClass::silver);
    EXPECT_EQ(parse_unit("\\milli\\bar").medal(), MedalClass::bronze);
}

TEST(Unit, ConvertingThereAndBackKeepsTheValue) {
    const char* pressures[] = {"\\pascal", "\\kilo\\pascal", "\\bar",      "\\milli\\bar",
                               "\\mmhg",   "|psi",           "|kgfpercm2", "\\hecto\\pascal"};
    for (const char* a : pressures)
        for (const char* b : pressures) EXPECT_NEAR(to(b, a, to(a, b, 12.345)), 12.345, 1e-13) << a << b;
}

}  // namespace chuan::quantities
