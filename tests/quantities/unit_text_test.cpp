#include "quantities/unit_text.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::quantities {
namespace {

std::string meant(std::string_view text) {
    const auto read = read_unit_text(text);
    return read ? read->unit.dsi() : "not understood";
}

// Found in 54 certificates of others: \degreeCelsius in every second one, and the rest of these.
TEST(UnitText, RepairsWhatStandsInOtherPeoplesCertificates) {
    const std::pair<const char*, const char*> met[] = {
        {"\\degreeCelsius", "\\degreecelsius"},
        {"\\degreeCelcius", "\\degreecelsius"},
        {"\\celcius", "\\degreecelsius"},
        {"\\Newton", "\\newton"},
        {"\\Kelvin", "\\kelvin"},
        {"\\kilo\\Pascal", "\\kilo\\pascal"},
        {"\\%", "\\percent"},
        {"\\°C", "\\degreecelsius"},
        {"/kilogram", "\\kilogram"},
        {"\\kgf", "|kgf"},
        {"degreeFahrenheit", "|degreefahrenheit"},
        {"\\meter", "\\metre"},
        {"\\milli\\liter\\per\\minute", "\\milli\\litre\\minute\\tothe{-1}"},
        {"\\mmHg", "\\mmhg"},
        {"\\kilo\\gram\\metre\\tothe{-3}", "\\kilogram\\metre\\tothe{-3}"},
        {"\\deci\\bel", "\\decibel"},
        {"\\millimetre\\tothe{2}", "\\milli\\metre\\tothe{2}"},
        {"\\metre\\tothe{0,5}", "\\metre\\tothe{0.5}"},
        {"\\metre \\second\\tothe{ -1 }", "\\metre\\second\\tothe{-1}"},
        {"metre", "\\metre"},
        {"kilopascal", "\\kilo\\pascal"},
        {"unitless", "\\one"},
        {"feet", "|foot"}};
    for (const auto& [text, dsi] : met) {
        EXPECT_EQ(meant(text), dsi) << text;
        EXPECT_EQ(read_unit_text(text)->writing, UnitWriting::repaired) << text;
        EXPECT_EQ(medal_of(*read_unit_text(text)), MedalClass::improvable) << text;
    }
}

TEST(UnitText, RepairsWhatStandsInRegistersOfTheField) {
    const std::pair<const char*, const char*> met[] = {{"Kg", "\\kilogram"},
                                                       {"KPa", "\\kilo\\pascal"},
                                                       {"KV", "\\kilo\\volt"},
                                                       {"Kgf/cm2", "|kgfpercm2"},
                                                       {"Mpa", "\\mega\\pascal"},
                                                       {"mmhg", "\\mmhg"},
                                                       {"VDC", "\\volt"},
                                                       {"dB(A)", "\\decibel"},
                                                       {"độ C", "\\degreecelsius"},
                                                       {"cc", "\\centi\\metre\\tothe{3}"},
                                                       {"RH%", "\\percent"},
                                                       {"HRC", "\\one"},
                                                       {"\u2126", "\\ohm"},
                                                       {"k\u2126", "\\kilo\\ohm"},
                                                       {"\u33AA", "\\kilo\\pascal"},
                                                       {"kgf.m", "|kgfm"},
                                                       {"ft.lb", "|lbfft"},
                                                       {"kG*cm", "|kgfcm"},
                                                       {"kG", "|kgf"},
                                                       {"Ohm", "\\ohm"},
                                                       {"lux", "\\lux"},
                                                       {"Volt", "\\volt"},
                                                       {"\u2109", "|degreefahrenheit"}};
    for (const auto& [text, dsi] : met) EXPECT_EQ(meant(text), dsi) << text;
}

TEST(UnitText, TellsDsiAndSymbolsFromRepairs) {
    const std::pair<const char*, const char*> symbols[] = {
        {"kPa", "\\kilo\\pascal"},   {"°C", "\\degreecelsius"},
        {"mmHg", "\\mmhg"},          {"Ω", "\\ohm"},
        {"µm", "\\micro\\metre"},    {"μm", "\\micro\\metre"},
        {"lít", "\\litre"},          {"l", "\\litre"},
        {"kgf/cm2", "|kgfpercm2"},   {"in", "|inch"},
        {"°F", "|degreefahrenheit"}, {"inHg", "|inhg"},
        {"mmH2O", "|mmh2o"},         {"lít/phút", "\\litre\\minute\\tothe{-1}"},
        {"pH", "\\pico\\henry"},     {"", "\\one"}};
    for (const auto& [text, dsi] : symbols) {
        EXPECT_EQ(meant(text), dsi) << text;
        EXPECT_EQ(read_unit_text(text)->writing, UnitWriting::symbol) << text;
    }
    EXPECT_EQ(read_unit_text("\\kilo\\pascal")->writing, UnitWriting::dsi);
    EXPECT_EQ(medal_of(*read_unit_text("\\kilo\\pascal")), MedalClass::gold);
    EXPECT_EQ(medal_of(*read_unit_text("kPa")), MedalClass::improvable);
    EXPECT_EQ(medal_of(*read_unit_text("|psi")), MedalClass::improvable);
    EXPECT_EQ(read_unit_text(" |psi ")->writing, UnitWriting::dsi);
}

TEST(UnitText, RefusesWhatMayMeanTwoThings) {
    for (const char* text :
         {"mpa", "kpa", "KPA", "kg/", "M", "u", "c", "gal", "\\milli\\degreecelsius", "\\one\\tothe{5}",
          "\\kilogram\\tothe{2/3}", "\\metre\\tothe{2e2}", "bananas per hour", "\\", "|", "per", "milli"})
        EXPECT_EQ(meant(text), "not understood") << text;
    EXPECT_EQ(meant(std::string(1000, 'm')), "not understood");
    EXPECT_EQ(meant("t88"), "not understood");  // 10^264 kg^88
    EXPECT_EQ(meant("m.m.m.m.m.m.m.m.m.m.m.m.m.m.m.m.m.m.m.m.m"), "not understood");
}

TEST(UnitText, GivesTheAdviceWithTheRefusal) {
    try {
        parse_unit("\\degreeCelsius");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("; write \\degreecelsius"), std::string::npos) << error.what();
        EXPECT_EQ(error.findings().front().values.at("write"), "\\degreecelsius");
    }
    try {
        parse_unit("kPa");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("; write \\kilo\\pascal"), std::string::npos) << error.what();
    }
    try {
        parse_unit("\\kilogram\\of{water}");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("no qualifiers"), std::string::npos) << error.what();
        EXPECT_FALSE(error.findings().front().values.contains("write"));
    }
}

