#include <set>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "base/error.h"
#include "contents.h"
#include "reports/dcc/certificate.h"
#include "tools.h"

namespace chuan::reports::dcc {
namespace {

using namespace examples;
using certificates::CertificateContent;

/// A thermometer adjusted between two tables, with a point where the item gave no indication.
CertificateContent adjusted_thermometer() {
    CertificateContent content = thermometer();
    certificates::ResultTable after = content.tables[0];
    after.stage = "as_left";
    after.rows[1].indication = after.rows[1].error = after.rows[1].uncertainty = after.rows[1].coverage_factor = "";
    content.tables.push_back(after);
    content.place_of_work = "customer";
    content.place_detail = "Phòng máy, tầng 2";
    content.valid_to = date_from_iso("2027-11-30");
    content.deviations = {"thời gian ổn định 20 min"};
    content.not_measured = {"100 °C: ngoài khả năng của bể"};
    content.sample = true;
    return content;
}

/// The thermometer's second point has an interval that is not symmetric: of the error, or of a temperature in kelvin.
CertificateContent skewed(const std::string& of) {
    CertificateContent content = adjusted_thermometer();
    certificates::ResultRow& row = content.tables[0].rows[1];
    if (of == "value") {
        row.value = "49.88";
        content.tables[0].columns.push_back("value");
    }
    row.interval_of = of;
    row.interval_low = of == "error" ? "0.09" : "49.85";
    row.interval_high = of == "error" ? "0.20" : "49.96";
    row.standard_uncertainty = "0.028";
    return content;
}

const std::vector<std::pair<std::string, CertificateContent>>& all() {
    static const std::vector<std::pair<std::string, CertificateContent>> contents{
        {"weight", weight()},
        {"multimeter", multimeter()},
        {"gauge", gauge()},
        {"thermometer", adjusted_thermometer()},
        {"skewed error", skewed("error")},
        {"skewed value", skewed("value")},
        {"long", long_table(300)}};
    return contents;
}

struct Parsed {
    explicit Parsed(const std::string& xml) { EXPECT_TRUE(document.load_string(xml.c_str())); }
    std::string text(const char* path) const { return document.select_node(path).node().text().get(); }
    std::size_t count(const char* path) const { return document.select_nodes(path).size(); }
    pugi::xml_document document;
};

class DccSchema : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!reference_folder())
            GTEST_SKIP() << "no reference folder (CHUAN_REFERENCE): the schema DCC 3.3.0 is not on this machine";
        schema_ = *reference_folder() + "/dcc/schema/dcc/v3.3.0/dcc.xsd";
    }
    Outcome validated(const std::string& xml) const {
        return run("xmllint --nonet --noout --schema " + schema_ + " " + folder_.write("a.xml", xml));
    }
    Folder folder_;
    std::string schema_;
};

TEST_F(DccSchema, AcceptsEveryKindOfCertificate) {
    for (const auto& [name, content] : all()) {
        const Outcome outcome = validated(certificate_dcc(content));
        EXPECT_EQ(outcome.status, 0) << name << ": " << outcome.output;
    }
}

TEST_F(DccSchema, RefusesATwinWithADecimalComma) {
    std::string xml = certificate_dcc(weight());
    const auto figure = xml.find("10.000025");
    ASSERT_NE(figure, std::string::npos);
    xml.replace(figure, 9, "10,000025");
    EXPECT_NE(validated(xml).status, 0);
}

TEST(Dcc, OfTheSampleLaboratorySaysSo) {
    EXPECT_NE(certificate_dcc(adjusted_thermometer()).find("MẪU / SAMPLE"), std::string::npos);
    auto real = adjusted_thermometer();
    real.sample = false;
    EXPECT_EQ(certificate_dcc(real).find("SAMPLE"), std::string::npos);
}

TEST(Dcc, WritesTheFiguresAsGiven) {
    const Parsed dcc(certificate_dcc(weight()));
    const char* list = "//dcc:quantity[@refType='basic_calibrationValue']/si:realListXMLList";
    EXPECT_EQ(dcc.text((std::string(list) + "/si:valueXMLList").c_str()), "10.000025");
    EXPECT_EQ(dcc.text((std::string(list) + "/si:unitXMLList").c_str()), "\\kilogram");
    EXPECT_EQ(dcc.text((std::string(list) + "//si:valueExpandedMUXMLList").c_str()), "0.000059");
    EXPECT_EQ(dcc.text((std::string(list) + "//si:coverageFactorXMLList").c_str()), "2.00");
    EXPECT_EQ(dcc.text((std::string(list) + "//si:coverageProbabilityXMLList").c_str()), "0.9545");
}

