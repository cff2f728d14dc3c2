#include "procedures/layout.h"

#include <algorithm>

#include "procedures/numbers.h"

namespace chuan::procedures {
namespace {

struct Span {
    double low = 0, high = 0;  // in the unit of the results
};

bool uses_span(const Procedure& procedure) {
    const auto percent_point = [](const ProcedurePoint& point) { return std::holds_alternative<double>(point.at); };
    const auto bounded = [](const Channel& channel) { return channel.within_item_range; };
    const auto percent_limit = [](const LimitRow& row) { return row.percent_of_span.has_value(); };
    const auto percent_input = [](const Input& input) {
        const auto* specification = std::get_if<source::Specification>(&input.source);
        return specification != nullptr && specification->percent_of_span > 0;
    };
    return std::any_of(procedure.points.begin(), procedure.points.end(), percent_point) ||
           std::any_of(procedure.channels.begin(), procedure.channels.end(), bounded) ||
           std::any_of(procedure.limits.begin(), procedure.limits.end(), percent_limit) ||
           std::any_of(procedure.measurand.inputs.begin(), procedure.measurand.inputs.end(), percent_input);
}

bool uses_resolution(const Procedure& procedure) {
    const auto& inputs = procedure.measurand.inputs;
    return std::any_of(inputs.begin(), inputs.end(),
                       [](const Input& input) { return std::holds_alternative<source::Resolution>(input.source); });
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
        if (row.accuracy_class.empty() || row.accuracy_class == item.accuracy_class) return;
        if ((", " + known + ",").find(", " + row.accuracy_class + ",") == std::string::npos)
            known += (known.empty() ? "" : ", ") + row.accuracy_class;
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

std::vector<SheetPoint> own_points(const Procedure& procedure, const std::optional<Span>& span) {
    std::vector<SheetPoint> points;
    for (const ProcedurePoint& point : procedure.points)
        points.push_back({point.id, point.group, point.name, nominal_of(point, span), point.direction});
    return points;
}

std::vector<Decimal> parsed(const Procedure& procedure, const std::vector<std::string>& agreed,
                            std::vector<Finding>& findings) {
    std::vector<Decimal> nominals;
    if (!procedure.points_may_be_agreed)
        findings.push_back({"points.refused",
                            "procedure " + procedure.code + " sets its own points; remove the agreed ones",
                            "/points",
                            {{"procedure", procedure.code}}});
    for (const std::string& text : agreed) {
        const auto nominal = Decimal::try_parse(text);
        if (!nominal)
            findings.push_back({"points.malformed",
                                "the agreed point \"" + text + "\" is no number; write digits with a point",
                                "/points",
                                {{"point", text}}});
        else if (std::find(nominals.begin(), nominals.end(), *nominal) != nominals.end())
            findings.push_back({"points.malformed",
                                "the agreed point " + text + " stands twice; keep one",
                                "/points",
                                {{"point", text}}});
        else
            nominals.push_back(*nominal);
    }
    return nominals;
}

/// Agreed in the item's unit; a figure that needs no conversion keeps the digits it was agreed with.
std::vector<Decimal> in_result_unit(std::vector<Decimal> nominals, const ItemInput& item, const std::string& unit) {
    if (item.unit.empty() || item.unit == unit) return nominals;
    for (Decimal& nominal : nominals) nominal = settled_decimal(converted(nominal.to_double(), item.unit, unit));
    return nominals;
}

std::vector<SheetPoint> agreed_sheet_points(const Procedure& procedure, std::vector<Decimal> nominals) {
    const bool directed = std::any_of(procedure.points.begin(), procedure.points.end(),
                                      [](const ProcedurePoint& point) { return !point.direction.empty(); });
    std::vector<SheetPoint> points;
    if (!directed) {
        for (std::size_t i = 0; i < nominals.size(); ++i)
            points.push_back({"p" + std::to_string(i + 1), {}, {}, nominals[i], {}});
        return points;
    }
    std::sort(nominals.begin(), nominals.end());
    for (std::size_t i = 0; i < nominals.size(); ++i)
        points.push_back({"r" + std::to_string(i + 1), {}, {}, nominals[i], "rising"});
    for (std::size_t i = nominals.size(); i > 0; --i)
        points.push_back({"f" + std::to_string(i), {}, {}, nominals[i - 1], "falling"});
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

SheetChannel sheet_channel(const Channel& channel, const SheetLayout& sheet, const std::optional<Span>& span) {
    SheetChannel made{
        channel.id,      channel.name,     channel.of,  channel.unit == kUnitOfTheResult ? sheet.unit : channel.unit,
        channel.repeats, channel.decimals, channel.low, channel.high};
    if (channel.within_item_range) {
        const double margin = (span->high - span->low) * channel.margin_percent / 100;
        made.low = settled_decimal(converted(settled(span->low - margin, span->high), sheet.unit, made.unit));
        made.high = settled_decimal(converted(settled(span->high + margin, span->high), sheet.unit, made.unit));
    }
    return made;
}

std::vector<SheetCell> cells_in_order(const Procedure& procedure) {
    std::vector<SheetCell> cells;
    if (procedure.sequence.empty()) {
        for (const Channel& channel : procedure.channels)
            for (int repeat = 1; repeat <= channel.repeats; ++repeat) cells.push_back({channel.id, repeat});
        return cells;
    }
    const Channel& first = *procedure.channel(procedure.sequence.front());
    std::map<std::string, int> reached;
    for (int cycle = 0; cycle < first.repeats / procedure.readings_per_cycle(first); ++cycle)
        for (const std::string& channel : procedure.sequence) cells.push_back({channel, ++reached[channel]});
    return cells;
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
    const std::vector<Decimal> agreed =
        agreed_points.empty() ? std::vector<Decimal>{} : parsed(procedure, agreed_points, findings);
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));

    SheetLayout sheet;
    sheet.unit = procedure.unit_of_item ? item.unit : procedure.unit;
    const auto span = item.unit.empty() ? std::nullopt : span_of(item, sheet.unit);
    sheet.points = agreed.empty() ? own_points(procedure, span)
                                  : agreed_sheet_points(procedure, in_result_unit(agreed, item, sheet.unit));
    if (uses_span(procedure)) check_points_in_range(sheet.points, span, findings);
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));

    for (const Channel& channel : procedure.channels) sheet.channels.push_back(sheet_channel(channel, sheet, span));
    sheet.cells = cells_in_order(procedure);
    for (const Operation& operation : procedure.operations)
        if (operation.rule == Operation::Rule::check) sheet.checks.push_back(operation);
    return sheet;
}

std::vector<Finding> check_reading(const SheetLayout& sheet, std::string_view point, std::string_view channel,
                                   const Decimal& indication) {
    std::vector<Finding> findings;
    const std::string at(point), of(channel);
    if (sheet.point(point) == nullptr)
        findings.push_back(
            {"reading.unknown_point", "the sheet has no point \"" + at + "\"; reload it", "/point", {{"point", at}}});
    const SheetChannel* column = sheet.channel(channel);
    if (column == nullptr)
        findings.push_back({"reading.unknown_channel",
                            "the sheet has no channel \"" + of + "\"; reload it",
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
