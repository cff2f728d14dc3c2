// Ids, references and refTypes: what makes an element findable for a machine.

#include <set>

#include "reports/dcc_check/content.h"

namespace chuan::reports::dcc_check {
namespace {

void check_ids(const Survey& survey, Findings& findings) {
    std::set<std::string> ids, wanted;
    for (const xmlNode* node : survey.named())
        if (const auto id = attribute(node, "id"); id && !ids.insert(*id).second)
            findings.add("content.id_double", node, {{"value", *id}});
    for (const xmlNode* node : survey.named())
        for (const std::string& id : tokens(attribute(node, "refId").value_or(""))) {
            wanted.insert(id);
            if (!ids.contains(id)) findings.add("content.ref_id_dangling", node, {{"value", id}});
        }
    for (const xmlNode* node : survey.named())
        if (const auto id = attribute(node, "id"); id && !wanted.contains(*id))
            findings.add("content.id_unused", node, {{"value", *id}});
}

std::set<std::string> declared_namespaces(const Survey& survey) {
    std::set<std::string> names;
    for (const xmlNode* definition : survey.dcc("refTypeDefinition"))
        names.insert(text(child(definition, "namespace")));
    return names;
}

/// Terms are namespace_name; a file that defines namespaces defines all it uses.
void check_terms(const Survey& survey, Findings& findings) {
    const std::set<std::string> declared = declared_namespaces(survey);
    std::set<std::string> told;
    for (const xmlNode* node : survey.named())
        for (const std::string& term : tokens(attribute(node, "refType").value_or(""))) {
            const std::size_t end = term.find('_');
            if (end == std::string::npos || end == 0 || end + 1 == term.size()) {
                if (told.insert(term).second) findings.add("content.ref_type_form", node, {{"value", term}});
            } else if (const std::string name = term.substr(0, end);
                       !declared.empty() && !declared.contains(name) && told.insert(name + "_").second) {
                findings.add("content.ref_type_undeclared", node, {{"value", term}, {"namespace", name}});
            }
        }
}

/// The measurementResult whose figure this is; nullptr for one of conditions or limits.
const xmlNode* result_of(const xmlNode* quantity) {
    for (const xmlNode* above = quantity->parent; above; above = above->parent) {
        if (is_dcc(above, "influenceConditions") || is_dcc(above, "metaData")) return nullptr;
        if (is_dcc(above, "measurementResult")) return above;
    }
    return nullptr;
}

/// Results of which no quantity says what it is: a machine finds nothing in them. And the column that says nothing
/// beside others that do.
void check_results(const Survey& survey, Findings& findings) {
    std::set<const xmlNode*> filled, speaking, speaking_tables;
    for (const xmlNode* quantity : survey.dcc("quantity")) {
        const xmlNode* result = result_of(quantity);
        filled.insert(result);
        if (!attribute(quantity, "refType")) continue;
        speaking.insert(result);
        speaking_tables.insert(quantity->parent);
    }
    for (const xmlNode* quantity : survey.dcc("quantity"))
        if (result_of(quantity) && speaking_tables.contains(quantity->parent) && !attribute(quantity, "refType"))
            findings.add("content.ref_type_of_column", quantity);
    for (const xmlNode* result : survey.dcc("measurementResult"))
        if (filled.contains(result) && !speaking.contains(result)) findings.add("content.ref_type_missing", result);
}

}  // namespace

void check_links(const Survey& survey, const std::string& version, Findings& findings) {
    check_ids(survey, findings);
    if (!version.starts_with("3.")) return;  // refTypes are older than their vocabulary
    check_terms(survey, findings);
    check_results(survey, findings);
}

}  // namespace chuan::reports::dcc_check
