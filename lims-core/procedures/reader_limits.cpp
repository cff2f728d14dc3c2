#include <algorithm>

#include "procedures/mpe_reader.h"
#include "procedures/names.h"
#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

void read_decision(XmlElement& root, Procedure& procedure) {
    auto decision = root.optional_child("decision");
    if (!decision) return;
    decision->allow({"rule", "uncertainty_at_most"}, {});
    using conformity::Rule;
    conformity::DecisionRule rule{
        .rule =
            decision->choice<Rule>("rule", {{"mpe", Rule::mpe}, {"guarded", Rule::guarded}, {"simple", Rule::simple}})};
    rule.largest_uncertainty_ratio = read_share(*decision, "uncertainty_at_most");
    if (rule.rule == Rule::mpe && rule.largest_uncertainty_ratio)
        decision->report("the rule mpe is conditioned on the standard", "state uncertainty_at_most at the <standard>");
    procedure.decision = rule;
}

void read_terms(const XmlElement& element, LimitRow& row) {
    row.percent_of_span = element.optional_number("percent_of_span", 1e-6, 100);
    row.percent_of_value = element.optional_number("percent_of_value", 1e-6, 100);
    row.digits = element.optional_number("digits", 0.1, 1000);
    row.absolute = element.optional_decimal("absolute");
    if (row.absolute && (row.absolute->is_negative() || row.absolute->is_zero()))
        element.report("a limit of " + row.absolute->text() + " can never be kept", "state a number above zero");
    const bool terms = row.percent_of_span || row.percent_of_value || row.digits || element.has("absolute");
    if (terms == element.has("table"))
        element.report("a limit needs percent_of_span or absolute, other terms, or a table",
                       "state the terms whose sum it is, or one table");
}

TableArgument read_argument(XmlElement& element) {
    element.allow({"name", "from", "value"}, {});
    using From = TableArgument::From;
    TableArgument argument{element.identifier("name"), From::fixed, element.optional_decimal("value")};
    if (element.has("from") == element.has("value"))
        element.report("an argument needs either from or value", "state one of the two");
    if (element.has("from"))
        argument.from = element.choice<From>("from", {{"nominal", From::nominal},
                                                      {"resolution", From::resolution},
                                                      {"range_high", From::range_high},
                                                      {"span", From::span}});
    return argument;
}

/// The table is one of those that ship, has a column for every mode and an answer for every argument.
void check_table(const XmlElement& element, const LimitRow& row) {
    const auto& tables = shipped_tables();
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&](const auto& each) { return each.code == row.table; });
    if (table == tables.end()) {
        std::string known;
        for (const auto& each : tables) known += (known.empty() ? "" : ", ") + each.code;
        return element.report("there is no table \"" + row.table + "\"", "use one of config/mpe: " + known);
    }
    for (const Mode mode : row.modes)
        if (std::none_of(table->columns.begin(), table->columns.end(), [&](const auto& column) {
                return std::find(column.modes.begin(), column.modes.end(), name_of(mode)) != column.modes.end();
            }))
            element.report("table " + row.table + " has no limits for " + std::string(name_of(mode)),
                           "leave the mode out, or state its limits in terms of your own");
    const auto named = [](const auto& list, const std::string& name) {
        return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
    };
    for (const auto& known : table->arguments)
        if (!named(row.arguments, known.name))
            element.report("table " + row.table + " needs the argument \"" + known.name + "\" (" + known.en + ")",
                           "add <argument name=\"" + known.name + "\" from=\"nominal\"/> or what answers for it");
    for (const TableArgument& argument : row.arguments)
        if (!named(table->arguments, argument.name))
            element.report("table " + row.table + " has no argument \"" + argument.name + "\"", "remove it");
    for (const auto& [name, word] : row.options)
        if (!named(table->options, name))
            element.report("table " + row.table + " has no option \"" + name + "\"", "remove it");
}

LimitRow read_limit(XmlElement& element) {
    element.allow({"of", "class", "modes", "percent_of_span", "percent_of_value", "absolute", "digits", "from", "to",
                   "side", "table"},
                  {"argument", "option"});
    using Side = LimitRow::Side;
    LimitRow row;
    row.of = element.identifier("of");
    if (element.has("class")) row.accuracy_class = element.identifier("class");
    row.modes = read_mode_list(element, "modes");
    read_terms(element, row);
    row.from = element.optional_decimal("from");
    row.to = element.optional_decimal("to");
    if (row.from && row.to && *row.from > *row.to)
        element.report("from " + row.from->text() + " is above to " + row.to->text(), "exchange them");
    if (element.has("side"))
        row.side = element.choice<Side>("side", {{"both", Side::both}, {"upper", Side::upper}, {"lower", Side::lower}});
    for (XmlElement& argument : element.children("argument", 0)) row.arguments.push_back(read_argument(argument));
    for (XmlElement& option : element.children("option", 0)) {
        option.allow({"name", "word"}, {});
        row.options[option.identifier("name")] = option.identifier("word");
    }
    if (element.has("table")) {
        row.table = element.identifier("table");
        check_table(element, row);
    } else if (!row.arguments.empty() || !row.options.empty()) {
        element.report("arguments and options belong to a table", "add table or remove them");
    }
    return row;
}

}  // namespace

void read_judgement(XmlElement& root, Procedure& procedure) {
    read_decision(root, procedure);
    auto limits = root.optional_child("limits");
    if (!limits) return;
    limits->allow({}, {"limit"});
    for (XmlElement& element : limits->children("limit", 1)) procedure.limits.push_back(read_limit(element));
}

}  // namespace chuan::procedures
