// Paper and DCC say the same, figure by figure: read back from both files, not from the content they were made of.

#include <algorithm>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "contents.h"
#include "reports/dcc/certificate.h"
#include "reports/pdf/certificate.h"
#include "reports/text/figures.h"
#include "tools.h"

namespace chuan::reports {
namespace {

using namespace examples;

/// The rows of all result lists as printed words: nominal, reference, indication, value, error, U in this order.
std::vector<std::vector<std::string>> rows_of(const std::string& xml) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(xml.c_str()));
    std::vector<std::vector<std::string>> rows;
    for (const auto& list : document.select_nodes("//dcc:result/dcc:data/dcc:list")) {
        std::vector<std::vector<std::string>> columns;
        for (const auto& quantity : list.node().children("dcc:quantity"))
            for (const auto& values : quantity.select_nodes(
                     "si:realListXMLList//si:valueXMLList | si:realListXMLList//si:valueExpandedMUXMLList"))
                columns.push_back(words(values.node().text().get()));
        if (columns.empty()) continue;
        for (std::size_t i = 0; i < columns.front().size(); ++i) {
            rows.emplace_back();
            for (const auto& column : columns) rows.back().push_back(text::printed(column.at(i)));
        }
    }
    return rows;
}

bool holds_in_order(const std::vector<std::string>& line, const std::vector<std::string>& figures) {
    auto at = line.begin();
    for (const std::string& figure : figures) {
        at = std::find(at, line.end(), figure);
        if (at == line.end()) return false;
        ++at;
    }
    return true;
}

/// Rows of the DCC that stand on no line of the paper after the line of the row before.
std::vector<std::string> differences(const std::string& pdf, const std::string& xml) {
    std::vector<std::vector<std::string>> printed_lines;
    for (const std::string& line : lines(pdf_text(pdf))) printed_lines.push_back(words(line));
    std::vector<std::string> missing;
    auto from = printed_lines.begin();
    for (const auto& row : rows_of(xml)) {
        const auto found =
            std::find_if(from, printed_lines.end(), [&](const auto& line) { return holds_in_order(line, row); });
        if (found == printed_lines.end())
            missing.push_back(row.back());
        else
            from = found + 1;
    }
    return missing;
}

TEST(PaperAndDcc, SayTheSameFigureByFigure) {
    for (const auto& content : {weight(), multimeter(), gauge(), long_table(300)}) {
        const std::string xml = dcc::certificate_dcc(content);
        ASSERT_FALSE(rows_of(xml).empty());
        EXPECT_EQ(differences(pdf::certificate_pdf(content, std::nullopt), xml), std::vector<std::string>{})
            << content.number;
    }
    EXPECT_EQ(rows_of(dcc::certificate_dcc(long_table(300))).size(), 300u);
}

TEST(PaperAndDcc, DisagreeWhenOneFigureOfOneIsChanged) {
    certificates::CertificateContent content = gauge();
    const std::string pdf = pdf::certificate_pdf(content, std::nullopt);
    content.tables[0].rows[6].error = "0.07";
    EXPECT_EQ(differences(pdf, dcc::certificate_dcc(content)).size(), 1u);
    content = weight();
    content.tables[0].rows[0].uncertainty = "0.00059";
    EXPECT_FALSE(differences(pdf::certificate_pdf(weight(), std::nullopt), dcc::certificate_dcc(content)).empty());
}

}  // namespace
}  // namespace chuan::reports
