#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/order.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

class OrderRepository {
  public:
    OrderRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    OrderId add(const jobs::Order&, Moment now);
    jobs::Order require(OrderId);  // Error(not_found)

    ItemId add_item(const jobs::Item&);
    jobs::Item require_item(ItemId);  // Error(not_found)
    std::optional<ItemId> item_by_code(std::string_view code);
    std::vector<jobs::Item> items_of(OrderId);
    void set_photo(ItemId, DocumentId);
    void hand_back(ItemId, std::string_view to, AccountId by, Moment now);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
