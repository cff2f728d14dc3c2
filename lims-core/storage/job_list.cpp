#include "storage/job_list.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

// $1 body, $2 state, $3 queue, $4 due by, $5 technician or 0, $6 order or 0, $7 instrument or 0; of words: $8 pattern,
// $9 to before $10 range of numbers, $11 to before $12 range of folded serials
constexpr std::string_view kFiltered = R"sql(($2 = '' OR j.state = $2)
       AND ($3 = '' OR ($3 = 'in_work' AND j.state IN ('in_work', 'held'))
            OR ($3 = 'due' AND j.state IN ('received', 'in_work', 'held', 'to_review', 'to_issue') AND j.promised_on <= $4)
            OR ($3 = 'to_hand_back' AND j.state IN ('finished', 'cancelled', 'returned_unfinished')
                AND EXISTS (SELECT 1 FROM order_item h WHERE h.body_id = j.body_id AND h.id = j.item_id AND h.handed_back_at IS NULL))
            OR ($3 NOT IN ('in_work', 'due', 'to_hand_back') AND j.state = $3))
       AND (CAST($5 AS BIGINT) = 0 OR j.technician_id = CAST($5 AS BIGINT))
       AND (CAST($6 AS BIGINT) = 0 OR j.order_id = CAST($6 AS BIGINT))
       AND (CAST($7 AS BIGINT) = 0 OR j.instrument_id = CAST($7 AS BIGINT)))sql";

constexpr std::string_view kByNumber = "(j.number >= $9 AND j.number < $10)";
constexpr std::string_view kByItem = R"sql(EXISTS (
            SELECT 1 FROM order_item x WHERE x.body_id = j.body_id AND x.id = j.item_id AND x.code >= $9 AND x.code < $10))sql";
constexpr std::string_view kBySerial = R"sql(EXISTS (
            SELECT 1 FROM instrument x
             WHERE x.body_id = j.body_id AND x.id = j.instrument_id AND x.serial_folded >= $11 AND x.serial_folded < $12))sql";
constexpr std::string_view kByCustomer = R"sql(EXISTS (
            SELECT 1 FROM customer_order x JOIN organisation y ON y.body_id = x.body_id AND y.id = x.customer_id
             WHERE x.body_id = j.body_id AND x.id = j.order_id AND y.search_folded LIKE $8 ESCAPE '\'))sql";
constexpr std::string_view kByType = R"sql(EXISTS (
            SELECT 1 FROM instrument x JOIN instrument_type y ON y.body_id = x.body_id AND y.id = x.type_id
             WHERE x.body_id = j.body_id AND x.id = j.instrument_id AND y.words LIKE $8 ESCAPE '\'))sql";

/// others: by which of these a job was found in a stretch before.
std::string belongs(std::initializer_list<std::string_view> others) {
    std::string text = "CASE WHEN " + std::string(kFiltered) + " AND ($8 = ''";
    for (const auto way : {kByNumber, kByItem, kBySerial, kByCustomer, kByType}) text += " OR " + std::string(way);
    text += ")";
    for (const auto other : others) text += " AND NOT " + std::string(other);
    return text + " THEN 1 ELSE 0 END";
}

std::string selected(std::string_view keys, std::string_view from,
                     std::initializer_list<std::string_view> others = {}) {
    return "SELECT j.id, " + belongs(others) + ", " + std::string(keys) + " FROM " + std::string(from) + " ";
}

constexpr std::string_view kOpen = " AND j.state IN ('received', 'in_work', 'held', 'to_review', 'to_issue')";

ListStretch entered(std::string_view range, const std::vector<Value>& values) {
    return in_order_of_id(selected("j.id", "job j") + "WHERE j.body_id = $1" + std::string(range), "j.id", false,
                          values);
}

ListStretch to_hand_back(const std::vector<Value>& values) {
    return {.sql = selected("i.id, j.id", "order_item i CROSS JOIN job j") +
                   R"sql(WHERE i.body_id = $1 AND i.handed_back_at IS NULL AND j.body_id = $1 AND j.item_id = i.id
       AND i.id >= CAST($13 AS BIGINT) AND j.id > CASE WHEN i.id = CAST($13 AS BIGINT) THEN CAST($14 AS BIGINT) ELSE 0 END
     ORDER BY i.id, j.id
     LIMIT $15)sql",
            .values = values,
            .begin = {0, 0}};
}

ListStretch by_item(const std::vector<Value>& values, const std::string& first) {
    return {.sql = selected("i.code, j.id", "order_item i CROSS JOIN job j", {kByNumber}) +
                   R"sql(WHERE i.body_id = $1 AND i.code < $10 AND j.body_id = $1 AND j.item_id = i.id
       AND i.code >= $13 AND j.id > CASE WHEN i.code = $13 THEN CAST($14 AS BIGINT) ELSE 0 END
     ORDER BY i.code, j.id
     LIMIT $15)sql",
            .values = values,
            .begin = {first, 0}};
}

