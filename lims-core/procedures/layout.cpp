#include "procedures/layout.h"

#include <algorithm>
#include <map>

#include "procedures/mpe_reader.h"
#include "procedures/numbers.h"

namespace chuan::procedures {
namespace {

struct Span {
    double low = 0, high = 0;  // in the unit of the results
};

bool asks_for(const LimitRow& row, TableArgument::From from) {
    return std::any_of(row.arguments.begin(), row.arguments.end(),
                       [&](const TableArgument& argument) { return argument.from == from; });
}

bool uses_span(const Procedure& procedure, const Function& function) {
    const auto percent_point = [](const ProcedurePoint& point) { return std::holds_alternative<double>(point.at); };
    const auto bounded = [](const Channel& channel) { return channel.within_item_range; };
    const auto percent_limit = [](const LimitRow& row) {
        return row.percent_of_span.has_value() || asks_for(row, TableArgument::From::span) ||
               asks_for(row, TableArgument::From::range_high);
    };
    const auto percent_input = [](const Input& input) {
        const auto* specification = std::get_if<source::Specification>(&input.source);
        return specification != nullptr && specification->percent_of_span > 0;
    };
    return std::any_of(function.points.begin(), function.points.end(), percent_point) ||
           std::any_of(function.channels.begin(), function.channels.end(), bounded) ||
           std::any_of(procedure.limits.begin(), procedure.limits.end(), percent_limit) ||
           std::any_of(function.measurand.inputs.begin(), function.measurand.inputs.end(), percent_input);
}

bool uses_span(const Procedure& procedure) {
    return std::any_of(procedure.functions.begin(), procedure.functions.end(),
                       [&](const Function& function) { return uses_span(procedure, function); });
}

/// That of the item, not the last digit of what was written down.
bool uses_resolution(const Procedure& procedure) {
    const auto needs = [](const Input& input) {
        const auto* resolution = std::get_if<source::Resolution>(&input.source);
        return resolution != nullptr && resolution->channel.empty();
    };
    const auto limited = [](const LimitRow& row) {
        return row.digits.has_value() || asks_for(row, TableArgument::From::resolution);
    };
    return std::any_of(procedure.limits.begin(), procedure.limits.end(), limited) ||
           std::any_of(procedure.functions.begin(), procedure.functions.end(), [&](const Function& function) {
               return std::any_of(function.measurand.inputs.begin(), function.measurand.inputs.end(), needs);
           });
}

Finding lacking(const std::string& what, const std::string& field, const Procedure& procedure,
                const std::string& remedy) {
    return {"item." + field,
            "procedure " + procedure.code + " needs the item's " + what + "; " + remedy,
            "/item/" + field,
            {{"procedure", procedure.code}}};
}

void check_unit(const Procedure& procedure, const ItemInput& item, std::vector<Finding>& findings) {
    const bool needed = procedure.unit_of_item || uses_span(procedure) || uses_resolution(procedure);
    if (item.unit.empty() && !needed) return;
    if (item.unit.empty()) return findings.push_back(lacking("unit", "unit", procedure, "state it"));
    try {
        if (convertible(item.unit, procedure.unit)) return;
    } catch (const Error& error) {
        return findings.push_back({"item.unit", error.what(), "/item/unit", {{"unit", item.unit}}});
    }
    findings.push_back({"item.unit",
                        "the item's unit " + item.unit + " does not measure " + procedure.quantity + " as " +
                            procedure.unit + " does; correct the unit or choose another procedure",
                        "/item/unit",
                        {{"unit", item.unit}, {"procedure", procedure.code}}});
}

void check_class(const Procedure& procedure, const ItemInput& item, std::vector<Finding>& findings) {
    std::string known;
    for (const LimitRow& row : procedure.limits) {
        if (row.accuracy_class.empty() && row.table.empty()) return;
        const auto classes = row.accuracy_class.empty() ? conformity::classes_of(shipped_table(row.table))
                                                        : std::vector{row.accuracy_class};
        for (const std::string& each : classes) {
            if (each == item.accuracy_class) return;
            if ((", " + known + ",").find(", " + each + ",") == std::string::npos)
                known += (known.empty() ? "" : ", ") + each;
        }
    }
    if (known.empty()) return;
    if (item.accuracy_class.empty())
        return findings.push_back(
            lacking("accuracy class", "accuracy_class", procedure, "enter it as on the plate: " + known));
    findings.push_back(
        {"item.accuracy_class",
         "procedure " + procedure.code + " has no limits for class " + item.accuracy_class + "; it knows " + known,
         "/item/accuracy_class",
         {{"class", item.accuracy_class}, {"known", known}, {"procedure", procedure.code}}});
}

std::vector<Finding> findings_on_item(const Procedure& procedure, const ItemInput& item) {
    std::vector<Finding> findings;
    check_unit(procedure, item, findings);
    if (uses_span(procedure) && (!item.range_low || !item.range_high))
        findings.push_back(lacking("measuring range", "range", procedure, "enter both ends as on the plate"));
    else if (item.range_low && item.range_high && *item.range_low >= *item.range_high)
        findings.push_back({"item.range",
                            "the item's range ends at " + item.range_high->text() + ", not above its beginning " +
                                item.range_low->text() + "; correct it",
                            "/item/range",
                            {{"low", item.range_low->text()}, {"high", item.range_high->text()}}});
    if (uses_resolution(procedure) && !item.resolution)
        findings.push_back(lacking("resolution", "resolution", procedure,
                                   "enter the step of the display or the part of a division that is read"));
    if (item.resolution && (item.resolution->is_zero() || item.resolution->is_negative()))
        findings.push_back({"item.resolution",
                            "a resolution of " + item.resolution->text() + " is none; enter a number above zero",
                            "/item/resolution",
                            {{"resolution", item.resolution->text()}}});
    check_class(procedure, item, findings);
    return findings;
}

std::optional<Span> span_of(const ItemInput& item, const std::string& unit) {
    if (!item.range_low || !item.range_high) return std::nullopt;
    return Span{converted(item.range_low->to_double(), item.unit, unit),
                converted(item.range_high->to_double(), item.unit, unit)};
}

Decimal nominal_of(const ProcedurePoint& point, const std::optional<Span>& span) {
    if (const auto* nominal = std::get_if<Decimal>(&point.at)) return *nominal;
    const double percent = std::get<double>(point.at);
    return settled_decimal(settled(span->low + (span->high - span->low) * percent / 100, span->high));
}

std::vector<SheetPoint> own_points(const Function& function, const std::optional<Span>& span) {
    std::vector<SheetPoint> points;
    for (const ProcedurePoint& point : function.points)
        points.push_back({point.id, point.group, point.name, nominal_of(point, span), point.direction, 0, {}});
    return points;
}

Finding refused_points(const Procedure& procedure) {
    return {"points.refused",
            "procedure " + procedure.code + " sets its own points; remove the agreed ones",
            "/points",
            {{"procedure", procedure.code}}};
}

Finding malformed_point(const std::string& text, const std::string& sentence) {
    return {"points.malformed", "the agreed point " + text + " " + sentence, "/points", {{"point", text}}};
}

/// The function that an agreed point is of, and its number.
std::pair<const Function*, std::string> function_of(const Procedure& procedure, const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos)
        return {procedure.functions.size() == 1 ? &procedure.functions.front() : nullptr, text};
    return {procedure.function(text.substr(0, colon)), text.substr(colon + 1)};
}

using AgreedPoints = std::map<const Function*, std::vector<Decimal>>;

AgreedPoints parsed(const Procedure& procedure, const std::vector<std::string>& agreed,
                    std::vector<Finding>& findings) {
    AgreedPoints all;
    for (const std::string& text : agreed) {
        const auto [function, number] = function_of(procedure, text);
        const auto nominal = Decimal::try_parse(number);
        if (function == nullptr) {
            findings.push_back(malformed_point(text, "names no function of the procedure; write FUNCTION:NUMBER"));
        } else if (!function->points_may_be_agreed) {
            findings.push_back(refused_points(procedure));
        } else if (!nominal) {
            findings.push_back(malformed_point("\"" + text + "\"", "is no number; write digits with a point"));
        } else if (auto& of = all[function]; std::find(of.begin(), of.end(), *nominal) != of.end()) {
            findings.push_back(malformed_point(text, "stands twice; keep one"));
        } else {
            of.push_back(*nominal);
        }
    }
    return all;
}

/// Agreed in the item's unit; a figure that needs no conversion keeps the digits it was agreed with.
std::vector<Decimal> in_result_unit(std::vector<Decimal> nominals, const ItemInput& item, const std::string& unit) {
    if (item.unit.empty() || item.unit == unit || !convertible(item.unit, unit)) return nominals;
    for (Decimal& nominal : nominals) nominal = settled_decimal(converted(nominal.to_double(), item.unit, unit));
    return nominals;
}

std::vector<SheetPoint> agreed_sheet_points(const Function& function, std::vector<Decimal> nominals) {
    const bool directed = std::any_of(function.points.begin(), function.points.end(),
                                      [](const ProcedurePoint& point) { return !point.direction.empty(); });
    const std::string prefix = function.id.empty() ? "" : function.id + "_";
    std::vector<SheetPoint> points;
    if (!directed) {
        for (std::size_t i = 0; i < nominals.size(); ++i)
            points.push_back({prefix + "p" + std::to_string(i + 1), {}, {}, nominals[i], {}, 0, {}});
        return points;
    }
    std::sort(nominals.begin(), nominals.end());
    for (std::size_t i = 0; i < nominals.size(); ++i)
        points.push_back({prefix + "r" + std::to_string(i + 1), {}, {}, nominals[i], "rising", 0, {}});
    for (std::size_t i = nominals.size(); i > 0; --i)
        points.push_back({prefix + "f" + std::to_string(i), {}, {}, nominals[i - 1], "falling", 0, {}});
    return points;
}

void check_points_in_range(const std::vector<SheetPoint>& points, const std::optional<Span>& span,
                           std::vector<Finding>& findings) {
    if (!span) return;
    for (const SheetPoint& point : points)
        if (point.nominal.to_double() < span->low || point.nominal.to_double() > span->high)
            findings.push_back({"points.outside_range",
                                "the point " + point.nominal.text() + " lies outside the item's range of " +
                                    settled_decimal(span->low).text() + " to " + settled_decimal(span->high).text() +
                                    "; correct the range or choose other points",
                                "/points",
                                {{"point", point.nominal.text()}}});
}

SheetChannel sheet_channel(const Channel& channel, const std::string& result_unit, const std::optional<Span>& span) {
    SheetChannel made{channel.id,
                      channel.name,
                      channel.of,
                      channel.unit == kUnitOfTheResult ? result_unit : channel.unit,
                      channel.repeats,
                      channel.decimals,
                      channel.low,
                      channel.high,
                      0};
    if (channel.within_item_range) {
        const double margin = (span->high - span->low) * channel.margin_percent / 100;
        made.low = settled_decimal(converted(settled(span->low - margin, span->high), result_unit, made.unit));
        made.high = settled_decimal(converted(settled(span->high + margin, span->high), result_unit, made.unit));
    }
    return made;
}

std::vector<SheetCell> cells_in_order(const Function& function) {
    std::vector<SheetCell> cells;
    if (function.sequence.empty()) {
        for (const Channel& channel : function.channels)
            for (int repeat = 1; repeat <= channel.repeats; ++repeat) cells.push_back({channel.id, repeat});
        return cells;
    }
    const Channel& first = *function.channel(function.sequence.front());
    std::map<std::string, int> reached;
    for (int cycle = 0; cycle < first.repeats / function.readings_per_cycle(first); ++cycle)
        for (const std::string& channel : function.sequence) cells.push_back({channel, ++reached[channel]});
    return cells;
}

/// What one function adds to the sheet: its points, cells and channels.
void add_function(const Procedure& procedure, const Function& function, const ItemInput& item,
                  const std::vector<Decimal>& agreed, SheetLayout& sheet, std::vector<Finding>& findings) {
    const std::size_t place = sheet.functions.size();
    const std::string unit = function.unit_of_item ? item.unit : function.unit;
    sheet.functions.push_back({function.id, function.name, function.quantity, unit, cells_in_order(function)});
    const bool in_span = !item.unit.empty() && convertible(item.unit, unit);
    const auto span = in_span ? span_of(item, unit) : std::nullopt;
    auto points =
        agreed.empty() ? own_points(function, span) : agreed_sheet_points(function, in_result_unit(agreed, item, unit));
    if (uses_span(procedure, function)) check_points_in_range(points, span, findings);
    for (SheetPoint& point : points) {
        point.function = place;
        point.unit = unit;
        sheet.points.push_back(std::move(point));
    }
    for (const Channel& channel : function.channels) {
        sheet.channels.push_back(sheet_channel(channel, unit, span));
        sheet.channels.back().function = place;
    }
}

template <class Items>
auto* with_id(const Items& items, std::string_view id) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const SheetPoint* SheetLayout::point(std::string_view id) const { return with_id(points, id); }
const SheetChannel* SheetLayout::channel(std::string_view id) const { return with_id(channels, id); }

SheetLayout layout(const Procedure& procedure, const ItemInput& item, const std::vector<std::string>& agreed_points) {
    std::vector<Finding> findings = findings_on_item(procedure, item);
    const AgreedPoints agreed = parsed(procedure, agreed_points, findings);
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));

    SheetLayout sheet;
    for (const Function& function : procedure.functions) {
        const auto own = agreed.find(&function);
        add_function(procedure, function, item, own == agreed.end() ? std::vector<Decimal>{} : own->second, sheet,
                     findings);
    }
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));
    for (const Operation& operation : procedure.operations)
        if (operation.rule == Operation::Rule::check) sheet.checks.push_back(operation);
    return sheet;
}

