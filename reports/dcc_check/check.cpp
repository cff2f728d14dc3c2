#include "reports/dcc_check/check.h"

#include <algorithm>

#include "base/error.h"
#include "reports/dcc_check/attachments.h"
#include "reports/dcc_check/content.h"
#include "reports/dcc_check/metrology.h"
#include "reports/dcc_check/seals.h"
#include "reports/signing/xml_document.h"

namespace chuan::reports::dcc_check {
namespace {

constexpr const char* kLastWithoutVersion = "2.2.0";  // later schemas have the attribute

signing::XmlDocument opened(std::string_view xml, Findings& findings) {
    try {
        return signing::parsed_xml(xml);
    } catch (const Error& fault) {
        const auto& values = fault.findings().front().values;
        if (fault.code() == "xml.too_large") {
            findings.add("safety.too_large", nullptr, {{"value", std::to_string(xml.size())}});
        } else if (fault.code() == "xml.too_deep") {
            findings.add("safety.too_deep", nullptr, {{"value", std::to_string(signing::kDeepestXml)}});
        } else if (fault.code() == "xml.doctype") {
            findings.add("safety.document_type", nullptr);
        } else {
            const auto line = values.find("line"), reason = values.find("reason");
            findings.add_at_line("safety.not_well_formed", line == values.end() ? 0 : std::stol(line->second),
                                 {{"reason", reason == values.end() ? "" : reason->second}});
        }
        return nullptr;
    }
}

/// The version in an address of PTB's: ".../v3.1.1/dcc.xsd".
std::string version_in(const std::string& location) {
    const std::size_t end = location.find("/dcc.xsd");
    const std::size_t begin = end == std::string::npos ? end : location.rfind("/v", end);
    return begin == std::string::npos ? "" : location.substr(begin + 2, end - begin - 2);
}

void check_version(const xmlNode* root, Report& report, Findings& findings) {
    const auto stated = attribute(root, "schemaVersion");
    report.version = stated.value_or(kLastWithoutVersion);
    if (!stated)
        findings.add("schema.version_missing", root, {{"value", *report.version}});
    else if (!is_read(*stated))
        findings.add("schema.version_unsupported", root, {{"value", *stated}});
    else if (*stated != kNewestVersion)
        findings.add("schema.version_not_newest", root, {{"value", *stated}, {"newest", kNewestVersion}});
    xmlChar* location = xmlGetNsProp(root, reinterpret_cast<const xmlChar*>("schemaLocation"),
                                     reinterpret_cast<const xmlChar*>("http://www.w3.org/2001/XMLSchema-instance"));
    const std::string other = location ? version_in(reinterpret_cast<const char*>(location)) : "";
    xmlFree(location);
    if (stated && !other.empty() && other != *stated)
        findings.add("schema.location_differs", root, {{"value", *stated}, {"location", other}});
}

void check_document(std::string_view xml, Schemas* schemas, const signing::Trust& trust, Report& report,
                    Findings& findings) {
    const signing::XmlDocument document = opened(xml, findings);
    report.well_formed = document != nullptr;
    if (!document) return;
    const xmlNode* root = xmlDocGetRootElement(document.get());
    report.is_dcc = is_dcc(root, "digitalCalibrationCertificate");
    if (!report.is_dcc) {
        findings.add("safety.not_a_dcc", root, {{"value", std::string(local_name(root))}});
        return;
    }
    check_version(root, report, findings);
    if (schemas) report.schema = schemas->check(document.get(), *report.version, findings);
    if (is_read(*report.version)) {
        const Survey survey(root);
        check_content(survey, *report.version, findings);
        check_metrology(survey, trust.at, findings);
    }
    check_seals(root, xml, trust, report, findings);
}

}  // namespace

bool Report::has_error() const {
    return std::ranges::any_of(findings, [](const Finding& f) { return f.rule->severity == Severity::error; });
}

Report check(std::string_view bytes, Schemas* schemas, const signing::Trust& trust) {
    Report report;
    Findings findings;
    if (!bytes.starts_with("%PDF-")) {
        check_document(bytes, schemas, trust, report, findings);
    } else if (const auto xml = embedded_dcc(bytes, findings)) {
        check_document(*xml, schemas, trust, report, findings);
        check_pdf_seal(bytes, trust, report, findings);
    }
    report.findings = findings.take();
    return report;
}

Report unreadable(const std::string& why) {
    Report report;
    Findings findings;
    findings.add("safety.unreadable", nullptr, {{"reason", why}});
    report.findings = findings.take();
    return report;
}

bool looks_readable(std::string_view beginning) {
    if (beginning.starts_with("%PDF-") || beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF"))
        return true;
    if (beginning.starts_with("\xEF\xBB\xBF")) beginning.remove_prefix(3);
    const std::size_t first = beginning.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && beginning[first] == '<';
}

}  // namespace chuan::reports::dcc_check
