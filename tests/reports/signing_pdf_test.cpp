// The certifying signature of a PDF/A-3, read by pdfsig, openssl, qpdf and PDFBox and by our own reader; and what an
// attacker would try with it.

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>

#include <gtest/gtest.h>

#include "authority.h"
#include "base/date.h"
#include "base/encoding.h"
#include "contents.h"
#include "reports/dcc/certificate.h"
#include "reports/pdf/certificate.h"
#include "reports/pdf/paper_copy.h"
#include "reports/signing/pdf_signature.h"
#include "reports/signing/pdf_verification.h"
#include "reports/signing/xml_signature.h"
#include "tools.h"

namespace chuan::reports::signing {
namespace {

using namespace examples;

certificates::CertificateContent content() {
    auto content = weight();
    content.unsigned_document = false;
    return content;
}
const std::string& xml() {
    static const std::string made =
        sign_xml(dcc::certificate_dcc(content()), seal(), moment_from_iso("2026-11-20T07:32:00Z"));
    return made;
}
std::string drawn() {
    return pdf::certificate_pdf(content(), pdf::Attachment{"C26.00017.dcc.xml", xml(), "DCC C26.00017"},
                                pdf::SignedBy{"Phòng Đo lường", "Test authority", true});
}
const std::string& prepared() {
    static const std::string made = drawn();
    return made;
}
const std::string& sealed() {
    static const std::string made = sign_pdf(prepared(), seal());
    return made;
}

/// The gap that the signature leaves out: from '<' to behind '>'.
struct Gap {
    std::size_t begin, end;
};
Gap gap_of(const std::string& pdf) {
    const std::size_t begin = pdf.find("/Contents <30") + 10;
    return {begin, pdf.find('>', begin) + 1};
}

Outcome pdfsig(const std::string& pdf) {
    const Folder folder;
    run("mkdir " + folder.path("nss") + " && certutil -N -d sql:" + folder.path("nss") +
        " --empty-password && certutil -A -d sql:" + folder.path("nss") + " -n ca -t CT,C,C -i " + authority().pem());
    return run("pdfsig -nssdir sql:" + folder.path("nss") + " " + folder.write("a.pdf", pdf));
}
bool has(const Outcome& outcome, const std::string& words) { return outcome.output.find(words) != std::string::npos; }

PdfVerification checked(const std::string& pdf) { return verify_pdf(pdf, authority().trust()); }
std::string reason(const std::string& pdf) {
    const PdfVerification found = checked(pdf);
    EXPECT_NE(found.status, Status::valid);
    EXPECT_FALSE(found.sentence.empty());
    EXPECT_FALSE(found.attached) << "a file that nobody signed";
    return found.reason;
}

TEST(SealOfAPdf, IsGoodForPdfsigAndForUs) {
    for (const char* kind : {"EC", "RSA"}) {
        const std::string pdf = sign_pdf(prepared(), authority().signer(kind));
        const Outcome outcome = pdfsig(pdf);
        for (const char* words : {"Signature is Valid.", "Certificate is Trusted.", "Total document signed",
                                  "ETSI.CAdES.detached", "Phòng Đo lường"})
            EXPECT_TRUE(has(outcome, words)) << kind << ": no \"" << words << "\" in " << outcome.output;
        const PdfVerification found = checked(pdf);
        EXPECT_EQ(found.status, Status::valid) << kind << ": " << found.sentence;
        ASSERT_TRUE(found.signer);
        EXPECT_EQ(found.signer->name, "Phòng Đo lường");
        EXPECT_EQ(found.attached, xml());
        EXPECT_EQ(found.stated_time, "2026-11-20T07:32:00Z");
    }
}

TEST(SealOfAPdf, IsCadesForOpenssl) {
    const Folder folder;
    const auto [begin, end] = gap_of(sealed());
    const std::string digits = sealed().substr(begin + 1, end - begin - 2);
    std::string der;
    for (std::size_t i = 0; i < digits.size(); i += 2)
        der += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    const std::string covered = sealed().substr(0, begin) + sealed().substr(end);
    const std::string command = "openssl cms -verify -binary -cades -inform DER -in " + folder.write("a.p7s", der) +
                                " -CAfile " + authority().pem() + " -purpose any -out /dev/null -content ";
    const Outcome good = run(command + folder.write("a.bin", covered));
    EXPECT_EQ(good.status, 0) << good.output;
    EXPECT_TRUE(has(good, "CAdES Verification successful")) << good.output;
    EXPECT_NE(run(command + folder.write("b.bin", covered + " ")).status, 0);
    const Outcome printed = run("openssl cms -cmsout -print -noout -inform DER -in " + folder.path("a.p7s"));
    EXPECT_TRUE(has(printed, "signingCertificateV2")) << printed.output;
    EXPECT_FALSE(has(printed, "signingTime")) << "PAdES states it in the document";
}

TEST(SealOfAPdf, LeavesAFileWithoutFaults) {
    const Folder folder;
    const Outcome outcome = run("qpdf --check " + folder.write("a.pdf", sealed()));
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_TRUE(has(outcome, "No syntax or stream encoding errors found")) << outcome.output;
    ASSERT_EQ(run("pdfdetach -save 1 -o " + folder.path("out.xml") + " " + folder.path("a.pdf")).status, 0);
    EXPECT_EQ(read_file(folder.path("out.xml")), xml());
}

TEST(SealOfAPdf, LeavesAnArchiveFileForPdfBox) {
    const Outcome jars =
        run("dpkg -L libpdfbox2-java libfontbox2-java libcommons-logging-java libcommons-io-java libactivation-java "
            "libjaxb-api-java 2>/dev/null | grep '\\.jar$' | grep -v maven | paste -sd:");
    const std::string classes = jars.output.substr(0, jars.output.find('\n'));
    if (classes.find("pdfbox") == std::string::npos) GTEST_SKIP() << "libpdfbox2-java is not installed";
    const Folder folder;
    const std::string pdf =
        sign_pdf(pdf::certificate_pdf(content(), std::nullopt, pdf::SignedBy{"Phòng Đo lường", "", true}), seal());
    const Outcome outcome =
        run("java -cp " + classes + " org.apache.pdfbox.preflight.Validator_A1b " + folder.write("a.pdf", pdf));
    ASSERT_TRUE(has(outcome, "is not a valid PDF/A-1b file")) << outcome.output;
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

TEST(SealOfAPdf, SaysOnEveryPageWhoseItIs) {
    for (int page = 1; page <= page_count(sealed()); ++page) {
        const std::string text = page_text(sealed(), page);
        EXPECT_NE(text.find("Đã ký số: Phòng Đo lường"), std::string::npos) << text;
        EXPECT_NE(text.find("Signed digitally (own authority, not public; no time stamp)"), std::string::npos) << text;
        EXPECT_EQ(text.find("Not digitally signed"), std::string::npos);
    }
}

TEST(SealOfAPdf, ChangesNothingButItsRoom) {
    EXPECT_EQ(drawn(), prepared()) << "the pages and the room are the same bytes each time";
    ASSERT_EQ(sealed().size(), prepared().size());
    const auto [begin, end] = gap_of(sealed());
    const std::size_t range = prepared().find("/ByteRange [");
    std::string masked = prepared();
    masked.replace(begin, end - begin, sealed().substr(begin, end - begin));
    masked.replace(range, 50, sealed().substr(range, 50));
    EXPECT_EQ(masked, sealed());
    EXPECT_THROW(sign_pdf(sealed(), seal()), std::logic_error) << "there is no room for a second one";
}

TEST(SealOfAPdf, BreaksWithAnyByte) {
    const auto [begin, end] = gap_of(sealed());
    int tried = 0;
    const auto flip = [&](std::size_t at) {
        std::string tampered = sealed();
        tampered[at] = static_cast<char>(tampered[at] ^ 1);
        ++tried;
        EXPECT_NE(checked(tampered).status, Status::valid) << "byte " << at;
    };
    for (std::size_t at = 0; at < sealed().size(); at += 1511) flip(at);
    for (std::size_t at = begin; at < end; at += 211) flip(at);  // in the signature and in the zeros behind it
    for (const std::size_t at : {begin, end - 1, sealed().size() - 1}) flip(at);
    EXPECT_GT(tried, 100);
    std::string tampered = sealed();
    tampered[begin - 2000] = static_cast<char>(tampered[begin - 2000] ^ 1);
    EXPECT_FALSE(has(pdfsig(tampered), "Signature is Valid."));
}

TEST(SealOfAPdf, OfAForeignAuthorityIsNotBelieved) {
    const Authority foreign("Test authority");
    const PdfVerification found = checked(sign_pdf(prepared(), foreign.signer("EC")));
    EXPECT_EQ(found.status, Status::untrusted);
    EXPECT_FALSE(found.attached);
}

TEST(SealOfAPdf, AllowsNothingToBeAppended) {
    EXPECT_EQ(reason(sealed() + "\n"), "signature.range");
    // another revision: the catalog without the attached file
    const std::size_t table = sealed().rfind("startxref\n") + 10;
    const std::string previous = sealed().substr(table, sealed().find('\n', table) - table);
    const std::size_t root_at = sealed().find("/Root ") + 6;
    const std::string root = sealed().substr(root_at, sealed().find(' ', root_at) - root_at);
    const std::string object = root + " 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\n";
    std::string offset = std::to_string(sealed().size());
    offset.insert(0, 10 - offset.size(), '0');
    const std::string revision = object + "xref\n" + root + " 1\n" + offset + " 00000 n \ntrailer << /Size 999 /Root " +
                                 root + " 0 R /Prev " + previous + " >>\nstartxref\n" +
                                 std::to_string(sealed().size() + object.size()) + "\n%%EOF\n";
    EXPECT_NE(checked(sealed() + revision).status, Status::valid);
}

std::string with_range(const std::string& numbers) {
    std::string pdf = sealed();
    const std::size_t begin = pdf.find("/ByteRange [") + 12, end = pdf.find(']', begin);
    std::string padded = numbers;
    padded.append(end - begin - numbers.size(), ' ');
    return pdf.replace(begin, end - begin, padded);
}

TEST(SealOfAPdf, CoversFromTheFirstByteToTheLast) {
    const auto [begin, end] = gap_of(sealed());
    const auto n = [](std::size_t number) { return " " + std::to_string(number); };
    const std::size_t rest = sealed().size() - end;
    EXPECT_EQ(checked(with_range(n(0) + n(begin) + n(end) + n(rest))).status, Status::valid) << "the true one";
    EXPECT_EQ(reason(with_range(n(1) + n(begin - 1) + n(end) + n(rest))), "signature.range");
    EXPECT_EQ(reason(with_range(n(0) + n(begin) + n(end) + n(rest - 1))), "signature.range");
    EXPECT_EQ(reason(with_range(n(0) + n(begin) + n(end) + n(rest + 1))), "signature.range");
    EXPECT_EQ(reason(with_range(n(0) + n(begin) + n(begin) + n(rest))), "signature.range");
    EXPECT_EQ(reason(with_range(n(0) + n(begin - 10) + n(end) + n(rest))), "signature.gap");
    EXPECT_EQ(reason(with_range(n(0) + n(begin) + n(end + 10) + n(rest - 10))), "signature.gap");
    EXPECT_EQ(reason(with_range(n(0) + n(begin))), "signature.range");
    EXPECT_EQ(reason(with_range(" 0 -1 -1 99999999999")), "signature.range");
}

/// The sealed document written anew after something was done to it.
template <class Change>
std::string rewritten(Change&& change) {
    QPDF pdf;
    pdf.processMemoryFile("a", sealed().data(), sealed().size());
    change(pdf);
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}
QPDFObjectHandle signature_in(QPDF& pdf) { return pdf.getRoot().getKey("/Perms").getKey("/DocMDP"); }

TEST(SealOfAPdf, IsOneThatCertifies) {
    EXPECT_EQ(reason(prepared()), "signature.range") << "the empty room";
    EXPECT_EQ(reason(pdf::certificate_pdf(weight(), std::nullopt)), "signature.missing");
    EXPECT_EQ(checked(pdf::certificate_pdf(weight(), std::nullopt)).status, Status::missing);
    EXPECT_EQ(reason(rewritten([](QPDF& pdf) { pdf.getRoot().removeKey("/Perms"); })), "signature.form");
    EXPECT_EQ(reason(rewritten([](QPDF& pdf) { signature_in(pdf).removeKey("/ByteRange"); })), "signature.missing");
    EXPECT_EQ(reason(rewritten([](QPDF& pdf) { signature_in(pdf).removeKey("/Contents"); })), "signature.form");
    EXPECT_EQ(reason(rewritten([](QPDF& pdf) {
                  signature_in(pdf).replaceKey("/SubFilter", QPDFObjectHandle::newName("/adbe.pkcs7.sha1"));
              })),
              "signature.form");
    EXPECT_EQ(reason(rewritten([](QPDF& pdf) {
                  pdf.getRoot().replaceKey("/Second", pdf.makeIndirectObject(signature_in(pdf).shallowCopy()));
              })),
              "signature.several");
    EXPECT_EQ(reason("no PDF at all"), "pdf.malformed");
}

TEST(SealOfAPdf, IsNotCarriedByAPaperCopy) {
    const Folder folder;
    const std::string copy = pdf::paper_copy(sealed());
    EXPECT_EQ(reason(copy), "signature.missing");
    EXPECT_EQ(run("qpdf --check " + folder.write("a.pdf", copy)).status, 0);
    EXPECT_TRUE(has(run("pdfsig " + folder.path("a.pdf")), "does not contain any signatures"));
}

}  // namespace
}  // namespace chuan::reports::signing
