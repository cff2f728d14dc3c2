#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/order.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

struct OrderRow {
    OrderId id{};
    std::string number{}, customer_name{};
    CivilDate received_on{}, promised_on{};
    std::int64_t items = 0, handed_back = 0;
};

class OrderRepository {
  public:
    OrderRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    OrderId add(const jobs::Order&, Moment now);
    jobs::Order require(OrderId);                           // Error(not_found)
    std::vector<OrderRow> list(OrderId before, int limit);  // newest first; before 0: the first page

    ItemId add_item(const jobs::Item&);
    jobs::Item require_item(ItemId);  // Error(not_found)
    std::optional<ItemId> item_by_code(std::string_view code);
    std::vector<jobs::Item> items_of(OrderId);
    /// The item under which an instrument was received last.
    std::optional<jobs::Item> last_item_of(InstrumentId);
    void set_photo(ItemId, DocumentId);
    void hand_back(ItemId, std::string_view to, AccountId by, Moment now);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
