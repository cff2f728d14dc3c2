#include "storage/register_lists.h"

#include <algorithm>

#include "base/text.h"
#include "base/words.h"
#include "storage/columns.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

constexpr Words<DueStatus, 6> kStatuses{{{DueStatus::valid, "valid"},
                                         {DueStatus::due_soon, "due_soon"},
                                         {DueStatus::overdue, "overdue"},
                                         {DueStatus::suspended, "suspended"},
                                         {DueStatus::revoked, "revoked"},
                                         {DueStatus::none, "none"}}};
constexpr Words<InstrumentOrder, 9> kOrders{{{InstrumentOrder::entered, ""},
                                             {InstrumentOrder::serial, "serial"},
                                             {InstrumentOrder::serial_down, "-serial"},
                                             {InstrumentOrder::name, "name"},
                                             {InstrumentOrder::name_down, "-name"},
                                             {InstrumentOrder::owner, "owner"},
                                             {InstrumentOrder::owner_down, "-owner"},
                                             {InstrumentOrder::due, "due"},
                                             {InstrumentOrder::due_down, "-due"}}};

// $1 body, $2 owner or 0, $3 quantity, $4 words as a pattern, $5 today, $6 last day of "due soon", $7 instrument or 0
constexpr std::string_view kShown = R"sql(
    SELECT i.id AS id, c.id AS certificate_id, c.number AS number, c.test_date AS test_date, c.valid_to AS valid_to,
           i.serial_folded AS serial_folded, i.search_folded AS search_folded, o.name_folded AS owner_folded, o.id AS owner_id,
           CASE WHEN c.id IS NULL THEN 'none'
                WHEN EXISTS (SELECT 1 FROM certificate_event e
                              WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'withdrawn'
                                AND e.effective_on <= $5) THEN 'revoked'
                WHEN (SELECT e.kind FROM certificate_event e
                       WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind IN ('suspended', 'lifted')
                         AND e.effective_on <= $5
                       ORDER BY e.id DESC
                       LIMIT 1) = 'suspended' THEN 'suspended'
                WHEN EXISTS (SELECT 1 FROM certificate_event e
                              WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'ended_early'
                                AND e.effective_on <= $5) THEN 'overdue'
                WHEN c.valid_to IS NULL THEN 'none'
                WHEN c.valid_to < $5 THEN 'overdue'
                WHEN c.valid_to <= $6 THEN 'due_soon'
                ELSE 'valid' END AS status)sql";
constexpr std::string_view kInstrumentsFirst = R"sql(
      FROM instrument i
      JOIN organisation o ON o.body_id = i.body_id AND o.id = i.owner_id)sql";
const std::string kFound = registered(R"sql(
      LEFT JOIN certificate c
        ON c.body_id = i.body_id
       AND c.id = (SELECT n.id FROM certificate n
                    WHERE n.body_id = i.body_id AND n.instrument_id = i.id AND n.kind <> 'verification_record'
                      AND {registered n}
                    ORDER BY n.test_date DESC, n.id DESC
                    LIMIT 1)
     WHERE i.body_id = $1
       AND ($3 = '' OR i.quantity = $3)
       AND ($4 = '' OR i.search_folded LIKE $4 ESCAPE '\' OR o.search_folded LIKE $4 ESCAPE '\')
       AND {registered i} AND )sql");

// Owners in the order of their names, then the instruments of each: both are read from an index. CROSS keeps them so.
constexpr std::string_view kOwnersFirst = R"sql(
      FROM organisation o
      CROSS JOIN instrument i)sql";
constexpr std::string_view kOfTheirOwners = "o.body_id = $1 AND i.owner_id = o.id";

// Which instruments a list is about: each is one range of an index.
enum class About { all, owner, one };
std::string_view about(About whom) {
    switch (whom) {
        case About::owner:
            return "i.owner_id = CAST($2 AS BIGINT) AND CAST($7 AS BIGINT) = 0";
        case About::one:
            return "i.id = CAST($7 AS BIGINT) AND (CAST($2 AS BIGINT) = 0 OR i.owner_id = CAST($2 AS BIGINT))";
        default:
            return "CAST($2 AS BIGINT) = 0 AND CAST($7 AS BIGINT) = 0";
    }
}
About about(const InstrumentFilter& filter) {
    return filter.only ? About::one : filter.owner ? About::owner : About::all;
}

