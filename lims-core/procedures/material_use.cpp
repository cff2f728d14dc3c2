#include "procedures/material_use.h"

#include <algorithm>

#include "procedures/numbers.h"
#include "procedures/standard_use.h"

namespace chuan::procedures {
namespace {

/// The environment with which some input enters the certificate of the role; empty: none does.
std::string entered_with(const Procedure& procedure, const std::string& role) {
    for (const Function& function : procedure.functions)
        for (const Input& input : function.measurand.inputs)
            if (const auto* certificate = std::get_if<source::Certificate>(&input.source))
                if (certificate->standard == role && !certificate->environment.empty()) return certificate->environment;
    return {};
}

/// Where the certificate may be entered during the work.
std::vector<Argument> arguments_of(const Procedure& procedure, const std::string& role, const std::string& unit) {
    const std::string quantity = entered_with(procedure, role);
    const auto condition = std::ranges::find(procedure.conditions, quantity, &EnvironmentCondition::quantity);
    if (quantity.empty() || condition == procedure.conditions.end()) return {{0, unit}};
    std::vector<Argument> arguments;
    for (const auto& bound : {condition->low, condition->high})
        if (bound) arguments.push_back({bound->to_double(), condition->unit});
    return arguments;
}

std::string text_of(const std::optional<double>& bound) { return bound ? settled_decimal(*bound).text() : "…"; }

}  // namespace

std::vector<Finding> findings_on_material(const Procedure& procedure, const StandardNeed& need,
                                          const StandardInput& bottle) {
    const std::map<std::string, std::string> names{{"standard", bottle.code}, {"role", need.role}};
    const auto finding = [&](const std::string& code, const std::string& rest,
                             std::map<std::string, std::string> values) {
        values.insert(names.begin(), names.end());
        return std::vector<Finding>{{code, bottle.code + " " + rest, "", std::move(values)}};
    };
    if (std::ranges::find(bottle.values, need.quantity, &StandardValue::quantity) == bottle.values.end())
        return finding("material.quantity", "has no certified value of " + need.quantity + "; choose another material",
                       {{"quantity", need.quantity}});
    const std::string unit = need.unit.empty() ? procedure.unit : need.unit;
    for (const Argument& argument : arguments_of(procedure, need.role, unit)) {
        const auto value = realised(need, {bottle}, argument, unit);
        const std::string at = settled_decimal(argument.at).text() + " " + argument.unit;
        if (!value)
            return finding("material.no_value_at",
                           "has no certified value at " + at + "; nothing is extrapolated, choose another material",
                           {{"at", at}});
        const std::string figure = settled_decimal(value->value).text(),
                          U = three_digits(value->expanded_uncertainty).text();
        if (value->value < need.material->from.value_or(value->value) ||
            value->value > need.material->to.value_or(value->value))
            return finding(
                "material.value",
                "has the value " + figure + " at " + at + ", the role " + need.role + " asks for " +
                    text_of(need.material->from) + " to " + text_of(need.material->to) + "; choose another material",
                {{"value", figure}, {"from", text_of(need.material->from)}, {"to", text_of(need.material->to)}});
        if (value->expanded_uncertainty > need.largest_uncertainty.value_or(value->expanded_uncertainty))
            return finding("material.uncertainty",
                           "has U = " + U + " with what its lot adds, the procedure allows " +
                               text_of(need.largest_uncertainty) + "; choose a better material",
                           {{"U", U}, {"allowed", text_of(need.largest_uncertainty)}});
    }
    return {};
}

}  // namespace chuan::procedures
