// The check of a DCC from anybody: a good one has no finding, and for each rule a twin breaks it and nothing else.

#include <set>

#include <gtest/gtest.h>

#include "base/date.h"
#include "contents.h"
#include "foreign_dcc.h"
#include "reports/dcc/certificate.h"
#include "reports/dcc_check/check.h"
#include "tools.h"

namespace chuan::reports::dcc_check {
namespace {

using namespace examples;

const signing::Trust kNobody{{}, moment_from_iso("2026-11-20T07:32:00Z")};

std::multiset<std::string> rules_in(const Report& report) {
    std::multiset<std::string> found;
    for (const Finding& finding : report.findings) found.emplace(finding.rule->id);
    return found;
}
std::multiset<std::string> rules_of(const std::string& bytes) { return rules_in(check(bytes, nullptr, kNobody)); }

/// Exactly one place of `from` becomes `to`.
std::string changed(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
        throw std::logic_error("not once in the certificate: " + from);
    return text.replace(at, from.size(), to);
}
/// The first of several.
std::string first_changed(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("not in the certificate: " + from);
    return text.replace(at, from.size(), to);
}

struct Twin {
    const char *rule, *from, *to;
};
const Twin kTwins[] = {
    {"schema.version_missing", R"( schemaVersion="3.3.0")", ""},
    {"content.used_methods",
     "<dcc:usedMethods><dcc:usedMethod><dcc:name><dcc:content>Comparison</dcc:content></dcc:name></dcc:usedMethod></"
     "dcc:usedMethods>",
     ""},
    {"content.used_software",
     "<dcc:usedSoftware><dcc:software><dcc:name><dcc:content>Evaluator</dcc:content></dcc:name><dcc:release>v4.0</"
     "dcc:release></dcc:software></dcc:usedSoftware>",
     ""},
    {"content.id_double", R"(<dcc:metaData><dcc:validXMLList>)", R"(<dcc:metaData id="rule"><dcc:validXMLList>)"},
    {"content.ref_id_dangling", R"(<dcc:metaData><dcc:validXMLList>)",
     R"(<dcc:metaData refId="nowhere"><dcc:validXMLList>)"},
    {"content.id_unused", R"(<dcc:metaData><dcc:validXMLList>)", R"(<dcc:metaData id="alone"><dcc:validXMLList>)"},
    {"content.lang_missing", R"(<dcc:content lang="en">thermometer</dcc:content>)", ""},
    {"content.without_lang",
     R"(<dcc:declaration><dcc:content lang="de">Regel</dcc:content><dcc:content lang="en">rule</dcc:content>)",
     "<dcc:declaration><dcc:content>Regel</dcc:content>"},
    {"content.language_twice", "<dcc:usedLangCodeISO639_1>en",
     "<dcc:usedLangCodeISO639_1>de</dcc:usedLangCodeISO639_1><dcc:usedLangCodeISO639_1>en"},
    {"content.mandatory_not_used", "<dcc:mandatoryLangCodeISO639_1>de", "<dcc:mandatoryLangCodeISO639_1>fr"},
    {"content.country_unknown", "<dcc:countryCode>VN", "<dcc:countryCode>VV"},
    {"content.country_unknown", "<dcc:countryCodeISO3166_1>DE", "<dcc:countryCodeISO3166_1>D "},
    {"content.dates_order", "<dcc:endPerformanceDate>2026-03-03", "<dcc:endPerformanceDate>2026-03-01"},
    {"content.date_malformed", "<dcc:issueDate>2026-03-04", "<dcc:issueDate>2026-02-30"},
    {"content.issue_date_missing", "<dcc:issueDate>2026-03-04</dcc:issueDate>", ""},
    {"content.release_form", "<dcc:release>v1.2.3", "<dcc:release>1.2.3"},
    {"content.unit_space", R"(<si:value>0.020</si:value><si:unit>\one)", R"(<si:value>0.020</si:value><si:unit>\o ne)"},
    {"content.units_all_equal", R"(323.27 373.43</si:valueXMLList><si:unitXMLList>\kelvin)",
     R"(323.27 373.43</si:valueXMLList><si:unitXMLList>\kelvin \kelvin \kelvin)"},
    {"content.relative_kind", "<dcc:relativeUncertaintySingle><si:value>0.020</si:value>",
     "<dcc:relativeUncertaintyXmlList><si:valueXMLList>0.020</si:valueXMLList>"},
    {"content.non_si_undeclared", "<si:unit>|psi", "<si:unit>|bananas"},
    {"content.non_si_without_definition", "<dcc:nonSIDefinition>pound per square inch</dcc:nonSIDefinition>", ""},
    {"content.list_blanks", "<si:valueXMLList>273.20 323.27", "<si:valueXMLList>273.20  323.27"},
    {"content.list_blanks", R"(refType="basic_measuredValue")", R"(refType="basic_measuredValue ")"},
    {"content.base64", "SGVsbG8=", "SGVsb!8="},
    {"content.main_signer", "<dcc:mainSigner>true</dcc:mainSigner>", "<dcc:mainSigner>false</dcc:mainSigner>"},
    {"content.ref_type_of_column", R"(refType="basic_measuredValue")",
     R"(id="basic_measuredValue" refId="basic_measuredValue")"},
    {"content.ref_type_form", R"(refType="basic_calibrationValue")", R"(refType="calibrationValue")"},
    {"content.ref_type_undeclared", R"(refType="basic_calibrationValue")", R"(refType="temp_calibrationValue")"},
    {"metrology.not_a_number", "<si:valueStandardMU>0.10", "<si:valueStandardMU>NaN"},
    {"metrology.not_a_number", "<si:valueXMLList>273.20 323.27", "<si:valueXMLList>273,20 323.27"},
    {"metrology.list_length", "<si:valueExpandedMUXMLList>0.06", "<si:valueExpandedMUXMLList>0.06 0.06"},
    {"metrology.list_length", "<si:coverageFactorXMLList>2", "<si:coverageFactorXMLList>2 2"},
    {"metrology.table_length", "<si:valueXMLList>273.20 323.27 373.43", "<si:valueXMLList>273.20 323.27"},
    {"metrology.statement_length", "true true false", "true true"},
    {"metrology.uncertainty_negative", "<si:valueExpandedMUXMLList>0.06", "<si:valueExpandedMUXMLList>-0.06"},
    {"metrology.uncertainty_zero", "<si:valueExpandedMUXMLList>0.06", "<si:valueExpandedMUXMLList>0.00"},
    {"metrology.coverage_factor_missing", "<si:coverageFactor>1.65</si:coverageFactor>", ""},
    {"metrology.coverage_factor_low", "<si:coverageFactor>1.65", "<si:coverageFactor>0.9"},
    {"metrology.coverage_factor_odd", "<si:coverageFactor>1.65", "<si:coverageFactor>1.1"},
    {"metrology.coverage_factor_odd", "<si:coverageFactor>1.65", "<si:coverageFactor>20"},
    {"metrology.coverage_probability", "<si:coverageProbabilityXMLList>0.95", "<si:coverageProbabilityXMLList>95"},
    {"metrology.interval_order", "<si:intervalMin>19.82</si:intervalMin><si:intervalMax>20.18",
     "<si:intervalMin>20.18</si:intervalMin><si:intervalMax>19.82"},
    {"metrology.interval_value", "<si:intervalMin>19.82", "<si:intervalMin>20.08"},
    {"metrology.hybrid_without_si", R"(<si:real><si:value>101325</si:value><si:unit>\pascal</si:unit></si:real>)", ""},
    {"metrology.hybrid_kinds", R"(<si:unit>\pascal)", R"(<si:unit>\metre)"},
    {"metrology.hybrid_value", "<si:valueXMLList>0.00 50.00 100.00", "<si:valueXMLList>0.00 50.02 100.00"},
    {"metrology.error_value", "<si:valueXMLList>0.05 0.12 0.28", "<si:valueXMLList>0.05 0.14 0.28"},
    {"metrology.conformity_value", "pass pass conditionalPass", "pass pass pass"},
    {"metrology.conformity_value", "pass pass conditionalPass", "pass fail conditionalPass"},
    {"metrology.conformity_value", "pass pass conditionalPass", "pass conditionalPass conditionalPass"},
    {"metrology.conformity_value", "pass pass conditionalPass", "pass pass conditionalFail"},
    {"metrology.conformity_value", "pass pass conditionalPass", "noPass pass conditionalPass"},
    {"metrology.relative_value", "<si:value>0.020", "<si:value>0.025"},
    {"metrology.issued_before_end", "<dcc:issueDate>2026-03-04", "<dcc:issueDate>2026-03-02"},
    {"metrology.received_after_begin", "<dcc:receiptDate>2026-02-27", "<dcc:receiptDate>2026-03-03"},
    {"metrology.date_in_future", "<dcc:issueDate>2026-03-04", "<dcc:issueDate>2027-03-04"},
    {"signature.announced", "<dcc:cryptElectronicSeal>false", "<dcc:cryptElectronicSeal>true"},
};

TEST(DccCheck, FindsNothingInAGoodCertificateOfAnotherLaboratory) {
    const Report report = check(foreign_dcc(), nullptr, kNobody);
    EXPECT_TRUE(report.is_dcc);
    EXPECT_TRUE(report.well_formed);
    EXPECT_EQ(report.version, "3.3.0");
    EXPECT_EQ(report.schema, SchemaVerdict::not_checked);
    EXPECT_TRUE(report.signatures.empty());
    for (const Finding& finding : report.findings) ADD_FAILURE() << finding.rule->id << ": " << finding.en;
}

TEST(DccCheck, FindsTheOneRuleThatATwinBreaks) {
    for (const Twin& twin : kTwins) {
        std::string broken = changed(foreign_dcc(), twin.from, twin.to);
        if (std::string(twin.rule) == "content.relative_kind")
            broken = changed(broken, "</si:unit></dcc:relativeUncertaintySingle>",
                             "</si:unit></dcc:relativeUncertaintyXmlList>");
        const Report report = check(broken, nullptr, kNobody);
        const auto found = rules_in(report);
        EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), std::set<std::string>{twin.rule})
            << twin.rule << ": " << twin.to;
    }
}

