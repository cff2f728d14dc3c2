// PDF/A-3a, ISO 19005-3: what other programs say about the files.

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include <gtest/gtest.h>

#include "contents.h"
#include "reports/dcc/certificate.h"
#include "reports/pdf/certificate.h"
#include "reports/pdf/paper_copy.h"
#include "tools.h"

namespace chuan::reports::pdf {
namespace {

using namespace examples;

struct Document {
    std::string xml = dcc::certificate_dcc(weight());
    std::string bytes = certificate_pdf(weight(), Attachment{"C26.00017.xml", xml, "Chứng nhận hiệu chuẩn số"});
};

TEST(Archive, IsAFileWithoutFaults) {
    const Folder folder;
    for (const auto& content : {weight(), gauge(), long_table(60)}) {
        const Outcome outcome = run("qpdf --check " + folder.write("a.pdf", certificate_pdf(content, std::nullopt)));
        EXPECT_EQ(outcome.status, 0) << outcome.output;
        EXPECT_NE(outcome.output.find("No syntax or stream encoding errors found"), std::string::npos)
            << outcome.output;
    }
}

TEST(Archive, EmbedsEveryFontAsASubsetWithItsLetters) {
    const Folder folder;
    const Outcome outcome = run("pdffonts " + folder.write("a.pdf", certificate_pdf(gauge(), std::nullopt)));
    const std::vector<std::string> table = lines(outcome.output);
    ASSERT_GT(table.size(), 4u) << outcome.output;
    for (std::size_t i = 2; i < table.size(); ++i) {
        EXPECT_NE(table[i].find("yes yes yes"), std::string::npos) << table[i];
        EXPECT_TRUE(table[i].find("+Inter") != std::string::npos || table[i].find("+DejaVu") != std::string::npos)
            << table[i];
    }
}

TEST(Archive, CarriesTheDccByteForByte) {
    const Folder folder;
    const Document document;
    const Outcome outcome =
        run("pdfdetach -save 1 -o " + folder.path("out.xml") + " " + folder.write("a.pdf", document.bytes));
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_EQ(read_file(folder.path("out.xml")), document.xml);
    EXPECT_NE(run("pdfdetach -list " + folder.path("a.pdf")).output.find("C26.00017.xml"), std::string::npos);
    EXPECT_NE(pdf_text(document.bytes).find("Có đính kèm chứng nhận hiệu chuẩn số (DCC XML)"), std::string::npos);
}

TEST(Archive, OfACopyCarriesNothing) {
    const Folder folder;
    EXPECT_NE(
        run("pdfdetach -list " + folder.write("a.pdf", paper_copy(Document().bytes))).output.find("0 embedded files"),
        std::string::npos);
}

class PdfA : public ::testing::Test {
  protected:
    void SetUp() override {
        pdf_.setSuppressWarnings(true);
        pdf_.processMemoryFile("certificate", document_.bytes.data(), document_.bytes.size());
    }
    Document document_;
    QPDF pdf_;
};

TEST_F(PdfA, NamesItselfPart3AInItsMetadata) {
    QPDFObjectHandle metadata = pdf_.getRoot().getKey("/Metadata");
    const auto buffer = metadata.getStreamData();
    const std::string xmp(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    for (const char* words : {"<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>",
                              "GIẤY CHỨNG NHẬN HIỆU CHUẨN C26.00017", "CALIBRATION CERTIFICATE C26.00017",
                              "Chuẩn v0.1.0", "2026-11-20T07:32:00Z"})
        EXPECT_NE(xmp.find(words), std::string::npos) << words;
    QPDFObjectHandle information = pdf_.getTrailer().getKey("/Info");
    EXPECT_EQ(information.getKey("/Title").getUTF8Value(), "GIẤY CHỨNG NHẬN HIỆU CHUẨN C26.00017");
    EXPECT_EQ(information.getKey("/CreationDate").getStringValue(), "D:20261120073200Z");
}

TEST_F(PdfA, HasWhatTheStandardAsksOfTheCatalog) {
    QPDFObjectHandle root = pdf_.getRoot();
    EXPECT_EQ(root.getKey("/Lang").getStringValue(), "vi-VN");
    EXPECT_TRUE(root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
    QPDFObjectHandle intent = root.getKey("/OutputIntents").getArrayItem(0);
    EXPECT_EQ(intent.getKey("/S").getName(), "/GTS_PDFA1");
    EXPECT_EQ(intent.getKey("/DestOutputProfile").getDict().getKey("/N").getIntValue(), 3);
    EXPECT_TRUE(pdf_.getTrailer().hasKey("/ID"));
    EXPECT_FALSE(pdf_.isEncrypted());
    EXPECT_EQ(pdf_.getPDFVersion(), "1.7");
}

TEST_F(PdfA, AssociatesTheAttachedFile) {
    QPDFObjectHandle file = pdf_.getRoot().getKey("/AF").getArrayItem(0);
    EXPECT_EQ(file.getKey("/AFRelationship").getName(), "/Alternative");
    EXPECT_EQ(file.getKey("/UF").getUTF8Value(), "C26.00017.xml");
    EXPECT_EQ(file.getKey("/Desc").getUTF8Value(), "Chứng nhận hiệu chuẩn số");
    QPDFObjectHandle stream = file.getKey("/EF").getKey("/F");
    EXPECT_EQ(stream.getDict().getKey("/Subtype").getName(), "/text/xml");
    EXPECT_EQ(stream.getDict().getKey("/Params").getKey("/Size").getIntValue(),
              static_cast<long long>(document_.xml.size()));
    EXPECT_TRUE(stream.getDict().getKey("/Params").hasKey("/ModDate"));
}

TEST_F(PdfA, GivesEveryFontItsLettersAndNoImageInterpolation) {
    int fonts = 0;
    for (QPDFObjectHandle object : pdf_.getAllObjects()) {
        if (object.isStream()) {
            EXPECT_FALSE(object.getDict().hasKey("/Interpolate"));
        }
        if (!object.isDictionary() || !object.getKey("/Type").isNameAndEquals("/Font")) continue;
        const std::string subtype = object.getKey("/Subtype").getName();
        if (subtype == "/CIDFontType2") {
            EXPECT_TRUE(object.hasKey("/CIDToGIDMap"));
        }
        if (subtype.starts_with("/CIDFont")) continue;
        EXPECT_TRUE(object.hasKey("/ToUnicode")) << subtype;
        ++fonts;
    }
    EXPECT_GT(fonts, 3);
}

// PDFBox knows part 1b only: what part 3 lifts is let through, any other line is a fault.
TEST(Preflight, FindsNothingThatPart3DoesNotLift) {
    const Outcome jars =
        run("dpkg -L libpdfbox2-java libfontbox2-java libcommons-logging-java libcommons-io-java libactivation-java "
            "libjaxb-api-java "
            "2>/dev/null | grep '\\.jar$' | grep -v maven | paste -sd:");
    const std::string classes = jars.output.substr(0, jars.output.find('\n'));
    if (classes.find("pdfbox") == std::string::npos)
        GTEST_SKIP() << "libpdfbox2-java is not installed: PDF/A is checked by the structural tests only";
    const Folder folder;
    const Outcome outcome = run("java -cp " + classes + " org.apache.pdfbox.preflight.Validator_A1b " +
                                folder.write("a.pdf", certificate_pdf(weight(), std::nullopt)));
    ASSERT_NE(outcome.output.find("is not a valid PDF/A-1b file"), std::string::npos) << outcome.output;
    for (const std::string& line : lines(outcome.output)) {
        const bool lifted = line.find("is not a valid") != std::string::npos ||
                            line.find("error(s)") != std::string::npos || words(line).empty() ||
                            line.starts_with("7.11.1") || line.starts_with("7.11.2") || line.starts_with("2.2.1") ||
                            line.starts_with("1.4.7") || line.starts_with("1.2.9") ||
                            line.find("CIDSet entry is missing") != std::string::npos ||
                            line.find("Charset entry is missing") != std::string::npos;
        EXPECT_TRUE(lifted) << line;
    }
}

}  // namespace
}  // namespace chuan::reports::pdf
