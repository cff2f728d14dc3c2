#include "procedures/tolerance.h"

#include <algorithm>
#include <cmath>

#include "procedures/item_ranges.h"
#include "procedures/layout.h"
#include "procedures/mpe_reader.h"
#include "procedures/names.h"
#include "procedures/numbers.h"
#include "quantities/unit.h"

namespace chuan::procedures {
namespace {

bool asks_for(const Tolerance& tolerance, TableArgument::From from) {
    return std::any_of(tolerance.arguments.begin(), tolerance.arguments.end(),
                       [&](const TableArgument& argument) { return argument.from == from; });
}

/// The unit "=e" is that of the argument e.
std::string resolved_unit(const conformity::MpeTable& table, const std::string& unit) {
    if (!unit.starts_with('=')) return unit;
    for (const conformity::MpeArgument& argument : table.arguments)
        if (argument.name == unit.substr(1)) return argument.unit;
    throw std::logic_error("a table of limits with a unit that is none; its reader refuses it");
}

double argument_value(const TableArgument& argument, const std::string& unit, const SheetPoint& point) {
    const ItemRange& range = point.range;
    using From = TableArgument::From;
    switch (argument.from) {
        case From::nominal:
            return std::abs(converted(point.nominal.to_double(), point.unit, unit));
        case From::resolution:
            return converted_difference(range.resolution.value().to_double(), range.unit, unit);
        case From::verification_interval:
            return converted_difference(verification_interval(range).value().to_double(), range.unit, unit);
        case From::range_high:
            return converted(range.high.value().to_double(), range.unit, unit);
        case From::span:
            return span_in(range, unit);
        case From::point:
            return point.arguments.at(argument.name).to_double();
        case From::fixed:
            break;
    }
    return argument.value.value().to_double();
}

/// What a shipped table answers for the class and the point.
std::optional<double> from_table(const Tolerance& tolerance, const std::string& accuracy_class, Mode mode,
                                 const SheetPoint& point) {
    const conformity::MpeTable& table = shipped_table(tolerance.table);
    conformity::MpeQuestion question{.accuracy_class = accuracy_class,
                                     .mode = std::string(name_of(mode)),
                                     .arguments = {},
                                     .options = tolerance.options};
    for (const TableArgument& argument : tolerance.arguments)
        for (const conformity::MpeArgument& known : table.arguments)
            if (known.name == argument.name)
                question.arguments[argument.name] = argument_value(argument, resolved_unit(table, known.unit), point);
    const auto limit = conformity::permissible_error(table, question);
    if (!limit) return std::nullopt;
    return settled(converted_difference(*limit, resolved_unit(table, table.unit), point.unit));
}

double sum_of_terms(const Tolerance& tolerance, const SheetPoint& point) {
    double sum = 0;
    if (tolerance.absolute)
        sum += converted_difference(tolerance.absolute->to_double(),
                                    tolerance.unit.empty() ? point.unit : tolerance.unit, point.unit);
    if (tolerance.percent_of_span)
        sum += conformity::percent_of_span(tolerance.percent_of_span->to_double(), span_in(point.range, point.unit));
    if (tolerance.percent_of_value)
        sum += std::abs(point.nominal.to_double()) * tolerance.percent_of_value->to_double() / 100;
    if (tolerance.digits)
        sum += tolerance.digits->to_double() *
               converted_difference(point.range.resolution.value().to_double(), point.range.unit, point.unit);
    return settled(sum);
}

conformity::Limits on_its_side(Tolerance::Side side, double limit) {
    if (side == Tolerance::Side::both) return conformity::symmetric_limits(limit);
    conformity::Limits limits;
    (side == Tolerance::Side::upper ? limits.high : limits.low) = side == Tolerance::Side::upper ? limit : -limit;
    return limits;
}

class Check {
  public:
    Check(const AgreedLimits& agreed, std::string field, std::vector<Finding>& findings)
        : agreed_(agreed), tolerance_(agreed.tolerance), field_(std::move(field)), findings_(findings) {}

    void one_statement() {
        const bool limits = agreed_.low || agreed_.high;
        const int statements = (tolerance_.has_terms() ? 1 : 0) + (limits ? 1 : 0) + (tolerance_.table.empty() ? 0 : 1);
        if (statements == 0)
            add("field.missing", "absolute", "the specification has no limit; give a tolerance, limits or a table",
                {{"field", "tolerance"}});
        if (statements > 1)
            add("contract.limits_twice", "absolute", "tolerance, limits and table exclude each other; keep one", {});
    }

    void numbers() {
        positive("absolute", tolerance_.absolute);
        positive("percent_of_value", tolerance_.percent_of_value);
        positive("percent_of_span", tolerance_.percent_of_span);
        positive("digits", tolerance_.digits);
        if (agreed_.low && agreed_.high && *agreed_.high <= *agreed_.low)
            add("contract.limits_reversed", "limit_high",
                "the upper limit " + agreed_.high->text() + " is not above the lower " + agreed_.low->text() +
                    "; exchange them",
                {{"low", agreed_.low->text()}, {"high", agreed_.high->text()}});
    }

    void table() {
        if (tolerance_.table.empty()) return;
        const auto& tables = shipped_tables();
        const auto found =
            std::find_if(tables.begin(), tables.end(), [&](const auto& each) { return each.code == tolerance_.table; });
        if (found == tables.end())
            return add("contract.table", "table",
                       "this release has no table of permissible errors \"" + tolerance_.table + "\"; choose one",
                       {{"table", tolerance_.table}});
        column(*found);
        const auto classes = conformity::classes_of(*found);
        if (!agreed_.accuracy_class.empty() &&
            std::find(classes.begin(), classes.end(), agreed_.accuracy_class) == classes.end())
            add("contract.table_class", "accuracy_class",
                "table " + tolerance_.table + " has no class " + agreed_.accuracy_class + "; choose one it has",
                {{"table", tolerance_.table}, {"class", agreed_.accuracy_class}});
        arguments(*found);
        options(*found);
    }

