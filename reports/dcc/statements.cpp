#include "reports/dcc/parts.h"
#include "reports/dcc/xml.h"
#include "reports/text/catalogue.h"

namespace chuan::reports::dcc {
namespace {

using namespace certificates;
using pugi::xml_node;

/// Statements in the order of the schema: norm, reference, declaration, then what is special.
xml_node statement(xml_node statements, const char* ref_type) {
    xml_node node = add(statements, "dcc:statement");
    if (ref_type) set(node, "refType", ref_type);
    return node;
}

void add_clause(xml_node node, const char* clause) {
    add_text(node, "dcc:norm", "ISO/IEC 17025:2017");
    add_text(node, "dcc:reference", clause);
}

void add_declared(xml_node statements, const char* ref_type, const char* clause, const Bilingual& words) {
    if (words.vi.empty()) return;
    xml_node node = statement(statements, ref_type);
    if (clause) add_clause(node, clause);
    add_both(node, "dcc:declaration", words);
}

Bilingual fixed(std::string_view key) { return {text::of(text::Language::vi, key), text::of(text::Language::en, key)}; }

Bilingual filled(std::string_view key, const std::map<std::string, std::string>& values) {
    const Bilingual pattern = fixed(key);
    return {text::filled(pattern.vi, values), text::filled(pattern.en, values)};
}

Bilingual labelled(std::string_view key, const std::string& words) {
    const Bilingual label = fixed(key);
    return {label.vi + ": " + words, label.en + ": " + words};
}

void add_traceability(xml_node statements, const CertificateContent& content) {
    if (!states_traceability(content))
        return add_declared(statements, "chuan_traceability", "7.8.4.1 c", content.traceability);
    xml_node node = statement(statements, "basic_metrologicallyTraceableToSI");
    set(node, "id", kTraceableId);
    add_clause(node, "7.8.4.1 c");
    const Bilingual words = fixed("dcc.to_si");
    add_both(node, "dcc:declaration", content.traceability.vi + " " + words.vi,
             content.traceability.en.empty() ? words.en : content.traceability.en + " " + words.en);
}

void add_decision_rule(xml_node statements, const CertificateContent& content) {
    if (!states_decision_rule(content)) return;
    xml_node node = statement(statements, "basic_decisionRule");
    set(node, "id", kDecisionRuleId);
    add_clause(node, "7.8.6");
    add_text(node, "dcc:reference", content.decision_rule_code);
    add_both(node, "dcc:declaration", content.decision_rule);
}

void add_place(xml_node statements, const CertificateContent& content) {
    if (content.place_of_work.empty() || content.place_of_work == "laboratory") return;
    xml_node node = statement(statements, "basic_staticPerformanceLocation");
    add_clause(node, "7.8.2.1 c");
    add_both(node, "dcc:declaration", fixed("place." + content.place_of_work));
    xml_node location = add(node, "dcc:location");
    add_text(location, "dcc:city", content.customer.city);
    add_text(location, "dcc:countryCode", content.customer.country);
    add_text(location, "dcc:street", content.customer.address);
    add_plain(location, "dcc:further", content.place_detail);
}

void add_validity(xml_node statements, const CertificateContent& content) {
    if (!content.valid_to) return;
    xml_node node = statement(statements, content.kind == Kind::calibration ? "basic_recalibration" : "chuan_validTo");
    add_both(node, "dcc:declaration", filled("dcc.valid_to", {{"day", to_dmy(*content.valid_to)}}));
    add_text(node, "dcc:date", to_iso(*content.valid_to));
}

/// The conclusion of the whole: fixed words of a verification, conformity with what was agreed else.
void add_conclusion(xml_node statements, const CertificateContent& content) {
    if (content.conclusion != Conclusion::pass && content.conclusion != Conclusion::fail) return;
    const bool passed = content.conclusion == Conclusion::pass, legal = content.kind == Kind::verification;
    xml_node node = statement(statements, "basic_conformity");
    if (states_decision_rule(content)) set(node, "refId", kDecisionRuleId);
    const std::string outcome = passed ? "pass" : "fail";
    add_both(node, "dcc:declaration",
             legal ? fixed("conclusion.verification." + outcome) : fixed("dcc.conclusion." + outcome));
    add_text(node, "dcc:conformity", outcome);
}

}  // namespace

bool states_traceability(const CertificateContent& content) {
    return content.traceable && !content.traceability.vi.empty();
}
bool states_decision_rule(const CertificateContent& content) { return !content.decision_rule.vi.empty(); }

void add_statements(xml_node administrative_data, const CertificateContent& content) {
    xml_node statements = add(administrative_data, "dcc:statements");
    add_traceability(statements, content);
    add_decision_rule(statements, content);
    add_conclusion(statements, content);
    add_declared(statements, nullptr, "7.8.2.1 l", fixed("statement.item"));
    add_declared(statements, nullptr, "7.8.2.1", fixed("statement.reproduction"));
    add_place(statements, content);
    add_validity(statements, content);
    if (!content.item.place_of_use.empty())
        add_declared(statements, "chuan_placeOfUse", nullptr, labelled("dcc.owner_place", content.item.place_of_use));
    if (!content.item.condition.empty())
        add_declared(statements, "chuan_conditionOnReceipt", "7.8.2.1 g",
                     labelled("field.condition", content.item.condition));
    add_declared(statements, "chuan_specification", nullptr, content.specification);
    add_declared(statements, "chuan_adjustment", "7.8.4.1 d", content.adjustment);
    for (const std::string& deviation : content.deviations)
        add_declared(statements, "chuan_deviation", "7.8.2.1 n", labelled("note.deviation", deviation));
    for (const std::string& point : content.not_measured)
        add_declared(statements, "chuan_notMeasured", nullptr, labelled("note.not_measured", point));
    if (!content.replaces_number.empty())
        add_declared(
            statements, "basic_revision", "7.8.8",
            filled("dcc.revision", {{"number", content.replaces_number}, {"reason", content.replaces_reason}}));
    if (content.sample) add_declared(statements, "chuan_sample", nullptr, fixed("dcc.sample"));
}

}  // namespace chuan::reports::dcc
