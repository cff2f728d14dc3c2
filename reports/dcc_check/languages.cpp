// Countries and languages: codes that exist, and each text in each language of the file once.

#include <algorithm>
#include <map>
#include <set>

#include "reports/dcc_check/codes.h"
#include "reports/dcc_check/content.h"

namespace chuan::reports::dcc_check {
namespace {

constexpr std::size_t kMostNamed = 20, kMostLanguages = 200;  // ISO 639-1 has 183

std::string joined(const std::set<std::string>& words) {
    std::string all;
    std::size_t named = 0;
    for (const std::string& word : words) {
        if (++named > kMostNamed) return all + ", …";
        all += (all.empty() ? "" : ", ") + word;
    }
    return all;
}

void check_codes(const Survey& survey, Findings& findings) {
    for (const char* name : {"countryCodeISO3166_1", "countryCode"})
        for (const xmlNode* node : survey.dcc(name))
            if (const std::string code = text(node); !is_country(code))
                findings.add("content.country_unknown", node, {{"value", code}});
    for (const char* name : {"usedLangCodeISO639_1", "mandatoryLangCodeISO639_1"})
        for (const xmlNode* node : survey.dcc(name))
            if (const std::string code = text(node); !is_language(code))
                findings.add("content.language_unknown", node, {{"value", code}});
}

std::set<std::string> used_languages(const Survey& survey, Findings& findings) {
    std::set<std::string> used;
    for (const xmlNode* node : survey.dcc("usedLangCodeISO639_1"))
        if (!used.insert(text(node)).second) findings.add("content.language_twice", node, {{"value", text(node)}});
    for (const xmlNode* node : survey.dcc("mandatoryLangCodeISO639_1"))
        if (!used.contains(text(node)))
            findings.add("content.mandatory_not_used", node, {{"value", text(node)}, {"used", joined(used)}});
    return used;
}

/// A text that is neither a name nor stands beside one is a sentence, and a sentence has a language.
std::set<const xmlNode*> owners_of_names(const Survey& survey) {
    std::set<const xmlNode*> owners;
    for (const char* name : {"name", "further", "referral"})
        for (const xmlNode* node : survey.dcc(name)) owners.insert(node->parent);
    return owners;
}

}  // namespace

void check_languages(const Survey& survey, Findings& findings) {
    check_codes(survey, findings);
    const std::set<std::string> used = used_languages(survey, findings);
    const std::set<const xmlNode*> named = owners_of_names(survey);
    std::map<const xmlNode*, std::multiset<std::string>> groups;
    std::vector<const xmlNode*> in_order;
    for (const xmlNode* content : survey.dcc("content")) {
        const auto language = attribute(content, "lang");
        if (!language) {
            const xmlNode* owner = content->parent ? content->parent->parent : nullptr;
            if (!named.contains(owner)) findings.add("content.without_lang", content);
            continue;
        }
        if (!used.contains(*language))
            findings.add("content.lang_undeclared", content, {{"value", *language}, {"used", joined(used)}});
        if (!groups.contains(content->parent)) in_order.push_back(content->parent);
        groups[content->parent].insert(*language);
    }
    if (used.size() > kMostLanguages) return;  // most are none, which was told
    for (const xmlNode* group : in_order) {
        const auto& languages = groups[group];
        std::set<std::string> missing;
        for (const std::string& language : used)
            if (!languages.contains(language)) missing.insert(language);
        if (!missing.empty()) findings.add("content.lang_missing", group, {{"value", joined(missing)}});
        for (const std::string& language : std::set<std::string>(languages.begin(), languages.end()))
            if (languages.count(language) > 1) findings.add("content.lang_double", group, {{"value", language}});
    }
}

}  // namespace chuan::reports::dcc_check
