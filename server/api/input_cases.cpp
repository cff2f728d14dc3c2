#include <algorithm>
#include <array>

#include "server/api/case_input.h"
#include "server/api/model_json.h"
#include "server/api/numbers_json.h"
#include "uncertainty/expression.h"
#include "uncertainty/type_a.h"

namespace chuan::server::api {
namespace {

struct AtPoint {
    uncertainty::Expression expression;
    std::vector<double> values;
};

/// An expression and the values of its variables; values that it does not use are no fault.
AtPoint read_expression(const json::Object& in, json::Document& document) {
    const auto text = in.required<std::string>("expression");
    const auto known = named_numbers(in, "values");
    document.done();
    AtPoint at{uncertainty::Expression::parse(text), {}};
    std::vector<Finding> unknown;
    for (const auto& name : at.expression.variables()) {
        const auto value = known.find(name);
        if (value == known.end())
            unknown.push_back({"expression.unknown",
                               "the expression uses " + name + ", which has no value; add it to the values",
                               "/input/values/" + name,
                               {{"name", name}}});
        else
            at.values.push_back(value->second);
    }
    if (!unknown.empty()) throw Error(ErrorKind::malformed, std::move(unknown));
    return at;
}

/// The gradient holds on one side only of a kink: there is none to answer.
uncertainty::Derivatives differentiated(const AtPoint& at, std::vector<double>& gradient) {
    const auto derivatives = at.expression.differentiate(at.values, gradient);
    if (derivatives.at_kink)
        throw Error(ErrorKind::rule_broken, "expression.kink",
                    "the expression has a kink here (abs at 0, min or max at a tie): its slope differs from one side "
                    "to the other; choose another point");
    return derivatives;
}

json::Value expression(const json::Object& in, json::Document& document) {
    const AtPoint at = read_expression(in, document);
    std::vector<double> gradient(at.values.size());
    const auto derivatives = differentiated(at, gradient);
    std::vector<json::Member> members;
    for (std::size_t i = 0; i < gradient.size(); ++i) members.push_back({at.expression.variables()[i], gradient[i]});
    return json::object({{"value", derivatives.value}, {"gradient", json::object(members)}});
}

/// Answers only for an expression that is good after all.
json::Value expression_error(const json::Object& in, json::Document& document) {
    const AtPoint at = read_expression(in, document);
    std::vector<double> gradient(at.values.size());
    const auto derivatives = differentiated(at, gradient);
    return json::object({{"error", false}, {"stage", nullptr}, {"value", derivatives.value}});
}

json::Value type_a(const json::Object& in, json::Document& document) {
    const auto observations = in.list<double>("observations");
    document.done();
    const auto series = uncertainty::evaluate_type_a(observations);
    return json::object({{"mean", series.mean},
                         {"s", series.standard_deviation},
                         {"u", series.u.value},
                         {"dof", series.u.degrees_of_freedom}});
}

json::Value type_a_pooled(const json::Object& in, json::Document& document) {
    const auto groups = number_groups(in, "groups");
    const auto averaged = in.required<std::int64_t>("averaged");
    document.done();
    const auto pooled = uncertainty::pooled_deviation(groups);
    const auto u =
        uncertainty::uncertainty_of_mean(pooled, static_cast<std::size_t>(std::max<std::int64_t>(averaged, 0)));
    return json::object(
        {{"s_pooled", pooled.standard_deviation}, {"dof", pooled.degrees_of_freedom}, {"u_of_mean", u.value}});
}

/// What a term rests on is asked for with it; without any term there is nothing stated.
double read_specification(const json::Object& in) {
    const auto any = [&](std::initializer_list<const char*> names) {
        return std::ranges::any_of(names, [&](const char* name) { return in.has(name); });
    };
    const bool of_reading = any({"percent_of_reading", "ppm_of_reading"}),
               of_range = any({"percent_of_range", "ppm_of_range"}), of_digits = in.has("digits");
    const auto asked = [&](const char* name, bool is_required) {
        return is_required ? in.required<double>(name) : in.value_or(name, 0.0);
    };
    if (!of_reading && !of_range && !of_digits)
        in.refuse("percent_of_reading", "field.missing",
                  "a specification states at least one of percent_of_reading, ppm_of_reading, percent_of_range, "
                  "ppm_of_range and digits");
    const uncertainty::Specification specification{.percent_of_reading = in.value_or("percent_of_reading", 0.0),
                                                   .percent_of_range = in.value_or("percent_of_range", 0.0),
                                                   .ppm_of_reading = in.value_or("ppm_of_reading", 0.0),
                                                   .ppm_of_range = in.value_or("ppm_of_range", 0.0),
                                                   .digits = in.value_or("digits", 0.0),
                                                   .digit = asked("digit", of_digits)};
    return uncertainty::half_width(specification, asked("reading", of_reading), asked("range", of_range));
}

/// One statement without a measurement around it: its estimate may be left away where only u is asked.
json::Value type_b(const json::Object& in, json::Document& document) {
    auto quantity = read_statement(in);
    quantity.name = in.value_or<std::string>("name", "x");
    quantity.unit = in.value_or<std::string>("unit", "\\one");
    in.maybe<double>("expected_estimate");
    if (const auto width = in.maybe_object("specification", read_specification)) quantity.half_width = *width;
    document.done();
    const bool placed = quantity.estimate || (quantity.low && quantity.high) || !quantity.observations.empty();
    if (!placed) quantity.estimate = 0;
    const auto input = uncertainty::evaluate_input(quantity);
    std::vector<json::Member> members{{"u", input.u.value}};
    if (placed) members.push_back({"estimate", input.estimate});
    const double dof = input.u.degrees_of_freedom;
    members.push_back({"dof", dof == uncertainty::kExactlyKnown ? json::Value() : json::Value(dof)});
    return json::object(members);
}

json::Value type_b_dof(const json::Object& in, json::Document& document) {
    const auto reliability = in.required<double>("relative_uncertainty_of_u");
    document.done();
    return json::object({{"dof", uncertainty::dof_of_reliability(reliability)}});
}

constexpr std::array<CaseKind, 6> kKinds{{{"expression", expression},
                                          {"expression_error", expression_error},
                                          {"type_a", type_a},
                                          {"type_a_pooled", type_a_pooled},
                                          {"type_b", type_b},
                                          {"type_b_dof", type_b_dof}}};

}  // namespace

std::span<const CaseKind> input_kinds() { return kKinds; }

}  // namespace chuan::server::api
