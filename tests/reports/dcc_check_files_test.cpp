// The check of a DCC: hostile files, schemas, PDFs around it, signatures of strangers, and what we emit ourselves.

#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "authority.h"
#include "base/date.h"
#include "base/error.h"
#include "contents.h"
#include "foreign_dcc.h"
#include "reports/dcc/certificate.h"
#include "reports/dcc_check/check.h"
#include "reports/pdf/certificate.h"
#include "reports/signing/pdf_signature.h"
#include "reports/signing/xml_signature.h"
#include "reports/text/catalogue.h"
#include "tools.h"

namespace chuan::reports::dcc_check {
namespace {

using namespace examples;
using signing::Trust;

const Moment kStated = moment_from_iso("2026-11-20T07:32:00Z");
const Trust kNobody{{}, kStated};

std::set<std::string> rules_in(const Report& report) {
    std::set<std::string> found;
    for (const Finding& finding : report.findings) found.emplace(finding.rule->id);
    return found;
}
std::set<std::string> rules_of(const std::string& bytes, const Trust& trust = kNobody) {
    return rules_in(check(bytes, nullptr, trust));
}
using Rules = std::set<std::string>;

TEST(DccRules, HaveWordsInBothLanguagesAndASource) {
    ASSERT_GT(rules().size(), 70u);
    std::set<std::string_view> ids;
    for (const Rule& each : rules()) {
        EXPECT_TRUE(ids.insert(each.id).second) << each.id << " stands twice";
        EXPECT_FALSE(each.source.empty()) << each.id;
        for (const auto language : {text::Language::vi, text::Language::en})
            EXPECT_FALSE(text::of(language, "dcc_check." + std::string(each.id)).empty()) << each.id;
    }
    EXPECT_THROW(rule("content.no_such_rule"), std::logic_error);
}

TEST(DccFindings, NameElementLinePathAndValueInBothLanguages) {
    const Report report = check(changed(foreign_dcc(), "<dcc:countryCode>VN", "<dcc:countryCode>VV"), nullptr, kNobody);
    ASSERT_EQ(report.findings.size(), 1u);
    const Finding& found = report.findings.front();
    EXPECT_EQ(found.path,
              "/dcc:digitalCalibrationCertificate/dcc:administrativeData/dcc:customer/dcc:location/"
              "dcc:countryCode");
    EXPECT_EQ(found.line, 20);
    EXPECT_NE(found.vi.find("\"VV\" của countryCode không phải mã ISO 3166-1"), std::string::npos) << found.vi;
    EXPECT_NE(found.en.find("\"VV\" of countryCode is no code of ISO 3166-1"), std::string::npos) << found.en;
}

TEST(DccFindings, AreCountedWhenThereAreTooMany) {
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += "<dcc:statement><dcc:location><dcc:countryCode>VV</dcc:countryCode></dcc:location></dcc:statement>";
    const Report report =
        check(changed(foreign_dcc(), "</dcc:statements>", many + "</dcc:statements>"), nullptr, kNobody);
    ASSERT_EQ(report.findings.size(), 51u);
    const bool counted = std::any_of(report.findings.begin(), report.findings.end(),
                                     [](const Finding& f) { return f.en == "950 more findings by this rule"; });
    EXPECT_TRUE(counted);
}

TEST(DccFindings, AreFoundWhateverPrefixesAFileUses) {
    std::string other = foreign_dcc();
    for (std::size_t at; (at = other.find("dcc:")) != std::string::npos;) other.replace(at, 4, "");
    other = changed(other, "xmlns:dcc=", "xmlns=");
    EXPECT_EQ(rules_of(other), Rules{});
    EXPECT_EQ(rules_of(changed(other, "<countryCode>VN", "<countryCode>VV")), Rules{"content.country_unknown"});
}

TEST(HostileDcc, IsRefusedBeforeItIsRead) {
    const std::string entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
    const std::string after = "<dcc:digitalCalibrationCertificate ";
    EXPECT_EQ(rules_of(changed(foreign_dcc(), after, entity + after)), Rules{"safety.document_type"});
    EXPECT_EQ(rules_of(changed(foreign_dcc(), "</dcc:customer>", "")), Rules{"safety.not_well_formed"});
    EXPECT_EQ(rules_of("<invoice/>"), Rules{"safety.not_a_dcc"});
    EXPECT_EQ(rules_of(changed(foreign_dcc(), "\"https://ptb.de/dcc\"", "\"https://example.org/dcc\"")),
              Rules{"safety.not_a_dcc"});
    EXPECT_EQ(rules_of(std::string(33 * 1024 * 1024, ' ')), Rules{"safety.too_large"});
    EXPECT_EQ(rules_of(""), Rules{"safety.not_well_formed"});
    for (const int levels : {400, 100'000}) {
        std::string deep;
        for (int i = 0; i < levels; ++i) deep += "<dcc:list>";
        for (int i = 0; i < levels; ++i) deep += "</dcc:list>";
        EXPECT_EQ(rules_of(changed(foreign_dcc(), "<dcc:list>", deep + "<dcc:list>")), Rules{"safety.too_deep"});
    }
    EXPECT_EQ(rules_in(unreadable("no rights")), Rules{"safety.unreadable"});
    const Report broken = check(changed(foreign_dcc(), "</dcc:customer>", ""), nullptr, kNobody);
    EXPECT_FALSE(broken.well_formed);
    EXPECT_EQ(broken.findings.front().line, 25) << broken.findings.front().en;
}

TEST(HostileDcc, MayCarryAPrintedPageLargerThanTheParserLikes) {
    const std::string large = changed(foreign_dcc(), "SGVsbG8=", std::string(12'000'000, 'A'));
    EXPECT_EQ(rules_of(large), Rules{});
}

TEST(HostileDcc, TakesNoLongerThanItsSizeAsks) {
    std::string many;
    for (int i = 0; i < 60'000; ++i)
        many += "<dcc:quantity><si:real><si:value>1</si:value><si:unit>u" + std::to_string(i) +
                "</si:unit></si:real></dcc:quantity>";
    const auto begin = std::chrono::steady_clock::now();
    const Report report = check(changed(foreign_dcc(), "</dcc:list>", many + "</dcc:list>"), nullptr, kNobody);
    EXPECT_TRUE(rules_in(report).contains("metrology.unit_unknown"));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20))
        << "it would be minutes, were it quadratic";
}

TEST(DccVersions, AreNamedWhenTheyAreNotTheNewestOrDiffer) {
    std::string older = changed(changed(foreign_dcc(), "schemaVersion=\"3.3.0\"", "schemaVersion=\"3.1.1\""),
                                "v3.3.0/dcc", "v3.1.1/dcc");
    EXPECT_EQ(rules_of(older), Rules{"schema.version_not_newest"});
    EXPECT_EQ(rules_of(changed(foreign_dcc(), "v3.3.0/dcc", "v3.1.1/dcc")), Rules{"schema.location_differs"});
    EXPECT_EQ(rules_of(changed(changed(foreign_dcc(), "schemaVersion=\"3.3.0\"", "schemaVersion=\"3.4.0-rc.1\""),
                               "v3.3.0/dcc", "v3.4.0-rc.1/dcc")),
              Rules{"schema.version_unsupported"});
    EXPECT_EQ(rules_of(signing::sign_xml(older, seal(), kStated)),
              (Rules{"schema.version_not_newest", "schema.signature_not_allowed", "signature.nobody_trusted"}));
}

/// A schema of our own that wants a dcc root, imports the other namespace at PTB's address and checks one figure.
class OwnSchemas {
  public:
    OwnSchemas() {
        run("mkdir -p " + folder_.path("dcc/v3.3.0") + " " + folder_.path("si/v2.2.1") + " " +
            folder_.path("dcc/v3.2.1"));
        folder_.write("si/v2.2.1/SI_Format.xsd",
                      R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://ptb.de/si">
                      <xs:simpleType name="unit"><xs:restriction base="xs:string"/></xs:simpleType></xs:schema>)");
        folder_.write("dcc/v3.3.0/dcc.xsd", schema("https://ptb.de/si/v2.2.1/SI_Format.xsd"));
        folder_.write("dcc/v3.2.1/dcc.xsd", schema("https://ptb.de/si/v9/Missing.xsd"));
    }
    std::string path() const { return folder_.path(""); }