TEST(Dcc, StatesTheEndsOfAnIntervalThatIsNotSymmetricInPlaceOfU) {
    const Parsed error(certificate_dcc(skewed("error")));
    const char* interval = "//dcc:quantity[@refType='basic_measurementError']//si:coverageIntervalMUXMLList";
    EXPECT_EQ(error.count(interval), 1u);
    EXPECT_EQ(error.text((std::string(interval) + "/si:intervalMinXMLList").c_str()), "0.09");
    EXPECT_EQ(error.text((std::string(interval) + "/si:intervalMaxXMLList").c_str()), "0.20");
    EXPECT_EQ(error.text((std::string(interval) + "/si:valueStandardMUXMLList").c_str()), "0.028");
    EXPECT_EQ(error.text((std::string(interval) + "/si:coverageProbabilityXMLList").c_str()), "0.9545");
    EXPECT_EQ(error.count("//dcc:result[@refType='chuan_asFound']//si:expandedMUXMLList"), 1u) << "of the first point";
    const Parsed value(certificate_dcc(skewed("value")));
    const char* hybrid = "//dcc:quantity[@refType='basic_calibrationValue']/si:hybrid/si:realListXMLList";
    EXPECT_EQ(value.text((std::string(hybrid) + "[si:unitXMLList='\\kelvin']//si:intervalMinXMLList").c_str()),
              "323.00");
    EXPECT_EQ(value.text((std::string(hybrid) + "[si:unitXMLList='\\degreecelsius']//si:intervalMinXMLList").c_str()),
              "49.85");
}

TEST(Dcc, IsBindingInVietnameseAndReadableInEnglish) {
    const Parsed dcc(certificate_dcc(multimeter()));
    EXPECT_EQ(dcc.count("//dcc:usedLangCodeISO639_1"), 2u);
    EXPECT_EQ(dcc.text("//dcc:mandatoryLangCodeISO639_1"), "vi");
    EXPECT_EQ(dcc.text("//dcc:item/dcc:name/dcc:content[@lang='vi']"), "Đồng hồ vạn năng hiện số cầm tay");
    EXPECT_EQ(dcc.text("//dcc:item/dcc:name/dcc:content[@lang='en']"), "Hand-held digital multimeter");
}

// PTB's content rules, guide section 9: each group with languages has every used language exactly once.
TEST(Dcc, HasEachLanguageOnceInEachGroup) {
    for (const auto& [name, content] : all()) {
        const Parsed dcc(certificate_dcc(content));
        for (const auto& group : dcc.document.select_nodes("//*[dcc:content/@lang]")) {
            std::multiset<std::string> languages;
            for (const auto& words : group.node().children("dcc:content"))
                languages.insert(words.attribute("lang").value());
            EXPECT_EQ(languages, (std::multiset<std::string>{"en", "vi"})) << name << ": " << group.node().name();
        }
    }
}

TEST(Dcc, InventsNoLastDay) {
    CertificateContent content = gauge();
    ASSERT_NE(certificate_dcc(content).find("chuan_validTo"), std::string::npos);
    ASSERT_NE(certificate_dcc(content).find("2027-11-30"), std::string::npos);
    content.valid_to.reset();
    const std::string dcc = certificate_dcc(content);
    EXPECT_EQ(dcc.find("validTo"), std::string::npos);
    EXPECT_EQ(dcc.find("Có giá trị đến"), std::string::npos);
    EXPECT_EQ(dcc.find("2027-11-30"), std::string::npos);
}

TEST(Dcc, RefersOnlyToWhatItHolds) {
    for (const auto& [name, content] : all()) {
        const Parsed dcc(certificate_dcc(content));
        std::set<std::string> ids;
        for (const auto& node : dcc.document.select_nodes("//@id"))
            EXPECT_TRUE(ids.insert(node.attribute().value()).second) << name;
        ASSERT_TRUE(ids.contains("item1"));
        for (const auto& node : dcc.document.select_nodes("//@refId"))
            EXPECT_TRUE(ids.contains(node.attribute().value())) << name;
        for (const auto& node : dcc.document.select_nodes("//@refType")) {
            const std::string type = node.attribute().value();
            EXPECT_TRUE(type.starts_with("basic_") || type.starts_with("chuan_")) << type;
        }
    }
}

