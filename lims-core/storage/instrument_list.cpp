#include "storage/instrument_list.h"

#include <stdexcept>

#include "base/text.h"
#include "base/words.h"
#include "storage/columns.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

using Order = InstrumentOrder;

constexpr Words<Order, 9> kOrders{{{Order::entered, ""},
                                   {Order::serial, "serial"},
                                   {Order::serial_down, "-serial"},
                                   {Order::name, "name"},
                                   {Order::name_down, "-name"},
                                   {Order::owner, "owner"},
                                   {Order::owner_down, "-owner"},
                                   {Order::due, "due"},
                                   {Order::due_down, "-due"}}};

// $1 body, $2 owner or 0, $3 quantity, $4 status, $5 today, $6 last day of "due soon"; a stretch's own values follow
constexpr std::string_view kStatus = R"sql(CASE i.standing WHEN 'revoked' THEN 'revoked'
                            WHEN 'suspended' THEN 'suspended'
                            WHEN 'ended' THEN 'overdue'
                            WHEN 'none' THEN 'none'
                            ELSE CASE WHEN i.due_on < $5 THEN 'overdue' WHEN i.due_on <= $6 THEN 'due_soon' ELSE 'valid' END END)sql";

const std::string kBelongs = registered(R"sql((CAST($2 AS BIGINT) = 0 OR i.owner_id = CAST($2 AS BIGINT))
                AND ($3 = '' OR i.quantity = $3)
                AND ($4 = '' OR $4 = )sql" +
                                        std::string(kStatus) + ") AND {registered i}");

// of words: $8 to before $7 range of a folded number, $9 pattern
constexpr std::string_view kNoSerial = " AND NOT (i.serial_folded >= $8 AND i.serial_folded < $7)";
constexpr std::string_view kNoInventory =
    " AND (i.inventory_folded IS NULL OR NOT (i.inventory_folded >= $8 AND i.inventory_folded < $7))";
constexpr std::string_view kNoType = R"sql( AND NOT EXISTS (
                    SELECT 1 FROM instrument_type t WHERE t.body_id = i.body_id AND t.id = i.type_id AND t.words LIKE $9 ESCAPE '\'))sql";

const Value kLeastText(""), kLeastId(0), kMostText(kBehindAll), kMostId(kBehindAllIds);

std::string parameter(std::size_t number) { return "$" + std::to_string(number); }
std::string whole(std::size_t number) { return "CAST($" + std::to_string(number) + " AS BIGINT)"; }

std::string selected(std::string_view belongs_too, std::string_view keys) {
    return "SELECT i.id, CASE WHEN " + kBelongs + std::string(belongs_too) + " THEN 1 ELSE 0 END, " +
           std::string(keys) + " ";
}

/// A range of an index (body_id, ..., column, id) in its order; the values of the range are counted among values.
ListStretch of_index(std::string_view range, const std::string& column, bool down, std::vector<Value> values,
                     std::vector<Value> begin, std::optional<ListEnd> end = {}, std::string_view belongs_too = {}) {
    return in_order_of(
        selected(belongs_too, column + ", i.id") + "FROM instrument i WHERE i.body_id = $1" + std::string(range),
        column, "i.id", down, std::move(values), std::move(begin), std::move(end));
}

ListStretch in_order_of_entry(std::string_view range, const std::vector<Value>& values) {
    return in_order_of_id(selected("", "i.id") + "FROM instrument i WHERE i.body_id = $1" + std::string(range), "i.id",
                          false, values);
}

/// Rows of a small table, named by one letter, in the order of a column, then the instruments of each; both from an
/// index, and CROSS keeps them so. link: the instrument's column.
ListStretch of_each(std::string_view table, std::string_view column, std::string_view link, std::string_view range,
                    bool down, const std::vector<Value>& values, std::string_view belongs_too = {}) {
    const std::string by(column), name = by.substr(0, 1), outer = name + ".id", direction = down ? " DESC" : "";
    const std::size_t key = values.size() + 1;
    std::string sql = selected(belongs_too, by + ", " + outer + ", i.id") + "FROM " + std::string(table) + " " + name +
                      " CROSS JOIN instrument i WHERE " + name + ".body_id = $1 AND i.body_id = $1 AND " +
                      std::string(link) + " = " + outer + std::string(range);
    sql += " AND (" + by + ", " + outer + ")" + (down ? " <= (" : " >= (") + parameter(key) + ", " + whole(key + 1) +
           ") AND i.id" + (down ? " < " : " > ") + "CASE WHEN " + outer + " = " + whole(key + 1) + " THEN " +
           whole(key + 2) + " ELSE " + (down ? std::to_string(kBehindAllIds) : "0") + " END";
    sql += " ORDER BY " + by + direction + ", " + outer + direction + ", i.id" + direction + " LIMIT " +
           parameter(key + 3);
    const Value text = down ? kMostText : kLeastText, id = down ? kMostId : kLeastId;
    return {.sql = std::move(sql), .values = values, .begin = {text, id, id}};
}

