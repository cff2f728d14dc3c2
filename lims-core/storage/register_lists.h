#pragma once

// The register as lists: filtered, a page at a time, whole rows only where they are shown.

#include <map>
#include <optional>
#include <string>
#include <vector>

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

enum class InstrumentOrder { entered, serial, serial_down, name, name_down, owner, owner_down, due, due_down };
std::optional<InstrumentOrder> instrument_order_from(std::string_view);  // "serial", "-serial", ...

struct InstrumentFilter {
    std::string words{};  // in name, serial, maker, model, inventory number or owner
    std::optional<DueStatus> status{};
    std::optional<OrganisationId> owner{};
    std::string quantity{};
    std::optional<InstrumentId> only{};
};

struct InstrumentListRow {
    InstrumentId id{};
    DueStatus status = DueStatus::none;
    std::optional<CertificateId> certificate{};  // the newest
    std::string certificate_number{};
    std::optional<CivilDate> test_date{}, valid_to{};
};

/// after: rows of the order to pass over (in the order of entry: the last id of the page before).
std::vector<InstrumentListRow> instrument_page(Transaction&, people::Scope, const InstrumentFilter&, InstrumentOrder,
                                               CivilDate today, std::int64_t after, int limit);
/// How many of each status the filter finds, its own status left out; nullopt above kMostCounted instruments.
std::optional<std::map<DueStatus, std::int64_t>> instrument_counts(Transaction&, people::Scope, const InstrumentFilter&,
                                                                   CivilDate today);
inline constexpr int kMostCounted = 20'000;

/// Organisations with these words in name, address or tax code, in order of name; role: its word, empty for any.
std::vector<OrganisationId> organisation_page(Transaction&, people::Scope, std::string_view words,
                                              std::string_view role, std::int64_t after, int limit);

struct OrderListRow {
    OrderId id{};
    std::string number{}, customer_name{}, brought_by{};
    OrganisationId customer{};
    CivilDate received_on{}, promised_on{};
    std::int64_t items = 0, here = 0;  // in all; not handed back yet
};
/// Newest first; before 0: the first page. words: in the number or the customer's name.
std::vector<OrderListRow> order_page(Transaction&, people::Scope, std::string_view words,
                                     std::optional<OrganisationId> customer, OrderId before, int limit);

/// Who handed an item back; nullopt while it is here.
std::optional<AccountId> handed_back_by(Transaction&, people::Scope, ItemId);

}  // namespace chuan::storage
