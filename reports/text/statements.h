#pragma once

// Sentences that a certificate makes out of codes, in both languages: paper and DCC say the same.

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "certificates/content.h"

namespace chuan::reports::text {

/// Traceability to the SI through whoever keeps the references that the chain ends at; where the chain is incomplete or
/// ends nowhere, says that nothing is claimed.
certificates::Bilingual traceability_statement(const std::vector<std::string>& keepers, bool chain_complete);

/// code: of procedures::kAgreedRules, or "mpe"; empty: empty. number: the r or p that the rule takes. A code without a
/// sentence is printed as it is.
certificates::Bilingual decision_rule_statement(const std::string& code,
                                                const std::optional<Decimal>& number = std::nullopt);

struct AdjustmentWords {
    std::string choice;  // "not_adjusted", "adjusted", "as_found_not_applicable"
    std::string reason;  // what was done, or why as found does not apply
    std::string done_by, consent, seals;
};
/// Empty where no choice is recorded.
certificates::Bilingual adjustment_statement(const AdjustmentWords&);

/// The table as both drawings show it: figures of columns that the procedure does not print are left out (k stays, U
/// needs it), columns without a figure are dropped, and limits and verdicts, where there are any, always have their
/// columns.
certificates::ResultTable as_printed(const certificates::ResultTable&);

}  // namespace chuan::reports::text
