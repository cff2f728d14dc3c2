#pragma once

// The instruments as a list, a page at a time.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/due_dates.h"
#include "storage/list_walk.h"

namespace chuan::storage {

enum class InstrumentOrder { entered, serial, serial_down, name, name_down, owner, owner_down, due, due_down };
std::optional<InstrumentOrder> instrument_order_from(std::string_view);  // "serial", "-serial", ...

struct InstrumentFilter {
    std::string words{};  // serial or inventory number that begins so; in names, maker and model; in the owner's name
    std::optional<DueStatus> status{};
    std::optional<OrganisationId> owner{};
    std::string quantity{};
};

/// What an index gives: any order of all instruments, the order of due dates for those of a status. What words find
/// comes numbers first, then by name, then by owner; of an owner or a quantity comes in the order of entry.
bool is_offered(const InstrumentFilter&, InstrumentOrder);

struct InstrumentListRow {
    InstrumentId id{};
    DueStatus status = DueStatus::none;
    std::optional<CertificateId> certificate{};  // the newest
    std::string certificate_number{};
    std::optional<CivilDate> test_date{}, valid_to{};
};

struct InstrumentPage {
    std::vector<InstrumentListRow> rows{};
    std::optional<ListPlace> next{};
};

/// Throws std::logic_error on an order that is not offered.
InstrumentPage instrument_page(Transaction&, people::Scope, const InstrumentFilter&, InstrumentOrder, CivilDate today,
                               const ListPlace& after, int limit);
/// nullopt: no such instrument in the register.
std::optional<InstrumentListRow> instrument_row(Transaction&, people::Scope, InstrumentId, CivilDate today);
/// How many of each status the filter finds, its own status left out; nullopt above kMostCounted instruments.
std::optional<std::map<DueStatus, std::int64_t>> instrument_counts(Transaction&, people::Scope, const InstrumentFilter&,
                                                                   CivilDate today);
inline constexpr int kMostCounted = 20'000;

}  // namespace chuan::storage
