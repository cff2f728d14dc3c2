#pragma once

// Until when an instrument's newest certificate stands. A list of a million instruments finds those overdue by an
// index, so standing and due date are kept with the instrument: renewed in the transaction that adds a certificate or
// an event, and, after a batch of certificates came into the register or left it, some thousand at a time.

#include <optional>
#include <string_view>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// Of an instrument's newest certificate on a day; none: no certificate, or one without a last day.
enum class DueStatus { valid, due_soon, overdue, suspended, revoked, none };
inline constexpr DueStatus kDueStatuses[] = {DueStatus::valid,     DueStatus::due_soon, DueStatus::overdue,
                                             DueStatus::suspended, DueStatus::revoked,  DueStatus::none};
std::string_view to_string(DueStatus);
std::optional<DueStatus> due_status_from(std::string_view);
inline constexpr int kDaysDueSoon = 30;
/// Of a last day (or none) on a day.
DueStatus due_status(const std::optional<CivilDate>& last_day, CivilDate today);

/// From the newest certificate in the register and its events, by now.
void renew_due_date(Transaction&, people::Scope, InstrumentId);
/// Of up to so many instruments with certificates of this batch, in the order of their ids after one; the last of them,
/// or nullopt when there was none left.
std::optional<InstrumentId> renew_due_dates(Transaction&, people::Scope, ImportBatchId, InstrumentId after, int most);

}  // namespace chuan::storage
