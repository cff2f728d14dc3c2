#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"
#include "procedures/sheet.h"

namespace chuan::jobs {

/// A customer's order: one to 5 000 items received together.
struct Order {
    OrderId id{};
    std::string number{};
    OrganisationId customer{};
    std::string contact{};  // whom to ask at the customer's
    CivilDate received_on{};
    AccountId received_by{};
    CivilDate promised_on{};
    std::string brought_by{};  // first name on the receipt
    std::string remark{};
    std::int64_t version = 1;
};

/// An instrument in the laboratory's hands, from receipt to return. Its code is on the label and never used again.
struct Item {
    ItemId id{};
    OrderId order{};
    int line = 1;
    std::string code{};
    InstrumentId instrument{};
    std::string condition{};  // on receipt
    std::string accessories{};
    std::optional<DocumentId> photo{};
    std::optional<Moment> handed_back_at{};
    std::string handed_back_to{};
    std::int64_t version = 1;
};

inline constexpr int kMostItems = 5000;

/// What was agreed with the customer before the work (ISO/IEC 17025, 7.1). A change is a new review; the newest one
/// holds.
struct ContractReview {
    std::int64_t id = 0;
    bool method_fits = false;  // the procedure answers the customer's need
    bool capable = false;      // people, standards, time
    std::vector<std::string>
        points{};  // agreed, in the item's unit, "V:10" of several quantities; empty: the procedure's
    bool conformity_asked = false;
    std::vector<procedures::AgreedLimits> limits{};  // of each quantity of the item
    std::string decision_rule{};                     // of procedures::kAgreedRules; those of the law are not chosen
    std::optional<Decimal> rule_number{};            // what the rule takes: r or p
    bool validity_asked = false;                     // the customer or the body's form wants a last day (7.8.4.3)
    std::optional<int> validity_months{};
    std::string external_provider{};
    std::string agreed_with{};  // the person at the customer's
    std::optional<CivilDate> agreed_on{};
    std::string remark{};
    AccountId reviewed_by{};
    Moment reviewed_at{};
};

/// Everything missing or at odds in a review; legal: the work is a verification, whose limits and rule nobody may
/// choose.
std::vector<Finding> findings_on(const ContractReview&, bool legal);

/// The specifications agreed, in one line: "V: data sheet; R: data sheet".
std::string specifications_of(const ContractReview&);

}  // namespace chuan::jobs