  private:
    static std::string schema(const std::string& address) {
        return R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:si="https://ptb.de/si" xmlns:dcc="https://ptb.de/dcc" targetNamespace="https://ptb.de/dcc" elementFormDefault="qualified">
            <xs:import namespace="https://ptb.de/si" schemaLocation=")" +
               address + R"("/>
            <xs:element name="digitalCalibrationCertificate"><xs:complexType><xs:sequence>
              <xs:element name="administrativeData"/><xs:any minOccurs="0" maxOccurs="9" processContents="skip"/>
            </xs:sequence><xs:attribute name="schemaVersion" type="si:unit"/></xs:complexType></xs:element></xs:schema>)";
    }
    Folder folder_;
};

TEST(DccSchemas, AreTakenFromTheNamedFolderOnly) {
    const OwnSchemas own;
    Schemas schemas(own.path());
    const Report good = check(foreign_dcc(), &schemas, kNobody);
    EXPECT_EQ(good.schema, SchemaVerdict::valid);
    EXPECT_EQ(rules_in(good), Rules{});
    std::string bad = changed(foreign_dcc(), "<dcc:administrativeData>", "<dcc:more/><dcc:administrativeData>");
    const Report refused = check(bad, &schemas, kNobody);
    EXPECT_EQ(refused.schema, SchemaVerdict::invalid);
    EXPECT_EQ(rules_in(refused), Rules{"schema.invalid"});
    EXPECT_EQ(refused.findings.front().path, "/dcc:digitalCalibrationCertificate/dcc:more");
    const auto as = [&](const std::string& version) {
        std::string other = changed(foreign_dcc(), "schemaVersion=\"3.3.0\"", "schemaVersion=\"" + version + "\"");
        return check(changed(other, "v3.3.0/dcc", "v" + version + "/dcc"), &schemas, kNobody);
    };
    EXPECT_EQ(as("3.2.0").schema, SchemaVerdict::not_checked);
    EXPECT_EQ(rules_in(as("3.2.0")), (Rules{"schema.version_not_newest", "schema.not_there"}));
    EXPECT_EQ(rules_in(as("3.2.1")), (Rules{"schema.version_not_newest", "schema.unusable"}));
    EXPECT_EQ(rules_in(as("../../v3.3.0")),
              (Rules{"schema.version_unsupported", "schema.not_there", "schema.location_differs"}));
    EXPECT_THROW(Schemas("/nonexistent"), Error);
}

TEST(DccSchemas, OfPtbAcceptOurForeignCertificate) {
    if (!reference_folder())
        GTEST_SKIP() << "no reference folder (CHUAN_REFERENCE): the schemas are not on this machine";
    Schemas schemas(*reference_folder() + "/dcc/schema");
    const Report report = check(foreign_dcc(), &schemas, kNobody);
    for (const Finding& finding : report.findings) ADD_FAILURE() << finding.line << ": " << finding.en;
    EXPECT_EQ(report.schema, SchemaVerdict::valid);
    EXPECT_EQ(check(changed(foreign_dcc(), "<si:value>20.00", "<si:value>20,00"), &schemas, kNobody).schema,
              SchemaVerdict::invalid);
}

TEST(ForeignSignatures, OfXmlsec1AreReadAndTheirTwinsRefused) {
    const Folder folder;
    const std::string made =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Labor' -addext "
        "keyUsage=critical,digitalSignature "
        "-addext basicConstraints=critical,CA:FALSE -keyout " +
        folder.path("key.pem") + " -out " + folder.path("cert.pem");
    ASSERT_EQ(run(made).status, 0);
    const std::string form =
        R"(<!-- a comment --><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2006/12/xml-c14n11"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"/><ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2006/12/xml-c14n11"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509SubjectName/><ds:X509Certificate/></ds:X509Data></ds:KeyInfo></ds:Signature>)";
    const std::string end = "</dcc:digitalCalibrationCertificate>";
    const auto signed_by_xmlsec1 = [&](const std::string& signature) {
        const std::string input = folder.write("in.xml", changed(foreign_dcc(), end, signature + end));
        const Outcome outcome = run("xmlsec1 --sign --privkey-pem " + folder.path("key.pem") + "," +
                                    folder.path("cert.pem") + " --output " + folder.path("out.xml") + " " + input);
        EXPECT_EQ(outcome.status, 0) << outcome.output;
        return read_file(folder.path("out.xml"));
    };
    const std::string xml = signed_by_xmlsec1(form);
    const Report report = check(xml, nullptr, kNobody);
    EXPECT_EQ(rules_in(report), Rules{"signature.nobody_trusted"});
    ASSERT_EQ(report.signatures.size(), 1u);
    EXPECT_EQ(report.signatures[0].form, "xmldsig");
    EXPECT_EQ(report.signatures[0].status, "untrusted");
    EXPECT_EQ(report.signatures[0].signer, "Labor");
    EXPECT_FALSE(report.has_error());
    EXPECT_EQ(rules_of(xml, authority().trust()), Rules{"signature.untrusted"}) << "somebody else is trusted";
    EXPECT_EQ(rules_of(changed(xml, "273.20 323.27", "273.21 323.27")), Rules{"signature.broken"});
    EXPECT_EQ(check(changed(xml, "273.20 323.27", "273.21 323.27"), nullptr, kNobody).signatures[0].status, "invalid");
    EXPECT_EQ(rules_of(changed(xml, "xmldsig-more#rsa-sha512", "xmldsig-more#rsa-md5")), Rules{"signature.form"});
    EXPECT_EQ(rules_of(changed(xml, "<ds:Reference URI=\"\">", "<ds:Reference URI=\"#rule\">")),
              Rules{"signature.form"});
    const std::size_t from = xml.find("<ds:Signature "), to = xml.find("</ds:Signature>") + 15;
    const std::string signature = xml.substr(from, to - from);
    std::string wrapped = xml;
    wrapped.erase(from, to - from);
    wrapped = changed(wrapped, "</dcc:measurementResults>",
                      "</dcc:measurementResults><dcc:comment>" + signature + "</dcc:comment>");
    EXPECT_EQ(rules_of(wrapped), Rules{"signature.place"});
    EXPECT_EQ(check(changed(xml, "</ds:Signature>", "</ds:Signature>" + signature), nullptr, kNobody).signatures.size(),
              2u);
}

