// Time stamps on seals, asked of the openssl program and read by it and by us.

#include "reports/signing/time_stamp.h"

#include <gtest/gtest.h>

#include "authority.h"
#include "base/encoding.h"
#include "base/error.h"
#include "contents.h"
#include "reports/dcc/certificate.h"
#include "reports/pdf/certificate.h"
#include "reports/signing/pdf_signature.h"
#include "reports/signing/pdf_verification.h"
#include "reports/signing/xml_signature.h"
#include "reports/signing/xml_verification.h"
#include "stamping_office.h"

namespace chuan::reports::signing {
namespace {

using namespace examples;

const Moment kStated = moment_from_iso("2026-11-20T07:32:00Z");

const StampingOffice& office() {
    static const StampingOffice made;
    return made;
}
Moment now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

/// Both authorities are believed.
Trust trust() {
    Trust both = authority().trust();
    for (const Certificate& root : office().trust(both.at).authorities) both.authorities.push_back(root);
    return both;
}
const std::string& sealed() {
    static const std::string xml = sign_xml(dcc::certificate_dcc(weight()), seal(), kStated, office().stamping());
    return xml;
}
std::string value_of(const std::string& xml) {
    return "<ds:SignatureValue xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">" +
           between(xml, "<ds:SignatureValue>", "</ds:SignatureValue>") + "</ds:SignatureValue>";
}
std::string token_of(const std::string& xml) {
    return from_base64(between(xml, "<xades:EncapsulatedTimeStamp>", "</xades:EncapsulatedTimeStamp>")).value();
}
/// What openssl says of a token.
Outcome ts_verify(const std::string& token, const std::string& bytes) {
    const Folder folder;
    return run("openssl ts -verify -token_in -in " + folder.write("a.tst", token) + " -data " +
               folder.write("a.bin", bytes) + " -CAfile " + office().pem());
}
std::string code(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.code();
    }
    return "";
}

TEST(TimeStamp, OfAnAuthorityIsReadAsOpensslReadsIt) {
    const TimeStamp stamp = office().stamping()("some bytes");
    EXPECT_EQ(stamp.authority.name, "Time clerk");
    EXPECT_LE(std::chrono::abs(stamp.at - now()), std::chrono::seconds(60));
    const StampVerdict good = verify_stamp(stamp.token, "some bytes", trust());
    EXPECT_EQ(good.fault, "");
    EXPECT_EQ(good.at, stamp.at);
    EXPECT_EQ(good.authority, stamp.authority);
    EXPECT_EQ(ts_verify(stamp.token, "some bytes").status, 0);

    const StampVerdict other = verify_stamp(stamp.token, "other bytes", trust());
    EXPECT_NE(other.fault, "");
    EXPECT_FALSE(other.untrusted);
    EXPECT_NE(ts_verify(stamp.token, "other bytes").status, 0);
    std::string broken = stamp.token;
    broken[broken.size() - 5] = static_cast<char>(broken[broken.size() - 5] ^ 1);  // in the signature, which ends it
    EXPECT_NE(verify_stamp(broken, "some bytes", trust()).fault, "");
}

TEST(TimeStamp, OfNobodyKnownProvesNothing) {
    const TimeStamp stamp = office().stamping()("some bytes");
    EXPECT_TRUE(verify_stamp(stamp.token, "some bytes", authority().trust()).untrusted);
    EXPECT_TRUE(verify_stamp(stamp.token, "some bytes", {{}, now()}).untrusted);
    EXPECT_TRUE(
        verify_stamp(stamp.token, "some bytes", office().trust(moment_from_iso("2050-06-01T00:00:00Z"))).untrusted)
        << "the certificate of the office has ended";
    for (const std::string& nonsense :
         {std::string(), std::string("nonsense"), std::string(100'000, '0'), stamp.token + "0"})
        EXPECT_NE(verify_stamp(nonsense, "some bytes", trust()).fault, "");
}

TEST(TimeStamp, IsTakenOnlyAsTheAnswerToItsQuestion) {
    const std::string request = stamp_request("some bytes"), answer = office().answer(request);
    EXPECT_NO_THROW(granted_stamp(request, answer, trust()));
    EXPECT_NE(stamp_request("some bytes"), request) << "each question has its own nonce";
    const auto refusal = [&](const std::string& asked, const std::string& answered, const Trust& believed) {
        return code([&] { granted_stamp(asked, answered, believed); });
    };
    EXPECT_EQ(refusal(stamp_request("some bytes"), answer, trust()), "time_stamp.refused") << "another nonce";
    EXPECT_EQ(refusal(request, answer, authority().trust()), "time_stamp.refused") << "an office nobody named";
    EXPECT_EQ(refusal(request, "<html>", trust()), "time_stamp.refused");
    const Folder folder;
    run("openssl ts -query -sha1 -cert -data " + folder.write("a", "some bytes") + " -out " + folder.path("q"));
    const std::string weak = read_file(folder.path("q"));
    EXPECT_EQ(refusal(weak, office().answer(weak), trust()), "time_stamp.refused") << "the office refuses SHA-1";
    const StampingOffice not_made_for_it("critical,codeSigning");
    EXPECT_ANY_THROW(not_made_for_it.stamping()("some bytes"));
}

TEST(StampedDcc, IsGoodForXmlsec1OpensslAndUs) {
    const Folder folder;
    const Outcome foreign = run("xmlsec1 --verify --trusted-pem " + authority().pem() +
                                " --enabled-key-data x509 --id-attr:Id "
                                "http://uri.etsi.org/01903/v1.3.2#:SignedProperties " +
                                folder.write("a.xml", sealed()));
    EXPECT_EQ(foreign.status, 0) << foreign.output;
    EXPECT_EQ(ts_verify(token_of(sealed()), value_of(sealed())).status, 0);
    EXPECT_NE(ts_verify(token_of(sealed()), value_of(sealed()) + " ").status, 0);
    const Verification found = verify_xml(sealed(), trust());
    ASSERT_EQ(found.status, Status::valid) << found.sentence;
    ASSERT_TRUE(found.stamp);
    EXPECT_TRUE(found.stamp->trusted);
    EXPECT_EQ(found.stamp->authority.name, "Time clerk");
    EXPECT_EQ(found.dcc_digest, dcc_digest(dcc::certificate_dcc(weight()))) << "the digest knows no stamp";
    if (!reference_folder()) return;
    const std::string schema = *reference_folder() + "/dcc/schema/dcc/v3.3.0/dcc.xsd";
    const Outcome valid = run("xmllint --nonet --noout --schema " + schema + " " + folder.path("a.xml"));
    EXPECT_EQ(valid.status, 0) << valid.output;
}

TEST(StampedDcc, OutlivesTheCertificateOfItsSigner) {
    Trust later = trust();
    later.at += std::chrono::days(2000);
    EXPECT_EQ(verify_xml(sealed(), later).status, Status::valid);
    const std::string bare = sign_xml(dcc::certificate_dcc(weight()), seal(), kStated);
    EXPECT_EQ(verify_xml(bare, later).status, Status::untrusted) << "nobody proves that it is older";
    Trust without = authority().trust();
    without.at += std::chrono::days(2000);
    const Verification unproven = verify_xml(sealed(), without);
    EXPECT_EQ(unproven.status, Status::untrusted) << "the stamp of an office nobody named";
    ASSERT_TRUE(unproven.stamp);
    EXPECT_FALSE(unproven.stamp->trusted);
}

TEST(StampedDcc, TakesNoStampOfAnotherSignatureAndNothingElse) {
    const auto reason = [](const std::string& xml) {
        const Verification found = verify_xml(xml, trust());
        EXPECT_EQ(found.status, Status::invalid);
        return found.reason;
    };
    const std::string own = between(sealed(), "<xades:EncapsulatedTimeStamp>", "</xades:EncapsulatedTimeStamp>");
    EXPECT_EQ(reason(changed(sealed(), own, base64(office().stamping()("something else").token))), "time_stamp.broken");
    EXPECT_EQ(reason(changed(sealed(), own, "%%%")), "time_stamp.broken");
    const std::string more = "<xades:SignatureTimeStamp/>";
    EXPECT_EQ(reason(changed(sealed(), "<xades:SignatureTimeStamp>", more + "<xades:SignatureTimeStamp>")),
              "signature.form");
    EXPECT_EQ(reason(changed(sealed(), "<xades:UnsignedSignatureProperties>",
                             "<xades:UnsignedSignatureProperties><xades:CounterSignature/>")),
              "signature.form");
    EXPECT_EQ(
        reason(changed(sealed(), "<xades:EncapsulatedTimeStamp>", "<xades:EncapsulatedTimeStamp Encoding=\"x\">")),
        "signature.form");
}

TEST(StampedPdf, IsGoodForPdfsigAndUs) {
    auto content = weight();
    content.unsigned_document = false;
    const std::string prepared = pdf::certificate_pdf(content, pdf::Attachment{"a.dcc.xml", sealed(), "DCC"},
                                                      pdf::SignedBy{"Phòng Đo lường", "Test authority", true});
    const std::string pdf = sign_pdf(prepared, seal(), office().stamping());
    const PdfVerification found = verify_pdf(pdf, trust());
    ASSERT_EQ(found.status, Status::valid) << found.sentence;
    ASSERT_TRUE(found.stamp);
    EXPECT_TRUE(found.stamp->trusted);
    Trust later = trust();
    later.at += std::chrono::days(2000);
    EXPECT_EQ(verify_pdf(pdf, later).status, Status::valid);
    EXPECT_EQ(verify_pdf(sign_pdf(prepared, seal()), later).status, Status::untrusted);

    const Folder folder;
    const Outcome foreign = run("pdfsig -nocert " + folder.write("a.pdf", pdf));
    EXPECT_NE(foreign.output.find("Signature is Valid."), std::string::npos) << foreign.output;
    const Outcome twin = run("pdfsig -nocert " + folder.write("b.pdf", changed(pdf, "/Info", "/Inf0")));
    EXPECT_EQ(twin.output.find("Signature is Valid."), std::string::npos) << twin.output;

    const Stamping wrong = [](std::string_view) { return office().stamping()("something else"); };
    const PdfVerification swapped = verify_pdf(sign_pdf(prepared, seal(), wrong), trust());
    EXPECT_EQ(swapped.status, Status::invalid);
    EXPECT_EQ(swapped.reason, "signature.broken");
}

}  // namespace
}  // namespace chuan::reports::signing
