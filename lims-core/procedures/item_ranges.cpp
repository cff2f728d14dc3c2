#include "procedures/item_ranges.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "conformity/verification_interval.h"
#include "procedures/mpe_reader.h"
#include "procedures/numbers.h"
#include "procedures/tolerance.h"

namespace chuan::procedures {
namespace {

/// A unit that nobody can read fits nothing; the check of the item names it.
bool fits(const std::string& unit, const std::string& to) {
    try {
        return !unit.empty() && convertible(unit, to);
    } catch (const Error&) {
        return false;
    }
}

bool contains(const ItemRange& range, double nominal, const std::string& unit) {
    return (!range.low || nominal >= settled(converted(range.low->to_double(), range.unit, unit))) &&
           (!range.high || nominal <= settled(converted(range.high->to_double(), range.unit, unit)));
}

double width(const ItemRange& range, const std::string& unit) {
    return range.low && range.high ? span_in(range, unit) : HUGE_VAL;
}

/// That of the item, not the last digit of what was written down.
bool uses_resolution(const Procedure& procedure, const Function& function) {
    return std::any_of(procedure.limits.begin(), procedure.limits.end(),
                       [](const LimitRow& row) { return needs_resolution(row.tolerance); }) ||
           std::any_of(function.measurand.inputs.begin(), function.measurand.inputs.end(), [](const Input& input) {
               const auto* resolution = std::get_if<source::Resolution>(&input.source);
               const auto* stated = std::get_if<source::Specification>(&input.source);
               return (resolution != nullptr && resolution->channel.empty()) ||
                      (stated != nullptr && stated->digits > 0 && !stated->digit && stated->indication.empty());
           });
}

bool uses_verification_interval(const Procedure& procedure) {
    return std::any_of(procedure.limits.begin(), procedure.limits.end(),
                       [](const LimitRow& row) { return needs_verification_interval(row.tolerance); });
}

bool needs_range(const Procedure& procedure, const Function& function) {
    return function.unit_of_item || uses_span(procedure, function) || uses_resolution(procedure, function) ||
           uses_verification_interval(procedure);
}

Finding lacking(const std::string& what, const std::string& field, const Procedure& procedure, const Function& function,
                const std::string& remedy) {
    const std::string of = function.id.empty() ? "" : " for " + function.quantity;
    return {"item." + field,
            "procedure " + procedure.code + " needs the item's " + what + of + "; " + remedy,
            "/item/" + field,
            {{"procedure", procedure.code}, {"function", function.id}}};
}

/// Whether a unit of the item can be read and measures what the procedure does.
bool check_unit(const Procedure& procedure, const ItemInput& item, std::vector<Finding>& findings) {
    const bool none = item.unit.empty() && item.ranges.empty();
    const auto in_need = std::find_if(procedure.functions.begin(), procedure.functions.end(),
                                      [&](const Function& each) { return needs_range(procedure, each); });
    if (none && in_need != procedure.functions.end())
        findings.push_back(lacking("unit", "unit", procedure, *in_need, "state it"));
    if (none) return in_need == procedure.functions.end();
    try {
        if (!item.unit.empty()) convertible(item.unit, procedure.unit);
    } catch (const Error& error) {
        findings.push_back({"item.unit", error.what(), "/item/unit", {{"unit", item.unit}}});
        return false;
    }
    if (std::any_of(procedure.functions.begin(), procedure.functions.end(),
                    [&](const Function& function) { return !ranges_for(function, item).empty(); }))
        return true;
    findings.push_back({"item.unit",
                        "the item's unit " + item.unit + " does not measure " + procedure.quantity + " as " +
                            procedure.unit + " does; correct the unit or choose another procedure",
                        "/item/unit",
                        {{"unit", item.unit}, {"procedure", procedure.code}}});
    return false;
}

void check_figures(const ItemRange& range, std::vector<Finding>& findings) {
    if (range.low && range.high && *range.low >= *range.high)
        findings.push_back({"item.range",
                            "the item's range ends at " + range.high->text() + ", not above its beginning " +
                                range.low->text() + "; correct it",
                            "/item/range",
                            {{"low", range.low->text()}, {"high", range.high->text()}}});
    if (range.resolution && (range.resolution->is_zero() || range.resolution->is_negative()))
        findings.push_back({"item.resolution",
                            "a resolution of " + range.resolution->text() + " is none; enter a number above zero",
                            "/item/resolution",
                            {{"resolution", range.resolution->text()}}});
    const auto wrong = conformity::findings_on_verification_interval(
        range.verification_interval, range.resolution, range.unit, range.accuracy_class, "item.verification_interval",
        "/item/verification_interval");
    findings.insert(findings.end(), wrong.begin(), wrong.end());
}

void check_function(const Procedure& procedure, const Function& function, const ItemInput& item,
                    std::vector<Finding>& findings) {
    const auto ranges = ranges_for(function, item);
    for (const ItemRange& range : ranges) check_figures(range, findings);
    if (uses_span(procedure, function) && !whole_span(function, item))
        findings.push_back(lacking("measuring range", "range", procedure, function, "enter both ends as on the plate"));
    if (uses_resolution(procedure, function) &&
        std::none_of(ranges.begin(), ranges.end(), [](const ItemRange& each) { return each.resolution.has_value(); }))
        findings.push_back(lacking("resolution", "resolution", procedure, function,
                                   "enter the step of the display or the part of a division that is read"));
    if (uses_verification_interval(procedure) &&
        std::none_of(ranges.begin(), ranges.end(), [](const ItemRange& each) { return verification_interval(each); }))
        findings.push_back(lacking("verification scale interval", "verification_interval", procedure, function,
                                   "enter e as on the plate, or the resolution d that it equals"));
}

/// Classes that the limits know, as a list; empty where every class is judged.
std::vector<std::string> known_classes(const Procedure& procedure) {
    std::vector<std::string> known;
    for (const LimitRow& row : procedure.limits) {
        if (row.accuracy_class.empty() && row.tolerance.table.empty()) return {};
        const auto classes = row.accuracy_class.empty() ? conformity::classes_of(shipped_table(row.tolerance.table))
                                                        : std::vector{row.accuracy_class};
        for (const std::string& each : classes)
            if (std::find(known.begin(), known.end(), each) == known.end()) known.push_back(each);
    }
    return known;
}

void check_class(const Procedure& procedure, const std::string& accuracy_class, std::vector<Finding>& findings) {
    const auto known = known_classes(procedure);
    if (known.empty() || std::find(known.begin(), known.end(), accuracy_class) != known.end()) return;
    std::string list;
    for (const std::string& each : known) list += (list.empty() ? "" : ", ") + each;
    if (accuracy_class.empty())
        return findings.push_back(lacking("accuracy class", "accuracy_class", procedure, procedure.functions.front(),
                                          "enter it as on the plate: " + list));
    findings.push_back(
        {"item.accuracy_class",
         "procedure " + procedure.code + " has no limits for class " + accuracy_class + "; it knows " + list,
         "/item/accuracy_class",
         {{"class", accuracy_class}, {"known", list}, {"procedure", procedure.code}}});
}

}  // namespace

bool uses_span(const Procedure& procedure, const Function& function) {
    const auto percent_input = [](const Input& input) {
        const auto* stated = std::get_if<source::Specification>(&input.source);
        return stated != nullptr && (stated->percent_of_span > 0 ||
                                     ((stated->percent_of_range > 0 || stated->ppm_of_range > 0) && !stated->range));
    };
    return std::any_of(function.points.begin(), function.points.end(),
                       [](const ProcedurePoint& point) { return std::holds_alternative<double>(point.at); }) ||
           std::any_of(function.channels.begin(), function.channels.end(),
                       [](const Channel& channel) { return channel.within_item_range; }) ||
           std::any_of(procedure.limits.begin(), procedure.limits.end(),
                       [](const LimitRow& row) { return needs_span(row.tolerance); }) ||
           std::any_of(function.measurand.inputs.begin(), function.measurand.inputs.end(), percent_input);
}

std::string result_unit(const Function& function, const ItemInput& item) {
    if (!function.unit_of_item) return function.unit;
    const auto ranges = ranges_for(function, item);
    return ranges.empty() ? function.unit : ranges.front().unit;
}

std::vector<ItemRange> ranges_for(const Function& function, const ItemInput& item) {
    std::vector<ItemRange> ranges;
    if (fits(item.unit, function.unit))
        ranges.push_back({"", item.range_low, item.range_high, item.unit, item.resolution, item.verification_interval,
                          item.accuracy_class});
    for (const ItemRange& range : item.ranges) {
        if ((!range.quantity.empty() && range.quantity != function.quantity) || !fits(range.unit, function.unit))
            continue;
        ranges.push_back(range);
        if (range.accuracy_class.empty()) ranges.back().accuracy_class = item.accuracy_class;
    }
    return ranges;
}

std::optional<Span> whole_span(const Function& function, const ItemInput& item) {
    const std::string unit = result_unit(function, item);
    std::optional<Span> whole;
    for (const ItemRange& range : ranges_for(function, item)) {
        if (!range.low || !range.high) continue;
        const Span span{converted(range.low->to_double(), range.unit, unit),
                        converted(range.high->to_double(), range.unit, unit)};
        whole = whole ? Span{std::min(whole->low, span.low), std::max(whole->high, span.high)} : span;
    }
    return whole;
}

std::optional<ItemRange> range_holding(const Function& function, const ItemInput& item, double nominal) {
    const std::string unit = result_unit(function, item);
    std::optional<ItemRange> smallest;
    for (const ItemRange& range : ranges_for(function, item))
        if (contains(range, nominal, unit) && (!smallest || width(range, unit) < width(*smallest, unit)))
            smallest = range;
    return smallest;
}

std::optional<Decimal> verification_interval(const ItemRange& range) {
    return range.verification_interval ? range.verification_interval : range.resolution;
}

double span_in(const ItemRange& range, const std::string& unit) {
    if (!range.low || !range.high)
        throw std::logic_error("a range without ends has no span; layout() refuses it where one is needed");
    return converted_difference((*range.high - *range.low).to_double(), range.unit, unit);
}

std::vector<Finding> findings_on_item(const Procedure& procedure, const ItemInput& item) {
    std::vector<Finding> findings;
    const bool readable = check_unit(procedure, item, findings);
    for (const Function& function : procedure.functions) {
        if (!readable && procedure.functions.size() > 1) break;
        check_function(procedure, function, item, findings);
    }
    std::vector<std::string> classes;
    for (const Function& function : procedure.functions)
        for (const ItemRange& range : ranges_for(function, item)) classes.push_back(range.accuracy_class);
    if (classes.empty()) classes.push_back(item.accuracy_class);
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    for (const std::string& each : classes) check_class(procedure, each, findings);
    return findings;
}

std::vector<Finding> findings_on_point(const Procedure& procedure, const Function& function, const SheetPoint& point) {
    std::vector<Finding> findings;
    const std::string remedy = "enter it with the range that holds " + point.nominal.text() + " " + point.unit;
    if (uses_span(procedure, function) && (!point.range.low || !point.range.high))
        findings.push_back(lacking("measuring range", "range", procedure, function, remedy));
    if (uses_resolution(procedure, function) && !point.range.resolution)
        findings.push_back(lacking("resolution", "resolution", procedure, function, remedy));
    if (uses_verification_interval(procedure) && !verification_interval(point.range))
        findings.push_back(
            lacking("verification scale interval", "verification_interval", procedure, function, remedy));
    return findings;
}

}  // namespace chuan::procedures
