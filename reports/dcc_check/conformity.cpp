// Verdicts beside the limits and figures that they rest on.

#include <algorithm>
#include <map>
#include <span>

#include "reports/dcc_check/metrology.h"

namespace chuan::reports::dcc_check {
namespace {

using ByNode = std::map<const xmlNode*, const Quantity*>;

/// Tolerance limits are the specification, acceptance limits what the decision rule makes of them.
struct Limits {
    const Quantity *tolerance_lower = nullptr, *tolerance_upper = nullptr;
    const Quantity *acceptance_lower = nullptr, *acceptance_upper = nullptr;
};

void collect(const xmlNode* parent, const ByNode& quantities, Limits& limits) {
    for (const xmlNode* part : child_elements(parent)) {
        if (is_dcc(part, "list")) collect(part, quantities, limits);
        const auto found = quantities.find(part);
        if (found == quantities.end()) continue;
        if (has_ref_type(part, "basic_toleranceLimitLower")) limits.tolerance_lower = found->second;
        if (has_ref_type(part, "basic_toleranceLimitUpper")) limits.tolerance_upper = found->second;
        if (has_ref_type(part, "basic_acceptanceLimitLower")) limits.acceptance_lower = found->second;
        if (has_ref_type(part, "basic_acceptanceLimitUpper")) limits.acceptance_upper = found->second;
    }
}

/// Notations of one quantity that are looked at; more of them are no hybrid that somebody wrote.
std::span<const Series> first_of(const std::vector<Series>& series) {
    constexpr std::size_t kMost = 16;
    return {series.data(), std::min(series.size(), kMost)};
}

/// The limit for the value with this index in the unit of the series; nullptr where it is not stated in that unit.
const Figure* limit_at(const Quantity* limit, const Series& series, std::size_t index) {
    if (!limit) return nullptr;
    for (const Series& stated : first_of(limit->series)) {
        const std::size_t row = stated.values.size() == 1 ? 0 : index;
        const Figure* figure = row < stated.values.size() ? &stated.values[row] : nullptr;
        if (figure && figure->is_number() && stated.unit_at(index) == series.unit_at(index)) return figure;
    }
    return nullptr;
}

/// How far a value lies outside of an interval, negative inside; nullopt without limits.
std::optional<double> distance_outside(const Figure& value, const Figure* lower, const Figure* upper) {
    std::optional<double> distance;
    if (lower) distance = lower->value - value.value;
    if (upper) distance = std::max(distance.value_or(value.value - upper->value), value.value - upper->value);
    return distance;
}

/// Whether no decision rule gives this verdict: tolerance and acceptance limits (their distances), U where it is
/// stated. A figure at a limit within its own rounding contradicts nothing.
bool is_contradicted(const std::string& verdict, const Figure& value, std::optional<double> from_tolerance,
                     std::optional<double> from_acceptance, const Figure* U) {
    const double hidden = value.half_digit;
    const auto is_outside = [&](std::optional<double> distance) { return distance && *distance > hidden; };
    const auto is_inside = [&](std::optional<double> distance) { return distance && *distance < -hidden; };
    const auto accepted_by = from_acceptance ? from_acceptance : from_tolerance;
    const double guard = U && U->is_number() ? U->value : 0;
    if (verdict == "pass") return is_outside(accepted_by);
    if (verdict == "conditionalPass") return is_outside(from_tolerance) || is_inside(from_acceptance);
    if (verdict == "conditionalFail") return is_inside(from_tolerance);
    if (verdict == "noPass") return is_inside(from_acceptance);
    if (verdict != "fail") return false;
    return from_acceptance ? is_inside(from_acceptance)
                           : is_inside(from_tolerance) && *from_tolerance < -guard - hidden;
}

std::string limits_text(const Figure* lower, const Figure* upper) {
    return "[" + (lower ? lower->text : "-∞") + "; " + (upper ? upper->text : "+∞") + "]";
}

void check_series(const Series& series, const std::vector<std::string>& verdicts, const xmlNode* where,
                  const Limits& limits, Findings& findings) {
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        if (verdicts.size() != 1 && i >= verdicts.size()) return;
        const Figure& value = series.values[i];
        if (!value.is_number()) continue;
        const std::string& verdict = verdicts.size() == 1 ? verdicts.front() : verdicts[i];
        const Figure *lower = limit_at(limits.tolerance_lower, series, i),
                     *upper = limit_at(limits.tolerance_upper, series, i),
                     *accepted_from = limit_at(limits.acceptance_lower, series, i),
                     *accepted_to = limit_at(limits.acceptance_upper, series, i);
        const auto from_tolerance = distance_outside(value, lower, upper);
        const auto from_acceptance = distance_outside(value, accepted_from, accepted_to);
        if (!is_contradicted(verdict, value, from_tolerance, from_acceptance, series.U.at(i))) continue;
        const std::string stated =
            from_acceptance ? limits_text(accepted_from, accepted_to) : limits_text(lower, upper);
        findings.add("metrology.conformity_value", where,
                     {{"value", value.text},
                      {"unit", series.unit_at(i)},
                      {"verdict", verdict},
                      {"limits", stated},
                      {"row", std::to_string(i + 1)}});
    }
}

}  // namespace

void check_conformity(const Quantities& quantities, Findings& findings) {
    ByNode by_node;
    for (const Quantity& quantity : quantities) by_node.emplace(quantity.node, &quantity);
    for (const Quantity& quantity : quantities)
        for (const xmlNode* meta : children(child(quantity.node, "measurementMetaData"), "metaData")) {
            const xmlNode* list = child(meta, "conformityXMLList");
            if (!list) list = child(meta, "conformity");
            const auto verdicts = tokens(raw_text(list));
            if (verdicts.empty()) continue;
            Limits limits;
            for (const xmlNode* data : children(meta, "data")) collect(data, by_node, limits);
            // One notation is enough: that hybrids agree is a rule of its own.
            for (const Series& series : first_of(quantity.series))
                if (limit_at(limits.tolerance_lower, series, 0) || limit_at(limits.tolerance_upper, series, 0) ||
                    limit_at(limits.acceptance_lower, series, 0) || limit_at(limits.acceptance_upper, series, 0)) {
                    check_series(series, verdicts, list, limits, findings);
                    break;
                }
        }
}

}  // namespace chuan::reports::dcc_check
