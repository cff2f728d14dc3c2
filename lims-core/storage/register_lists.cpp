#include "storage/register_lists.h"

#include "storage/columns.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

// $1 body, $2 pattern or empty, $3 role or empty
const std::string kOrganisations = registered(R"sql(
    SELECT o.id,
           CASE WHEN ($2 = '' OR o.search_folded LIKE $2 ESCAPE '\')
                 AND ($3 = '' OR ' ' || o.roles || ' ' LIKE '% ' || $3 || ' %')
                 AND {registered o} THEN 1 ELSE 0 END,
           o.name_folded, o.id
      FROM organisation o
     WHERE o.body_id = $1 AND o.name_folded )sql");
const std::string kFollowing = kOrganisations + "> $4 ORDER BY o.name_folded, o.id LIMIT $5";
const std::string kOfSameName = kOrganisations + "= $4 AND o.id > $5 ORDER BY o.id LIMIT $6";

// $1 body, $2 pattern or empty
constexpr std::string_view kOrdersOfAll = R"sql(
    SELECT c.id,
           CASE WHEN $2 = '' OR LOWER(c.number) LIKE $2 ESCAPE '\' OR o.name_folded LIKE $2 ESCAPE '\' THEN 1 ELSE 0 END,
           c.id
      FROM customer_order c
      JOIN organisation o ON o.body_id = c.body_id AND o.id = c.customer_id
     WHERE c.body_id = $1 AND c.id < CAST($3 AS BIGINT)
     ORDER BY c.id DESC
     LIMIT $4)sql";

// $3 customer
constexpr std::string_view kOrdersOfCustomer = R"sql(
    SELECT c.id,
           CASE WHEN $2 = '' OR LOWER(c.number) LIKE $2 ESCAPE '\' OR o.name_folded LIKE $2 ESCAPE '\' THEN 1 ELSE 0 END,
           c.id
      FROM customer_order c
      JOIN organisation o ON o.body_id = c.body_id AND o.id = c.customer_id
     WHERE c.body_id = $1 AND c.customer_id = $3 AND c.id < CAST($4 AS BIGINT)
     ORDER BY c.id DESC
     LIMIT $5)sql";

constexpr std::string_view kOrderRow = R"sql(
    SELECT c.id, c.number, o.name, c.brought_by, c.customer_id, c.received_on, c.promised_on,
           (SELECT COUNT(*) FROM order_item i WHERE i.body_id = c.body_id AND i.order_id = c.id),
           (SELECT COUNT(*) FROM order_item i WHERE i.body_id = c.body_id AND i.order_id = c.id AND i.handed_back_at IS NULL)
      FROM customer_order c
      JOIN organisation o ON o.body_id = c.body_id AND o.id = c.customer_id
     WHERE c.body_id = $1 AND c.id = $2)sql";

constexpr std::string_view kHandedBackBy = "SELECT handed_back_by FROM order_item WHERE body_id = $1 AND id = $2";

OrderListRow order_row(const Row& row) {
    return {.id = row.get<OrderId>(0),
            .number = row.get<std::string>(1),
            .customer_name = row.get<std::string>(2),
            .brought_by = row.get<std::string>(3),
            .customer = row.get<OrganisationId>(4),
            .received_on = date_at(row, 5),
            .promised_on = date_at(row, 6),
            .items = row.get<std::int64_t>(7),
            .here = row.get<std::int64_t>(8)};
}

}  // namespace

ListPage organisation_page(Transaction& transaction, people::Scope scope, std::string_view words, std::string_view role,
                           const ListPlace& after, int limit) {
    const ListStretch all{kFollowing, {scope.body, pattern_of(words), role}, {"", 0}, kOfSameName};
    return walk(transaction, {&all, 1}, after, limit);
}

OrderPage order_page(Transaction& transaction, people::Scope scope, std::string_view words,
                     std::optional<OrganisationId> customer, const ListPlace& after, int limit) {
    ListStretch newest_first{std::string(kOrdersOfAll), {scope.body, pattern_of(words)}, {kBehindAllIds}};
    if (customer)
        newest_first = {std::string(kOrdersOfCustomer), {scope.body, pattern_of(words), *customer}, {kBehindAllIds}};
    auto found = walk(transaction, {&newest_first, 1}, after, limit);
    OrderPage page{{}, std::move(found.next)};
    for (const std::int64_t id : found.ids)
        page.rows.push_back(order_row(transaction.one(kOrderRow, {scope.body, id}).value()));
    return page;
}

std::optional<AccountId> handed_back_by(Transaction& transaction, people::Scope scope, ItemId item) {
    const auto row = transaction.one(kHandedBackBy, {scope.body, item});
    return row ? optional_id_at<AccountId>(*row, 0) : std::nullopt;
}

}  // namespace chuan::storage
