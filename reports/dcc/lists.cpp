#include <algorithm>
#include <functional>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "reports/dcc/parts.h"
#include "reports/dcc/xml.h"
#include "reports/text/catalogue.h"

namespace chuan::reports::dcc {
namespace {

using namespace certificates;
using pugi::xml_node;

using Rows = std::vector<const ResultRow*>;
using Cell = std::string ResultRow::*;

struct Quantity {
    std::string_view column;
    Cell cell;
    const char* ref_type;
    bool difference;  // a temperature difference has no offset
};
constexpr Quantity kQuantities[] = {{"nominal", &ResultRow::nominal, "basic_nominalValue", false},
                                    {"reference", &ResultRow::reference, "basic_referenceValue", false},
                                    {"indication", &ResultRow::indication, "basic_measuredValue", false},
                                    {"value", &ResultRow::value, "basic_calibrationValue", false},
                                    {"error", &ResultRow::error, "basic_measurementError", true}};

/// Which figures a row has: rows of one list agree in this.
std::string shape(const ResultRow& row) {
    std::string filled;
    for (const Quantity& quantity : kQuantities) filled += (row.*quantity.cell).empty() ? '0' : '1';
    for (const std::string* cell : {&row.uncertainty, &row.limit, &row.verdict, &row.direction})
        filled += cell->empty() ? '0' : '1';
    return filled + row.interval_of;
}

std::string list_of(const Rows& rows, const std::function<std::string(const ResultRow&)>& word) {
    std::string words;
    for (const ResultRow* row : rows) words += (words.empty() ? "" : " ") + word(*row);
    return words;
}

std::string list_of(const Rows& rows, Cell cell) {
    return list_of(rows, [cell](const ResultRow& row) { return row.*cell; });
}

/// One entry stands for all rows where they agree.
std::string shortest_list(const Rows& rows, Cell cell) {
    const bool same =
        std::all_of(rows.begin(), rows.end(), [&](const ResultRow* row) { return row->*cell == rows.front()->*cell; });
    return same ? rows.front()->*cell : list_of(rows, cell);
}

void require_coverage(const ResultTable& table, const Rows& rows) {
    const bool known =
        !table.coverage_probability.empty() &&
        std::none_of(rows.begin(), rows.end(), [](const ResultRow* row) { return row->coverage_factor.empty(); });
    if (!known)
        throw Error(ErrorKind::rule_broken, "dcc.coverage_missing",
                    "table \"" + table.title.vi +
                        "\" states U without its coverage factor k or its coverage probability; evaluate the job again",
                    "", {{"table", table.title.vi}});
}

constexpr std::string_view kKelvinAtZeroCelsius = "273.15";

/// A figure on the scale of the list: of kelvin, or as it stands.
std::string on_scale(const std::string& figure, bool kelvin) {
    return kelvin ? (Decimal::parse(figure) + Decimal::parse(kKelvinAtZeroCelsius)).text() : figure;
}

/// Ends that are not symmetric about the figure.
void add_interval(xml_node uncertainty, const ResultTable& table, const Rows& rows, bool kelvin) {
    xml_node interval = add(uncertainty, "si:coverageIntervalMUXMLList");
    add_text(interval, "si:valueStandardMUXMLList", list_of(rows, &ResultRow::standard_uncertainty));
    add_text(interval, "si:intervalMinXMLList",
             list_of(rows, [&](const ResultRow& row) { return on_scale(row.interval_low, kelvin); }));
    add_text(interval, "si:intervalMaxXMLList",
             list_of(rows, [&](const ResultRow& row) { return on_scale(row.interval_high, kelvin); }));
    add_text(interval, "si:coverageProbabilityXMLList", table.coverage_probability);
}

void add_uncertainty(xml_node list, const ResultTable& table, const Rows& rows, bool kelvin) {
    if (rows.front()->uncertainty.empty()) return;
    require_coverage(table, rows);
    xml_node uncertainty = add(list, "si:measurementUncertaintyUnivariateXMLList");
    if (!rows.front()->interval_of.empty()) return add_interval(uncertainty, table, rows, kelvin);
    xml_node expanded = add(uncertainty, "si:expandedMUXMLList");
    add_text(expanded, "si:valueExpandedMUXMLList", list_of(rows, &ResultRow::uncertainty));
    add_text(expanded, "si:coverageFactorXMLList", shortest_list(rows, &ResultRow::coverage_factor));
    add_text(expanded, "si:coverageProbabilityXMLList", table.coverage_probability);
    if (table.coverage_reason == "normal") add_text(expanded, "si:distributionXMLList", "normal");
}

void add_real_list(xml_node parent, const std::string& values, const std::string& unit,
                   const ResultTable* with_uncertainty, const Rows& rows, bool kelvin = false) {
    xml_node list = add(parent, "si:realListXMLList");
    add_text(list, "si:valueXMLList", values);
    add_text(list, "si:unitXMLList", unit);
    if (with_uncertainty) add_uncertainty(list, *with_uncertainty, rows, kelvin);
}

std::string difference_unit(const std::string& unit) { return unit == "\\degreecelsius" ? "\\kelvin" : unit; }

void add_values(xml_node node, const ResultTable& table, const Quantity& quantity, const Rows& rows,
                bool with_uncertainty) {
    const ResultTable* uncertain = with_uncertainty ? &table : nullptr;
    if (table.unit != "\\degreecelsius" || quantity.difference)
        return add_real_list(node, list_of(rows, quantity.cell), difference_unit(table.unit), uncertain, rows);
    const auto kelvin = [&](const ResultRow& row) { return on_scale(row.*quantity.cell, true); };
    xml_node hybrid = add(node, "si:hybrid");
    add_real_list(hybrid, list_of(rows, kelvin), "\\kelvin", uncertain, rows, true);
    add_real_list(hybrid, list_of(rows, quantity.cell), "\\degreecelsius", uncertain, rows);
}

std::string conformity_word(const ResultRow& row) {
    if (row.verdict == "conditional_pass") return "conditionalPass";
    if (row.verdict == "conditional_fail") return "conditionalFail";
    return row.verdict;
}

/// The figure of a row about which the limits of another lie; nullptr where there is none.
Cell centre_of(const Quantity& judged, const ResultRow& row) {
    for (const Cell centre : {&ResultRow::nominal, &ResultRow::reference})
        if (judged.cell != centre && !(row.*centre).empty()) return centre;
    return nullptr;
}

/// "±0.16" as a limit on either side: of an error as it is, of a value or an indication about what it should be.
/// Nothing where the limit is written otherwise or nobody says what the value should be.
void add_limits(xml_node meta, const ResultTable& table, const Rows& rows, const Quantity& judged) {
    constexpr std::string_view sign = "±";
    for (const ResultRow* row : rows)
        if (!chuan::starts_with(row->limit, sign) ||
            !Decimal::try_parse(std::string_view(row->limit).substr(sign.size())))
            return;
    const Cell centre = judged.difference ? nullptr : centre_of(judged, *rows.front());
    if (!judged.difference && !centre) return;
    xml_node data = add(meta, "dcc:data");
    const auto add_side = [&](const char* ref_type, const char* key, const std::string& before) {
        xml_node quantity = add(data, "dcc:quantity");
        set(quantity, "refType", ref_type);
        add_fixed(quantity, "dcc:name", key);
        const auto limit = [&](const ResultRow& row) {
            const std::string distance = before + row.limit.substr(sign.size());
            return centre ? (Decimal::parse(row.*centre) + Decimal::parse(distance)).text() : distance;
        };
        add_real_list(quantity, list_of(rows, limit), centre ? table.unit : difference_unit(table.unit), nullptr, rows);
    };
    add_side("basic_toleranceLimitLower", "dcc.limit_lower", "-");
    add_side("basic_toleranceLimitUpper", "dcc.limit_upper", "");
}

void add_meta_data(xml_node quantity, const CertificateContent& content, const ResultTable& table, const Rows& rows,
                   const Quantity& main) {
    const bool judged = !rows.front()->verdict.empty(), limited = !rows.front()->limit.empty();
    if (!judged && !limited && !states_traceability(content)) return;
    xml_node list = add(quantity, "dcc:measurementMetaData");
    if (judged || limited) {
        xml_node meta = add(list, "dcc:metaData");
        set(meta, "refType", judged ? "basic_conformity" : "chuan_limits");
        if (judged && states_decision_rule(content)) set(meta, "refId", kDecisionRuleId);
        add_fixed(meta, "dcc:name", judged ? "dcc.conformity" : "column.limit");
        add_text(meta, "dcc:norm", content.specification.vi);
        if (judged) add_text(meta, "dcc:conformityXMLList", list_of(rows, conformity_word));
        if (limited) add_limits(meta, table, rows, main);
    }
    if (states_traceability(content)) {
        xml_node meta = add(list, "dcc:metaData");
        set(meta, "refId", kTraceableId);
        add_text(meta, "dcc:valid", "true");
    }
}

/// U, conformity and traceability belong to the error where there is one, else to the value, else to the indication; an
/// interval to the figure it is one of.
const Quantity* principal(const ResultRow& row) {
    for (const Quantity& quantity : kQuantities)
        if (quantity.column == row.interval_of && !(row.*quantity.cell).empty()) return &quantity;
    for (const std::string_view column : {"error", "value", "indication", "reference", "nominal"})
        for (const Quantity& quantity : kQuantities)
            if (quantity.column == column && !(row.*quantity.cell).empty()) return &quantity;
    return nullptr;
}

void add_words(xml_node list, const Rows& rows, Cell cell, const char* ref_type, const char* key) {
    if ((rows.front()->*cell).empty()) return;
    xml_node quantity = add(list, "dcc:quantity");
    set(quantity, "refType", ref_type);
    add_fixed(quantity, "dcc:name", key);
    add_text(quantity, "dcc:charsXMLList", list_of(rows, cell));
}

/// Lists are split at white space and read as numbers: anything else would shift the figures of the whole column.
void require_figures(const ResultTable& table, const Rows& rows) {
    constexpr Cell cells[] = {&ResultRow::nominal,         &ResultRow::reference,
                              &ResultRow::indication,      &ResultRow::value,
                              &ResultRow::error,           &ResultRow::uncertainty,
                              &ResultRow::coverage_factor, &ResultRow::interval_low,
                              &ResultRow::interval_high,   &ResultRow::standard_uncertainty};
    for (const ResultRow* row : rows)
        for (const Cell cell : cells)
            if (const std::string& figure = row->*cell; !figure.empty() && !Decimal::try_parse(figure))
                throw Error(ErrorKind::rule_broken, "dcc.figure_malformed",
                            "table \"" + table.title.vi + "\" holds \"" + figure +
                                "\", which is no decimal number; correct the procedure's point or evaluate again",
                            "", {{"table", table.title.vi}, {"figure", figure}});
}

void add_list(xml_node data, const CertificateContent& content, const ResultTable& table, const Rows& rows) {
    require_figures(table, rows);
    xml_node list = add(data, "dcc:list");
    add_words(list, rows, &ResultRow::direction, "chuan_direction", "dcc.direction");
    const Quantity* main = principal(*rows.front());
    for (const Quantity& quantity : kQuantities) {
        if ((rows.front()->*quantity.cell).empty()) continue;
        xml_node node = add(list, "dcc:quantity");
        set(node, "refType", quantity.ref_type);
        add_fixed(node, "dcc:name", "column." + std::string(quantity.column));
        add_values(node, table, quantity, rows, &quantity == main);
        if (&quantity == main) add_meta_data(node, content, table, rows, quantity);
    }
    if (!list.first_child()) data.remove_child(list);
}

}  // namespace

void add_result_lists(xml_node data, const CertificateContent& content, const ResultTable& table) {
    Rows rows;
    for (const ResultRow& row : table.rows) {
        if (!rows.empty() && shape(*rows.front()) != shape(row)) {
            add_list(data, content, table, rows);
            rows.clear();
        }
        rows.push_back(&row);
    }
    if (!rows.empty()) add_list(data, content, table, rows);
}

}  // namespace chuan::reports::dcc
