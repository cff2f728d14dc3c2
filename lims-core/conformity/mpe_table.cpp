#include "conformity/mpe_table.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "conformity/limits.h"

namespace chuan::conformity {
namespace {

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

double value_of(const uncertainty::Expression& expression, const std::map<std::string, double>& arguments) {
    std::vector<double> values;
    for (const auto& name : expression.variables()) values.push_back(arguments.at(name));
    return expression.value(values);
}

bool on_bound(double value, double bound) {
    return std::abs(value - bound) <= 1e-9 * std::max(std::abs(value), std::abs(bound));
}

bool holds(const MpeRange& range, const std::map<std::string, double>& arguments) {
    if (!range.low && !range.high) return true;
    const double value = arguments.at(range.argument);
    const auto keeps = [&](const std::optional<MpeBound>& bound, auto beyond) {
        if (!bound) return true;
        const double at = value_of(bound->at, arguments);
        return on_bound(value, at) ? bound->included : beyond(value, at);
    };
    return keeps(range.low, std::greater<>{}) && keeps(range.high, std::less<>{});
}

bool holds(const MpeGrid& grid, const MpeQuestion& question) {
    if (!contains(grid.classes, question.accuracy_class)) return false;
    for (const auto& [option, word] : grid.only)
        if (question.options.at(option) != word) return false;
    return std::ranges::all_of(grid.where, [&](const MpeRange& range) { return holds(range, question.arguments); });
}

Finding finding(const MpeTable& table, std::string code, const std::string& what, std::string field) {
    return {std::move(code), "the table " + table.code + " " + what, std::move(field), {{"table", table.code}}};
}

void check_arguments(const MpeTable& table, const MpeQuestion& question, std::vector<Finding>& findings) {
    std::vector<std::string> names;
    for (const MpeArgument& argument : table.arguments) {
        names.push_back(argument.name);
        const auto given = question.arguments.find(argument.name);
        if (given == question.arguments.end())
            findings.push_back(
                finding(table, "mpe.argument", "needs " + argument.name + ": " + argument.en, "/" + argument.name));
        else if (!std::isfinite(given->second))
            findings.push_back(
                finding(table, "mpe.argument", "needs a finite number for " + argument.name, "/" + argument.name));
    }
    for (const auto& [name, value] : question.arguments)
        if (!contains(names, name))
            findings.push_back(
                finding(table, "mpe.argument", "does not ask for " + name + ", only for " + listed(names), "/" + name));
}

/// The question with the first word of every option it leaves open.
MpeQuestion completed(const MpeTable& table, const MpeQuestion& question, std::vector<Finding>& findings) {
    MpeQuestion complete = question;
    std::vector<std::string> names;
    for (const MpeOption& option : table.options) {
        names.push_back(option.name);
        const auto [word, is_new] = complete.options.try_emplace(option.name, option.words.front());
        if (!contains(option.words, word->second))
            findings.push_back(finding(table, "mpe.option",
                                       "knows as " + option.name + " " + listed(option.words) + ", not " + word->second,
                                       "/" + option.name));
    }
    for (const auto& [name, word] : question.options)
        if (!contains(names, name))
            findings.push_back(finding(table, "mpe.option", "has no choice of " + name, "/" + name));
    return complete;
}

const MpeColumn* column_or_null(const MpeTable& table, std::string_view mode) {
    for (const MpeColumn& column : table.columns)
        if (contains(column.modes, mode)) return &column;
    return nullptr;
}

Finding no_column(const MpeTable& table, std::string_view mode) {
    std::vector<std::string> modes;
    for (const MpeColumn& column : table.columns) modes.insert(modes.end(), column.modes.begin(), column.modes.end());
    return finding(table, "mpe.mode",
                   "states no limits for the mode " + std::string(mode) + ", only for " + listed(modes), "/mode");
}

}  // namespace

std::vector<std::string> classes_of(const MpeTable& table) {
    std::vector<std::string> classes;
    for (const MpeColumn& column : table.columns)
        for (const MpeGrid& grid : column.grids)
            for (const auto& one : grid.classes)
                if (!contains(classes, one)) classes.push_back(one);
    return classes;
}

const MpeColumn& column_of(const MpeTable& table, std::string_view mode) {
    if (const MpeColumn* column = column_or_null(table, mode)) return *column;
    throw Error(ErrorKind::rule_broken, {no_column(table, mode)});
}

std::optional<double> permissible_error(const MpeTable& table, const MpeQuestion& question) {
    std::vector<Finding> findings;
    const MpeColumn* column = column_or_null(table, question.mode);
    if (!column) findings.push_back(no_column(table, question.mode));
    if (const auto classes = classes_of(table); !contains(classes, question.accuracy_class))
        findings.push_back(finding(
            table, "mpe.class", "has the classes " + listed(classes) + ", not " + question.accuracy_class, "/class"));
    check_arguments(table, question, findings);
    const MpeQuestion complete = completed(table, question, findings);
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));

    for (const MpeGrid& grid : column->grids) {
        if (!holds(grid, complete)) continue;
        const auto place = std::ranges::find(grid.classes, question.accuracy_class) - grid.classes.begin();
        for (const MpeRow& row : grid.rows)
            if (holds(row.range, complete.arguments)) {
                const auto& limit = row.limits[static_cast<std::size_t>(place)];
                return limit ? std::optional(value_of(*limit, complete.arguments)) : std::nullopt;
            }
    }
    return std::nullopt;
}

WeightConformity weight_conformity(double mpe, double deviation, double U) {
    if (!(U >= 0) || !std::isfinite(U) || !(mpe > 0) || !std::isfinite(mpe) || !std::isfinite(deviation))
        throw Error(ErrorKind::rule_broken, "conformity.uncertainty",
                    "a weight is judged by a finite deviation, an expanded uncertainty of zero or more, and a maximum "
                    "permissible error above zero");
    const bool small = is_inside({.high = mpe / 3}, U, mpe);
    return {small, mpe - U, small && is_inside(symmetric_limits(mpe - U), deviation, mpe)};
}

}  // namespace chuan::conformity
