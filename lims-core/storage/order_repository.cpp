#include "storage/order_repository.h"

#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO customer_order (body_id, number, customer_id, contact, received_on, received_by, promised_on, brought_by, remark,
                                created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
    RETURNING id)sql";

constexpr std::string_view kFind = R"sql(
    SELECT id, number, customer_id, contact, received_on, received_by, promised_on, brought_by, remark, version
      FROM customer_order
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kAddItem = R"sql(
    INSERT INTO order_item (body_id, order_id, line, code, instrument_id, condition_text, accessories, photo_id, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
    RETURNING id)sql";

constexpr std::string_view kFindItem = R"sql(
    SELECT id, order_id, line, code, instrument_id, condition_text, accessories, photo_id, handed_back_at, handed_back_to, version
      FROM order_item
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kItemByCode = "SELECT id FROM order_item WHERE body_id = $1 AND code = $2";
constexpr std::string_view kItemsOf = "SELECT id FROM order_item WHERE body_id = $1 AND order_id = $2 ORDER BY line";

constexpr std::string_view kSetPhoto = R"sql(
    UPDATE order_item SET photo_id = $3, version = version + 1 WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kHandBack = R"sql(
    UPDATE order_item
       SET handed_back_at = $3, handed_back_to = $4, handed_back_by = $5, version = version + 1
     WHERE body_id = $1 AND id = $2 AND handed_back_at IS NULL)sql";

}  // namespace

OrderId OrderRepository::add(const jobs::Order& o, Moment now) {
    return transaction_
        .one(kAdd, {body_, o.number, o.customer, o.contact, text(o.received_on), o.received_by, text(o.promised_on),
                    o.brought_by, o.remark, text(now)})
        ->get<OrderId>(0);
}

jobs::Order OrderRepository::require(OrderId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "order.unknown", "there is no order " + std::to_string(id.value) + " here");
    return {.id = row->get<OrderId>(0),
            .number = row->get<std::string>(1),
            .customer = row->get<OrganisationId>(2),
            .contact = row->get<std::string>(3),
            .received_on = date_at(*row, 4),
            .received_by = row->get<AccountId>(5),
            .promised_on = date_at(*row, 6),
            .brought_by = row->get<std::string>(7),
            .remark = row->get<std::string>(8),
            .version = row->get<std::int64_t>(9)};
}

ItemId OrderRepository::add_item(const jobs::Item& i) {
    return transaction_
        .one(kAddItem, {body_, i.order, i.line, i.code, i.instrument, i.condition, i.accessories, i.photo})
        ->get<ItemId>(0);
}

jobs::Item OrderRepository::require_item(ItemId id) {
    const auto row = transaction_.one(kFindItem, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "item.unknown",
                    "there is no received item " + std::to_string(id.value) + " here");
    return {.id = row->get<ItemId>(0),
            .order = row->get<OrderId>(1),
            .line = static_cast<int>(row->get<std::int64_t>(2)),
            .code = row->get<std::string>(3),
            .instrument = row->get<InstrumentId>(4),
            .condition = row->get<std::string>(5),
            .accessories = row->get<std::string>(6),
            .photo = optional_id_at<DocumentId>(*row, 7),
            .handed_back_at = optional_moment_at(*row, 8),
            .handed_back_to = row->get<std::optional<std::string>>(9).value_or(""),
            .version = row->get<std::int64_t>(10)};
}

std::optional<ItemId> OrderRepository::item_by_code(std::string_view code) {
    const auto row = transaction_.one(kItemByCode, {body_, code});
    return row ? std::optional(row->get<ItemId>(0)) : std::nullopt;
}

std::vector<jobs::Item> OrderRepository::items_of(OrderId order) {
    std::vector<jobs::Item> items;
    for (const Row& row : transaction_.execute(kItemsOf, {body_, order}).rows)
        items.push_back(require_item(row.get<ItemId>(0)));
    return items;
}

void OrderRepository::set_photo(ItemId item, DocumentId photo) {
    transaction_.execute(kSetPhoto, {body_, item, photo});
}

void OrderRepository::hand_back(ItemId item, std::string_view to, AccountId by, Moment now) {
    if (transaction_.execute(kHandBack, {body_, item, text(now), to, by}).changed == 0)
        throw Error(ErrorKind::conflict, "item.handed_back",
                    "item " + std::to_string(item.value) + " was handed back already");
}

}  // namespace chuan::storage
