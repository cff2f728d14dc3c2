// What a reader finds in the documents: words with their diacritics, figures, marks, the code.

#include <clocale>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "base/sha256.h"
#include "contents.h"
#include "reports/pdf/certificate.h"
#include "reports/pdf/paper_copy.h"
#include "reports/pdf/printable.h"
#include "reports/pdf/typesetting.h"
#include "reports/pdf/validation.h"
#include "reports/text/catalogue.h"
#include "tools.h"

namespace chuan::reports::pdf {
namespace {

using namespace examples;
using certificates::CertificateContent;

std::string drawn(const CertificateContent& content) { return certificate_pdf(content, std::nullopt); }

void expect_words(const std::string& text, const std::vector<std::string>& expected) {
    for (const std::string& words : expected)
        EXPECT_NE(text.find(words), std::string::npos) << words << "\nnot in\n" << text;
}

TEST(CalibrationCertificate, PrintsTheEndsOfAnIntervalThatIsNotSymmetricAndSaysSo) {
    CertificateContent content = multimeter();
    certificates::ResultRow& row = content.tables[0].rows[0];
    row.interval_of = "error";
    row.interval_low = "-0.02";
    row.interval_high = "0.31";
    const std::string text = pdf_text(drawn(content));
    expect_words(text, {"[−0,02; 0,31]", "hai đầu của khoảng phủ"});
    EXPECT_EQ(pdf_text(drawn(multimeter())).find("hai đầu của khoảng phủ"), std::string::npos);
}

TEST(CalibrationCertificate, SaysEverythingWithItsDiacritics) {
    expect_words(pdf_text(drawn(weight())), {"GIẤY CHỨNG NHẬN HIỆU CHUẨN",
                                             "TRUNG TÂM KIỂM ĐỊNH VÀ HIỆU CHUẨN SÔNG HỒNG",
                                             "ĐK 123",
                                             "N 383",
                                             "C26.00017",
                                             "Quả cân 10 kg",
                                             "Häfner, CHLB Đức",
                                             "QC-10-0457",
                                             "Khối lượng danh nghĩa: 10 kg; cấp chính xác M1",
                                             "Công ty Cổ phần Cân điện tử Việt Nhật",
                                             "QT-KL-01",
                                             "19/11/2026",
                                             "17/11/2026",
                                             "Xem kết quả tại trang 2",
                                             "26C00017",
                                             "Hà Nội, ngày 20 tháng 11 năm 2026",
                                             "Trần Quốc Việt",
                                             "Phạm Thị Thu Hường",
                                             "Nguyễn Đức Nghĩa",
                                             "14:32 (UTC+7)",
                                             "V01.CN1.0042.26",
                                             "từ 22,6 °C đến 23,1 °C",
                                             "từ 1008,4 hPa đến 1008,9 hPa",
                                             "10,000025",
                                             "0,000059",
                                             "k = 2,00",
                                             "P = 95,45 %",
                                             "Viện Đo lường Việt Nam (VMI)",
                                             "Không hiệu chỉnh.",
                                             "EA-4/02 M:2022, S2",
                                             "Chưa ký số",
                                             "Not digitally signed",
                                             "Hết",
                                             "End of document"});
}

TEST(CalibrationCertificate, NamesTheBottleOfAReferenceMaterialApartFromTheStandards) {
    CertificateContent content = weight();
    certificates::StandardContent buffer = content.standards.front();
    buffer.code = "RM-PH7";
    buffer.name_vi = "Dung dịch chuẩn pH 7";
    buffer.lot = "2026-07";
    buffer.bottle = "03";
    buffer.certificate_number = "VMI-RM-26-0730";
    content.standards.push_back(buffer);
    const std::string text = pdf_text(drawn(content));
    expect_words(text, {"Hạn hiệu chuẩn", "Chất chuẩn", "Mã; lô, chai", "Dùng đến hết ngày", "Usable until",
                        "RM-PH7; lô 2026-07, chai 03", "VMI-RM-26-0730"});
    EXPECT_EQ(pdf_text(drawn(weight())).find("Dùng đến hết ngày"), std::string::npos);
    content.standards = {buffer};
    EXPECT_EQ(pdf_text(drawn(content)).find("Hạn hiệu chuẩn"), std::string::npos);
}

TEST(CalibrationCertificate, StatesConformityByTheAgreedRuleAndWhatItReplaces) {
    expect_words(pdf_text(drawn(multimeter())),
                 {"Phù hợp yêu cầu đã thỏa thuận; xem kết quả tại trang 2", "±0,60", "k = 1,65", "P = 95 %",
                  "Một thành phần phân bố chữ nhật chiếm ưu thế", "Quy tắc quyết định", "|sai số| + U ≤ giới hạn",
                  "C26.00009", "ghi sai số máy", "C25.01377", "Máy hoạt động bình thường, có pin"});
}

TEST(VerificationCertificate, BearsTheFixedWordsTheStampAndTheLastDay) {
    const std::string text = pdf_text(drawn(gauge()));
    expect_words(text, {"GIẤY CHỨNG NHẬN KIỂM ĐỊNH", "Đạt yêu cầu kỹ thuật đo lường", "Có giá trị đến", "30/11/2027",
                        "26V00231", "Định kỳ", "Kiểm định viên", "Tăng ↑", "Giảm ↓", "−0,04", "±0,256", "Độ trễ",
                        "lớn nhất 0,06 bar tại 8 bar, giới hạn 0,256 bar", "Trạm nén khí số 2",
                        "Cần đối chiếu với ĐLVN 08:2011"});
    EXPECT_EQ(text.find("Độ không đảm bảo"), std::string::npos);
}

TEST(VerificationCertificate, WithoutALastDayPrintsNone) {
    CertificateContent content = gauge();
    content.valid_to.reset();
    const std::string text = pdf_text(drawn(content));
    expect_words(text, {"GIẤY CHỨNG NHẬN KIỂM ĐỊNH", "26V00231", "Không quy định ngày hết hiệu lực"});
    for (const char* invented : {"30/11/2027", "1970", "00/00"})
        EXPECT_EQ(text.find(invented), std::string::npos) << invented;
    EXPECT_EQ(pdf_text(drawn(gauge())).find("Không quy định ngày hết hiệu lực"), std::string::npos);
}

TEST(ValidationPack, SaysEveryFigureWithItsVerdictAndHasRoomForTwoSignatures) {
    ValidationContent content;
    content.laboratory_vi = "Trung tâm Đo lường Mẫu";
    content.made_at = moment_from_iso("2026-11-22T01:52:33Z");
    content.release = "0.1.0";
    content.engine = "1 philox";
    content.threads = 2;
    content.same_bits = true;
    content.sha256 = std::string(64, 'a');
    content.accepted_by = "Vũ Hải Đăng";
    content.cases = {{"model-sum",
                      "measurement_model",
                      "models.json, seed 1",
                      "JCGM 101, 9.2",
                      "",
                      true,
                      {{"/gum/u", "2.00", "2", "0.01", true}}},
                     {"round-5",
                      "rounding",
                      "reporting.json, seed 1",
                      "ours",
                      "",
                      false,
                      {{"/printed", "0.0123", "0.0124", "0", false}}}};
    const std::string text = pdf_text(validation_pdf(content));
    expect_words(text, {"NGHIỆM THU PHẦN MỀM TÍNH", "Trung tâm Đo lường Mẫu", "2026-11-22T01:52:33Z", "1/2",
                        "BỘ TÍNH KHÔNG PHÙ HỢP", "THE ENGINE DIFFERS", "Người thực hiện", "Vũ Hải Đăng", "model-sum",
                        "measurement_model", "/printed", "0.0123", "0.0124", "KHÁC", content.sha256});
    content.agrees = true;
    expect_words(pdf_text(validation_pdf(content)), {"Bộ tính phù hợp với mọi ca đối chứng"});
}

TEST(VerificationRecord, SaysWhatFailedAndWhatWasNotPerformed) {
    const std::string text = pdf_text(drawn(gauge_record()));
    expect_words(text,
                 {"BIÊN BẢN KIỂM ĐỊNH", "Không đạt", "Sai số 0,32 bar tại 12 bar", "Không thực hiện", "BB26.00012"});
    EXPECT_EQ(text.find("GIẤY CHỨNG NHẬN"), std::string::npos);
    EXPECT_EQ(text.find("Có giá trị đến"), std::string::npos);
}

TEST(VerificationRecord, MayHaveNoCode) {
    CertificateContent record = gauge_record();
    record.code = record.verify_address = "";
    const std::string pdf = drawn(record);
    EXPECT_EQ(pdf_text(pdf).find("Mã kiểm tra"), std::string::npos);
    EXPECT_EQ(scanned(pdf, 1), "");
}

TEST(VerificationCode, ReadByAScannerIsTheAddressInCapitals) {
    EXPECT_EQ(scanned(drawn(weight()), 1), "HTTPS://KIEMTRA.SONGHONG.EXAMPLE.VN/V/7K3MQ9XTB4ZD80VWRP");
    EXPECT_EQ(scanned(drawn(gauge()), 1), "HTTPS://KIEMTRA.SONGHONG.EXAMPLE.VN/V/A1B2C3D4E5F6G7H8JK");
    expect_words(pdf_text(drawn(weight())), {"7K3M Q9XT B4ZD 80VW RP"});
}

TEST(Draft, HasNeitherNumberNorCode) {
    CertificateContent draft = weight();
    draft.draft = true;
    const std::string pdf = drawn(draft), text = pdf_text(pdf);
    expect_words(text, {"BẢN NHÁP / DRAFT", "Chưa cấp số"});
    EXPECT_EQ(text.find("C26.00017"), std::string::npos);
    EXPECT_EQ(text.find("7K3M"), std::string::npos);
    EXPECT_EQ(scanned(pdf, 1), "");
}

TEST(Marks, ShowSampleAndCopyOnEveryPage) {
    CertificateContent sample = gauge();
    sample.sample = true;
    const std::string copy = paper_copy(drawn(sample));
    for (int page = 1; page <= page_count(copy); ++page)
        expect_words(page_text(copy, page), {"MẪU / SAMPLE", "BẢN SAO / COPY", "Chưa ký số"});
    EXPECT_EQ(pdf_text(drawn(gauge())).find("MẪU"), std::string::npos);
    EXPECT_EQ(pdf_text(drawn(gauge())).find("BẢN SAO"), std::string::npos);
}

TEST(PaperCopy, SaysWhatTheIssuedDocumentSaysAndStillScans) {
    const std::string issued = drawn(gauge()), copy = paper_copy(issued);
    EXPECT_EQ(page_count(copy), page_count(issued));
    expect_words(pdf_text(copy), {"Đạt yêu cầu kỹ thuật đo lường", "V26.00231", "±0,256"});
    EXPECT_EQ(scanned(copy, 1), "HTTPS://KIEMTRA.SONGHONG.EXAMPLE.VN/V/A1B2C3D4E5F6G7H8JK");
    EXPECT_EQ(paper_copy(issued), copy);
    EXPECT_THROW(paper_copy("no document"), Error);
}

TEST(Marks, SayNothingOfMissingSignaturesOnASignedDocument) {
    CertificateContent content = weight();
    content.unsigned_document = false;
    EXPECT_EQ(pdf_text(drawn(content)).find("Chưa ký số"), std::string::npos);
}

// ---- letters ----

/// The English words stand beside the Vietnamese, so a text of many letters may be broken into lines: compare without
/// spaces.
std::string without_spaces(const std::string& text) {
    std::string result;
    for (const std::string& line : lines(text))
        for (const std::string& word : words(line)) result += word;
    return result;
}

TEST(Letters, ExtractUnchangedForTheWholeVietnameseAlphabetAndTheSignsOfTheTrade) {
    const std::string letters =
        "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
        "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴ";
    const std::string signs = "±−×÷≤≥≈√∞→↑↓✓°′″µΩ²³⁻¹₂‰§…“”–—·ÄÖÜäöüßéñ";
    CertificateContent content = weight();
    content.item.condition = letters + " " + signs;
    const std::string text = without_spaces(pdf_text(drawn(content)));
    EXPECT_NE(text.find(letters + signs), std::string::npos) << text;
}

TEST(Letters, AreComposedAndNeverTurnedIntoOtherSigns) {
    CertificateContent content = weight();
    content.item.condition = "Vie\u0323\u0302t Nam; 3x5 -> 10x20 office";
    expect_words(pdf_text(drawn(content)), {"Việt Nam; 3x5 -> 10x20 office"});
}

TEST(Letters, ThatNoFontHasStopTheDocument) {
    CertificateContent content = weight();
    require_printable(content);
    content.item.model = "模型 A";
    try {
        drawn(content);
        FAIL() << "drawn with empty boxes";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "document.glyph_missing");
        EXPECT_EQ(error.kind(), ErrorKind::rule_broken);
        EXPECT_EQ(error.findings().front().values.at("character"), "模 (U+6A21)");
        EXPECT_EQ(error.findings().front().values.at("text"), "模型 A");
    }
    EXPECT_THROW(require_printable(content), Error);
    content.item.model = "\xFF\xFE";
    EXPECT_THROW(drawn(content), Error);
}

TEST(Letters, OfTheCataloguesAreAllInTheFonts) {
    for (const auto language : {text::Language::vi, text::Language::en})
        for (const auto& [key, words] : text::catalogue(language)) {
            EXPECT_NO_THROW(lay({{words, {.size = 9, .weight = 400, .italic = false, .colour = {}, .spacing = 0}}}))
                << key;
            EXPECT_NO_THROW(lay({{words, {.size = 9, .weight = 700, .italic = false, .colour = {}, .spacing = 0}}}))
                << key;
        }
}

// ---- the same bytes ----

TEST(Bytes, AreTheSameForTheSameContent) {
    EXPECT_EQ(drawn(gauge()), drawn(gauge()));
    EXPECT_NE(drawn(gauge()), drawn(gauge_record()));
}

TEST(Bytes, AreTheSameFromEveryThread) {
    const std::string here = drawn(weight());
    std::string there[4];
    {
        std::vector<std::jthread> threads;
        for (std::string& bytes : there) threads.emplace_back([&bytes] { bytes = drawn(weight()); });
    }
    for (const std::string& bytes : there) EXPECT_EQ(bytes, here);
}

/// Not a test: what the next one runs in processes of other time zones and languages.
TEST(Bytes, DISABLED_WriteTheirDigestWhereAsked) {
    std::setlocale(LC_ALL, "");
    Folder folder;
    const char* path = std::getenv("CHUAN_DIGEST_TO");
    ASSERT_TRUE(path);
    const Outcome written = run("printf %s " + sha256_hex(drawn(gauge())) + " > " + path);
    ASSERT_EQ(written.status, 0);
}

TEST(Bytes, AreTheSameInEveryTimeZoneAndLanguage) {
    const Folder folder;
    const std::string expected = sha256_hex(drawn(gauge()));
    for (const char* environment :
         {"TZ=Asia/Ho_Chi_Minh LC_ALL=C.UTF-8 LANG=C.UTF-8", "TZ=America/Los_Angeles LC_ALL=C LANG=ja_JP.UTF-8",
          "TZ=UTC LC_ALL= LANG=vi_VN.UTF-8 PANGO_LANGUAGE=zh-cn FONTCONFIG_PATH=/nonexistent"}) {
        const Outcome outcome =
            run(std::string("env ") + environment + " CHUAN_DIGEST_TO=" + folder.path("digest") +
                " $(readlink -f /proc/" + std::to_string(getpid()) +
                "/exe) --gtest_also_run_disabled_tests --gtest_filter=Bytes.DISABLED_WriteTheirDigestWhereAsked");
        ASSERT_EQ(outcome.status, 0) << outcome.output;
        EXPECT_EQ(read_file(folder.path("digest")), expected) << environment;
    }
}

}  // namespace
}  // namespace chuan::reports::pdf