ListStretch by_serial(const std::vector<Value>& values, const std::string& first) {
    return {.sql = selected("n.serial_folded, n.id, j.id", "instrument n CROSS JOIN job j", {kByNumber, kByItem}) +
                   R"sql(WHERE n.body_id = $1 AND n.serial_folded < $12 AND j.body_id = $1 AND j.instrument_id = n.id
       AND (n.serial_folded, n.id) >= ($13, CAST($14 AS BIGINT))
       AND j.id > CASE WHEN n.id = CAST($14 AS BIGINT) THEN CAST($15 AS BIGINT) ELSE 0 END
     ORDER BY n.serial_folded, n.id, j.id
     LIMIT $16)sql",
            .values = values,
            .begin = {first, 0, 0}};
}

ListStretch by_customer(const std::vector<Value>& values) {
    return {
        .sql =
            selected("o.name_folded, o.id, c.id, j.id", "organisation o CROSS JOIN customer_order c CROSS JOIN job j",
                     {kByNumber, kByItem, kBySerial}) +
            R"sql(WHERE o.body_id = $1 AND o.search_folded LIKE $8 ESCAPE '\' AND c.body_id = $1 AND c.customer_id = o.id
       AND j.body_id = $1 AND j.order_id = c.id AND (o.name_folded, o.id) >= ($13, CAST($14 AS BIGINT))
       AND c.id >= CASE WHEN o.id = CAST($14 AS BIGINT) THEN CAST($15 AS BIGINT) ELSE 0 END
       AND j.id > CASE WHEN c.id = CAST($15 AS BIGINT) THEN CAST($16 AS BIGINT) ELSE 0 END
     ORDER BY o.name_folded, o.id, c.id, j.id
     LIMIT $17)sql",
        .values = values,
        .begin = {"", 0, 0, 0}};
}

/// As codes and numbers are written, whatever keys were held down.
std::string in_capitals(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

struct Beginnings {
    std::string number, serial;  // what no number begins with where there is none
};
Beginnings beginnings_of(std::string_view words) {
    const std::string none(kBehindAll), number = in_capitals(trimmed(words)), serial = folded_serial(words);
    return {number.empty() ? none : number, serial.empty() ? none : serial};
}

std::vector<ListStretch> with_words(const Beginnings& first, const std::vector<Value>& values) {
    return {
        in_order_of(selected("j.number, j.id", "job j") + "WHERE j.body_id = $1", "j.number", "j.id", false, values,
                    {first.number, 0}, ListEnd{"<", first.number + std::string(kBehindAll)}),
        by_item(values, first.number), by_serial(values, first.serial), by_customer(values),
        in_order_of_id(selected("j.id", "job j", {kByNumber, kByItem, kBySerial, kByCustomer}) + "WHERE j.body_id = $1",
                       "j.id", true, values)};
}

bool is_open(jobs::State state) {
    using jobs::State;
    return state != State::finished && state != State::cancelled && state != State::returned_unfinished;
}

std::vector<ListStretch> stretches_of(const JobFilter& filter, const Beginnings& first,
                                      const std::vector<Value>& values) {
    if (filter.order) return {entered(" AND j.order_id = CAST($6 AS BIGINT)", values)};
    if (filter.instrument) return {entered(" AND j.instrument_id = CAST($7 AS BIGINT)", values)};
    if (filter.queue == "to_hand_back") return {to_hand_back(values)};
    if (!filter.queue.empty() || (filter.state && is_open(*filter.state))) return {entered(kOpen, values)};
    if (!folded(filter.words).empty()) return with_words(first, values);
    if (filter.state) return {entered(" AND j.state = $2", values)};
    if (filter.technician) return {entered(" AND j.technician_id = CAST($5 AS BIGINT)", values)};
    return {entered("", values)};
}

}  // namespace

JobPage job_page(Transaction& transaction, people::Scope scope, const JobFilter& filter, CivilDate due_by,
                 const ListPlace& after, int limit) {
    const Beginnings first = beginnings_of(filter.words);
    const std::string behind(kBehindAll);
    const std::vector<Value> values{scope.body,
                                    filter.state ? to_string(*filter.state) : std::string_view(),
                                    filter.queue,
                                    text(due_by),
                                    filter.technician.value_or(AccountId{}),
                                    filter.order.value_or(OrderId{}),
                                    filter.instrument.value_or(InstrumentId{}),
                                    pattern_of(filter.words),
                                    first.number,
                                    first.number + behind,
                                    first.serial,
                                    first.serial + behind};
    auto found = walk(transaction, stretches_of(filter, first, values), after, limit);
    JobPage page{{}, std::move(found.next)};
    JobRepository jobs(transaction, scope);
    for (const std::int64_t id : found.ids) page.rows.push_back(jobs.require_row({id}));
    return page;
}

}  // namespace chuan::storage
