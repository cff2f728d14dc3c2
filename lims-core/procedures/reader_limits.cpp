#include <algorithm>

#include "procedures/agreed_rule.h"
#include "procedures/mpe_reader.h"
#include "procedures/names.h"
#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

/// w = r U or w = z_p u; neither: w = U.
void read_guard_band(const XmlElement& decision, conformity::DecisionRule& rule) {
    const auto factor = decision.optional_decimal("guard_factor"),
               probability = decision.optional_decimal("guard_probability");
    if (!factor && !probability) return;
    const bool by_probability = rule.rule == conformity::Rule::guarded && probability;
    const auto name = rule.rule == conformity::Rule::guarded_rejection ? "guarded_rejection"
                      : by_probability                                 ? "guarded_probability"
                                                                       : "guarded_rU";
    const bool takes_it = rule.rule == conformity::Rule::guarded || rule.rule == conformity::Rule::guarded_rejection;
    if (!takes_it || (factor && probability) || (probability && !by_probability))
        return decision.report("the rule does not take this guard band",
                               "state guard_factor at guarded or guarded_rejection, or guard_probability at guarded");
    const auto& number = by_probability ? probability : factor;
    for (const Finding& fault : findings_on_rule(name, number)) decision.report(fault.sentence, "correct the number");
    if (by_probability)
        rule.guard_probability = number->to_double();
    else
        rule.guard_multiplier = number->to_double();
}

void read_decision(XmlElement& root, Procedure& procedure) {
    auto decision = root.optional_child("decision");
    if (!decision) return;
    decision->allow({"rule", "uncertainty_at_most", "guard_factor", "guard_probability"}, {});
    using conformity::Rule;
    conformity::DecisionRule rule{.rule =
                                      decision->choice<Rule>("rule", {{"mpe", Rule::mpe},
                                                                      {"guarded", Rule::guarded},
                                                                      {"simple", Rule::simple},
                                                                      {"guarded_rejection", Rule::guarded_rejection}})};
    rule.largest_uncertainty_ratio = read_share(*decision, "uncertainty_at_most");
    if (rule.rule == Rule::mpe && rule.largest_uncertainty_ratio)
        decision->report("the rule mpe is conditioned on the standard", "state uncertainty_at_most at the <standard>");
    read_guard_band(*decision, rule);
    procedure.decision = rule;
}

/// Above zero and at most `high`, in the digits it was written with.
std::optional<Decimal> term(const XmlElement& element, const char* attribute, double low, double high) {
    auto written = element.optional_decimal(attribute);
    if (written) element.optional_number(attribute, low, high);  // names what is out of bounds
    return written;
}

void read_terms(const XmlElement& element, Tolerance& tolerance) {
    tolerance.percent_of_span = term(element, "percent_of_span", 1e-6, 100);
    tolerance.percent_of_value = term(element, "percent_of_value", 1e-6, 100);
    tolerance.digits = term(element, "digits", 0.1, 1000);
    tolerance.absolute = element.optional_decimal("absolute");
    if (tolerance.absolute && (tolerance.absolute->is_negative() || tolerance.absolute->is_zero()))
        element.report("a limit of " + tolerance.absolute->text() + " can never be kept", "state a number above zero");
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
                                                      {"verification_interval", From::verification_interval},
                                                      {"range_high", From::range_high},
                                                      {"span", From::span},
                                                      {"point", From::point}});
    return argument;
}

/// The table is one of those that ship, has a column for every mode and an answer for every argument.
void check_table(const XmlElement& element, const Tolerance& row, const std::vector<Mode>& modes) {
    const auto& tables = shipped_tables();
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&](const auto& each) { return each.code == row.table; });
    if (table == tables.end()) {
        std::string known;
        for (const auto& each : tables) known += (known.empty() ? "" : ", ") + each.code;
        return element.report("there is no table \"" + row.table + "\"", "use one of config/mpe: " + known);
    }
    for (const Mode mode : modes)
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
    LimitRow row;
    row.of = element.identifier("of");
    if (element.has("class")) row.accuracy_class = element.identifier("class");
    row.modes = read_mode_list(element, "modes");
    row.tolerance = read_tolerance(element, row.modes);
    if (row.tolerance.has_terms() == element.has("table"))
        element.report("a limit needs percent_of_span or absolute, other terms, or a table",
                       "state the terms whose sum it is, or one table");
    row.from = element.optional_decimal("from");
    row.to = element.optional_decimal("to");
    if (row.from && row.to && *row.from > *row.to)
        element.report("from " + row.from->text() + " is above to " + row.to->text(), "exchange them");
    return row;
}

}  // namespace

Tolerance read_tolerance(XmlElement& element, const std::vector<Mode>& modes) {
    using Side = Tolerance::Side;
    Tolerance tolerance;
    read_terms(element, tolerance);
    if (element.has("side"))
        tolerance.side =
            element.choice<Side>("side", {{"both", Side::both}, {"upper", Side::upper}, {"lower", Side::lower}});
    for (XmlElement& argument : element.children("argument", 0)) tolerance.arguments.push_back(read_argument(argument));
    for (XmlElement& option : element.children("option", 0)) {
        option.allow({"name", "word"}, {});
        tolerance.options[option.identifier("name")] = option.identifier("word");
    }
    if (element.has("table")) {
        tolerance.table = element.identifier("table");
        check_table(element, tolerance, modes);
    } else if (!tolerance.arguments.empty() || !tolerance.options.empty()) {
        element.report("arguments and options belong to a table", "add table or remove them");
    }
    return tolerance;
}

void read_judgement(XmlElement& root, Procedure& procedure) {
    read_decision(root, procedure);
    auto limits = root.optional_child("limits");
    if (!limits) return;
    limits->allow({}, {"limit"});
    for (XmlElement& element : limits->children("limit", 1)) procedure.limits.push_back(read_limit(element));
}

}  // namespace chuan::procedures