std::vector<Finding> check_reading(const SheetLayout& sheet, std::string_view point, std::string_view channel,
                                   const Decimal& indication) {
    std::vector<Finding> findings;
    const std::string at(point), of(channel);
    const SheetPoint* row = sheet.point(point);
    if (row == nullptr)
        findings.push_back(
            {"reading.unknown_point", "the sheet has no point \"" + at + "\"; reload it", "/point", {{"point", at}}});
    const SheetChannel* column = sheet.channel(channel);
    if (column == nullptr || (row != nullptr && column->function != row->function))
        findings.push_back({"reading.unknown_channel",
                            "the sheet has no channel \"" + of + "\" there; reload it",
                            "/channel",
                            {{"channel", of}}});
    else if ((column->low && indication < *column->low) || (column->high && indication > *column->high))
        findings.push_back(
            {"reading.outside_range",
             "the indication " + indication.text() + " lies outside " + (column->low ? column->low->text() : "...") +
                 " to " + (column->high ? column->high->text() : "...") + "; check the decimal point and the unit",
             "/indication",
             {{"indication", indication.text()},
              {"low", column->low ? column->low->text() : ""},
              {"high", column->high ? column->high->text() : ""},
              {"unit", column->unit},
              {"point", at}}});
    return findings;
}

std::vector<Finding> check_reading(const Procedure& procedure, const ItemInput& item, std::string_view point,
                                   std::string_view channel, const Decimal& indication,
                                   const std::vector<std::string>& agreed_points) {
    return check_reading(layout(procedure, item, agreed_points), point, channel, indication);
}

}  // namespace chuan::procedures