/// The units of PTB's examples of one class.
std::vector<std::string> examples(const char* medal) {
    const char* const named = std::getenv("CHUAN_REFERENCE");
    const auto folder = std::filesystem::path(named ? named : "../shared/reference") / "dcc/d-si-examples" / medal;
    std::vector<std::string> units;
    if (!std::filesystem::exists(folder)) return units;
    const std::regex element("<si:(?:unit|listUnit|unitPhase|unitPhaseXMLList|unitXMLList)>([^<]*)</");
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        for (std::sregex_iterator at(text.begin(), text.end(), element), end; at != end; ++at)
            units.push_back((*at)[1]);
    }
    return units;
}

TEST(UnitText, GivesTheMedalsOfTheExamples) {
    const std::pair<const char*, MedalClass> classes[] = {{"PLATINUM", MedalClass::platinum},
                                                          {"GOLD", MedalClass::gold},
                                                          {"SILVER", MedalClass::silver},
                                                          {"BRONZE", MedalClass::bronze}};
    for (const auto& [name, medal] : classes) {
        const auto units = examples(name);
        if (units.empty()) GTEST_SKIP() << "no D-SI examples: set CHUAN_REFERENCE to the folder that holds dcc";
        int of_the_class = 0;
        for (const std::string& dsi : units) {
            const auto read = read_unit_text(dsi);
            ASSERT_TRUE(read.has_value()) << name << ' ' << dsi;
            if (dsi.find(' ') != std::string::npos) {  // a list of units in a DCC cannot hold blanks: not written here
                EXPECT_EQ(read->writing, UnitWriting::repaired) << dsi;
                continue;
            }
            ASSERT_EQ(read->writing, UnitWriting::dsi) << name << ' ' << dsi;
            EXPECT_LE(medal_of(*read), medal) << name << ' ' << dsi;
            of_the_class += medal_of(*read) == medal;
        }
        EXPECT_GT(of_the_class, 0) << name;
    }
}

/// The file of errors also shows sound units in lists that are wrong otherwise; these are all that pass.
TEST(UnitText, NamesTheErrorsOfTheExamples) {
    const auto units = examples("IMPROVABLE");
    if (units.empty()) GTEST_SKIP() << "no D-SI examples: set CHUAN_REFERENCE to the folder that holds dcc";
    int refused = 0;
    for (const std::string& dsi : units) {
        try {
            const Unit unit = parse_unit(dsi);
            EXPECT_EQ(parse_unit(unit.dsi()), unit) << dsi;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), "unit.unknown");
            ++refused;
        }
    }
    EXPECT_GE(refused, 45);
}

}  // namespace
}  // namespace chuan::quantities
