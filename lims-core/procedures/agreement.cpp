#include "procedures/agreement.h"

#include <algorithm>
#include <set>

#include "procedures/item_ranges.h"
#include "procedures/numbers.h"
#include "procedures/tolerance.h"

namespace chuan::procedures {
namespace {

bool names(const AgreedLimits& agreed, const Function& function) {
    return !agreed.function.empty() && (agreed.function == function.id || agreed.function == function.quantity);
}

bool has_figures_in_a_unit(const AgreedLimits& agreed) {
    return agreed.tolerance.absolute || agreed.low || agreed.high;
}

/// Limits that name no quantity are of all there are: of the only one, of several functions of one quantity (a pH meter
/// in three buffers), or, as shares and digits, of each.
bool of_all(const AgreedLimits& agreed, const Procedure& procedure) {
    const auto other = [&](const Function& function) {
        return function.quantity != procedure.functions.front().quantity;
    };
    return agreed.function.empty() &&
           (!has_figures_in_a_unit(agreed) || std::ranges::none_of(procedure.functions, other));
}

std::string unit_of(const AgreedLimits& agreed, const std::string& unit) {
    return agreed.tolerance.unit.empty() ? unit : agreed.tolerance.unit;
}

std::string class_of(const AgreedLimits& agreed, const SheetPoint& point) {
    return agreed.accuracy_class.empty() ? point.range.accuracy_class : agreed.accuracy_class;
}

/// What the point cannot tell of what was agreed; nullptr where it can tell all.
const char* obstacle(const AgreedLimits& agreed, const SheetPoint& point) {
    if (has_figures_in_a_unit(agreed) && !convertible(unit_of(agreed, point.unit), point.unit)) return "unit";
    if (needs_span(agreed.tolerance) && (!point.range.low || !point.range.high)) return "range";
    if (needs_resolution(agreed.tolerance) && !point.range.resolution) return "resolution";
    if (needs_verification_interval(agreed.tolerance) && !verification_interval(point.range))
        return "verification_interval";
    if (!agreed.tolerance.table.empty() && class_of(agreed, point).empty()) return "accuracy_class";
    return nullptr;
}

Finding unknown_function(const AgreedLimits& agreed, const Procedure& procedure) {
    std::string known;
    for (const Function& function : procedure.functions)
        known += (known.empty() ? "" : ", ") + (function.id.empty() ? function.quantity : function.id);
    return {"agreement.function",
            agreed.function.empty()
                ? "the limits agreed do not say of which quantity they are; name one of " + known
                : "the limits agreed for \"" + agreed.function + "\" are of none of its quantities " + known +
                      "; name one of them in the contract review",
            "/agreement",
            {{"function", agreed.function}, {"known", known}}};
}

Finding hindered(const std::string& what, const AgreedLimits& agreed, const Function& function,
                 const SheetPoint& point) {
    return {"agreement." + what,
            "the limits agreed (" + agreed.specification + ") need the item's " + what + " at " + point.nominal.text() +
                "; enter it in the register, or agree other limits",
            "/agreement",
            {{"specification", agreed.specification},
             {"function", function.id.empty() ? function.quantity : function.id},
             {"point", point.nominal.text()},
             {"unit", point.unit}}};
}

/// Throws where the table has no such class, or a figure of a unit that it does not understand.
std::optional<conformity::Limits> stated_limits(const AgreedLimits& agreed, const SheetPoint& point) {
    if (!agreed.low && !agreed.high)
        return limits_of(agreed.tolerance, class_of(agreed, point), table_mode(agreed), point);
    const auto in_unit = [&](const std::optional<Decimal>& limit) {
        return limit ? std::optional(
                           settled(converted_difference(limit->to_double(), unit_of(agreed, point.unit), point.unit)))
                     : std::nullopt;
    };
    return conformity::Limits{in_unit(agreed.low), in_unit(agreed.high)};
}

void check_table(const AgreedLimits& agreed, const SheetPoint& point, std::vector<Finding>& findings) {
    try {
        stated_limits(agreed, point);
    } catch (const Error& error) {
        findings.insert(findings.end(), error.findings().begin(), error.findings().end());
    }
}

}  // namespace

const AgreedLimits* agreed_for(const Agreement& agreement, const Procedure& procedure, const Function& function) {
    for (const AgreedLimits& agreed : agreement.limits)
        if (names(agreed, function)) return &agreed;
    for (const AgreedLimits& agreed : agreement.limits)
        if (of_all(agreed, procedure)) return &agreed;
    return nullptr;
}

std::optional<conformity::Limits> agreed_limits(const Procedure& procedure, const Function& function,
                                                const SheetInputs& inputs, const SheetPoint& point) {
    if (!inputs.agreement) return std::nullopt;
    const AgreedLimits* agreed = agreed_for(*inputs.agreement, procedure, function);
    if (agreed == nullptr || obstacle(*agreed, point) != nullptr) return std::nullopt;
    try {
        return stated_limits(*agreed, point);
    } catch (const Error&) {  // findings_on_agreement() says why
        return std::nullopt;
    }
}

std::vector<Finding> findings_on_agreement(const Procedure& procedure, const std::optional<Agreement>& agreement,
                                           const SheetLayout& sheet) {
    std::vector<Finding> findings;
    if (procedure.kind == Kind::verification || !agreement) return findings;
    for (const AgreedLimits& agreed : agreement->limits) {
        const auto named = [&](const Function& function) { return names(agreed, function); };
        if (!of_all(agreed, procedure) && std::ranges::none_of(procedure.functions, named))
            findings.push_back(unknown_function(agreed, procedure));
    }
    std::set<const Function*> hindered_ones;
    for (const SheetPoint& point : sheet.points) {
        const Function& function = procedure.functions.at(point.function);
        const AgreedLimits* agreed = agreed_for(*agreement, procedure, function);
        if (agreed == nullptr || hindered_ones.contains(&function)) continue;
        const std::size_t before = findings.size();
        if (const char* what = obstacle(*agreed, point))
            findings.push_back(hindered(what, *agreed, function, point));
        else
            check_table(*agreed, point, findings);
        if (findings.size() > before) hindered_ones.insert(&function);
    }
    return findings;
}

}  // namespace chuan::procedures