// Constant texts around the same tables; nothing that anybody typed is in them.
std::string instruments(About whom, bool owners_first = false) {
    std::string text(kShown);
    text.append(owners_first ? kOwnersFirst : kInstrumentsFirst).append(kFound).append(about(whom));
    return owners_first ? text.append(" AND ").append(kOfTheirOwners) : text;
}

struct Sorting {
    InstrumentOrder order;
    std::string_view by;
    bool owners_first = false;
};
constexpr Sorting kSortings[] = {{InstrumentOrder::serial, "a.serial_folded, a.id"},
                                 {InstrumentOrder::serial_down, "a.serial_folded DESC, a.id DESC"},
                                 {InstrumentOrder::name, "a.search_folded, a.id"},
                                 {InstrumentOrder::name_down, "a.search_folded DESC, a.id DESC"},
                                 {InstrumentOrder::owner, "a.owner_folded, a.owner_id, a.id", true},
                                 {InstrumentOrder::owner_down, "a.owner_folded DESC, a.owner_id DESC, a.id DESC", true},
                                 {InstrumentOrder::due, "COALESCE(a.valid_to, '9999'), a.id"},
                                 {InstrumentOrder::due_down, "COALESCE(a.valid_to, '0000') DESC, a.id DESC"}};

std::map<InstrumentOrder, std::string> pages(About whom) {
    const auto page = [](const std::string& from, std::string_view place, std::string_view by) {
        return "SELECT a.id, a.status, a.certificate_id, a.number, a.test_date, a.valid_to FROM (" + from +
               ") a WHERE ($8 = '' OR a.status = $8) AND " + std::string(place) + " ORDER BY " + std::string(by) +
               " LIMIT $9";
    };
    std::map<InstrumentOrder, std::string> texts{
        {InstrumentOrder::entered, page(instruments(whom), "a.id > $10", "a.id")}};
    for (const auto& [order, by, owners_first] : kSortings)
        texts[order] =
            page(instruments(whom, owners_first && whom == About::all), "CAST($10 AS BIGINT) >= 0", by) + " OFFSET $10";
    return texts;
}

const std::string& page_sql(About whom, InstrumentOrder order) {
    static const std::map<About, std::map<InstrumentOrder, std::string>> texts{
        {About::all, pages(About::all)}, {About::owner, pages(About::owner)}, {About::one, pages(About::one)}};
    return texts.at(whom).at(order);
}

const std::string& counts_sql(About whom) {
    static const auto text = [](About of) {
        return "SELECT a.status, COUNT(*) FROM (" + instruments(of) + ") a GROUP BY a.status";
    };
    static const std::map<About, std::string> texts{
        {About::all, text(About::all)}, {About::owner, text(About::owner)}, {About::one, text(About::one)}};
    return texts.at(whom);
}

constexpr std::string_view kTooMany = R"sql(
    SELECT COUNT(*) FROM (SELECT 1 AS one FROM instrument WHERE body_id = $1 LIMIT $2) a)sql";