using Rules = std::set<std::string>;
Rules set_of(const std::string& xml) {
    const auto found = rules_of(xml);
    return {found.begin(), found.end()};
}

TEST(DccCheck, TellsLanguagesThatAreMissingDoubleOrUndeclared) {
    const std::string english = R"(<dcc:content lang="en">rule</dcc:content>)";
    EXPECT_EQ(set_of(changed(foreign_dcc(), english, R"(<dcc:content lang="fr">rule</dcc:content>)")),
              (Rules{"content.lang_undeclared", "content.lang_missing"}));
    EXPECT_EQ(set_of(changed(foreign_dcc(), english, english + english)), Rules{"content.lang_double"});
    std::string unknown =
        changed(foreign_dcc(), "<dcc:usedLangCodeISO639_1>en",
                "<dcc:usedLangCodeISO639_1>xx</dcc:usedLangCodeISO639_1><dcc:usedLangCodeISO639_1>en");
    EXPECT_TRUE(set_of(unknown).contains("content.language_unknown"));
    EXPECT_FALSE(set_of(foreign_dcc()).contains("content.language_unknown"));
}

TEST(DccCheck, WantsConditionsAtOrAboveEachResult) {
    std::string without = foreign_dcc();
    const std::size_t from = without.find("<dcc:influenceConditions>"), to = without.find("<dcc:results>");
    const std::string conditions = without.substr(from, to - from);
    without.erase(from, to - from);
    EXPECT_EQ(set_of(without), Rules{"content.influence_conditions"});
    EXPECT_EQ(rules_of(without).size(), 5u) << "once for each quantity of the results, not for those of limits";
    // At the list they hold for its quantities alone.
    const std::string at_list = changed(without, "</dcc:list>", conditions + "</dcc:list>");
    EXPECT_EQ(rules_of(at_list).count("content.influence_conditions"), 2u);
}