std::vector<Value> common_values(people::Scope scope, const InstrumentFilter& filter, CivilDate today) {
    return {scope.body,      filter.owner.value_or(OrganisationId{}),
            filter.quantity, filter.status ? to_string(*filter.status) : std::string_view(),
            to_iso(today),   to_iso(add_days(today, kDaysDueSoon))};
}

/// Everything in one of the orders.
std::vector<ListStretch> in_order(Order order, const std::vector<Value>& values) {
    const bool down = order == Order::serial_down || order == Order::name_down || order == Order::owner_down ||
                      order == Order::due_down;
    const Value text = down ? kMostText : kLeastText, id = down ? kMostId : kLeastId;
    switch (order) {
        case Order::serial:
        case Order::serial_down:
            return {of_index("", "i.serial_folded", down, values, {text, id})};
        case Order::name:
        case Order::name_down:
            return {of_index("", "i.name_folded", down, values, {text, id})};
        case Order::owner:
        case Order::owner_down:
            return {of_each("organisation", "o.name_folded", "i.owner_id", "", down, values)};
        case Order::due:
        case Order::due_down:  // those without a date come last
            return {of_index("", "i.due_on", down, values, {text, kMostId}, ListEnd{">", kLeastText}),
                    in_order_of_entry(" AND i.due_on = ''", values)};
        case Order::entered:
            return {in_order_of_entry("", values)};
    }
    throw std::logic_error("no such order");
}

/// Those of a standing with a due date from one day to before another, in the order of due dates.
ListStretch of_standing(std::string_view standing, const std::string& from, const std::string& before, bool down,
                        std::vector<Value> values) {
    values.emplace_back(standing);
    return of_index(" AND i.standing = $7", "i.due_on", down, std::move(values), {down ? before : from, kLeastId},
                    down ? ListEnd{">=", from} : ListEnd{"<", before});
}

std::vector<ListStretch> of_status(DueStatus status, CivilDate today, bool down, const std::vector<Value>& values) {
    const std::string ever, never(kBehindAll), now = to_iso(today), later = to_iso(add_days(today, kDaysDueSoon + 1));
    switch (status) {
        case DueStatus::overdue: {
            std::vector<ListStretch> overdue{of_standing("ended", ever, never, down, values),
                                             of_standing("dated", ever, now, down, values)};
            return overdue;
        }
        case DueStatus::due_soon:
            return {of_standing("dated", now, later, down, values)};
        case DueStatus::valid:
            return {of_standing("dated", later, never, down, values)};
        case DueStatus::suspended:
        case DueStatus::revoked:
        case DueStatus::none:
            return {of_standing(to_string(status), ever, never, down, values)};
    }
    throw std::logic_error("no such status");
}

/// $7 to $9; no number is in a range that begins behind all.
std::vector<Value> values_of_words(std::string_view words) {
    const std::string number = folded_serial(words);
    return {number + std::string(kBehindAll), number.empty() ? std::string(kBehindAll) : number, pattern_of(words)};
}

/// Numbers that begin so, then names, makers and models, then owners; nothing twice.
std::vector<ListStretch> with_words(std::string_view words, std::vector<Value> values) {
    static const std::string no_number = std::string(kNoSerial).append(kNoInventory);
    const auto own = values_of_words(words);
    std::vector<ListStretch> stretches;
    const ListEnd end{"<", own[0]};
    const std::vector<Value> any = values;
    values.push_back(own[0]);
    stretches.push_back(of_index("", "i.serial_folded", false, any, {own[1], kLeastId}, end));
    values.push_back(own[1]);
    stretches.push_back(of_index("", "i.inventory_folded", false, values, {own[1], kLeastId}, end, kNoSerial));
    values.push_back(own[2]);
    stretches.push_back(of_each("instrument_type", "t.words", "i.type_id", " AND t.words LIKE $9 ESCAPE '\\'", false,
                                values, no_number));
    stretches.push_back(of_each("organisation", "o.name_folded", "i.owner_id",
                                " AND o.search_folded LIKE $9 ESCAPE '\\'", false, values,
                                no_number + std::string(kNoType)));
    return stretches;
}

std::vector<ListStretch> stretches_of(const InstrumentFilter& filter, Order order, CivilDate today,
                                      const std::vector<Value>& values) {
    if (!is_offered(filter, order)) throw std::logic_error("the list of instruments has no such order with its filter");
    if (!folded(filter.words).empty()) return with_words(filter.words, values);
    if (filter.owner) return {in_order_of_entry(" AND i.owner_id = CAST($2 AS BIGINT)", values)};
    if (filter.status) return of_status(*filter.status, today, order == Order::due_down, values);
    if (!filter.quantity.empty()) return {in_order_of_entry(" AND i.quantity = $3", values)};
    return in_order(order, values);
}