const std::string kOrganisations = registered(R"sql(
    SELECT o.id
      FROM organisation o
     WHERE o.body_id = $1
       AND ($2 = '' OR o.search_folded LIKE $2 ESCAPE '\')
       AND ($3 = '' OR ' ' || o.roles || ' ' LIKE '% ' || $3 || ' %')
       AND {registered o}
     ORDER BY o.name_folded, o.id
     LIMIT $4 OFFSET $5)sql");

constexpr std::string_view kOrderRows = R"sql(
    SELECT c.id, c.number, o.name, c.brought_by, c.customer_id, c.received_on, c.promised_on,
           (SELECT COUNT(*) FROM order_item i WHERE i.body_id = c.body_id AND i.order_id = c.id),
           (SELECT COUNT(*) FROM order_item i WHERE i.body_id = c.body_id AND i.order_id = c.id AND i.handed_back_at IS NULL)
      FROM customer_order c
      JOIN organisation o ON o.body_id = c.body_id AND o.id = c.customer_id
     WHERE c.body_id = $1
       AND (CAST($2 AS BIGINT) = 0 OR c.customer_id = CAST($2 AS BIGINT))
       AND ($3 = '' OR LOWER(c.number) LIKE $3 ESCAPE '\' OR o.name_folded LIKE $3 ESCAPE '\')
       AND (CAST($4 AS BIGINT) = 0 OR c.id < CAST($4 AS BIGINT))
     ORDER BY c.id DESC
     LIMIT $5)sql";

constexpr std::string_view kHandedBackBy = "SELECT handed_back_by FROM order_item WHERE body_id = $1 AND id = $2";

std::string containing(std::string_view words) {
    const std::string key = folded(words);
    if (key.empty()) return {};
    std::string pattern = "%";
    for (const char c : key) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

std::vector<Value> filters(people::Scope scope, const InstrumentFilter& filter, CivilDate today) {
    return {scope.body,
            filter.owner.value_or(OrganisationId{}),
            filter.quantity,
            containing(filter.words),
            to_iso(today),
            to_iso(add_days(today, kDaysDueSoon)),
            filter.only.value_or(InstrumentId{})};
}

}  // namespace

std::string_view to_string(DueStatus status) { return word_of(kStatuses, status); }
std::optional<DueStatus> due_status_from(std::string_view word) { return value_of(kStatuses, word); }
std::optional<InstrumentOrder> instrument_order_from(std::string_view word) { return value_of(kOrders, word); }

DueStatus due_status(const std::optional<CivilDate>& last_day, CivilDate today) {
    if (!last_day) return DueStatus::none;
    if (*last_day < today) return DueStatus::overdue;
    return *last_day <= add_days(today, kDaysDueSoon) ? DueStatus::due_soon : DueStatus::valid;
}

std::vector<InstrumentListRow> instrument_page(Transaction& transaction, people::Scope scope,
                                               const InstrumentFilter& filter, InstrumentOrder order, CivilDate today,
                                               std::int64_t after, int limit) {
    auto values = filters(scope, filter, today);
    values.emplace_back(filter.status ? to_string(*filter.status) : std::string_view());
    values.emplace_back(limit);
    values.emplace_back(after);
    std::vector<InstrumentListRow> rows;
    for (const Row& row : transaction.execute(page_sql(about(filter), order), values).rows)
        rows.push_back({.id = row.get<InstrumentId>(0),
                        .status = stored_value_of(kStatuses, row.get<std::string>(1)),
                        .certificate = optional_id_at<CertificateId>(row, 2),
                        .certificate_number = row.get<std::optional<std::string>>(3).value_or(""),
                        .test_date = optional_date_at(row, 4),
                        .valid_to = optional_date_at(row, 5)});
    return rows;
}

std::optional<std::map<DueStatus, std::int64_t>> instrument_counts(Transaction& transaction, people::Scope scope,
                                                                   const InstrumentFilter& filter, CivilDate today) {
    if (transaction.one(kTooMany, {scope.body, kMostCounted + 1})->get<std::int64_t>(0) > kMostCounted)
        return std::nullopt;
    std::map<DueStatus, std::int64_t> counts;
    for (const auto status : kDueStatuses) counts[status] = 0;
    for (const Row& row : transaction.execute(counts_sql(about(filter)), filters(scope, filter, today)).rows)
        counts[stored_value_of(kStatuses, row.get<std::string>(0))] = row.get<std::int64_t>(1);
    return counts;
}

std::vector<OrganisationId> organisation_page(Transaction& transaction, people::Scope scope, std::string_view words,
                                              std::string_view role, std::int64_t after, int limit) {
    std::vector<OrganisationId> ids;
    for (const Row& row : transaction.execute(kOrganisations, {scope.body, containing(words), role, limit, after}).rows)
        ids.push_back(row.get<OrganisationId>(0));
    return ids;
}

std::vector<OrderListRow> order_page(Transaction& transaction, people::Scope scope, std::string_view words,
                                     std::optional<OrganisationId> customer, OrderId before, int limit) {
    std::vector<OrderListRow> rows;
    for (const Row& row :
         transaction
             .execute(kOrderRows, {scope.body, customer.value_or(OrganisationId{}), containing(words), before, limit})
             .rows)
        rows.push_back({.id = row.get<OrderId>(0),
                        .number = row.get<std::string>(1),
                        .customer_name = row.get<std::string>(2),
                        .brought_by = row.get<std::string>(3),
                        .customer = row.get<OrganisationId>(4),
                        .received_on = date_at(row, 5),
                        .promised_on = date_at(row, 6),
                        .items = row.get<std::int64_t>(7),
                        .here = row.get<std::int64_t>(8)});
    return rows;
}

std::optional<AccountId> handed_back_by(Transaction& transaction, people::Scope scope, ItemId item) {
    const auto row = transaction.one(kHandedBackBy, {scope.body, item});
    return row ? optional_id_at<AccountId>(*row, 0) : std::nullopt;
}

}  // namespace chuan::storage