TEST(OwnDcc, SealedIsTrustedUnderItsAuthority) {
    const std::string xml = signing::sign_xml(foreign_dcc(), seal(), kStated);
    const Report report = check(xml, nullptr, authority().trust());
    EXPECT_EQ(rules_in(report), Rules{});
    ASSERT_EQ(report.signatures.size(), 1u);
    EXPECT_EQ(report.signatures[0].form, "xades");
    EXPECT_EQ(report.signatures[0].status, "valid");
    EXPECT_EQ(report.signatures[0].time, "2026-11-20T07:32:00Z");
    EXPECT_EQ(rules_of(changed(xml, "2026-11-20T07:32:00Z</xades", "2026-11-19T07:32:00Z</xades"), authority().trust()),
              Rules{"signature.broken"});
    Trust late = authority().trust();
    late.at += std::chrono::days(2000);
    const auto found = rules_of(xml, late);
    EXPECT_TRUE(found.contains("signature.untrusted")) << "its certificate has run out";
}

certificates::CertificateContent judged_weight() {
    certificates::CertificateContent content = weight();
    content.tables[0].rows[0].limit = "±0.0005";
    content.tables[0].rows[0].verdict = "pass";
    return content;
}

TEST(OwnDcc, OfEveryKindHasNoFinding) {
    const std::pair<const char*, certificates::CertificateContent> contents[] = {
        {"weight", weight()}, {"judged weight", judged_weight()}, {"multimeter", multimeter()},
        {"gauge", gauge()},   {"thermometer", thermometer()},     {"long", long_table(300)}};
    for (const auto& [name, content] : contents) {
        Trust then = kNobody;
        then.at = moment_from_iso("2030-01-01T00:00:00Z");
        const Report report = check(dcc::certificate_dcc(content), nullptr, then);
        EXPECT_TRUE(report.is_dcc) << name;
        for (const Finding& finding : report.findings)
            ADD_FAILURE() << name << ": " << finding.rule->id << " " << finding.line << ": " << finding.en;
    }
    std::string wrong = dcc::certificate_dcc(thermometer());
    EXPECT_TRUE(rules_of(changed(wrong, ">0.05 0.12<", ">0.05 0.14<")).contains("metrology.error_value"));
}

