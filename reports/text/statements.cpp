#include "reports/text/statements.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "reports/text/catalogue.h"
#include "reports/text/figures.h"
#include "uncertainty/quantiles.h"

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

/// z of a one-sided probability between 0 and 1: "1,645".
std::string quantile(double probability) {
    constexpr double kThousandths = 1000;
    const double z = uncertainty::normal_quantile(probability);
    return printed(Decimal::from_unscaled(std::llround(z * kThousandths), 3).text());
}

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : "; ") + name;
    return list;
}

using certificates::ResultRow;

struct Field {
    std::string_view column;
    std::string ResultRow::*cell;
};
constexpr Field kFields[] = {{"point", &ResultRow::point},
                             {"direction", &ResultRow::direction},
                             {"nominal", &ResultRow::nominal},
                             {"reference", &ResultRow::reference},
                             {"indication", &ResultRow::indication},
                             {"value", &ResultRow::value},
                             {"error", &ResultRow::error},
                             {"uncertainty", &ResultRow::uncertainty},
                             {"coverage_factor", &ResultRow::coverage_factor},
                             {"limit", &ResultRow::limit},
                             {"verdict", &ResultRow::verdict}};

bool stands_in(const std::vector<std::string>& columns, std::string_view column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

}  // namespace

Bilingual traceability_statement(const std::vector<std::string>& keepers, bool chain_complete) {
    if (!chain_complete || keepers.empty()) return both("traceability.incomplete");
    return both("traceability.complete", {{"keepers", listed(keepers)}});
}

Bilingual decision_rule_statement(const std::string& code, const std::optional<Decimal>& number) {
    if (code.empty()) return {};
    const std::string key = "decision_rule." + code;
    if (!has(key)) return {code, ""};
    if (!number) return both(key);
    std::map<std::string, std::string> values{{"number", printed(number->text())}};
    if (code == "guarded_probability") values.emplace("z", quantile(number->to_double()));
    return both(key, values);
}

Bilingual adjustment_statement(const AdjustmentWords& adjustment) {
    if (adjustment.choice.empty()) return {};
    Bilingual statement = both("adjustment." + adjustment.choice);
    if (adjustment.choice == "as_found_not_applicable") append(statement, "adjustment.why", adjustment.reason);
    if (adjustment.choice != "adjusted") return statement;
    append(statement, "adjustment.what", adjustment.reason);
    append(statement, "adjustment.by", adjustment.done_by);
    append(statement, "adjustment.consent", adjustment.consent);
    append(statement, "adjustment.seals", adjustment.seals);
    return statement;
}

certificates::ResultTable as_printed(const certificates::ResultTable& table) {
    certificates::ResultTable printed = table;
    for (const char* column : {"limit", "verdict"})
        if (!stands_in(printed.columns, column)) printed.columns.push_back(column);
    std::erase_if(printed.columns, [&](const std::string& column) {
        const auto field = std::find_if(std::begin(kFields), std::end(kFields),
                                        [&](const Field& known) { return known.column == column; });
        return field != std::end(kFields) &&
               std::all_of(table.rows.begin(), table.rows.end(),
                           [&](const ResultRow& row) { return (row.*field->cell).empty(); });
    });
    for (const Field& field : kFields)
        if (!stands_in(printed.columns, field.column) && field.column != "coverage_factor")
            for (ResultRow& row : printed.rows) (row.*field.cell).clear();
    return printed;
}

}  // namespace chuan::reports::text