// $1 body, $2 instrument, $3 today, $4 last day of "due soon"
const std::string kRow = registered(R"sql(
    SELECT i.id, c.id, c.number, c.test_date, c.valid_to,
           CASE WHEN c.id IS NULL THEN 'none'
                WHEN EXISTS (SELECT 1 FROM certificate_event e
                              WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'withdrawn'
                                AND e.effective_on <= $3) THEN 'revoked'
                WHEN (SELECT e.kind FROM certificate_event e
                       WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind IN ('suspended', 'lifted')
                         AND e.effective_on <= $3
                       ORDER BY e.id DESC
                       LIMIT 1) = 'suspended' THEN 'suspended'
                WHEN EXISTS (SELECT 1 FROM certificate_event e
                              WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'ended_early'
                                AND e.effective_on <= $3
                                AND NOT EXISTS (SELECT 1 FROM certificate_event r
                                                 WHERE r.body_id = e.body_id AND r.certificate_id = e.certificate_id
                                                   AND r.kind = 'reinstated' AND r.related_number = e.related_number)) THEN 'overdue'
                WHEN c.valid_to IS NULL THEN 'none'
                WHEN c.valid_to < $3 THEN 'overdue'
                WHEN c.valid_to <= $4 THEN 'due_soon'
                ELSE 'valid' END
      FROM instrument i
      LEFT JOIN certificate c
        ON c.body_id = i.body_id
       AND c.id = (SELECT n.id FROM certificate n
                    WHERE n.body_id = i.body_id AND n.instrument_id = i.id AND n.kind <> 'verification_record'
                      AND {registered n}
                    ORDER BY n.test_date DESC, n.id DESC
                    LIMIT 1)
     WHERE i.body_id = $1 AND i.id = $2
       AND {registered i})sql");

constexpr std::string_view kTooMany = R"sql(
    SELECT COUNT(*) FROM (SELECT 1 AS one FROM instrument WHERE body_id = $1 LIMIT $2) a)sql";

const std::string kCounts = "SELECT a.status, COUNT(*) FROM (SELECT " + std::string(kStatus) +
                            R"sql( AS status
      FROM instrument i
      JOIN instrument_type t ON t.body_id = i.body_id AND t.id = i.type_id
      JOIN organisation o ON o.body_id = i.body_id AND o.id = i.owner_id
     WHERE i.body_id = $1
       AND ($9 = '' OR t.words LIKE $9 ESCAPE '\' OR o.search_folded LIKE $9 ESCAPE '\'
            OR (i.serial_folded >= $8 AND i.serial_folded < $7) OR (i.inventory_folded >= $8 AND i.inventory_folded < $7))
       AND )sql" + kBelongs +
                            ") a GROUP BY a.status";

}  // namespace

std::optional<Order> instrument_order_from(std::string_view word) { return value_of(kOrders, word); }

bool is_offered(const InstrumentFilter& filter, Order order) {
    if (order == Order::entered) return true;
    if (!folded(filter.words).empty() || filter.owner || !filter.quantity.empty()) return false;
    return !filter.status || order == Order::due || order == Order::due_down;
}

InstrumentPage instrument_page(Transaction& transaction, people::Scope scope, const InstrumentFilter& filter,
                               Order order, CivilDate today, const ListPlace& after, int limit) {
    const auto stretches = stretches_of(filter, order, today, common_values(scope, filter, today));
    auto found = walk(transaction, stretches, after, limit);
    InstrumentPage page{{}, std::move(found.next)};
    for (const std::int64_t id : found.ids)
        if (auto row = instrument_row(transaction, scope, {id}, today);
            row && (!filter.status || row->status == *filter.status))
            page.rows.push_back(*std::move(row));
    return page;
}

std::optional<InstrumentListRow> instrument_row(Transaction& transaction, people::Scope scope, InstrumentId id,
                                                CivilDate today) {
    const auto row = transaction.one(kRow, {scope.body, id, to_iso(today), to_iso(add_days(today, kDaysDueSoon))});
    if (!row) return std::nullopt;
    return InstrumentListRow{.id = row->get<InstrumentId>(0),
                             .status = due_status_from(row->get<std::string>(5)).value(),
                             .certificate = optional_id_at<CertificateId>(*row, 1),
                             .certificate_number = row->get<std::optional<std::string>>(2).value_or(""),
                             .test_date = optional_date_at(*row, 3),
                             .valid_to = optional_date_at(*row, 4)};
}

std::optional<std::map<DueStatus, std::int64_t>> instrument_counts(Transaction& transaction, people::Scope scope,
                                                                   const InstrumentFilter& filter, CivilDate today) {
    if (transaction.one(kTooMany, {scope.body, kMostCounted + 1})->get<std::int64_t>(0) > kMostCounted)
        return std::nullopt;
    std::map<DueStatus, std::int64_t> counts;
    for (const auto status : kDueStatuses) counts[status] = 0;
    InstrumentFilter any_status = filter;
    any_status.status.reset();
    auto values = common_values(scope, any_status, today);
    for (auto& value : values_of_words(filter.words)) values.push_back(std::move(value));
    for (const Row& row : transaction.execute(kCounts, values).rows)
        counts[due_status_from(row.get<std::string>(0)).value()] = row.get<std::int64_t>(1);
    return counts;
}

}  // namespace chuan::storage
