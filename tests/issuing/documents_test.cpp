// What was issued, as people and programs of others read it.

#include "storage/instrument_repository.h"
#include "storage/intent_repository.h"
#include "storage/trail_repository.h"
#include "tests/issuing/house.h"
#include "tests/reports/tools.h"

namespace chuan::test {
namespace {

using certificates::Answer;
using storage::Transaction;
using ::testing::HasSubstr;
using ::testing::Not;

class IssuedDocuments : public InWorkshop {};
INSTANTIATE_TEST_SUITE_P(Engines, IssuedDocuments, ::testing::ValuesIn(engines()), engine_name);

TEST_P(IssuedDocuments, ThePaperSaysEverything) {
    const auto certificate = workshop().issue(workshop().ready({.gauge = true}), "TEM 0012345");
    const std::string text = reports::examples::pdf_text(workshop().pdf(certificate));
    for (const char* words :
         {"GIẤY CHỨNG NHẬN KIỂM ĐỊNH", "I26.00001", "Trung tâm Kiểm định Đo lường Miền Đông", "Áp kế lò xo", "EN-100",
          "G-5", "Wika", "TEM 0012345", "QT-AK-01", "31/03/2027", "Nguyễn Văn An", "Lê Minh Châu", "Chưa ký số",
          "ĐLVN 08:2011", "Chuẩn quốc gia, Viện Đo lường Việt Nam", "AK-REF"})
        EXPECT_THAT(text, HasSubstr(words));
    EXPECT_EQ(certificate.stamp_number, "TEM 0012345");
    EXPECT_THAT(workshop().dcc(certificate), HasSubstr(certificate.number));
    const auto events = workshop().read([&](Transaction& t) {
        return storage::Trail(t, {workshop().body()}).of_record("certificate", certificate.id.value, std::nullopt, 10);
    });
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events.front().action, "certificate.issued");
    EXPECT_EQ(events.front().actor_name, "Lê Minh Châu");
}

/// What is really issued, read by programs of others: the schema, the attachment, the code on the page.
TEST_P(IssuedDocuments, StrangersReadWhatWasIssued) {
    namespace tools = reports::examples;
    const auto reference = tools::reference_folder();
    if (!reference)
        GTEST_SKIP() << "no reference folder (CHUAN_REFERENCE): the schema DCC 3.3.0 is not on this machine";
    const tools::Folder folder;
    const auto validated = [&](const std::string& dcc) {
        return tools::run("xmllint --nonet --noout --schema " + *reference + "/dcc/schema/dcc/v3.3.0/dcc.xsd " +
                          folder.write("issued.xml", dcc));
    };
    for (const Work& work : {Work{.gauge = true}, Work{.serial = "DMM-1"}, Work{.serial = "DMM-2", .conformity = true},
                             Work{.serial = "DMM-3", .validity_months = 12}}) {
        const auto certificate = workshop().issued(work);
        const std::string dcc = workshop().dcc(certificate), pdf = workshop().pdf(certificate);
        const auto outcome = validated(dcc);
        EXPECT_EQ(outcome.status, 0) << certificate.number << ": " << outcome.output;
        EXPECT_EQ(tools::run("qpdf --check " + folder.write("issued.pdf", pdf)).status, 0) << certificate.number;
        EXPECT_EQ(
            tools::run("pdfdetach -save 1 -o " + folder.path("attached.xml") + " " + folder.path("issued.pdf")).status,
            0);
        EXPECT_EQ(tools::read_file(folder.path("attached.xml")), dcc) << certificate.number;
        EXPECT_EQ(tools::scanned(pdf, 1), "HTTPS://DO.LUONG.EXAMPLE/V/" + certificate.code) << certificate.number;
        EXPECT_THAT(tools::pdf_text(pdf), HasSubstr("Trung tâm Kiểm định Đo lường Miền Đông")) << certificate.number;
        std::string twin = dcc;
        twin.replace(twin.find("<dcc:beginPerformanceDate>") + 26, 4, "20,6");
        EXPECT_NE(validated(twin).status, 0) << certificate.number;
    }
}

TEST_P(IssuedDocuments, TheVerificationScaleIntervalStandsBesideTheResolution) {
    workshop().issued({.serial = "CAN-1", .gauge = true});
    workshop().write([&](Transaction& t) {
        storage::InstrumentRepository instruments(t, {workshop().body()});
        auto item = instruments.require(instruments.by_serial("CAN-1").front());
        item.verification_interval = Decimal::parse("0.5");
        instruments.update(item);
    });
    const auto certificate = workshop().issue(workshop().ready({.serial = "CAN-1", .gauge = true}));
    EXPECT_THAT(reports::examples::pdf_text(workshop().pdf(certificate)), HasSubstr("d = 0,05 bar; e = 0,5 bar"));
    EXPECT_THAT(workshop().dcc(certificate), HasSubstr("d = 0.05 bar; e = 0.5 bar"));
}

TEST_P(IssuedDocuments, ADraftHasNeitherNumberNorCode) {
    const JobId job = workshop().performed({.serial = "DMM-1"});
    const std::string text = reports::examples::pdf_text(workshop().issuing().draft_pdf(workshop().technician(), job));
    EXPECT_THAT(text, HasSubstr("BẢN NHÁP"));
    EXPECT_THAT(text, Not(HasSubstr("C26.")));
    EXPECT_TRUE(workshop().read([&](Transaction& t) {
        return storage::IntentRepository(t, {workshop().body()}).list(storage::IntentState::reserved, {}, 10).empty();
    }));
    EXPECT_EQ(workshop().issue(workshop().ready({.serial = "DMM-2"})).number, "C26.00001");
}

TEST_P(IssuedDocuments, ACopyIsMarkedAndCounted) {
    const auto certificate = workshop().issued({.serial = "DMM-1"});
    const std::string copy = workshop().issuing().copy_pdf(workshop().technician(), certificate.id);
    EXPECT_THAT(reports::examples::pdf_text(copy), HasSubstr("BẢN SAO"));
    EXPECT_THAT(copy, Not(HasSubstr(".dcc.xml")));
    const auto events = workshop().read(
        [&](Transaction& t) { return storage::CertificateRepository(t, {workshop().body()}).events(certificate.id); });
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events.front().event.kind, certificates::EventKind::copied);
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-02").answer, Answer::valid);
}

}  // namespace
}  // namespace chuan::test
