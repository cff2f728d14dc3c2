#pragma once

// Items come in over the counter: one order, one or many items, for each the work asked and, where it is clear already,
// the contract review. Known instruments keep their history; an unknown one is entered with what is on its plate.

#include <optional>
#include <string>
#include <vector>

#include "equipment/instrument.h"
#include "jobs/job.h"
#include "jobs/order.h"
#include "operations/support.h"
#include "organisations/organisation.h"

namespace chuan::operations {

struct ReceivedItem {
    std::optional<InstrumentId> instrument{};               // known
    std::optional<equipment::Instrument> new_instrument{};  // or new; its owner is the customer unless it names one
    std::string condition{}, accessories{};
    std::optional<DocumentId> photo{};
    procedures::Kind kind = procedures::Kind::calibration;
    procedures::Mode mode = procedures::Mode::none;
    std::optional<CivilDate> promised_on{};
    std::optional<jobs::ContractReview> review{};
};

struct ReceivedOrder {
    std::optional<OrganisationId> customer{};
    std::optional<organisations::Organisation> new_customer{};
    std::string contact{}, brought_by{}, remark{};
    std::optional<CivilDate> received_on{};  // default: today
    CivilDate promised_on{};
    std::vector<ReceivedItem> items{};
};

/// Returns the new order. Throws Error(rule_broken) with every finding, fields as /items/3/instrument/serial.
OrderId receive_order(storage::Transaction&, const people::Actor&, const ReceivedOrder&, Moment now);

/// The contract review of one job; a further one replaces it from then on (ISO/IEC 17025, 7.1), but points and what was
/// agreed on conformity stay once something was read. Throws Error(conflict) once the work is signed as performed.
void review_contract(storage::Transaction&, const people::Actor&, JobId, jobs::ContractReview, Moment now);

/// The item goes back to the customer; all its jobs have ended.
void hand_back_item(storage::Transaction&, const people::Actor&, ItemId, const std::string& to_whom, Moment now);

/// The photo of an item's condition, taken later.
void attach_photo(storage::Transaction&, const people::Actor&, ItemId, DocumentId, Moment now);

}  // namespace chuan::operations
