#pragma once

// The decision rules that a customer may agree to for a calibration (ISO/IEC 17025, 7.8.6; ILAC-G8:09/2019), and the
// number that some of them take.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "conformity/decision.h"

namespace chuan::procedures {

/// What belongs to a rule: nothing, the r of w = r U, or the one-sided probability p of w = z_p u.
enum class RuleNumber { none, factor, probability };

struct AgreedRule {
    std::string_view name;
    conformity::Rule rule;
    RuleNumber number = RuleNumber::none;
};

/// "simple" goes with U <= tolerance / 3 (ILAC-G8:09/2019, 4.2.1); "guarded_U" is "guarded_rU" with r = 1, under the
/// name that everybody knows.
inline constexpr std::array<AgreedRule, 6> kAgreedRules{
    {{"simple", conformity::Rule::simple},
     {"guarded_U", conformity::Rule::guarded},
     {"guarded_rU", conformity::Rule::guarded, RuleNumber::factor},
     {"guarded_probability", conformity::Rule::guarded, RuleNumber::probability},
     {"guarded_non_binary", conformity::Rule::guarded_non_binary},
     {"guarded_rejection", conformity::Rule::guarded_rejection, RuleNumber::factor}}};

/// nullptr where there is none of that name.
const AgreedRule* agreed_rule_named(std::string_view);

/// What keeps a rule from being agreed: "contract.rule_unknown" at "/decision_rule"; at "/rule_number" a number that is
/// missing or impossible ("contract.rule_factor": 0 < r <= 3, "contract.rule_probability": 0.5 < p < 1; at most six
/// decimals) or that the rule does not take ("contract.rule_number_unused").
std::vector<Finding> findings_on_rule(std::string_view name, const std::optional<Decimal>& number);

/// The rule as the decision takes it. Throws Error(rule_broken) with findings_on_rule.
conformity::DecisionRule agreed_decision(std::string_view name, const std::optional<Decimal>& number);

/// What a procedure's own rule is called: "mpe", or as the agreed rule that does the same; and its number.
struct NamedRule {
    std::string name;
    std::optional<Decimal> number;
};
NamedRule named(const conformity::DecisionRule&);

}  // namespace chuan::procedures
