// Documents of many pages: nothing is lost at a page's end, heads and numbers stand on each page.

#include <algorithm>

#include <gtest/gtest.h>

#include "contents.h"
#include "reports/pdf/certificate.h"
#include "tools.h"

namespace chuan::reports::pdf {
namespace {

using namespace examples;
using certificates::CertificateContent;

TEST(LongTable, KeepsEveryRowAndRepeatsItsHead) {
    const std::string pdf = certificate_pdf(long_table(300), std::nullopt);
    const int pages = page_count(pdf);
    ASSERT_GE(pages, 7);
    int rows = 0, heads = 0;
    for (int page = 2; page <= pages; ++page) {
        const std::string text = page_text(pdf, page);
        int here = 0;
        for (const std::string& line : lines(text))
            here += words(line).size() == 6 && line.find("±0,005") != std::string::npos;
        rows += here;
        if (here == 0) continue;
        heads += text.find("Giá trị danh nghĩa") != std::string::npos;
        EXPECT_NE(text.find("Giá trị chỉ thị"), std::string::npos) << "page " << page;
    }
    EXPECT_EQ(rows, 300);
    EXPECT_EQ(heads, pages - 1 - (page_text(pdf, pages).find("±0,005") == std::string::npos));
    EXPECT_NE(page_text(pdf, 3).find("(tiếp theo)"), std::string::npos);
}

TEST(EveryPage, BearsItsNumberTheCountAndTheCertificateNumber) {
    const std::string pdf = certificate_pdf(long_table(300), std::nullopt);
    const int pages = page_count(pdf);
    for (int page = 1; page <= pages; ++page) {
        const std::string text = page_text(pdf, page), of = std::to_string(pages), here = std::to_string(page);
        EXPECT_NE(text.find("Trang " + here + " / " + of), std::string::npos) << page;
        EXPECT_NE(text.find("Page " + here + " of " + of), std::string::npos) << page;
        EXPECT_NE(text.find("C26.00017"), std::string::npos) << page;
    }
    EXPECT_NE(page_text(pdf, pages).find("End of document"), std::string::npos);
}

TEST(LongFace, GoesOnToASecondPageAndStillNamesThePageOfTheResults) {
    CertificateContent content = weight();
    for (int i = 1; i <= 45; ++i)
        content.item.characteristics.push_back("Phạm vi " + std::to_string(i) + ": 0 ÷ 10 kg; cấp chính xác M1");
    const std::string pdf = certificate_pdf(content, std::nullopt), text = pdf_text(pdf);
    EXPECT_NE(text.find("Phạm vi 45: 0 ÷ 10 kg"), std::string::npos);
    const auto at = text.find("Xem kết quả tại trang ");
    ASSERT_NE(at, std::string::npos);
    const int page = std::stoi(text.substr(at + std::string("Xem kết quả tại trang ").size()));
    EXPECT_GT(page, 2);
    EXPECT_NE(page_text(pdf, page).find("10,000025"), std::string::npos);
}

TEST(AsFoundAndAsLeft, StandInTwoTablesThatSaySo) {
    CertificateContent content = multimeter();
    content.tables[0].stage = "as_found";
    content.tables.push_back(content.tables[0]);
    content.tables[1].stage = "as_left";
    content.tables[1].rows[0].error = "0.02";
    const std::string text = pdf_text(certificate_pdf(content, std::nullopt));
    const auto found = text.find("Trạng thái khi nhận (trước hiệu chỉnh)"),
               left = text.find("Trạng thái khi trả (sau hiệu chỉnh)");
    ASSERT_NE(found, std::string::npos);
    ASSERT_NE(left, std::string::npos);
    EXPECT_LT(found, left);
    EXPECT_NE(text.find("0,02", left), std::string::npos);
}

TEST(ErrorPlot, IsDrawnForErrorsOverSeveralPointsOnly) {
    EXPECT_NE(pdf_text(certificate_pdf(gauge(), std::nullopt)).find("Trục ngang: Giá trị danh nghĩa (bar)"),
              std::string::npos);
    EXPECT_EQ(pdf_text(certificate_pdf(multimeter(), std::nullopt)).find("Trục ngang"), std::string::npos);
}

}  // namespace
}  // namespace chuan::reports::pdf
