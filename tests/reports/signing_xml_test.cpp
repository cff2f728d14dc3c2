// The seal of a DCC, read by xmlsec1 and by our own reader; and what an attacker would try with it.

#include <gtest/gtest.h>

#include "authority.h"
#include "base/date.h"
#include "base/encoding.h"
#include "base/error.h"
#include "contents.h"
#include "reports/dcc/certificate.h"
#include "reports/signing/xml_signature.h"
#include "reports/signing/xml_verification.h"
#include "tools.h"

namespace chuan::reports::signing {
namespace {

using namespace examples;

const Moment kStated = moment_from_iso("2026-11-20T07:32:00Z");

const std::string& dcc() {
    static const std::string xml = dcc::certificate_dcc(weight());
    return xml;
}
const std::string& sealed() {
    static const std::string xml = sign_xml(dcc(), seal(), kStated);
    return xml;
}

std::string signature_of(const std::string& xml) {
    const std::size_t from = xml.find("<ds:Signature "), to = xml.find("</ds:Signature>") + 15;
    return xml.substr(from, to - from);
}

Outcome xmlsec1(const std::string& xml) {
    const Folder folder;
    return run("xmlsec1 --verify --trusted-pem " + authority().pem() +
               " --enabled-key-data x509 --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties " +
               folder.write("a.xml", xml));
}

std::string reason(const std::string& xml) {
    const Verification found = verify_xml(xml, authority().trust());
    EXPECT_NE(found.status, Status::valid);
    EXPECT_FALSE(found.sentence.empty());
    EXPECT_TRUE(found.dcc_digest.empty()) << "a digest of something that nobody signed";
    return found.reason;
}

TEST(SealOfADcc, IsGoodForXmlsec1AndForUs) {
    for (const char* kind : {"EC", "RSA"}) {
        const std::string xml = sign_xml(dcc(), authority().signer(kind), kStated);
        const Outcome outcome = xmlsec1(xml);
        EXPECT_EQ(outcome.status, 0) << outcome.output;
        EXPECT_NE(outcome.output.find("SignedInfo References (ok/all): 2/2"), std::string::npos) << outcome.output;
        const Verification found = verify_xml(xml, authority().trust());
        EXPECT_EQ(found.status, Status::valid) << kind << ": " << found.sentence;
        ASSERT_TRUE(found.signer);
        EXPECT_EQ(found.signer->name, "Phòng Đo lường");
        EXPECT_EQ(found.signer->authority, "Test authority");
        EXPECT_EQ(found.stated_time, "2026-11-20T07:32:00Z");
    }
}

TEST(SealOfADcc, LeavesEveryOtherByteAsItWas) {
    std::string without = sealed();
    const std::string signature = signature_of(sealed());
    without.erase(without.find(signature), signature.size());
    EXPECT_EQ(without, dcc());
    EXPECT_TRUE(sealed().ends_with("</ds:Signature></dcc:digitalCalibrationCertificate>\n"));
}

TEST(SealOfADcc, KeepsTheDigestThatAForeignToolSees) {
    const std::string digest = dcc_digest(dcc());
    EXPECT_EQ(digest.size(), 64u);
    EXPECT_EQ(dcc_digest(sealed()), digest);
    EXPECT_EQ(verify_xml(sealed(), authority().trust()).dcc_digest, digest);
    const std::string stated = between(sealed(), "<ds:DigestValue>", "</ds:DigestValue>");
    EXPECT_EQ(hex(from_base64(stated).value()), digest);
    const Folder folder;
    const Outcome c14n = run("xmllint --exc-c14n " + folder.write("a.xml", dcc()) + " | sha256sum");
    EXPECT_EQ(c14n.output.substr(0, 64), digest) << "xmllint's canonical form";
}

TEST(SealOfADcc, SatisfiesTheSchema) {
    if (!reference_folder()) GTEST_SKIP() << "no reference folder (CHUAN_REFERENCE): the schema is not on this machine";
    const Folder folder;
    const std::string schema = *reference_folder() + "/dcc/schema/dcc/v3.3.0/dcc.xsd";
    const Outcome outcome = run("xmllint --nonet --noout --schema " + schema + " " + folder.write("a.xml", sealed()));
    EXPECT_EQ(outcome.status, 0) << outcome.output;
}

TEST(SealOfADcc, BreaksWithOneDigitForXmlsec1AndForUs) {
    const std::string tampered = changed(sealed(), "10.000025", "10.000026");
    EXPECT_NE(xmlsec1(tampered).status, 0);
    EXPECT_EQ(reason(tampered), "signature.broken");
    EXPECT_EQ(reason(changed(sealed(), "2026-11-20T07:32:00Z</xades", "2026-11-19T07:32:00Z</xades")),
              "signature.broken");
    EXPECT_EQ(reason(changed(sealed(), "<dcc:administrativeData>", "<dcc:administrativeData><dcc:more/>")),
              "signature.broken");
}

TEST(SealOfADcc, OfAForeignAuthorityIsNotBelieved) {
    const Authority foreign("Test authority");  // the same name is not the same key
    const Verification found = verify_xml(sign_xml(dcc(), foreign.signer("EC"), kStated), authority().trust());
    EXPECT_EQ(found.status, Status::untrusted);
    EXPECT_EQ(found.reason, "signature.untrusted");
    EXPECT_EQ(verify_xml(sealed(), {{}, authority().trust().at}).status, Status::untrusted) << "nobody is trusted";
}

TEST(SealOfADcc, IsBelievedOnlyWhileTheCertificateIsInForce) {
    Trust trust = authority().trust();
    trust.at -= std::chrono::days(3);
    EXPECT_EQ(verify_xml(sealed(), trust).status, Status::untrusted) << "before it began";
    trust.at += std::chrono::days(1003);
    EXPECT_EQ(verify_xml(sealed(), trust).status, Status::untrusted) << "after it ended";
}

TEST(SealOfADcc, NeedsACertificateThatIsMadeForSigning) {
    const Signer other = authority().signer("EC", "Máy chủ", "critical,keyAgreement");
    EXPECT_EQ(verify_xml(sign_xml(dcc(), other, kStated), authority().trust()).status, Status::untrusted);
}

TEST(SealOfADcc, IsMissingWhereThereIsNone) {
    const Verification found = verify_xml(dcc(), authority().trust());
    EXPECT_EQ(found.status, Status::missing);
    EXPECT_EQ(found.reason, "signature.missing");
}

TEST(SealOfADcc, StandsAlone) {
    const std::string signature = signature_of(sealed());
    EXPECT_EQ(reason(changed(sealed(), signature, signature + signature)), "signature.several");
    EXPECT_EQ(reason(changed(sealed(), "<dcc:administrativeData>", "<dcc:administrativeData>" + signature)),
              "signature.several");
    EXPECT_THROW(sign_xml(sealed(), seal(), kStated), Error);
}

TEST(SealOfADcc, IsNotWrapped) {
    const std::string signature = signature_of(sealed());
    std::string bare = sealed();
    bare.erase(bare.find(signature), signature.size());
    // the signed certificate hidden within another that says something else
    const std::string root = bare.substr(bare.find("<dcc:digitalCalibrationCertificate"));
    std::string outer = changed(bare, "10.000025", "11.000025");
    outer.insert(outer.rfind("</"), "<dcc:document>" + root + "</dcc:document>" + signature);
    EXPECT_EQ(reason(outer), "signature.broken");
    // the signature in a place of its own, not the last of the root
    EXPECT_EQ(reason(changed(bare, "<dcc:administrativeData>", "<dcc:administrativeData>" + signature)),
              "signature.place");
    // signed properties moved out and referred to by name
    EXPECT_EQ(reason(changed(sealed(), "URI=\"#SignedProperties\"", "URI=\"#Signature\"")), "signature.form");
    EXPECT_EQ(reason(changed(sealed(), "Id=\"Dcc\" URI=\"\"", "Id=\"Dcc\" URI=\"#other\"")), "signature.form");
    EXPECT_EQ(reason(changed(sealed(), "Id=\"Dcc\" URI=\"\"", "Id=\"Dcc\"")), "signature.form");
}

TEST(SealOfADcc, CoversEverythingThatIsRead) {
    EXPECT_EQ(reason(changed(sealed(), "10.000025", "10<!-- -->.000025")), "signature.uncovered");
    EXPECT_EQ(reason(sealed() + "<!-- read me -->"), "signature.uncovered");
    EXPECT_EQ(reason(changed(sealed(), "</ds:KeyInfo>", "</ds:KeyInfo><ds:Object>more</ds:Object>")), "signature.form");
    EXPECT_EQ(
        reason(changed(sealed(), "</xades:SignedProperties>", "</xades:SignedProperties><xades:UnsignedProperties/>")),
        "signature.form");
}

TEST(SealOfADcc, UsesListedAlgorithmsOnly) {
    EXPECT_EQ(reason(changed(sealed(), "xmldsig-more#ecdsa-sha256", "xmldsig#hmac-sha1")), "signature.form");
    EXPECT_EQ(
        reason(changed(sealed(), "http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1")),
        "signature.form");
    EXPECT_EQ(reason(changed(sealed(), "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>",
                             "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>")),
              "signature.form");
    EXPECT_EQ(reason(changed(sealed(), "enveloped-signature\"/>",
                             "enveloped-signature\"/><ds:Transform "
                             "Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"/>")),
              "signature.form");
}

TEST(SealOfADcc, NamesItsCertificate) {
    const std::string other = base64(to_der(authority().signer("EC").chain.front()));
    const std::string own = between(sealed(), "<ds:X509Certificate>", "</ds:X509Certificate>");
    EXPECT_EQ(reason(changed(sealed(), own, other)), "signature.certificate");
    EXPECT_EQ(reason(changed(sealed(), "<ds:X509Certificate>" + own, "<ds:X509Certificate>" + own.substr(4))),
              "certificate.malformed");
}

TEST(SealOfADcc, IsReadWithoutDocumentTypeAndWithinLimits) {
    EXPECT_EQ(reason(changed(sealed(), "?>\n", "?>\n<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n")),
              "xml.doctype");
    EXPECT_EQ(reason("no XML at all"), "xml.malformed");
    EXPECT_EQ(reason(""), "xml.malformed");
    EXPECT_EQ(reason("<a/>"), "dcc.not_one");
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += "<a>";
    EXPECT_EQ(reason(deep), "xml.malformed");
    EXPECT_EQ(reason(std::string(40 * 1024 * 1024, ' ')), "xml.too_large");
}

TEST(Sealing, NeedsAUsableKeyWithItsOwnCertificate) {
    Signer mixed = seal();
    mixed.chain = authority().signer("EC").chain;
    EXPECT_THROW(sign_xml(dcc(), mixed, kStated), Error);
    EXPECT_THROW(sign_xml(dcc(), {}, kStated), Error);
}

}  // namespace
}  // namespace chuan::reports::signing