TEST(DccCheck, WantsTheNonSiUnitBesideItsDefinition) {
    EXPECT_EQ(set_of(changed(foreign_dcc(), "<dcc:nonSIUnit>|psi</dcc:nonSIUnit>", "")),
              (Rules{"content.non_si_without_unit", "content.non_si_undeclared"}));
}

TEST(DccCheck, WantsAnAbsoluteUncertaintyBesideARelativeOne) {
    std::string alone = foreign_dcc();
    const std::size_t from = alone.find("<si:measurementUncertaintyUnivariate><si:expandedMU>");
    const std::string end = "</si:measurementUncertaintyUnivariate>";
    alone.erase(from, alone.find(end, from) + end.size() - from);
    EXPECT_EQ(set_of(alone), Rules{"content.relative_alone"});
    EXPECT_EQ(set_of(changed(foreign_dcc(), "<si:value>0.020</si:value>", "<si:value>0.020 0.020</si:value>")),
              Rules{"metrology.relative_length"});
}

TEST(DccCheck, SaysWhatItReadsAUnitAs) {
    const auto with_unit = [](const std::string& unit) {
        return changed(foreign_dcc(),
                       "<si:value>20.00</si:value><si:unit>\\ohm</si:unit>\n          "
                       "<si:measurementUncertaintyUnivariate><si:cov",
                       "<si:value>20.00</si:value><si:unit>" + unit +
                           "</si:unit>\n          <si:measurementUncertaintyUnivariate><si:cov");
    };
    EXPECT_EQ(set_of(with_unit("\\degreeCelcius")), Rules{"metrology.unit_repaired"});
    const Report report = check(with_unit("\\degreeCelcius"), nullptr, kNobody);
    EXPECT_NE(report.findings.front().en.find("read as \\degreecelsius"), std::string::npos);
    EXPECT_EQ(set_of(with_unit("bananas")), Rules{"metrology.unit_unknown"});
    EXPECT_EQ(set_of(with_unit("\\micro\\degreecelsius")), Rules{"metrology.unit_unknown"});
    EXPECT_EQ(set_of(with_unit("\\metre\\second\\tothe{-1}")), Rules{});
}

