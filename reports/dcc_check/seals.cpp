#include "reports/dcc_check/seals.h"

#include "reports/signing/foreign_xml.h"
#include "reports/signing/pdf_verification.h"
#include "reports/signing/xml_document.h"

namespace chuan::reports::dcc_check {
namespace {

using signing::Status;
using signing::Verification;

SignatureReport report_of(const std::string& form, const Verification& found) {
    return {form, std::string(to_string(found.status)), found.reason, found.signer ? found.signer->name : "",
            found.stated_time};
}

std::string_view rule_for(const Verification& found, const signing::Trust& trust) {
    if (found.status == Status::untrusted)
        return trust.authorities.empty() ? "signature.nobody_trusted" : "signature.untrusted";
    if (found.reason == "signature.place") return "signature.place";
    return found.reason == "signature.broken" || found.reason == "signature.certificate" ? "signature.broken"
                                                                                         : "signature.form";
}

Values words_of(const Verification& found) {
    return {{"signer", found.signer ? found.signer->name : "?"}, {"reason", found.sentence}};
}

bool has_signature(const xmlNode* root) {
    for (const xmlNode* node = root; node;) {
        if (node->type == XML_ELEMENT_NODE && node->ns && local_name(node) == "Signature" &&
            signing::is_element(node, signing::kSignatureSpace, "Signature"))
            return true;
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        while (node != root && !node->next) node = node->parent;
        node = node == root ? nullptr : node->next;
    }
    return false;
}

void check_announcement(const xmlNode* root, bool is_signed, Findings& findings) {
    const xmlNode* laboratory = child(child(root, "administrativeData"), "calibrationLaboratory");
    for (const char* name : {"cryptElectronicSeal", "cryptElectronicSignature"}) {
        const xmlNode* said = child(laboratory, name);
        if (!is_signed && (text(said) == "true" || text(said) == "1")) findings.add("signature.announced", said);
    }
}

/// The schema has no place for a signature before 3.2.0.
void check_place(const xmlNode* root, Report& report, Findings& findings) {
    const std::string version = report.version.value_or("");
    if (report.schema == SchemaVerdict::not_checked && is_read(version) && version < "3.2.0")
        findings.add("schema.signature_not_allowed", root, {{"value", version}});
}

}  // namespace

void check_seals(const xmlNode* root, std::string_view xml, const signing::Trust& trust, Report& report,
                 Findings& findings) {
    const bool is_signed = has_signature(root);
    check_announcement(root, is_signed, findings);
    if (!is_signed) return;
    check_place(root, report, findings);
    for (const auto& found : signing::verify_foreign_xml(xml, trust)) {
        report.signatures.push_back(report_of(found.form, found));
        if (found.status != Status::valid) findings.add(rule_for(found, trust), nullptr, words_of(found));
    }
}

void check_pdf_seal(std::string_view pdf, const signing::Trust& trust, Report& report, Findings& findings) {
    const Verification found = signing::verify_pdf(pdf, trust);
    if (found.status == Status::missing || found.reason == "pdf.malformed") return;
    report.signatures.push_back(report_of("pades", found));
    if (found.status == Status::valid) return;
    const std::string_view rule_id = rule_for(found, trust);
    findings.add(rule_id == "signature.form" ? "signature.pdf" : rule_id, nullptr, words_of(found));
}

}  // namespace chuan::reports::dcc_check