TEST(DccInAPdf, IsTakenOutAndChecked) {
    auto content = weight();
    content.unsigned_document = false;
    const std::string xml = signing::sign_xml(dcc::certificate_dcc(content), seal(), kStated);
    const std::string pdf =
        signing::sign_pdf(pdf::certificate_pdf(content, pdf::Attachment{"C26.xml", xml, "DCC"},
                                               pdf::SignedBy{"Phòng Đo lường", "Test authority", true}),
                          seal());
    Trust trust = authority().trust();
    trust.at = std::max(trust.at, moment_from_iso("2027-01-01T00:00:00Z"));
    const Report report = check(pdf, nullptr, trust);
    EXPECT_TRUE(report.is_dcc);
    EXPECT_EQ(rules_in(report), Rules{});
    ASSERT_EQ(report.signatures.size(), 2u);
    EXPECT_EQ(report.signatures[0].form, "xades");
    EXPECT_EQ(report.signatures[1].form, "pades");
    EXPECT_EQ(report.signatures[1].status, "valid");
    EXPECT_TRUE(rules_of(pdf + "\n% more", trust).contains("signature.pdf"));
    EXPECT_EQ(rules_of("%PDF-1.7 and no more"), Rules{"safety.pdf_unreadable"});
}

TEST(DccInAPdf, IsFoundWhateverAStrangerCallsIt) {
    const Folder folder;
    const std::string bare = folder.write("bare.pdf", pdf::certificate_pdf(weight(), std::nullopt));
    const auto with = [&](const std::string& options) {
        const std::string out = folder.path("out.pdf");
        EXPECT_EQ(run("qpdf " + bare + " " + options + " " + out).status, 0) << options;
        return read_file(out);
    };
    EXPECT_EQ(rules_of(read_file(bare)), Rules{"safety.pdf_without_dcc"});
    const std::string xml = folder.write("a.bin", foreign_dcc()), text = folder.write("b.txt", "Hello");
    const std::string both = " --add-attachment " + text + " -- --add-attachment " + xml + " --";
    EXPECT_EQ(rules_of(with(both)), Rules{}) << "no relation, no media type";
    const std::string wrong =
        folder.write("c.xml", changed(foreign_dcc(), "<dcc:countryCode>VN", "<dcc:countryCode>VV"));
    EXPECT_EQ(rules_of(with("--add-attachment " + wrong + " --")), Rules{"content.country_unknown"});
    EXPECT_EQ(rules_of(with(both + " --add-attachment " + folder.write("d.xml", foreign_dcc()) + " --")),
              Rules{"safety.pdf_several"});
    EXPECT_EQ(rules_of(with(both + " --encrypt \"\" owner 256 --")), Rules{"safety.pdf_encrypted"});
    const std::string bomb =
        folder.write("bomb.xml", changed(foreign_dcc(), "<dcc:list>", std::string(20'000'000, ' ') + "<dcc:list>"));
    EXPECT_EQ(rules_of(with("--add-attachment " + bomb + " --")), Rules{"safety.attachment_refused"});
    EXPECT_EQ(rules_of(std::string("%PDF-") + std::string(65 * 1024 * 1024, ' ')), Rules{"safety.too_large"});
}

}  // namespace
}  // namespace chuan::reports::dcc_check
