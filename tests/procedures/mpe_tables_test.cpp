// The shipped tables of maximum permissible errors, against figures that metrologists know by heart and, where the
// references are there, cell by cell.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "procedures/mpe_reader.h"
#include "quantities/unit.h"
#include "tests/procedures/mpe_questions.h"

namespace chuan::procedures::test {
namespace {

TEST(MpeTables, WeightsHaveTheLimitsOfR111) {
    EXPECT_EQ(weight("F1", 1000), 5);
    EXPECT_EQ(weight("M1", 20000), 1000);
    EXPECT_EQ(weight("E2", 100), 0.16);
    EXPECT_EQ(weight("M3", 5e6), 2.5e6);
    EXPECT_EQ(weight("M1", 0.005), 0.2);
    EXPECT_EQ(weight("M3", 0.05), std::nullopt);
    EXPECT_EQ(weight("M1-2", 20000), std::nullopt);
    EXPECT_EQ(weight("F1", 3000), std::nullopt);  // no nominal value of the series
    EXPECT_EQ(refusal("R111", {"F3", "initial", {{"nominal", 1000}}}), "mpe.class");
    EXPECT_EQ(refusal("R111", {"F1", "in_service", {{"nominal", 1000}}}), "mpe.mode");
}

TEST(MpeTables, BalancesHaveBandsInTheirScaleInterval) {
    EXPECT_EQ(balance("III", "initial", 500, 1), 0.5);
    EXPECT_EQ(balance("III", "initial", 501, 1), 1);
    EXPECT_EQ(balance("III", "initial", 2000, 1), 1);
    EXPECT_EQ(balance("III", "initial", 10001, 1), std::nullopt);
    EXPECT_DOUBLE_EQ(balance("II", "initial", 50, 0.01).value(), 0.005);
    EXPECT_DOUBLE_EQ(balance("I", "initial", 1e6, 0.001).value(), 0.0015);          // class I has no last bound
    EXPECT_DOUBLE_EQ(balance("III", "initial", 0.1 * 3 * 500, 0.3).value(), 0.15);  // binary noise on the bound
    EXPECT_EQ(balance("III", "initial", -1, 1), std::nullopt);
}

TEST(MpeTables, InServiceIsAColumnOfItsOwn) {
    for (const double load : {1.0, 500.0, 700.0, 5000.0}) {
        const double initial = balance("III", "initial", load, 1).value();
        EXPECT_EQ(balance("III", "in_service", load, 1).value(), 2 * initial);
        EXPECT_EQ(balance("III", "periodic", load, 1).value(), initial);
        EXPECT_EQ(balance("III", "after_repair", load, 1).value(), initial);
    }
    EXPECT_EQ(meter("2", "initial", 1, 20), 2);
    EXPECT_EQ(meter("2", "in_service", 1, 20), 4);
    EXPECT_EQ(cuff("initial"), 3);
    EXPECT_EQ(cuff("in_service"), 4);
}

TEST(MpeTables, WaterMetersHaveZonesAndATemperature) {
    EXPECT_EQ(meter("2", "initial", 0.015625, 20), 5);  // Q1
    EXPECT_EQ(meter("2", "initial", 0.02, 20), 5);
    EXPECT_EQ(meter("2", "initial", 0.025, 20), 2);  // Q2 belongs to the upper zone
    EXPECT_EQ(meter("2", "initial", 3.125, 20), 2);  // Q4
    EXPECT_EQ(meter("2", "initial", 3.2, 20), std::nullopt);
    EXPECT_EQ(meter("2", "initial", 0.015, 20), std::nullopt);
    EXPECT_EQ(meter("2", "initial", 1, 30), 2);
    EXPECT_EQ(meter("2", "initial", 1, 30.1), 3);
    EXPECT_EQ(meter("2", "initial", 0.02, 50), 5);
    EXPECT_EQ(meter("1", "initial", 1, 30), 1);
    EXPECT_EQ(meter("1", "initial", 1, 50), 2);
    EXPECT_EQ(meter("1", "initial", 0.02, 50), 3);
}

TEST(MpeTables, PlatinumSensorsHaveARangeThatTheirConstructionSets) {
    EXPECT_DOUBLE_EQ(sensor("AA", 100).value(), 0.27);
    EXPECT_DOUBLE_EQ(sensor("A", -50).value(), 0.25);
    EXPECT_DOUBLE_EQ(sensor("B", 0).value(), 0.3);
    EXPECT_DOUBLE_EQ(sensor("C", 600).value(), 6.6);
    EXPECT_EQ(sensor("AA", 251), std::nullopt);
    EXPECT_DOUBLE_EQ(sensor("AA", -50).value(), 0.185);
    EXPECT_EQ(sensor("AA", -50, "film"), std::nullopt);
    EXPECT_EQ(refusal("IEC60751", {"A", "initial", {{"t", 0}}, {{"construction", "glass"}}}), "mpe.option");
}

TEST(MpeTables, OthersAnswerForWhatTheyAreMadeFor) {
    EXPECT_DOUBLE_EQ(limit("EN837-1", {"1.6", "initial", {{"span", 1000}}}).value(), 16);
    EXPECT_DOUBLE_EQ(limit("JIS-B7507", {"0.02", "periodic", {{"length", 150}}}).value(), 0.03);
    EXPECT_DOUBLE_EQ(limit("DIN863-1", {"standard", "initial", {{"upper", 25}}}).value(), 4);
    EXPECT_DOUBLE_EQ(limit("ISO3650", {"1", "initial", {{"nominal", 100}}}).value(), 0.6);
    EXPECT_DOUBLE_EQ(limit("ISO8655-2", {"A", "initial", {{"nominal", 1000}}}).value(), 8);
    EXPECT_DOUBLE_EQ(limit("ISO8655-2", {"A", "initial", {{"nominal", 1000}}, {{"error", "random"}}}).value(), 3);
    EXPECT_DOUBLE_EQ(limit("IEC62053", {"1", "initial", {{"current", 0.25}, {"Iref", 5}, {"Imax", 20}}, {}}).value(),
                     1.5);
    EXPECT_EQ(limit("IEC62053", {"0.5S", "initial", {{"current", 5}, {"Iref", 5}, {"Imax", 6}}}), std::nullopt);
    EXPECT_DOUBLE_EQ(limit("R117", {"0.5", "initial", {{"volume", 20}}}).value(), 0.1);
    EXPECT_DOUBLE_EQ(limit("R117", {"0.5", "initial", {{"volume", 1}}}).value(), 0.01);
    EXPECT_DOUBLE_EQ(limit("R117", {"0.5", "initial", {{"volume", 20}}, {{"line", "meter"}}}).value(), 0.06);
    EXPECT_DOUBLE_EQ(limit("R35", {"II", "initial", {{"length", 5}}}).value(), 1.3);
}

TEST(MpeTables, SayWhatTheyNeed) {
    try {
        limit("R49", {"3", "initial", {{"flowrate", 1}, {"Q1", std::nan("")}, {"colour", 1}}});
        FAIL();
    } catch (const Error& error) {
        std::string codes;
        for (const Finding& finding : error.findings()) codes += finding.code + finding.field + " ";
        EXPECT_EQ(codes,
                  "mpe.class/class mpe.argument/Q1 mpe.argument/Q2 mpe.argument/Q3 mpe.argument/Q4 "
                  "mpe.argument/water_temperature mpe.argument/colour ");
    }
    EXPECT_THROW(shipped_table("R999"), Error);
}

/// What is ours or from memory says so, so that nobody takes it for a printed table.
TEST(MpeTables, SayHowFarTheyCanBeTrusted) {
    using conformity::Confidence;
    const std::map<std::string, Confidence> read = {{"R111", Confidence::compared},
                                                    {"R76", Confidence::transcript},
                                                    {"R49", Confidence::known},
                                                    {"IEC60751", Confidence::known}};
    EXPECT_GE(shipped_tables().size(), 13U);
    for (const auto& table : shipped_tables()) {
        const auto known = read.find(table.code);
        EXPECT_EQ(conformity::column_of(table, "initial").confidence,
                  known == read.end() ? Confidence::ours : known->second)
            << table.code;
        if (!table.unit.starts_with('=')) {
            EXPECT_EQ(quantities::parse_unit(table.unit).dsi(), table.unit);
        }
    }
}

/// A row of a table of the references: what it asks for and what it says.
nlohmann::json reference_table(const char* name) {
    const char* const named = std::getenv("CHUAN_REFERENCE");
    const std::filesystem::path path =
        std::filesystem::path(named ? named : "../shared/reference") / "uncertainty/tables" / name;
    if (!std::filesystem::exists(path)) return nullptr;
    std::ifstream file(path);
    return nlohmann::json::parse(file);
}

std::optional<double> cell(const nlohmann::json& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

TEST(MpeTables, AgreeCellByCellWithTheReferenceOfR111) {
    const auto table = reference_table("oiml_r111_mpe.json");
    if (table.is_null()) GTEST_SKIP() << "no reference tables: set CHUAN_REFERENCE to the folder that holds them";
    int cells = 0;
    for (const auto& row : table["rows"])
        for (const auto& [weight_class, mpe] : row["mpe_mg"].items()) {
            EXPECT_EQ(weight(weight_class, row["nominal_g"]), cell(mpe)) << row["nominal"] << ' ' << weight_class;
            ++cells;
        }
    EXPECT_EQ(cells, 270);
}

TEST(MpeTables, AgreeBandByBandWithTheReferenceOfR76) {
    const auto table = reference_table("oiml_r76_mpe.json");
    if (table.is_null()) GTEST_SKIP() << "no reference tables: set CHUAN_REFERENCE to the folder that holds them";
    for (const auto& [accuracy_class, bands] : table["bands"].items()) {
        double last = 0;
        for (const auto& band : bands) {
            const double bound = cell(band["n_max"]).value_or(10 * last), mpe = band["mpe_e"];
            for (const double e : {1.0, 0.1, 0.002, 5.0})
                for (const double n : {last + 1, bound}) {
                    EXPECT_NEAR(balance(accuracy_class, "initial", n * e, e).value(), mpe * e, 1e-12);
                    EXPECT_NEAR(balance(accuracy_class, "in_service", n * e, e).value(), 2 * mpe * e, 1e-12);
                }
            last = bound;
        }
        if (!bands.back()["n_max"].is_null()) {
            EXPECT_EQ(balance(accuracy_class, "initial", last + 1, 1), std::nullopt);
        }
    }
}

TEST(MpeTables, AgreeWithTheReferencesOfR49AndIec60751) {
    const auto meters = reference_table("oiml_r49_mpe.json"), sensors = reference_table("iec60751.json");
    if (meters.is_null()) GTEST_SKIP() << "no reference tables: set CHUAN_REFERENCE to the folder that holds them";
    for (const auto& [accuracy_class, limits] : meters["classes"].items()) {
        EXPECT_EQ(meter(accuracy_class, "initial", 0.02, 20), cell(limits["lower"]));
        EXPECT_EQ(meter(accuracy_class, "initial", 0.02, 31), cell(limits["lower"]));
        EXPECT_EQ(meter(accuracy_class, "initial", 1, 30), cell(limits["upper_up_to_30C"]));
        EXPECT_EQ(meter(accuracy_class, "initial", 1, 31), cell(limits["upper_above_30C"]));
    }
    for (const auto& [tolerance_class, text] : sensors["tolerance_C"].items()) {
        const auto parts = split(text.get<std::string>(), '+');  // "0.15 + 0.002|t|"
        for (const char* construction : {"wire", "film"}) {
            const auto& range = sensors[std::string("range_") + construction + "_C"][tolerance_class];
            for (const double t : {range[0].get<double>(), range[1].get<double>()})
                EXPECT_NEAR(sensor(tolerance_class, t, construction).value(),
                            std::stod(parts[0]) + std::stod(parts[1]) * std::abs(t), 1e-12);
            EXPECT_EQ(sensor(tolerance_class, range[0].get<double>() - 1, construction), std::nullopt);
            EXPECT_EQ(sensor(tolerance_class, range[1].get<double>() + 1, construction), std::nullopt);
        }
    }
}

}  // namespace
}  // namespace chuan::procedures::test
