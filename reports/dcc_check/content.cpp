#include "reports/dcc_check/content.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/date.h"
#include "base/encoding.h"
#include "base/error.h"

namespace chuan::reports::dcc_check {
namespace {

/// Figures that are results: not those of conditions, methods, equipment or limits.
bool is_result(const xmlNode* quantity) {
    for (const xmlNode* above = quantity->parent; above; above = above->parent) {
        for (const char* aside : {"metaData", "influenceConditions", "usedMethods", "measuringEquipments"})
            if (is_dcc(above, aside)) return false;
        if (is_dcc(above, "results")) return true;
    }
    return false;
}

/// Whether something is told at an element or above it, each element asked once.
class Told {
  public:
    explicit Told(std::string_view what) : what_(what) {}
    bool at_or_above(const xmlNode* node) {
        if (const auto known = known_.find(node); known != known_.end()) return known->second;
        const bool told =
            child(node, what_) || (node->parent && !is_dcc(node, "measurementResults") && at_or_above(node->parent));
        return known_[node] = told;
    }

  private:
    std::string_view what_;
    std::unordered_map<const xmlNode*, bool> known_;
};

void check_how_measured(const Survey& survey, Findings& findings) {
    Told methods("usedMethods"), conditions("influenceConditions"), software("usedSoftware");
    for (const xmlNode* quantity : survey.dcc("quantity")) {
        if (!is_result(quantity)) continue;
        if (!methods.at_or_above(quantity)) findings.add("content.used_methods", quantity);
        if (!conditions.at_or_above(quantity)) findings.add("content.influence_conditions", quantity);
        if (!software.at_or_above(quantity)) findings.add("content.used_software", quantity);
    }
}

std::optional<CivilDate> date_in(const xmlNode* node, Findings& findings) {
    if (!node) return std::nullopt;
    try {
        return date_from_iso(text(node).substr(0, 10));  // a time zone may follow
    } catch (const Error&) {
        findings.add("content.date_malformed", node, {{"value", text(node)}});
        return std::nullopt;
    }
}

void check_dates(const Survey& survey, const std::string& version, Findings& findings) {
    for (const xmlNode* core : survey.dcc("coreData")) {
        const xmlNode* last = child(core, "endPerformanceDate");
        const auto begin = date_in(child(core, "beginPerformanceDate"), findings), end = date_in(last, findings);
        if (begin && end && *end < *begin)
            findings.add("content.dates_order", last, {{"value", to_iso(*end)}, {"begin", to_iso(*begin)}});
        date_in(child(core, "receiptDate"), findings);
        const xmlNode* issued = child(core, "issueDate");
        date_in(issued, findings);
        if (!issued && version >= "3.2.0") findings.add("content.issue_date_missing", core);
    }
}

/// One letter, at most one space, then one to four numbers of at most three digits.
bool is_release(std::string_view release) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (release.empty() || !is_letter(release.front())) return false;
    release.remove_prefix(1);
    if (release.starts_with(' ')) release.remove_prefix(1);
    int numbers = 0;
    while (true) {
        const std::size_t digits = std::min(release.find_first_not_of("0123456789"), release.size());
        if (digits < 1 || digits > 3 || ++numbers > 4) return false;
        release.remove_prefix(digits);
        if (release.empty()) return true;
        if (release.front() != '.') return false;
        release.remove_prefix(1);
    }
}

void check_releases(const Survey& survey, Findings& findings) {
    for (const xmlNode* node : survey.dcc("release"))
        if (const std::string release = text(node); !is_release(release))
            findings.add("content.release_form", node, {{"value", release}});
}

bool is_single_spaced(std::string_view list) {
    constexpr std::string_view kWhite = " \t\r\n";
    bool before = true;  // white space or the beginning
    for (const char c : list) {
        const bool white = kWhite.find(c) != std::string_view::npos;
        if (white && before) return false;
        before = white;
    }
    return list.empty() || !before;
}

void check_list_blanks(const xmlNode* node, Findings& findings) {
    for (const xmlNode* part : child_elements(node)) check_list_blanks(part, findings);
    if (local_name(node).ends_with("XMLList") && !xmlFirstElementChild(const_cast<xmlNode*>(node)) &&
        !is_single_spaced(raw_text(node)))
        findings.add("content.list_blanks", node, {{"what", std::string(local_name(node))}});
}

void check_blanks(const Survey& survey, Findings& findings) {
    for (const char* name : {"list", "quantity", "metaData", "statement"})
        for (const xmlNode* node : survey.dcc(name)) {
            for (const xmlNode* part : child_elements(node)) {
                const std::string_view of = local_name(part);
                if (is_si(part, of) || of.ends_with("XMLList") || of == "relativeUncertainty")
                    check_list_blanks(part, findings);
            }
        }
    for (const xmlNode* node : survey.named())
        for (const char* name : {"refType", "refId"})
            if (const auto value = attribute(node, name); value && !is_single_spaced(*value))
                findings.add("content.list_blanks", node, {{"what", name}});
}

void check_unit_texts(const Survey& survey, Findings& findings) {
    for (const char* name : {"unit", "unitPhase"})
        for (const xmlNode* node : survey.si(name))
            if (tokens(text(node)).size() > 1) findings.add("content.unit_space", node, {{"value", text(node)}});
    for (const xmlNode* node : survey.si("unitXMLList")) {
        const auto units = tokens(raw_text(node));
        if (units.size() > 1 && std::ranges::all_of(units, [&](const std::string& unit) { return unit == units[0]; }))
            findings.add("content.units_all_equal", node, {{"value", units[0]}});
    }
}

void check_non_si(const Survey& survey, Findings& findings) {
    std::set<std::string> declared;
    std::set<const xmlNode*> defining, naming;
    for (const xmlNode* node : survey.dcc("nonSIDefinition")) defining.insert(node->parent);
    for (const xmlNode* node : survey.dcc("nonSIUnit")) {
        declared.insert(text(node));
        naming.insert(node->parent);
        if (!defining.contains(node->parent))
            findings.add("content.non_si_without_definition", node, {{"value", text(node)}});
    }
    for (const xmlNode* node : survey.dcc("nonSIDefinition"))
        if (!naming.contains(node->parent)) findings.add("content.non_si_without_unit", node);
    for (const char* name : {"unit", "unitXMLList", "unitPhase"})
        for (const xmlNode* node : survey.si(name))
            for (const std::string& unit : tokens(raw_text(node)))
                if (unit.starts_with('|') && !declared.contains(unit))
                    findings.add("content.non_si_undeclared", node, {{"value", unit}});
}

/// Base64 as the RFC has it, white space aside.
void check_files(const Survey& survey, Findings& findings) {
    for (const xmlNode* node : survey.dcc("dataBase64")) {
        std::string data = raw_text(node);
        std::erase_if(data, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
        if (!from_base64(data)) findings.add("content.base64", node);
    }
}

void check_main_signer(const Survey& survey, Findings& findings) {
    for (const xmlNode* persons : survey.dcc("respPersons")) {
        int main = 0;
        for (const xmlNode* person : children(persons, "respPerson")) {
            const std::string said = text(child(person, "mainSigner"));
            main += said == "true" || said == "1";
        }
        if (main != 1) findings.add("content.main_signer", persons, {{"value", std::to_string(main)}});
    }
}

/// A relative uncertainty only says again what an absolute one has said.
void check_relative(const Survey& survey, Findings& findings) {
    for (const xmlNode* quantity : survey.dcc("quantity")) {
        const xmlNode* relative = child(quantity, "relativeUncertainty");
        if (!relative) continue;
        const xmlNode *real = child(quantity, "real"), *list = child(quantity, "realListXMLList");
        const bool many =
            child(relative, "relativeUncertaintyXmlList") || child(relative, "relativeUncertaintyXMLList");
        if ((many && real) || (!many && list)) findings.add("content.relative_kind", relative);
        bool absolute = false;
        for (const char* name :
             {"expandedUnc", "coverageInterval", "measurementUncertaintyUnivariate", "expandedUncXMLList",
              "coverageIntervalXMLList", "measurementUncertaintyUnivariateXMLList"})
            absolute = absolute || child(real, name) || child(list, name);
        if ((real || list) && !absolute) findings.add("content.relative_alone", relative);
    }
}

}  // namespace

void check_content(const Survey& survey, const std::string& version, Findings& findings) {
    check_how_measured(survey, findings);
    check_links(survey, version, findings);
    check_languages(survey, findings);
    check_dates(survey, version, findings);
    check_releases(survey, findings);
    check_unit_texts(survey, findings);
    check_non_si(survey, findings);
    check_blanks(survey, findings);
    check_relative(survey, findings);
    check_files(survey, findings);
    check_main_signer(survey, findings);
}

}  // namespace chuan::reports::dcc_check
