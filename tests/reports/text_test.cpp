#include <stdexcept>

#include <gtest/gtest.h>

#include "reports/text/catalogue.h"
#include "reports/text/figures.h"
#include "reports/text/statements.h"

namespace chuan::reports::text {
namespace {

TEST(DocumentTexts, StandInBothLanguagesUnderTheSameKeys) {
    ASSERT_GT(catalogue(Language::vi).size(), 150u);
    for (const auto& [key, words] : catalogue(Language::vi)) {
        EXPECT_TRUE(catalogue(Language::en).contains(key)) << key;
        EXPECT_FALSE(words.empty()) << key;
    }
    EXPECT_EQ(catalogue(Language::vi).size(), catalogue(Language::en).size());
}

TEST(DocumentTexts, HaveTheSamePlacesForValuesInBothLanguages) {
    const auto places = [](const std::string& text) {
        std::multiset<std::string> found;
        for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
            found.insert(text.substr(open, text.find('}', open) - open));
        return found;
    };
    for (const auto& [key, words] : catalogue(Language::vi)) {
        if (key == "date.place") continue;   // the Vietnamese date is written out, day, month and year apart
        if (key == "mark.signed") continue;  // the name is not said twice on one line
        EXPECT_EQ(places(words), places(of(Language::en, key))) << key;
    }
}

// Fixed strings of the law, reference section 4.
TEST(DocumentTexts, KeepTheWordsThatTheLawFixes) {
    EXPECT_EQ(of(Language::vi, "title.verification"), "GIẤY CHỨNG NHẬN KIỂM ĐỊNH");
    EXPECT_EQ(of(Language::vi, "title.calibration"), "GIẤY CHỨNG NHẬN HIỆU CHUẨN");
    EXPECT_EQ(of(Language::vi, "title.testing"), "GIẤY CHỨNG NHẬN THỬ NGHIỆM");
    EXPECT_EQ(of(Language::vi, "title.verification_record"), "BIÊN BẢN KIỂM ĐỊNH");
    EXPECT_EQ(of(Language::vi, "conclusion.verification.pass"), "Đạt yêu cầu kỹ thuật đo lường");
    EXPECT_EQ(of(Language::vi, "field.valid_to"), "Có giá trị đến");
}

TEST(DocumentTexts, RefuseAnUnknownKeyAndAMissingValue) {
    EXPECT_THROW(of(Language::vi, "no.such.key"), std::logic_error);
    EXPECT_THROW(filled("k = {k}", {}), std::logic_error);
}

TEST(PrintedFigures, UseTheDecimalCommaAndATrueMinus) {
    EXPECT_EQ(printed("-0.020"), "−0,020");
    EXPECT_EQ(printed("±0.16"), "±0,16");
    EXPECT_EQ(printed("0 ÷ 16 bar; cấp 1.6"), "0 ÷ 16 bar; cấp 1,6");
    EXPECT_EQ(printed("sai số -0.3 tại 8 bar."), "sai số −0,3 tại 8 bar.");
    EXPECT_EQ(printed("AK-778-1"), "AK-778-1");
}

TEST(PrintedFigures, GiveProbabilitiesAsPercent) {
    EXPECT_EQ(printed_percent("0.9545"), "95,45\u00A0%");
    EXPECT_EQ(printed_percent("0.95"), "95\u00A0%");
    EXPECT_EQ(printed_percent("0.9"), "90\u00A0%");
}

TEST(PrintedFigures, NameUnitsByTheirSymbols) {
    EXPECT_EQ(unit_symbol("\\kilogram"), "kg");
    EXPECT_EQ(unit_symbol("\\milli\\volt"), "mV");
    EXPECT_EQ(unit_symbol("\\metre\\tothe{3}\\hour\\tothe{-1}"), "m³·h⁻¹");
    EXPECT_EQ(unit_symbol("\\one"), "");
    EXPECT_EQ(printed_with_unit("22.6", "\\degreecelsius"), "22,6\u00A0°C");
}

TEST(PrintedFigures, StayTogetherWithTheirUnits) {
    EXPECT_EQ(tied("0 ÷ 16 bar"), "0\u00A0÷\u00A016\u00A0bar");
    EXPECT_EQ(tied("k = 2,00, nghĩa là"), "k\u00A0=\u00A02,00, nghĩa là");
    EXPECT_EQ(tied("năm 2026 đã"), "năm 2026 đã");
}

TEST(Statements, ClaimTraceabilityOnlyForACompleteChain) {
    EXPECT_NE(traceability_statement({"Viện Đo lường Việt Nam"}, true).vi.find("Viện Đo lường Việt Nam"),
              std::string::npos);
    EXPECT_EQ(traceability_statement({"Viện Đo lường Việt Nam"}, false).vi.find("Viện"), std::string::npos);
    EXPECT_EQ(traceability_statement({}, true).en, traceability_statement({"X"}, false).en);
}

TEST(Statements, WordEveryDecisionRuleAndChoiceOfAdjustment) {
    for (const char* code : {"simple", "guarded_U", "guarded_non_binary", "mpe"})
        EXPECT_FALSE(decision_rule_statement(code).en.empty()) << code;
    EXPECT_TRUE(decision_rule_statement("").vi.empty());
    EXPECT_NE(decision_rule_statement("guarded_rU", Decimal::parse("0.83")).vi.find("w = r·U với r = 0,83"),
              std::string::npos);
    EXPECT_NE(decision_rule_statement("guarded_probability", Decimal::parse("0.95")).en.find("z = 1,645"),
              std::string::npos);
    EXPECT_NE(decision_rule_statement("guarded_rejection", Decimal::parse("1")).vi.find("r = 1."), std::string::npos);
    const auto adjusted =
        adjustment_statement({"adjusted", "chỉnh điểm không", "Trần Quốc Việt", "điện thoại 18/11/2026", "đã thay"});
    EXPECT_EQ(adjusted.vi,
              "Đã hiệu chỉnh. Nội dung: chỉnh điểm không. Người thực hiện: Trần Quốc Việt. Đồng ý của khách hàng: "
              "điện thoại 18/11/2026. Niêm phong: đã thay.");
    EXPECT_EQ(adjustment_statement({"not_adjusted", "", "", "", ""}).en, "Not adjusted.");
    EXPECT_EQ(adjustment_statement({"not_adjusted", "a", "b", "c", "d"}).en, "Not adjusted.");
    const auto as_found = adjustment_statement({"as_found_not_applicable", "hàng mới", "b", "c", "d"});
    EXPECT_TRUE(as_found.vi.ends_with("Lý do: hàng mới.")) << as_found.vi;
}

TEST(PrintedTable, ShowsLimitsAndVerdictsThatExistAndDropsEmptyColumns) {
    certificates::ResultTable table;
    table.columns = {"nominal", "reference", "error"};
    certificates::ResultRow row;
    row.nominal = "8";
    row.error = "0.1";
    row.uncertainty = "0.02";
    row.coverage_factor = "2.00";
    table.rows = {row};
    EXPECT_EQ(as_printed(table).columns, (std::vector<std::string>{"nominal", "error"}));
    EXPECT_EQ(as_printed(table).rows[0].uncertainty,
              "");  // the procedure does not print it: the DCC does not say it either
    table.columns.push_back("uncertainty");
    table.rows[0].limit = "±0.26";
    table.rows[0].verdict = "pass";
    EXPECT_EQ(as_printed(table).columns,
              (std::vector<std::string>{"nominal", "error", "uncertainty", "limit", "verdict"}));
    EXPECT_EQ(as_printed(table).rows[0].coverage_factor, "2.00");
}

}  // namespace
}  // namespace chuan::reports::text
