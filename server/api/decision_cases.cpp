#include <array>

#include "base/words.h"
#include "conformity/decision.h"
#include "conformity/global_risk.h"
#include "server/api/case_kinds.h"
#include "uncertainty/quantiles.h"

namespace chuan::server::api {
namespace {

using conformity::GuardBandMethod;

constexpr Words<GuardBandMethod, 3> kMethods{{{GuardBandMethod::root_sum_square, "rss"},
                                              {GuardBandMethod::method_6, "method6"},
                                              {GuardBandMethod::full_uncertainty, "u95"}}};
constexpr Words<conformity::Rule, 4> kRules{{{conformity::Rule::simple, "simple"},
                                             {conformity::Rule::guarded, "guarded"},
                                             {conformity::Rule::guarded_non_binary, "guarded_non_binary"},
                                             {conformity::Rule::guarded_rejection, "guarded_rejection"}}};
constexpr Words<conformity::Verdict, 4> kVerdicts{{{conformity::Verdict::pass, "pass"},
                                                   {conformity::Verdict::conditional_pass, "conditional_pass"},
                                                   {conformity::Verdict::conditional_fail, "conditional_fail"},
                                                   {conformity::Verdict::fail, "fail"}}};
enum class Shape { normal };
constexpr Words<Shape, 1> kShapes{{{Shape::normal, "normal"}}};
enum class NoRule { probability_only };
constexpr Words<NoRule, 1> kNoRule{{{NoRule::probability_only, "probability_only"}}};
enum class Direction { guarded_rejection };
constexpr Words<Direction, 1> kDirections{{{Direction::guarded_rejection, "guarded_rejection"}}};

conformity::Limits read_limits(const json::Object& in) {
    return {.low = in.maybe<double>("lower"), .high = in.maybe<double>("upper")};
}

conformity::Limits limits_of(const json::Object& in, std::string_view name) {
    return in.maybe_object(name, read_limits).value_or(conformity::Limits{});
}

void read_shape(const json::Object& in) {
    in.word("distribution", [](std::string_view word) { return value_of(kShapes, word); });
}

conformity::Process process_of(const json::Object& in) {
    const auto read = [](const json::Object& one) {
        read_shape(one);
        return conformity::Process{one.required<double>("mean"), one.required<double>("standard_deviation")};
    };
    return in.maybe_object("process", read).value_or(conformity::Process{0, 0});
}

double measurement_of(const json::Object& in) {
    const auto read = [](const json::Object& one) {
        read_shape(one);
        return one.required<double>("standard_uncertainty");
    };
    return in.maybe_object("measurement", read).value_or(-1);
}

json::Value conformity_probability(const json::Object& in, json::Document& document) {
    const auto limits = limits_of(in, "tolerance");
    const auto value = in.required<double>("value"), u = in.required<double>("standard_uncertainty");
    in.maybe_object("rule", [](const json::Object& rule) {
        return rule.word("type", [](std::string_view word) { return value_of(kNoRule, word); });
    });
    document.done();
    return json::object({{"p_conform", conformity::conformance_probability(limits, value, u)}});
}

json::Value risk(const json::Object& in, json::Document& document) {
    const auto process = process_of(in);
    const double u = measurement_of(in);
    const auto tolerance = limits_of(in, "tolerance"), acceptance = limits_of(in, "acceptance");
    document.done();
    const auto risk = conformity::global_risk(process, u, tolerance, acceptance);
    return json::object({{"in_tolerance_probability", risk.in_tolerance},
                         {"pfa", risk.false_accept},
                         {"pfr", risk.false_reject},
                         {"pfa_conditional", risk.false_accept_of_accepted},
                         {"p_accept", risk.accepted}});
}

json::Value guard_band(const json::Object& in, json::Document& document) {
    const auto tolerance = limits_of(in, "tolerance");
    const auto u = in.required<double>("relative_standard_uncertainty"),
               p = in.required<double>("required_probability");
    in.word("direction", [](std::string_view word) { return value_of(kDirections, word); });
    document.done();
    if (!tolerance.high)
        throw Error(ErrorKind::rule_broken, "conformity.limits", "a guarded rejection needs the upper limit",
                    "/tolerance");
    return json::object({{"decision_limit", conformity::rejection_limit(*tolerance.high, u, p)}});
}

json::Value guard_band_factor(const json::Object& in, json::Document& document) {
    const auto method = in.word("method", [](std::string_view word) { return value_of(kMethods, word); });
    const auto tur = in.required<double>("tur");
    document.done();
    return json::object({{"factor", conformity::acceptance_factor(method, tur)}});
}

json::Value guard_band_table(const json::Object& in, json::Document& document) {
    const auto probabilities = in.list<double>("probabilities");
    document.done();
    return json::object(
        {{"z", json::list(probabilities, [](double p) { return json::Value(uncertainty::normal_quantile(p)); })}});
}

json::Value guard_band_target(const json::Object& in, json::Document& document) {
    const auto process = process_of(in);
    const double u = measurement_of(in), target = in.required<double>("target_pfa");
    const auto tolerance = limits_of(in, "tolerance");
    document.done();
    return json::object({{"guard_band", conformity::guard_band_for_risk(process, u, tolerance, target)}});
}

struct Agreed {
    conformity::DecisionRule rule;
    std::optional<double> k;
};

Agreed read_rule(const json::Object& in) {
    return {{.rule = in.word("type", [](std::string_view word) { return value_of(kRules, word); }),
             .guard_multiplier = in.value_or("r", 1.0),
             .guard_probability = in.maybe<double>("p")},
            in.maybe<double>("k")};
}

json::Value limits_json(const conformity::Limits& limits) {
    return json::object({{"lower", limits.low}, {"upper", limits.high}});
}

json::Value conformity_table(const json::Object& in, json::Document& document) {
    const auto tolerance = limits_of(in, "tolerance");
    const auto u = in.required<double>("standard_uncertainty");
    const auto agreed = in.object("rule", read_rule);
    const bool of_U = agreed.rule.rule != conformity::Rule::simple && !agreed.rule.guard_probability && !agreed.k;
    const double k = of_U ? in.required<double>("k") : in.value_or("k", agreed.k.value_or(1));  // else but a scale
    const auto values = in.list<double>("values");
    document.done();
    std::vector<json::Value> rows;
    json::Value acceptance;
    for (const double value : values) {
        const auto decision =
            conformity::decide({.value = value, .u = u, .U = agreed.k.value_or(k) * u}, tolerance, agreed.rule);
        acceptance = limits_json(decision.acceptance_limits);
        rows.push_back(json::object({{"value", value},
                                     {"decision", word_of(kVerdicts, decision.verdict.value())},
                                     {"p_conform", decision.conformance_probability},
                                     {"specific_risk", decision.specific_risk}}));
    }
    return json::object({{"acceptance_limits", acceptance}, {"rows", rows}});
}

constexpr std::array<CaseKind, 7> kKinds{{{"conformity", conformity_probability},
                                          {"conformity_table", conformity_table},
                                          {"global_risk", risk},
                                          {"guard_band", guard_band},
                                          {"guard_band_factor", guard_band_factor},
                                          {"guard_band_table", guard_band_table},
                                          {"guard_band_target", guard_band_target}}};

}  // namespace

std::span<const CaseKind> decision_kinds() { return kKinds; }

}  // namespace chuan::server::api
