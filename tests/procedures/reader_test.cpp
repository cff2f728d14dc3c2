#include "procedures/reader.h"

#include <algorithm>

#include "base/sha256.h"
#include "sheets.h"

namespace chuan::procedures::test {
namespace {

std::vector<Finding> refused(const std::string& bytes, const std::string& name = "F.xml") {
    try {
        read_procedure(bytes, name);
    } catch (const Error& error) {
        return error.findings();
    }
    return {};
}

/// The line, from 1, on which `marker` first stands.
std::string line_of(const std::string& text, const std::string& marker) {
    const auto at = text.find(marker);
    if (at == std::string::npos) throw std::runtime_error("no marker: " + marker);
    return std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

struct Malformed {
    const char* name;
    const char* file;
    const char* from;
    const char* to;
    const char* marker;  // stands on the line that the finding must name
    const char* says;
};

const Malformed kMalformed[] = {
    {"unknown_element", "QT-KL-01.xml", "<points agreed", "<footnote/>\n  <points agreed", "<footnote/>",
     "has no element <footnote>"},
    {"unknown_attribute", "QT-KL-01.xml", "<point id=\"10kg\"", "<point colour=\"red\" id=\"10kg\"", "colour",
     "has no attribute \"colour\""},
    {"doubled_attribute", "QT-KL-01.xml", "nominal=\"10000\"", "nominal=\"10000\" nominal=\"1\"", "id=\"10kg\"",
     "states nominal twice"},
    {"stray_text", "QT-KL-01.xml", "<points agreed=\"refused\">", "<points agreed=\"refused\">about", "<points agreed",
     "text outside of attributes"},
    {"missing_element", "QT-KL-01.xml", "<rounding mode=\"nearest_5pct\" uncertainty_digits=\"2\"/>", "", "<procedure ",
     "lacks <rounding>"},
    {"second_element", "QT-KL-01.xml", "<persons ",
     "<persons reviewer_differs=\"no\" approver_differs=\"no\"/>\n  <persons ", "<persons reviewer_differs=\"yes\"",
     "a second <persons>"},
    {"missing_attribute", "QT-KL-01.xml", " repeats=\"6\"", "", "id=\"S\"", "lacks repeats"},
    {"empty_attribute", "QT-KL-01.xml", "vi=\"Lực đẩy không khí\"", "vi=\" \"", "symbol=\"dB\"", "vi is empty"},
    {"letters_for_a_number", "QT-KL-01.xml", "otherwise=\"0.015\"", "otherwise=\"15 mg\"", "15 mg", "is no number"},
    {"decimal_comma", "QT-KL-01.xml", "otherwise=\"0.015\"", "otherwise=\"0,015\"", "0,015", "is no number"},
    {"fraction_for_a_count", "QT-KL-01.xml", "repeats=\"6\"", "repeats=\"2.5\"", "2.5", "no whole number"},
    {"negative_half_width", "QT-KL-01.xml", "absolute=\"0.010\"", "absolute=\"-0.010\"", "-0.010", "out of bounds"},
    {"unknown_unit", "QT-KL-01.xml", "symbol=\"mS\" unit=\"\\gram\"", "symbol=\"mS\" unit=\"\\gramm\"", "\\gramm",
     "unknown unit"},
    {"unit_of_another_quantity", "QT-KL-01.xml", "id=\"S\" of=\"standard\" unit=\"\\gram\"",
     "id=\"S\" of=\"standard\" unit=\"\\volt\"", "symbol=\"dm\"", "cannot come from a figure in \\volt"},
    {"unknown_kind", "QT-KL-01.xml", "kind=\"calibration\"", "kind=\"checking\"", "<procedure ",
     "\"checking\" is unknown"},
    {"unknown_field", "QT-KL-01.xml", "field=\"mass\"", "field=\"weight\"", "<procedure ",
     "choose one of: length, mass, volume_flow"},
    {"named_as_an_edition_of_the_state", "QT-KL-01.xml", "en=\"Calibration of", "en=\"ĐLVN 286:2015 Calibration of",
     "<procedure ", "names the procedure as an ĐLVN"},
    {"doubled_channel", "QT-KL-01.xml", "id=\"X\" of=\"item\"", "id=\"S\" of=\"item\"", "of=\"item\"",
     "stands already in line"},
    {"doubled_symbol", "QT-KL-01.xml", "symbol=\"dmC\"", "symbol=\"dB\"",
     "symbol=\"dB\" unit=\"\\gram\" distribution=\"rectangular\" vi=\"L", "stands already in line"},
    {"undeclared_name_in_the_model", "QT-KL-01.xml", "dmC + dB\"", "dmC + dB + dX\"", "<measurand",
     "names \"dX\", which is no input"},
    {"unused_input", "QT-KL-01.xml", "dmC + dB\"", "dmC\"", "symbol=\"dB\"", "never uses the input \"dB\""},
    {"model_that_cannot_be_read", "QT-KL-01.xml", "mS + dmD", "mS + * dmD", "<measurand", "cannot be read"},
    {"unknown_channel", "QT-KL-01.xml", "minuend=\"X\"", "minuend=\"Y\"", "symbol=\"dm\"",
     "channel \"Y\" is not declared"},
    {"unknown_standard", "QT-KL-01.xml", "<certificate standard=\"reference\"", "<certificate standard=\"national\"",
     "symbol=\"mS\"", "no standard has the role \"national\""},
    {"sequence_of_strangers", "QT-KL-01.xml", "sequence=\"S X X S\"", "sequence=\"S X X T\"", "<channels",
     "channel \"T\", which is not declared"},
    {"broken_cycle", "QT-KL-01.xml", "id=\"X\" of=\"item\" unit=\"\\gram\" repeats=\"6\"",
     "id=\"X\" of=\"item\" unit=\"\\gram\" repeats=\"5\"", "<channels", "no whole number of cycles"},
    {"distribution_against_source", "QT-KL-01.xml", "symbol=\"dB\" unit=\"\\gram\" distribution=\"rectangular\"",
     "symbol=\"dB\" unit=\"\\gram\" distribution=\"normal\"", "symbol=\"dB\"", "does not fit its source"},
    {"one_reading_with_scatter", "QT-DIEN-01.xml", "scatter=\"none\"", "scatter=\"own\"", "symbol=\"ViX\"",
     "has no scatter of its own"},
    {"period_of_a_calibration", "QT-DIEN-01.xml", "<conditions>", "<period months=\"none\"/><conditions>", "<period",
     "a calibration without a period states none"},
    {"limits_of_a_calibration", "QT-DIEN-01.xml", "<report ",
     "<limits><limit of=\"error\" modes=\"initial\" absolute=\"1\"/></limits>\n  <report ", "<limits>",
     "only a verification states its own limits"},
    {"condition_without_limits", "QT-DIEN-01.xml", " low=\"20\" high=\"80\"", "", "quantity=\"humidity\"",
     "a condition without limits"},
    {"bounds_exchanged", "QT-DIEN-01.xml", "low=\"20\" high=\"80\"", "low=\"80\" high=\"20\"", "quantity=\"humidity\"",
     "is above high"},
    {"unknown_column", "QT-DIEN-01.xml", "columns=\"nominal", "columns=\"colour", "columns=\"colour",
     "unknown column \"colour\""},
    {"verification_without_period", "QT-AK-01.xml", "<period months=\"12\"/>", "", "<procedure ", "lacks <period>"},
    {"verification_without_decision", "QT-AK-01.xml", "<decision rule=\"mpe\"/>", "", "<procedure ",
     "lacks <decision>"},
    {"limit_missing_in_a_mode", "QT-AK-01.xml",
     "<limit of=\"error\" class=\"1.6\" modes=\"in_service\" percent_of_span=\"1.6\"/>", "", "<limits>",
     "limit of error of class 1.6 is missing for in_service"},
    {"limit_twice", "QT-AK-01.xml", "<limit of=\"error\" class=\"1.6\" modes=\"in_service\"",
     "<limit of=\"error\" class=\"1.6\" modes=\"initial in_service\"", "modes=\"initial in_service\"",
     "stands already in line"},
    {"limit_of_zero", "QT-AK-01.xml", "modes=\"in_service\" percent_of_span=\"0.6\"",
     "modes=\"in_service\" percent_of_span=\"0\"", "percent_of_span=\"0\"", "out of bounds"},
    {"group_without_points", "QT-AK-01.xml", "group=\"zero_after\" limit=\"zero\"",
     "group=\"zero_last\" limit=\"zero\"", "zero_last", "no point has the group \"zero_last\""},
    {"point_nobody_judges", "QT-AK-01.xml", "id=\"r25\" group=\"rising\"", "id=\"r25\" group=\"raising\"", "raising",
     "no operation judges the point"},
    {"operation_without_limits", "QT-AK-01.xml", "limit=\"hysteresis\" vi=", "limit=\"backlash\" vi=", "backlash",
     "no limit is of \"backlash\""},
    {"nominal_in_the_items_unit", "QT-AK-01.xml", "group=\"rising\" percent=\"25\"", "group=\"rising\" nominal=\"4\"",
     "nominal=\"4\"", "in the item's own unit means nothing"},
    {"share_above_one", "QT-AK-01.xml", "uncertainty_at_most=\"1/3\"", "uncertainty_at_most=\"3/1\"", "3/1",
     "is no share"},
    {"largest_uncertainty_without_unit", "QT-AK-01.xml", "uncertainty_at_most=\"1/3\"", "largest_uncertainty=\"0.1\"",
     "largest_uncertainty", "without a unit"},
    {"unit_without_a_figure_asked", "QT-AK-01.xml", "uncertainty_at_most=\"1/3\"", "unit=\"\\volt\"",
     "covers_points=\"yes\" unit", "a unit without a figure"},
    {"no_classes", "QT-AK-01.xml", "uncertainty_at_most=\"1/3\"", "classes=\" \"", "classes=", "classes"},
    {"class_of_a_material", "QT-HOA-01.xml", "role=\"buffer4\"", "classes=\"E2\" role=\"buffer4\"",
     "classes=", "has no accuracy class"},
    {"certified_for_a_calibration", "QT-KL-01.xml", "covers_points=\"no\"", "covers_points=\"no\" certified=\"yes\"",
     "certified=", "certified for verification only"},
    {"unknown_mode", "QT-AK-01.xml", "allowed=\"initial ", "allowed=\"yearly ", "yearly", "is no mode of verification"},
    {"nominal_with_a_distribution", "QT-DIEN-01.xml", "<certificate standard=\"calibrator\"/>", "<nominal/>",
     "symbol=\"VS\"", "does not fit its source"},
    {"resolution_in_another_quantity", "QT-DIEN-01.xml", "symbol=\"dViX\" unit=\"\\volt\"",
     "symbol=\"dViX\" unit=\"\\ampere\"", "symbol=\"dViX\"", "cannot come from a figure in \\volt"},
    {"example_of_nothing", "QT-DIEN-01.xml", "<readings point=\"100V\"", "<readings point=\"200V\"", "200V",
     "there is no point \"200V\""},
    {"example_without_source", "QT-DIEN-01.xml", " source=\"EA-4/02 M:2022, S9\"", "", "id=\"S9\"", "lacks source"},
    {"example_with_too_few_repeats", "QT-KL-01.xml", "values=\"0.010 0.015 ", "values=\"0.015 ", "values=\"0.015 ",
     "has 6 repeats, here stand 5"},
    {"example_of_another_role", "QT-KL-01.xml", "<standard role=\"reference\" code", "<standard role=\"national\" code",
     "role=\"national\"", "no standard has the role"},
    {"example_that_expects_an_unknown_figure", "QT-KL-01.xml", "of=\"standard_uncertainty\"", "of=\"uncertainty\"",
     "of=\"uncertainty\"", "has no figure \"uncertainty\""},
    {"example_without_mode", "QT-AK-01.xml", " published=\"ours\" mode=\"periodic\"", " published=\"ours\"",
     "id=\"class_1\"", "lacks mode"},
    {"example_answering_a_measurement", "QT-AK-01.xml", "<answer operation=\"hold\"", "<answer operation=\"rising\"",
     "<answer operation=\"rising\"", "no operation answered yes or no"},
    {"bench_of_one", "QT-AK-01.xml", "bench=\"60\"", "bench=\"1\"", "<sheet bench", "use a whole number of 2 to 60"},
    {"bench_of_too_many", "QT-AK-01.xml", "bench=\"60\"", "bench=\"61\"", "<sheet bench",
     "use a whole number of 2 to 60"},
    {"simulation_at_a_bench", "QT-KL-03.xml", "</standards>", "</standards>\n<sheet bench=\"2\"/>", "<sheet bench",
     "takes too long for several items at once"},
    {"agreed_points_of_a_verification", "QT-AK-01.xml", "agreed=\"refused\"", "agreed=\"allowed\"", "<points",
     "are not agreed with the customer"},
};

class RefusesMalformedFile : public testing::TestWithParam<Malformed> {};

TEST_P(RefusesMalformedFile, WithItsLineAndRemedy) {
    const Malformed& given = GetParam();
    const std::string text = replaced(file(given.file), given.from, given.to);
    const auto findings = refused(text);
    ASSERT_FALSE(findings.empty());
    const std::string place = "F.xml:" + line_of(text, given.marker) + ": ";
    const bool named = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.code == "procedure.malformed" && finding.sentence.rfind(place, 0) == 0 &&
               finding.sentence.find(given.says) != std::string::npos &&
               finding.sentence.find("; ") != std::string::npos && !finding.values.at("remedy").empty();
    });
    std::string all;
    for (const Finding& finding : findings) all += finding.sentence + "\n";
    EXPECT_TRUE(named) << "expected " << place << "..." << given.says << "\ngot\n" << all;
}

INSTANTIATE_TEST_SUITE_P(Table, RefusesMalformedFile, testing::ValuesIn(kMalformed),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ReadProcedure, ReadsTheThreeShippedFilesWhole) {
    const Procedure weight = shipped("QT-KL-01.xml");
    EXPECT_EQ(weight.code, "QT-KL-01");
    EXPECT_EQ(weight.sha256, sha256_hex(file("QT-KL-01.xml")));
    EXPECT_EQ(weight.kind, Kind::calibration);
    EXPECT_FALSE(weight.period_months);
    EXPECT_FALSE(weight.bench);
    EXPECT_EQ(weight.functions.front().measurand.inputs.size(), 5u);
    EXPECT_EQ(weight.functions.front().sequence, (std::vector<std::string>{"S", "X", "X", "S"}));
    EXPECT_EQ(weight.title.vi, "Hiệu chuẩn quả cân 10 kg bằng phương pháp cân thế");

    const Procedure gauge = shipped("QT-AK-01.xml");
    EXPECT_EQ(gauge.period_months, 12);
    EXPECT_EQ(gauge.bench, 60);
    EXPECT_EQ(gauge.functions.front().points.size(), 10u);
    EXPECT_EQ(gauge.operations.size(), 7u);
    EXPECT_EQ(gauge.limits.size(), 30u);
    EXPECT_EQ(gauge.to_check_against, "ĐLVN 08:2011");
    EXPECT_TRUE(gauge.persons.reviewer_differs && gauge.persons.approver_differs);
    EXPECT_DOUBLE_EQ(*gauge.standard("reference")->uncertainty_share, 1.0 / 3);
    EXPECT_EQ(shipped("QT-DIEN-01.xml").functions.front().rounding.significant_digits, 1);
}

TEST(ReadProcedure, EveryByteChangesTheIdentity) {
    const std::string text = file("QT-KL-01.xml");
    EXPECT_NE(read_procedure(text, "a").sha256, read_procedure(text + "\n", "a").sha256);
    EXPECT_EQ(read_procedure(text, "a").sha256, read_procedure(text, "b").sha256);
}

TEST(ReadProcedure, ReportsEverythingAtOnceInTheOrderOfTheLines) {
    std::string text = replaced(file("QT-KL-01.xml"), "kind=\"calibration\"", "kind=\"checking\"");
    text = replaced(text, "nominal=\"10000\"", "nominal=\"ten\"");
    text = replaced(text, "uncertainty_digits=\"2\"", "uncertainty_digits=\"3\"");
    const auto findings = refused(text);
    ASSERT_EQ(findings.size(), 3u);
    EXPECT_NE(findings[0].sentence.find("checking"), std::string::npos);
    EXPECT_NE(findings[1].sentence.find("ten"), std::string::npos);
    EXPECT_NE(findings[2].sentence.find("whole number"), std::string::npos);
}

TEST(ReadProcedure, RefusesWhatIsNoPlainXml) {
    const std::string text = file("QT-KL-01.xml");
    const auto says = [](const std::string& bytes, const std::string& sentence) {
        const auto findings = refused(bytes);
        return !findings.empty() && findings.front().sentence.find(sentence) != std::string::npos;
    };
    EXPECT_TRUE(says(replaced(text, "<procedure ", "<!DOCTYPE procedure [<!ENTITY a \"b\">]>\n<procedure "),
                     "F.xml:4: the file declares a DOCTYPE"));
    EXPECT_TRUE(says(replaced(text, "</procedure>", ""), "no well-formed XML"));
    EXPECT_TRUE(says(text + "<procedure/>", "a second root element"));
    EXPECT_TRUE(says(text + "tail", "text outside of the root element"));
    EXPECT_TRUE(says("", "F.xml:1: the root element is not <procedure>"));
    EXPECT_TRUE(says("<other/>", "the root element is not <procedure>"));
    EXPECT_TRUE(says(replaced(text, "urn:chuan:procedure:1", "urn:chuan:procedure:2"), "not in the namespace"));
    EXPECT_TRUE(says(text + '\0', "zero byte"));
    EXPECT_TRUE(says(replaced(text, "ả", "\xe1"), "not UTF-8"));
}

TEST(ReadProcedure, RefusesMoreThanOneMebibyteBeforeParsing) {
    const auto findings = refused("<procedure>" + std::string(kLargestProcedureFile, ' '), "big.xml");
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings.front().code, "procedure.too_large");
}

