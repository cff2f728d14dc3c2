#include "procedures/layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "procedures/item_ranges.h"
#include "procedures/numbers.h"

namespace chuan::procedures {
namespace {

Decimal nominal_of(const ProcedurePoint& point, const std::optional<Span>& span) {
    if (const auto* nominal = std::get_if<Decimal>(&point.at)) return *nominal;
    const double percent = std::get<double>(point.at);
    return settled_decimal(settled(span->low + (span->high - span->low) * percent / 100, span->high));
}

std::vector<SheetPoint> own_points(const Function& function, const std::optional<Span>& span) {
    std::vector<SheetPoint> points;
    for (const ProcedurePoint& point : function.points)
        points.push_back({.id = point.id,
                          .group = point.group,
                          .name = point.name,
                          .nominal = nominal_of(point, span),
                          .direction = point.direction,
                          .unit = {},
                          .arguments = point.arguments});
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

SheetPoint bare_point(std::string id, const Decimal& nominal, std::string direction) {
    return {.id = std::move(id),
            .group = {},
            .name = {},
            .nominal = nominal,
            .direction = std::move(direction),
            .unit = {}};
}

std::vector<SheetPoint> agreed_sheet_points(const Function& function, std::vector<Decimal> nominals) {
    const bool directed = std::any_of(function.points.begin(), function.points.end(),
                                      [](const ProcedurePoint& point) { return !point.direction.empty(); });
    const std::string prefix = function.id.empty() ? "" : function.id + "_";
    std::vector<SheetPoint> points;
    if (!directed) {
        for (std::size_t i = 0; i < nominals.size(); ++i)
            points.push_back(bare_point(prefix + "p" + std::to_string(i + 1), nominals[i], ""));
        return points;
    }
    std::sort(nominals.begin(), nominals.end());
    for (std::size_t i = 0; i < nominals.size(); ++i)
        points.push_back(bare_point(prefix + "r" + std::to_string(i + 1), nominals[i], "rising"));
    for (std::size_t i = nominals.size(); i > 0; --i)
        points.push_back(bare_point(prefix + "f" + std::to_string(i), nominals[i - 1], "falling"));
    return points;
}

std::string written(const Span& span) {
    return settled_decimal(span.low).text() + " to " + settled_decimal(span.high).text();
}

Finding outside_range(const SheetPoint& point, const std::optional<Span>& span) {
    return {"points.outside_range",
            "the point " + point.nominal.text() + " lies outside the item's range" +
                (span ? " of " + written(*span) : "") + "; correct the range or choose other points",
            "/points",
            {{"point", point.nominal.text()}}};
}

/// What holds each point. An item of one range is not held to it unless the procedure follows the range; among several
/// none could be taken for a point outside of all.
void put_ranges(const Procedure& procedure, const Function& function, const ItemInput& item,
                std::vector<SheetPoint>& points, std::vector<Finding>& findings) {
    const auto span = whole_span(function, item);
    const auto ranges = ranges_for(function, item);
    for (SheetPoint& point : points) {
        auto range = range_holding(function, item, point.nominal.to_double());
        const bool outside = !range && !ranges.empty() && (ranges.size() > 1 || uses_span(procedure, function));
        if (!range && ranges.size() == 1) range = ranges.front();
        point.range = range.value_or(ItemRange{});
        if (!range) point.range.accuracy_class = item.accuracy_class;
        const auto lacking =
            outside ? std::vector{outside_range(point, span)} : findings_on_point(procedure, function, point);
        findings.insert(findings.end(), lacking.begin(), lacking.end());
    }
}

/// Bounds in the channel's unit: the span widened on both sides by so many percent of it.
std::pair<Decimal, Decimal> bounds_of(const Span& span, double margin_percent, const std::string& result_unit,
                                      const std::string& unit) {
    const double margin = (span.high - span.low) * margin_percent / 100;
    const auto bound = [&](double at) {
        return settled_decimal(
            converted(settled(at, std::max(std::abs(span.low), std::abs(span.high))), result_unit, unit));
    };
    return {bound(span.low - margin), bound(span.high + margin)};
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
    if (!channel.within_item_range) return made;
    std::tie(made.low, made.high) = bounds_of(span.value(), channel.margin_percent, result_unit, made.unit);
    made.range_margin = channel.margin_percent;
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
    const std::string unit = result_unit(function, item);
    sheet.functions.push_back({function.id, function.name, function.quantity, unit, cells_in_order(function)});
    const auto span = whole_span(function, item);
    auto points =
        agreed.empty() ? own_points(function, span) : agreed_sheet_points(function, in_result_unit(agreed, item, unit));
    for (SheetPoint& point : points) point.unit = unit;
    put_ranges(procedure, function, item, points, findings);
    for (SheetPoint& point : points) {
        point.function = place;
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

/// Of the range that holds the point, or of the channel.
void check_bounds(const SheetPoint& row, const SheetChannel& column, const Decimal& indication,
                  std::vector<Finding>& findings) {
    std::optional<Decimal> low = column.low, high = column.high;
    if (column.range_margin && row.range.low && row.range.high) {
        const Span span{converted(row.range.low->to_double(), row.range.unit, row.unit),
                        converted(row.range.high->to_double(), row.range.unit, row.unit)};
        std::tie(low, high) = bounds_of(span, *column.range_margin, row.unit, column.unit);
    }
    if ((!low || indication >= *low) && (!high || indication <= *high)) return;
    findings.push_back({"reading.outside_range",
                        "the indication " + indication.text() + " lies outside " + (low ? low->text() : "...") +
                            " to " + (high ? high->text() : "...") + "; check the decimal point and the unit",
                        "/indication",
                        {{"indication", indication.text()},
                         {"low", low ? low->text() : ""},
                         {"high", high ? high->text() : ""},
                         {"unit", column.unit},
                         {"point", row.id}}});
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
    else if (row != nullptr)
        check_bounds(*row, *column, indication, findings);
    return findings;
}

std::vector<Finding> check_reading(const Procedure& procedure, const ItemInput& item, std::string_view point,
                                   std::string_view channel, const Decimal& indication,
                                   const std::vector<std::string>& agreed_points) {
    return check_reading(layout(procedure, item, agreed_points), point, channel, indication);
}

}  // namespace chuan::procedures