TEST(DccCheck, ComparesEveryNotationOfAHybrid) {
    const std::string celsius = "<si:valueXMLList>0.00 50.00 100.00</si:valueXMLList>";
    EXPECT_EQ(set_of(changed(foreign_dcc(), celsius, "<si:valueXMLList>0.00 50.00</si:valueXMLList>")),
              Rules{"metrology.hybrid_length"});
    EXPECT_EQ(set_of(changed(foreign_dcc(), celsius, "<si:valueXMLList>0.0 50.0 100.0</si:valueXMLList>")), Rules{})
        << "coarser digits agree within their rounding";
    const std::string uncertain =
        "<si:measurementUncertaintyUnivariateXMLList><si:expandedMUXMLList><si:valueExpandedMUXMLList>{U}</"
        "si:valueExpandedMUXMLList><si:coverageFactorXMLList>2</si:coverageFactorXMLList></si:expandedMUXMLList></"
        "si:measurementUncertaintyUnivariateXMLList></si:realListXMLList>";
    const auto with_U = [&](const std::string& second) {
        std::string xml = foreign_dcc();
        const std::string hybrid_end = "\\degreecelsius</si:unitXMLList></si:realListXMLList>";
        xml = changed(xml, hybrid_end, "\\degreecelsius</si:unitXMLList>" + changed(uncertain, "{U}", second));
        return first_changed(xml, "\\kelvin</si:unitXMLList></si:realListXMLList>",
                             "\\kelvin</si:unitXMLList>" + changed(uncertain, "{U}", "0.020"));
    };
    EXPECT_EQ(set_of(with_U("0.020")), Rules{}) << "a difference has no offset";
    EXPECT_EQ(set_of(with_U("0.030")), Rules{"metrology.hybrid_uncertainty"});
}

TEST(DccCheck, FindsNoResultWhereNoColumnSaysWhatItIs) {
    std::string silent = foreign_dcc();
    for (const char* term : {"basic_referenceValue", "basic_measuredValue", "basic_measurementError",
                             "basic_calibrationValue", "basic_nominalValue"})
        silent = changed(silent, " refType=\"" + std::string(term) + "\"", "");
    EXPECT_EQ(set_of(silent), Rules{"content.ref_type_missing"});
}

TEST(DccCheck, ReadsTheOlderFormsOfUncertainty) {
    std::string older = changed(changed(foreign_dcc(), "schemaVersion=\"3.3.0\"", "schemaVersion=\"3.1.1\""),
                                "v3.3.0/dcc", "v3.1.1/dcc");
    const std::string begin = "<si:measurementUncertaintyUnivariateXMLList>",
                      end = "</si:measurementUncertaintyUnivariateXMLList>";
    const std::size_t from = older.find(begin);
    older.replace(
        from, older.find(end) + end.size() - from,
        "<si:expandedUncXMLList><si:uncertaintyXMLList>0.06</si:uncertaintyXMLList><si:coverageFactorXMLList>2"
        "</si:coverageFactorXMLList><si:coverageProbabilityXMLList>0.95</si:coverageProbabilityXMLList>"
        "</si:expandedUncXMLList>");
    EXPECT_EQ(set_of(older), Rules{"schema.version_not_newest"});
    EXPECT_EQ(set_of(changed(older, "<si:uncertaintyXMLList>0.06", "<si:uncertaintyXMLList>0.06 0.06")),
              (Rules{"schema.version_not_newest", "metrology.list_length"}));
    EXPECT_EQ(set_of(changed(older, "<si:uncertaintyXMLList>0.06", "<si:uncertaintyXMLList>-0.06")),
              (Rules{"schema.version_not_newest", "metrology.uncertainty_negative"}));
}

}  // namespace
}  // namespace chuan::reports::dcc_check