  private:
    void add(const char* code, const char* field, const std::string& sentence,
             const std::map<std::string, std::string>& values) {
        findings_.push_back({code, sentence, field_ + "/" + field, values});
    }

    void positive(const char* field, const std::optional<Decimal>& number) {
        if (number && (number->is_negative() || number->is_zero()))
            add("contract.tolerance_not_positive", field,
                "a tolerance of " + number->text() + " is not above zero; give the half-width",
                {{"value", number->text()}});
    }

    void column(const conformity::MpeTable& table) {
        const std::string mode(name_of(table_mode(agreed_)));
        for (const auto& each : table.columns)
            if (std::find(each.modes.begin(), each.modes.end(), mode) != each.modes.end()) return;
        add("contract.table_mode", "mode", "table " + table.code + " has no limits for " + mode + "; choose another",
            {{"table", table.code}, {"mode", mode}});
    }

    void arguments(const conformity::MpeTable& table) {
        const auto& given = tolerance_.arguments;
        for (const auto& known : table.arguments) {
            const auto found = std::find_if(given.begin(), given.end(),
                                            [&](const TableArgument& each) { return each.name == known.name; });
            const bool open = found == given.end() || found->from == TableArgument::From::point ||
                              (found->from == TableArgument::From::fixed && !found->value);
            if (open)
                add("contract.table_argument", "arguments",
                    "table " + table.code + " needs " + known.name + " (" + known.en + "); say what answers for it",
                    {{"table", table.code}, {"argument", known.name}});
        }
        for (const TableArgument& argument : given)
            if (std::none_of(table.arguments.begin(), table.arguments.end(),
                             [&](const auto& known) { return known.name == argument.name; }))
                add("contract.table_argument", "arguments",
                    "table " + table.code + " has no argument " + argument.name + "; remove it",
                    {{"table", table.code}, {"argument", argument.name}});
    }

    void options(const conformity::MpeTable& table) {
        for (const auto& [name, word] : tolerance_.options) {
            const auto known = std::find_if(table.options.begin(), table.options.end(),
                                            [&, &wanted = name](const auto& each) { return each.name == wanted; });
            if (known == table.options.end() ||
                std::find(known->words.begin(), known->words.end(), word) == known->words.end())
                add("contract.table_option", "options",
                    "table " + table.code + " has no option " + name + " = " + word + "; choose one it has",
                    {{"table", table.code}, {"option", name + " = " + word}});
        }
    }

    const AgreedLimits& agreed_;
    const Tolerance& tolerance_;
    const std::string field_;
    std::vector<Finding>& findings_;
};

}  // namespace

Mode table_mode(const AgreedLimits& agreed) { return agreed.mode == Mode::none ? Mode::initial : agreed.mode; }

std::vector<Finding> findings_on(const AgreedLimits& agreed, const std::string& field) {
    std::vector<Finding> findings;
    Check check(agreed, field, findings);
    check.one_statement();
    check.numbers();
    check.table();
    return findings;
}

std::string written(const AgreedLimits& agreed) {
    const Tolerance& tolerance = agreed.tolerance;
    const std::string unit =
        tolerance.unit.empty() ? "" : " " + quantities::symbol(quantities::parse_unit(tolerance.unit));
    if (!tolerance.table.empty())
        return tolerance.table + (agreed.accuracy_class.empty() ? "" : " " + agreed.accuracy_class);
    if (agreed.low && agreed.high) return agreed.low->text() + " … " + agreed.high->text() + unit;
    if (agreed.low) return "≥ " + agreed.low->text() + unit;
    if (agreed.high) return "≤ " + agreed.high->text() + unit;
    std::string sum;
    const auto add = [&](const std::optional<Decimal>& term, const std::string& of) {
        if (term) sum += (sum.empty() ? "" : " + ") + term->text() + of;
    };
    add(tolerance.percent_of_value, " %");
    add(tolerance.percent_of_span, " % FS");
    add(tolerance.absolute, unit);
    add(tolerance.digits, " d");
    const bool several = sum.find(" + ") != std::string::npos;
    using Side = Tolerance::Side;
    return (tolerance.side == Side::both    ? "±"
            : tolerance.side == Side::upper ? "≤ "
                                            : "≥ -") +
           (several ? "(" + sum + ")" : sum);
}

bool needs_span(const Tolerance& tolerance) {
    using From = TableArgument::From;
    return tolerance.percent_of_span || asks_for(tolerance, From::span) || asks_for(tolerance, From::range_high);
}

bool needs_resolution(const Tolerance& tolerance) {
    return tolerance.digits || asks_for(tolerance, TableArgument::From::resolution);
}

bool needs_verification_interval(const Tolerance& tolerance) {
    return asks_for(tolerance, TableArgument::From::verification_interval);
}

std::optional<conformity::Limits> limits_of(const Tolerance& tolerance, const std::string& accuracy_class, Mode mode,
                                            const SheetPoint& point) {
    if (tolerance.table.empty()) return on_its_side(tolerance.side, sum_of_terms(tolerance, point));
    const auto limit = from_table(tolerance, accuracy_class, mode, point);
    return limit ? std::optional(on_its_side(tolerance.side, *limit)) : std::nullopt;
}

}  // namespace chuan::procedures