TEST(ReadProcedure, RefusesABudgetWithoutUncertainty) {
    const std::string text = file("QT-DIEN-01.xml");
    const auto from = text.find("<measurand"), to = text.find("</measurand>");
    const auto findings =
        refused(text.substr(0, from) +
                "<measurand model=\"X - N\" result=\"error\" indication=\"X\">"
                "<input symbol=\"X\" unit=\"\\volt\" distribution=\"exact\" vi=\"a\" en=\"a\">"
                "<readings channel=\"X\" scatter=\"none\"/></input>"
                "<input symbol=\"N\" unit=\"\\volt\" distribution=\"exact\" vi=\"a\" en=\"a\"><nominal/></input>" +
                text.substr(to));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NE(findings.front().sentence.find("every input is exact"), std::string::npos);
}

/// Every mutation is read or refused; nothing else may happen (a fixed sequence, so a failure can be repeated).
TEST(ReadProcedure, EndsEveryDamagedFileWithFindingsOrAProcedure) {
    std::uint64_t state = 2026;
    const auto next = [&state](std::size_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % below;
    };
    int read = 0, refusals = 0;
    for (const char* name : {"QT-KL-01.xml", "QT-DIEN-01.xml", "QT-AK-01.xml"})
        for (int round = 0; round < 400; ++round) {
            std::string text = file(name);
            for (std::size_t cuts = 1 + next(3); cuts > 0; --cuts) {
                const std::size_t at = next(text.size() - 60), length = next(40);
                if (next(2) == 0)
                    text.erase(at, length);
                else
                    text.insert(next(text.size()), text.substr(at, length));
            }
            try {
                read_procedure(text, name);
                ++read;
            } catch (const Error& error) {
                ++refusals;
                EXPECT_FALSE(error.findings().empty());
            }
        }
    EXPECT_GT(read, 0);
    EXPECT_GT(refusals, 900);
}

TEST(ReadProcedure, RefusesAFileOfNestedElementsWithoutFollowingThem) {
    std::string text = "<procedure xmlns=\"urn:chuan:procedure:1\">";
    for (int i = 0; i < 100000; ++i) text += "<a>";
    for (int i = 0; i < 100000; ++i) text += "</a>";
    EXPECT_FALSE(refused(text + "</procedure>").empty());
}

TEST(ReadProcedure, NamesTheLineOfAnErrorDeepInTheFile) {
    std::string text = file("QT-AK-01.xml");
    text = replaced(text, "</limits>", "  <limit of=\"error\" class=\"9\" modes=\"initial\"/>\n  </limits>");
    const auto findings = refused(text);
    ASSERT_FALSE(findings.empty());
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.values.at("line") == line_of(text, "class=\"9\"") &&
               finding.sentence.find("percent_of_span or absolute") != std::string::npos;
    }));
}

}  // namespace
}  // namespace chuan::procedures::test