TEST(Dcc, KeepsTheListsOfATableEquallyLong) {
    for (const auto& [name, content] : all()) {
        const Parsed dcc(certificate_dcc(content));
        std::size_t checked = 0;
        for (const auto& list :
             dcc.document.select_nodes("//dcc:list[dcc:quantity/si:realListXMLList | dcc:quantity/si:hybrid]")) {
            std::set<std::size_t> lengths;
            for (const auto& values : list.node().select_nodes(
                     ".//si:valueXMLList | .//si:valueExpandedMUXMLList | .//dcc:conformityXMLList"))
                lengths.insert(words(values.node().text().get()).size());
            EXPECT_EQ(lengths.size(), 1u) << name;
            ++checked;
        }
        EXPECT_GT(checked, 0u) << name;
    }
}

TEST(Dcc, HasExactlyOneMainSigner) {
    const Parsed dcc(certificate_dcc(weight()));
    EXPECT_EQ(dcc.count("//dcc:respPerson"), 3u);
    EXPECT_EQ(dcc.count("//dcc:mainSigner[.='true']"), 1u);
    EXPECT_EQ(dcc.text("//dcc:respPerson[dcc:mainSigner='true']/dcc:person/dcc:name/dcc:content"), "Nguyễn Đức Nghĩa");
}

TEST(Dcc, InventsNoUncertaintyForAVerification) {
    const std::string xml = certificate_dcc(gauge());
    EXPECT_EQ(xml.find("Uncertainty"), std::string::npos);
    EXPECT_EQ(xml.find("expandedMU"), std::string::npos);
    const Parsed dcc(xml);
    EXPECT_EQ(dcc.text("//dcc:quantity[@refType='basic_measurementError']//dcc:conformityXMLList"),
              "pass pass pass pass pass pass pass pass pass pass");
    EXPECT_EQ(dcc.count("//dcc:quantity[@refType='chuan_operation']//dcc:conformity[.='pass']"), 5u);
    EXPECT_EQ(dcc.text("//dcc:statement[@refType='basic_conformity']/dcc:declaration/dcc:content[@lang='vi']"),
              "Đạt yêu cầu kỹ thuật đo lường");
    EXPECT_EQ(dcc.text("//dcc:statement[@refType='chuan_validTo']/dcc:date"), "2027-11-30");
}

TEST(Dcc, StatesLimitsAndRuleBesideEachVerdict) {
    const Parsed dcc(certificate_dcc(multimeter()));
    EXPECT_EQ(dcc.text("//dcc:metaData[@refType='basic_conformity']/dcc:conformityXMLList"), "pass");
    EXPECT_EQ(dcc.text("//dcc:quantity[@refType='basic_toleranceLimitLower']//si:valueXMLList"), "-0.60");
    EXPECT_EQ(dcc.text("//dcc:quantity[@refType='basic_toleranceLimitUpper']//si:valueXMLList"), "0.60");
    EXPECT_EQ(dcc.count("//dcc:metaData[@refId='decisionRule']"), 1u);
    EXPECT_EQ(dcc.text("//dcc:statement[@id='decisionRule']/dcc:reference[2]"), "guarded_U");
}

TEST(Dcc, StatesTheLimitsOfAValueAboutItsNominalValue) {
    CertificateContent content = weight();
    content.tables[0].rows[0].limit = "±0.0005";
    content.tables[0].rows[0].verdict = "pass";
    const char *lower = "//dcc:quantity[@refType='basic_toleranceLimitLower']//si:valueXMLList",
               *upper = "//dcc:quantity[@refType='basic_toleranceLimitUpper']//si:valueXMLList";
    const Parsed dcc(certificate_dcc(content));
    EXPECT_EQ(dcc.text(lower), "9.9995");
    EXPECT_EQ(dcc.text(upper), "10.0005");
    content.tables[0].rows[0].nominal.clear();
    EXPECT_EQ(Parsed(certificate_dcc(content)).count(lower), 0u) << "nobody says what the value should be";
}

TEST(Dcc, GivesTemperaturesInKelvinFirstAndDifferencesWithoutOffset) {
    const Parsed dcc(certificate_dcc(adjusted_thermometer()));
    const char* list =
        "//dcc:result[@refType='chuan_asFound']//dcc:quantity[@refType='basic_measuredValue']/si:hybrid/"
        "si:realListXMLList";
    EXPECT_EQ(dcc.text((std::string(list) + "[1]/si:valueXMLList").c_str()), "263.20 323.27");
    EXPECT_EQ(dcc.text((std::string(list) + "[1]/si:unitXMLList").c_str()), "\\kelvin");
    EXPECT_EQ(dcc.text((std::string(list) + "[2]/si:valueXMLList").c_str()), "-9.95 50.12");
    const char* error =
        "//dcc:result[@refType='chuan_asFound']//dcc:quantity[@refType='basic_measurementError']/si:realListXMLList";
    EXPECT_EQ(dcc.text((std::string(error) + "/si:valueXMLList").c_str()), "0.05 0.12");
    EXPECT_EQ(dcc.text((std::string(error) + "/si:unitXMLList").c_str()), "\\kelvin");
}

