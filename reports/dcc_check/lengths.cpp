// Lists that belong together have one entry for each value, or one for all of them.

#include <algorithm>
#include <map>

#include "reports/dcc_check/metrology.h"

namespace chuan::reports::dcc_check {
namespace {

std::size_t entries_in(const xmlNode* list) { return tokens(raw_text(list)).size(); }

void check_beside(const Series& series, Findings& findings) {
    const std::size_t values = series.values.size();
    for (const xmlNode* list : series.beside)
        if (const std::size_t entries = entries_in(list);
            local_name(list).ends_with("XMLList") && entries != 1 && entries != values)
            findings.add("metrology.list_length", list,
                         {{"value", std::to_string(entries)}, {"values", std::to_string(values)}});
}

/// Statements about single values: conformity and validity of a quantity, or of the rows of a table.
void check_statements(const xmlNode* owner, std::size_t values, Findings& findings) {
    for (const xmlNode* meta : children(child(owner, "measurementMetaData"), "metaData"))
        for (const char* name : {"conformityXMLList", "validXMLList"})
            if (const xmlNode* list = child(meta, name))
                if (const std::size_t entries = entries_in(list); entries != 1 && entries != values)
                    findings.add("metrology.statement_length", list,
                                 {{"value", std::to_string(entries)}, {"values", std::to_string(values)}});
}

/// How many rows this column of a table has; 0 for one that is no list.
std::size_t rows_of(const xmlNode* quantity, const Quantity* with_figures) {
    if (with_figures && with_figures->series.front().is_list()) return with_figures->series.front().values.size();
    const xmlNode* words = child(quantity, "charsXMLList");
    return words ? entries_in(words) : 0;
}

void check_table(const xmlNode* table, const std::map<const xmlNode*, const Quantity*>& figures, Findings& findings) {
    std::vector<std::pair<const xmlNode*, std::size_t>> columns;
    for (const xmlNode* quantity : children(table, "quantity")) {
        const auto found = figures.find(quantity);
        if (const std::size_t rows = rows_of(quantity, found == figures.end() ? nullptr : found->second))
            columns.emplace_back(quantity, rows);
    }
    if (columns.empty()) return;
    const std::size_t first = columns.front().second;
    for (const auto& [quantity, rows] : columns)
        if (rows != first)
            findings.add("metrology.table_length", quantity,
                         {{"value", std::to_string(rows)}, {"first", std::to_string(first)}});
    if (const xmlNode* times = child(table, "dateTimeXMLList"); times && entries_in(times) != first)
        findings.add("metrology.table_length", times,
                     {{"value", std::to_string(entries_in(times))}, {"first", std::to_string(first)}});
    check_statements(table, first, findings);
}

}  // namespace

void check_lengths(const Survey& survey, const Quantities& quantities, Findings& findings) {
    std::map<const xmlNode*, const Quantity*> figures;
    for (const Quantity& quantity : quantities) {
        figures.emplace(quantity.node, &quantity);
        for (const Series& series : quantity.series) check_beside(series, findings);
        const Series& first = quantity.series.front();
        const std::size_t values = first.is_list() || quantity.is_hybrid ? first.values.size() : quantity.series.size();
        check_statements(quantity.node, values, findings);
    }
    for (const xmlNode* table : survey.dcc("list")) check_table(table, figures, findings);
}

}  // namespace chuan::reports::dcc_check
