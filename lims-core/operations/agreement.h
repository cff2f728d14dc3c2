#pragma once

#include <optional>

#include "jobs/order.h"
#include "procedures/sheet.h"

namespace chuan::operations {

/// Specification and rule of the newest contract review as the evaluation needs them; nullopt where no statement of
/// conformity was asked. Throws Error(rule_broken, "contract.rule_*") for a rule that this program does not know, or a
/// number that does not fit it.
std::optional<procedures::Agreement> agreement_of(const std::optional<jobs::ContractReview>&);

}  // namespace chuan::operations
