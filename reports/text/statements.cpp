#include "reports/text/statements.h"

#include "reports/text/catalogue.h"

namespace chuan::reports::text {
namespace {

using certificates::Bilingual;

Bilingual both(std::string_view key, const std::map<std::string, std::string>& values = {}) {
    return {filled(of(Language::vi, key), values), filled(of(Language::en, key), values)};
}

void append(Bilingual& statement, std::string_view key, const std::string& words) {
    if (words.empty()) return;
    const Bilingual more = both(key, {{"words", words}});
    statement.vi += " " + more.vi;
    statement.en += " " + more.en;
}

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : "; ") + name;
    return list;
}

}  // namespace

Bilingual traceability_statement(const std::vector<std::string>& keepers, bool chain_complete) {
    if (!chain_complete || keepers.empty()) return both("traceability.incomplete");
    return both("traceability.complete", {{"keepers", listed(keepers)}});
}

Bilingual decision_rule_statement(const std::string& code) {
    if (code.empty()) return {};
    const std::string key = "decision_rule." + code;
    return has(key) ? both(key) : Bilingual{code, ""};
}

Bilingual adjustment_statement(const AdjustmentWords& adjustment) {
    if (adjustment.choice.empty()) return {};
    Bilingual statement = both("adjustment." + adjustment.choice);
    append(statement, adjustment.choice == "adjusted" ? "adjustment.what" : "adjustment.why", adjustment.reason);
    append(statement, "adjustment.by", adjustment.done_by);
    append(statement, "adjustment.consent", adjustment.consent);
    append(statement, "adjustment.seals", adjustment.seals);
    return statement;
}

}  // namespace chuan::reports::text