TEST(Dcc, SeparatesAsFoundFromAsLeft) {
    const Parsed dcc(certificate_dcc(adjusted_thermometer()));
    EXPECT_EQ(dcc.count("//dcc:measurementResult"), 2u);
    EXPECT_EQ(dcc.text("//dcc:measurementResult[1]//dcc:influenceCondition[1]/dcc:status"), "beforeAdjustment");
    EXPECT_EQ(dcc.text("//dcc:measurementResult[2]//dcc:influenceCondition[1]/dcc:status"), "afterAdjustment");
    // A point without an indication stands in a list of its own; nothing is filled in.
    EXPECT_EQ(dcc.count("//dcc:result[@refType='chuan_asLeft']//dcc:list"), 2u);
    EXPECT_EQ(dcc.text("//dcc:performanceLocation"), "customer");
}

TEST(Dcc, NamesTheCertificatesBehindTheStandards) {
    const Parsed dcc(certificate_dcc(weight()));
    const char* digital = "//dcc:measuringEquipment[1]/dcc:certificate";
    EXPECT_EQ(dcc.text((std::string(digital) + "/dcc:referralID").c_str()),
              "urn:uuid:99999999-0000-4000-8000-000000000007");
    EXPECT_EQ(dcc.text((std::string(digital) + "/dcc:procedure").c_str()), "c14n-sha256");
    EXPECT_EQ(dcc.text("//dcc:measuringEquipment[2]/dcc:certificate/dcc:procedure"), "analogue");
    EXPECT_EQ(dcc.text("//dcc:measuringEquipment[2]/dcc:certificate/dcc:value"), "analogue");
}

TEST(Dcc, NamesWhatItReplacesAndWhatCameBefore) {
    const Parsed dcc(certificate_dcc(multimeter()));
    EXPECT_EQ(dcc.text("//dcc:replacedUniqueIdentifier"), "urn:uuid:5b1e9a6f-3f0e-4a0e-9c55-1d6f8a520099");
    EXPECT_EQ(dcc.text("//dcc:previousReport/dcc:referralID"), "urn:uuid:0a1b2c3d-0000-4000-8000-000000000042");
    EXPECT_NE(dcc.text("//dcc:statement[@refType='basic_revision']//dcc:content[@lang='vi']").find("ghi sai số máy"),
              std::string::npos);
}

TEST(Dcc, ClaimsTraceabilityOnlyWhereTheChainIsComplete) {
    CertificateContent content = weight();
    EXPECT_EQ(Parsed(certificate_dcc(content)).count("//dcc:metaData[@refId='toSI']/dcc:valid[.='true']"), 1u);
    content.traceable = false;
    EXPECT_EQ(Parsed(certificate_dcc(content)).count("//*[@refId='toSI' or @id='toSI']"), 0u);
}

void expect_refused(const CertificateContent& content, const std::string& code) {
    try {
        certificate_dcc(content);
        FAIL() << "not refused: " << code;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code);
        EXPECT_EQ(error.kind(), ErrorKind::rule_broken);
    }
}

TEST(Dcc, IsRefusedForADraftAndForARecord) {
    CertificateContent draft = weight();
    draft.draft = true;
    expect_refused(draft, "dcc.not_a_certificate");
    expect_refused(gauge_record(), "dcc.not_a_certificate");
}

TEST(Dcc, IsRefusedWhenUHasNoCoverageFactorOrProbability) {
    CertificateContent content = weight();
    content.tables[0].rows[0].coverage_factor.clear();
    expect_refused(content, "dcc.coverage_missing");
    content = weight();
    content.tables[0].coverage_probability.clear();
    expect_refused(content, "dcc.coverage_missing");
}

TEST(Dcc, IsRefusedForAFigureThatIsNoNumber) {
    CertificateContent content = weight();
    content.tables[0].rows[0].nominal = "10 kg";
    expect_refused(content, "dcc.figure_malformed");
}

TEST(Dcc, IsRefusedWithoutSignaturesOrResults) {
    CertificateContent content = weight();
    content.signatures.clear();
    expect_refused(content, "dcc.signature_missing");
    content = weight();
    content.tables.clear();
    expect_refused(content, "dcc.results_missing");
}

TEST(Dcc, IsTheSameBytesForTheSameContent) { EXPECT_EQ(certificate_dcc(gauge()), certificate_dcc(gauge())); }

}  // namespace
}  // namespace chuan::reports::dcc
