#include "operations/agreement.h"

#include "procedures/names.h"

namespace chuan::operations {
namespace {

conformity::DecisionRule rule_of(std::string_view name) {
    if (const auto rule = procedures::agreed_rule_named(name)) return *rule;
    throw Error(
        ErrorKind::rule_broken, "contract.rule_unknown",
        "the decision rule " + std::string(name) + " is not known; choose simple, guarded_U or guarded_non_binary",
        "/decision_rule", {{"rule", std::string(name)}});
}

}  // namespace

std::optional<procedures::Agreement> agreement_of(const std::optional<jobs::ContractReview>& review) {
    if (!review || !review->conformity_asked) return std::nullopt;
    return procedures::Agreement{
        .limits = review->limits, .rule = rule_of(review->decision_rule), .rule_name = review->decision_rule};
}

}  // namespace chuan::operations
