#include "reports/pdf/slips.h"

#include <gtest/gtest.h>

#include "contents.h"
#include "tools.h"

namespace chuan::reports::pdf {
namespace {

using namespace examples;

SlipContent slip(int items) {
    const auto content = gauge();
    SlipContent slip;
    slip.software_release = "v0.1.0";
    slip.laboratory = content.laboratory;
    slip.customer = content.customer;
    slip.order_number = "YC26.00456";
    slip.date = date_from_iso("2026-11-17");
    slip.promised_on = date_from_iso("2026-11-24");
    slip.laboratory_person = "Lê Thị Mai";
    slip.customer_person = "Vũ Văn Khánh";
    for (int i = 1; i <= items; ++i)
        slip.items.push_back({"Áp kế kiểu lò xo",
                              "P252",
                              "AK-" + std::to_string(7000 + i),
                              "Kính nguyên vẹn",
                              "Hộp đựng",
                              {"Kiểm định", "Verification"}});
    return slip;
}

void expect_words(const std::string& text, const std::vector<std::string>& expected) {
    for (const std::string& words : expected)
        EXPECT_NE(text.find(words), std::string::npos) << words << "\nnot in\n" << text;
}

TEST(ReceiptSlip, NamesOrderItemsPromiseAndBothPersons) {
    expect_words(pdf_text(receipt_slip_pdf(slip(3))),
                 {"PHIẾU TIẾP NHẬN PHƯƠNG TIỆN ĐO", "YC26.00456", "Công ty TNHH Thiết bị Áp lực Đông Á", "17/11/2026",
                  "24/11/2026", "AK-7001", "AK-7003", "Kính nguyên vẹn", "Hộp đựng", "Kiểm định", "Lê Thị Mai",
                  "Vũ Văn Khánh", "Người tiếp nhận", "Người giao"});
}

TEST(Slips, OfTheSampleLaboratorySaySo) {
    SlipContent content = slip(1);
    EXPECT_EQ(pdf_text(receipt_slip_pdf(content)).find("SAMPLE"), std::string::npos);
    content.sample = true;
    expect_words(pdf_text(receipt_slip_pdf(content)), {"MẪU", "SAMPLE"});
    expect_words(pdf_text(hand_back_slip_pdf(content)), {"MẪU", "SAMPLE"});
}

TEST(HandBackSlip, PromisesNothing) {
    const std::string text = pdf_text(hand_back_slip_pdf(slip(1)));
    expect_words(text, {"PHIẾU TRẢ PHƯƠNG TIỆN ĐO", "Người trả", "Người nhận", "Ngày trả"});
    EXPECT_EQ(text.find("24/11/2026"), std::string::npos);
}

TEST(ReceiptSlip, KeepsEveryItemOfALargeOrder) {
    const std::string pdf = receipt_slip_pdf(slip(120)), text = pdf_text(pdf);
    EXPECT_GT(page_count(pdf), 2);
    for (int i = 1; i <= 120; ++i) EXPECT_NE(text.find("AK-" + std::to_string(7000 + i)), std::string::npos) << i;
    EXPECT_EQ(pdf, receipt_slip_pdf(slip(120)));
}

TEST(Label, IsReadByAScannerAsItsCode) {
    const std::string pdf = label_pdf({"CV26.00456.03", "Áp kế kiểu lò xo", "AK-7003", "YC26.00456",
                                       date_from_iso("2026-11-24"), date_from_iso("2026-11-17"), true});
    EXPECT_EQ(scanned(pdf, 1), "CV26.00456.03");
    EXPECT_EQ(page_count(pdf), 1);
    expect_words(pdf_text(pdf), {"CV26.00456.03", "Áp kế kiểu lò xo", "AK-7003", "24/11/2026", "MẪU / SAMPLE"});
}

}  // namespace
}  // namespace chuan::reports::pdf
