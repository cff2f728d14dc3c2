#pragma once

// Organisations and orders as lists: filtered, a page at a time, whole rows only where they are shown.

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/list_walk.h"

namespace chuan::storage {

/// Organisations with these words in name, address or tax code, in order of name; role: its word, empty for any.
ListPage organisation_page(Transaction&, people::Scope, std::string_view words, std::string_view role,
                           const ListPlace& after, int limit);

struct OrderListRow {
    OrderId id{};
    std::string number{}, customer_name{}, brought_by{};
    OrganisationId customer{};
    CivilDate received_on{}, promised_on{};
    std::int64_t items = 0, here = 0;  // in all; not handed back yet
};
struct OrderPage {
    std::vector<OrderListRow> rows{};
    std::optional<ListPlace> next{};
};
/// Newest first. words: in the number or the customer's name.
OrderPage order_page(Transaction&, people::Scope, std::string_view words, std::optional<OrganisationId> customer,
                     const ListPlace& after, int limit);

/// Who handed an item back; nullopt while it is here.
std::optional<AccountId> handed_back_by(Transaction&, people::Scope, ItemId);

}  // namespace chuan::storage
