#include "procedures/agreed_rule.h"

#include <algorithm>

namespace chuan::procedures {
namespace {

constexpr int kMostDecimals = 6;  // so that a p below 1 is below 1 as a double too

std::string names() {
    std::string all;
    for (const AgreedRule& rule : kAgreedRules)
        all += (all.empty() ? "" : &rule == &kAgreedRules.back() ? " or " : ", ") + std::string(rule.name);
    return all;
}

bool lies_within(const Decimal& number, RuleNumber kind) {
    static const Decimal zero = Decimal::parse("0"), half = Decimal::parse("0.5"), one = Decimal::parse("1"),
                         most = Decimal::parse("3");
    if (number.decimals() > kMostDecimals) return false;
    return kind == RuleNumber::factor ? number > zero && number <= most : number > half && number < one;
}

Finding unfit(const AgreedRule& rule, const std::optional<Decimal>& number) {
    const bool factor = rule.number == RuleNumber::factor;
    const std::string given = number ? number->text() : "";
    return {factor ? "contract.rule_factor" : "contract.rule_probability",
            "the decision rule " + std::string(rule.name) + " needs " +
                (factor ? "its factor r" : "its probability p") + (given.empty() ? "" : ", not " + given) +
                "; agree on a number " +
                (factor ? "above 0 and at most 3, such as 0.83" : "above 0.5 and below 1, such as 0.95") +
                ", with at most 6 decimals",
            "/rule_number",
            {{"rule", std::string(rule.name)}, {"value", given}}};
}

}  // namespace

const AgreedRule* agreed_rule_named(std::string_view name) {
    const auto found = std::ranges::find(kAgreedRules, name, &AgreedRule::name);
    return found == kAgreedRules.end() ? nullptr : &*found;
}

std::vector<Finding> findings_on_rule(std::string_view name, const std::optional<Decimal>& number) {
    const AgreedRule* rule = agreed_rule_named(name);
    if (!rule)
        return {{"contract.rule_unknown",
                 "the decision rule " + std::string(name) + " is not known; choose " + names(),
                 "/decision_rule",
                 {{"rule", std::string(name)}}}};
    if (rule->number == RuleNumber::none) {
        if (!number) return {};
        return {{"contract.rule_number_unused",
                 "the decision rule " + std::string(name) + " takes no number; leave " + number->text() + " out",
                 "/rule_number",
                 {{"rule", std::string(name)}, {"value", number->text()}}}};
    }
    if (number && lies_within(*number, rule->number)) return {};
    return {unfit(*rule, number)};
}

conformity::DecisionRule agreed_decision(std::string_view name, const std::optional<Decimal>& number) {
    if (auto findings = findings_on_rule(name, number); !findings.empty())
        throw Error(ErrorKind::rule_broken, std::move(findings));
    const AgreedRule& rule = *agreed_rule_named(name);
    conformity::DecisionRule decision{.rule = rule.rule};
    if (rule.rule == conformity::Rule::simple) decision.largest_uncertainty_ratio = 1.0 / 3;
    if (rule.number == RuleNumber::factor) decision.guard_multiplier = number->to_double();
    if (rule.number == RuleNumber::probability) decision.guard_probability = number->to_double();
    return decision;
}

NamedRule named(const conformity::DecisionRule& rule) {
    switch (rule.rule) {
        case conformity::Rule::mpe:
            return {"mpe", {}};
        case conformity::Rule::simple:
            return {"simple", {}};
        case conformity::Rule::guarded_non_binary:
            return {"guarded_non_binary", {}};
        case conformity::Rule::guarded_rejection:
            return {"guarded_rejection", Decimal::from_double(rule.guard_multiplier)};
        case conformity::Rule::guarded:
            break;
    }
    if (rule.guard_probability) return {"guarded_probability", Decimal::from_double(*rule.guard_probability)};
    if (rule.guard_multiplier == 1) return {"guarded_U", {}};
    return {"guarded_rU", Decimal::from_double(rule.guard_multiplier)};
}

}  // namespace chuan::procedures
