#pragma once

// Small procedures written for one test each: the head is the same, the part under test is given.

#include "sheets.h"

namespace chuan::procedures::test {

inline std::string head(const std::string& quantity, const std::string& unit) {
    return "<procedure xmlns=\"urn:chuan:procedure:1\" code=\"T-1\" version=\"1\" kind=\"calibration\" field=\"mass\" "
           "quantity=\"" +
           quantity + "\" unit=\"" + unit +
           "\" results_in=\"unit\"><title vi=\"a\" en=\"a\"/><basis document=\"b\"/><to_check vi=\"c\" en=\"c\"/>"
           "<item_kinds><item_kind code=\"k\" vi=\"k\" en=\"k\"/></item_kinds>"
           "<persons reviewer_differs=\"yes\" approver_differs=\"yes\"/><measured_again counts=\"last\"/>"
           "<conditions><condition quantity=\"temperature\" unit=\"\\degreecelsius\" low=\"0\" "
           "high=\"40\"/></conditions>"
           "<standards><standard role=\"S\" quantity=\"" +
           quantity + "\" covers_points=\"no\" vi=\"s\" en=\"s\"/></standards>";
}

inline const std::string kTail =
    "<coverage rule=\"fixed\" probability=\"0.9545\" factor=\"2\"/><rounding mode=\"nearest_5pct\" "
    "uncertainty_digits=\"2\"/><report columns=\"nominal error uncertainty\" vi=\"r\" en=\"r\"/></procedure>";

inline std::string channel(const std::string& id, const std::string& of, const std::string& unit, int repeats) {
    return "<channel id=\"" + id + "\" of=\"" + of + "\" unit=\"" + unit + "\" repeats=\"" + std::to_string(repeats) +
           "\" vi=\"x\" en=\"x\"/>";
}

inline std::string input(const std::string& symbol, const std::string& unit, const std::string& distribution,
                         const std::string& source) {
    return "<input symbol=\"" + symbol + "\" unit=\"" + unit + "\" distribution=\"" + distribution +
           "\" vi=\"i\" en=\"i\">" + source + "</input>";
}

inline SheetInputs sheet_of(StandardInput standard, std::vector<CountedReading> readings) {
    SheetInputs sheet;
    standard.role = "S";
    if (standard.code.empty()) standard.code = "STD-1";
    if (standard.certificate.empty()) standard.certificate = "C-2";
    sheet.standards = {std::move(standard)};
    sheet.environment = {environment("temperature", "\\degreecelsius", "22", "23")};
    sheet.runs.emplace_back();
    sheet.runs.front().readings = std::move(readings);
    return sheet;
}

inline StandardValue figure(const char* quantity, const char* unit, const char* nominal, StandardValue::Meaning meaning,
                            const char* value, const char* U) {
    return {quantity, d(nominal), meaning, d(value), d(U), d("2"), {}, {}, unit};
}

}  // namespace chuan::procedures::test
