#include "operations/agreement.h"

#include "procedures/agreed_rule.h"

namespace chuan::operations {

std::optional<procedures::Agreement> agreement_of(const std::optional<jobs::ContractReview>& review) {
    if (!review || !review->conformity_asked) return std::nullopt;
    return procedures::Agreement{.limits = review->limits,
                                 .rule = procedures::agreed_decision(review->decision_rule, review->rule_number),
                                 .rule_name = review->decision_rule,
                                 .rule_number = review->rule_number};
}

}  // namespace chuan::operations
