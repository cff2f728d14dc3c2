#include "operations/agreement.h"

namespace chuan::operations {
namespace {

using conformity::DecisionRule;
using conformity::Rule;

/// The rules a customer may agree to; U <= tolerance / 3 goes with simple acceptance (ILAC-G8:09/2019, 4.2.1).
DecisionRule rule_of(std::string_view name) {
    if (name == "simple") return {.rule = Rule::simple, .largest_uncertainty_ratio = 1.0 / 3};
    if (name == "guarded_U") return {.rule = Rule::guarded};
    if (name == "guarded_non_binary") return {.rule = Rule::guarded_non_binary};
    throw Error(
        ErrorKind::rule_broken, "contract.rule_unknown",
        "the decision rule " + std::string(name) + " is not known; choose simple, guarded_U or guarded_non_binary",
        "/decision_rule", {{"rule", std::string(name)}});
}

}  // namespace

std::optional<procedures::Agreement> agreement_of(const std::optional<jobs::ContractReview>& review) {
    if (!review || !review->conformity_asked) return std::nullopt;
    return procedures::Agreement{.specification = review->specification,
                                 .tolerance = review->tolerance,
                                 .low = review->limit_low,
                                 .high = review->limit_high,
                                 .rule = rule_of(review->decision_rule),
                                 .rule_name = review->decision_rule};
}

}  // namespace chuan::operations
