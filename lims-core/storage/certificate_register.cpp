#include "storage/certificate_register.h"

#include <stdexcept>

#include "base/text.h"
#include "storage/columns.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

// Parameters of every text: $1 body, $2 kind, $3 instrument, $4 and $5 day of issue, $6 to $9 ranges of number and
// serial, $10 today
/// today: its parameter.
std::string answer_on(std::string_view today) {
    std::string text = R"sql(CASE WHEN c.issued_on > {today} THEN 'not_yet_issued'
                 WHEN EXISTS (SELECT 1 FROM certificate_event e
                               WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'withdrawn'
                                 AND e.effective_on <= {today}) THEN 'revoked'
                 WHEN EXISTS (SELECT 1 FROM certificate_event e
                               WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'replaced'
                                 AND e.effective_on <= {today}) THEN 'replaced'
                 WHEN EXISTS (SELECT 1 FROM certificate_event e
                               WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'ended_early'
                                 AND e.effective_on <= {today} AND e.effective_on <= COALESCE(c.valid_to, e.effective_on)
                                 AND NOT EXISTS (SELECT 1 FROM certificate_event r
                                                  WHERE r.body_id = e.body_id AND r.certificate_id = e.certificate_id
                                                    AND r.kind = 'reinstated' AND r.related_number = e.related_number)) THEN 'ended_early'
                 WHEN c.valid_to < {today} THEN 'expired'
                 WHEN (SELECT e.kind FROM certificate_event e
                        WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind IN ('suspended', 'lifted')
                          AND e.effective_on <= {today}
                        ORDER BY e.id DESC
                        LIMIT 1) = 'suspended' THEN 'suspended'
                 ELSE 'valid' END)sql";
    for (auto at = text.find("{today}"); at != std::string::npos; at = text.find("{today}")) text.replace(at, 7, today);
    return text;
}
const std::string kAnswer = answer_on("$10");

const std::string kFiltered =
    registered(R"sql(($2 = '' OR c.kind = $2) AND (CAST($3 AS BIGINT) = 0 OR c.instrument_id = CAST($3 AS BIGINT))
        AND ($4 = '' OR c.issued_on >= $4) AND ($5 = '' OR c.issued_on <= $5)
        AND ($6 = '' OR (c.number >= $6 AND c.number < $7) OR (c.serial_folded >= $8 AND c.serial_folded < $9))
        AND {registered c})sql");

const std::string kAnswered = "SELECT c.id, " + kAnswer + " AS answer FROM certificate c WHERE " + kFiltered + " AND ";

// By which index the rows that a filter counts are come by.
enum class Way { newest_first, of_instrument, by_number_or_serial, by_day };

constexpr std::string_view ids_of(Way way) {
    switch (way) {
        case Way::newest_first:
            return {};
        case Way::of_instrument:
            return "SELECT n.id FROM certificate n WHERE n.body_id = $1 AND n.instrument_id = CAST($3 AS BIGINT)";
        case Way::by_number_or_serial:
            return R"sql(
            SELECT n.id FROM certificate n WHERE n.body_id = $1 AND n.number >= $6 AND n.number < $7
             UNION ALL
            SELECT s.id FROM certificate s WHERE s.body_id = $1 AND s.serial_folded >= $8 AND s.serial_folded < $9)sql";
        case Way::by_day:
            return "SELECT n.id FROM certificate n WHERE n.body_id = $1 AND n.issued_on >= $4 AND n.issued_on <= $5";
    }
    throw std::logic_error("no such way into the register");
}

// Constant texts around the same table; nothing that anybody typed is in them. +: by the ids, not by the body's index.
std::string answered(Way way) {
    const std::string ids(ids_of(way));
    return kAnswered + (ids.empty() ? "c.body_id = $1" : "+c.body_id = $1 AND c.id IN (" + ids + ")");
}

const std::string& counts_sql(Way way) {
    static const auto text = [](Way by) {
        return "SELECT a.answer, count(*) FROM (" + answered(by) + ") a GROUP BY a.answer";
    };
    static const std::map<Way, std::string> texts{{Way::newest_first, text(Way::newest_first)},
                                                  {Way::of_instrument, text(Way::of_instrument)},
                                                  {Way::by_number_or_serial, text(Way::by_number_or_serial)},
                                                  {Way::by_day, text(Way::by_day)}};
    return texts.at(way);
}

// how many rows a way finds, or the limit
constexpr std::string_view kOfBody =
    "SELECT COUNT(*) FROM (SELECT 1 AS one FROM certificate WHERE body_id = $1 LIMIT $2) a";
constexpr std::string_view kOfInstrument = R"sql(
    SELECT COUNT(*) FROM (SELECT 1 AS one FROM certificate WHERE body_id = $1 AND instrument_id = $2 LIMIT $3) a)sql";
constexpr std::string_view kOfNumber = R"sql(
    SELECT COUNT(*) FROM (SELECT 1 AS one FROM certificate WHERE body_id = $1 AND number >= $2 AND number < $3 LIMIT $4) a)sql";
constexpr std::string_view kOfSerial = R"sql(
    SELECT COUNT(*)
      FROM (SELECT 1 AS one FROM certificate WHERE body_id = $1 AND serial_folded >= $2 AND serial_folded < $3 LIMIT $4) a)sql";
constexpr std::string_view kOfDays = R"sql(
    SELECT COUNT(*) FROM (SELECT 1 AS one FROM certificate WHERE body_id = $1 AND issued_on >= $2 AND issued_on <= $3 LIMIT $4) a)sql";

std::string first_day(const RegisterFilter& filter) { return filter.from ? to_iso(*filter.from) : "0000-00-00"; }
std::string last_day(const RegisterFilter& filter) { return filter.to ? to_iso(*filter.to) : "9999-99-99"; }

std::vector<Value> filters(people::Scope scope, const RegisterFilter& filter, CivilDate today) {
    const bool days = filter.from || filter.to;
    const std::string number = trimmed(filter.begins), serial = folded_serial(filter.begins);
    return {scope.body,
            filter.kind ? certificates::to_string(*filter.kind) : std::string_view(),
            filter.instrument.value_or(InstrumentId{}),
            days ? first_day(filter) : std::string(),
            days ? last_day(filter) : std::string(),
            number,
            number + std::string(kBehindAll),
            serial.empty() ? std::string(kBehindAll) : serial,
            serial + std::string(kBehindAll),
            to_iso(today)};
}

/// The way that finds fewest rows, and how many that are, or most + 1.
struct Found {
    Way way;
    std::int64_t rows;
};
Found fewest(Transaction& transaction, people::Scope scope, const RegisterFilter& filter, std::int64_t most) {
    const auto count = [&](std::string_view sql, std::initializer_list<Value> values) {
        return transaction.one(sql, values)->get<std::int64_t>(0);
    };
    const std::int64_t limit = most + 1;
    if (filter.instrument) return {Way::of_instrument, count(kOfInstrument, {scope.body, *filter.instrument, limit})};
    Found found{Way::newest_first, limit};
    if (const std::string number = trimmed(filter.begins), serial = folded_serial(filter.begins); !number.empty()) {
        auto rows = count(kOfNumber, {scope.body, number, number + std::string(kBehindAll), limit});
        if (!serial.empty()) rows += count(kOfSerial, {scope.body, serial, serial + std::string(kBehindAll), limit});
        if (rows < found.rows) found = {Way::by_number_or_serial, rows};
    }
    if (filter.from || filter.to) {
        const auto rows = count(kOfDays, {scope.body, first_day(filter), last_day(filter), limit});
        if (rows < found.rows) found = {Way::by_day, rows};
    }
    return found;
}

certificates::Answer answer_from(const std::string& word) {
    using certificates::Answer;
    for (const Answer answer : {Answer::not_yet_issued, Answer::valid, Answer::expired, Answer::ended_early,
                                Answer::replaced, Answer::suspended, Answer::revoked})
        if (certificates::to_string(answer) == word) return answer;
    throw std::logic_error("no such answer: " + word);
}

// A page: $11 the answer or empty; a stretch's own values follow.
std::string selected(std::string_view keys, std::string_view belongs_too = {}) {
    return "SELECT c.id, CASE WHEN " + kFiltered + std::string(belongs_too) + " AND ($11 = '' OR $11 = " + kAnswer +
           ") THEN 1 ELSE 0 END, " + std::string(keys) + " ";
}

/// Newest first by a column within a range of the index that ends in it; begin: behind which the newest is not looked
/// for.
ListStretch newest_by(const std::string& column, std::string_view range, const std::vector<Value>& values,
                      std::string_view begin, std::optional<ListEnd> end = {}, std::string_view belongs_too = {}) {
    return in_order_of(
        selected(column + ", c.id", belongs_too) + "FROM certificate c WHERE c.body_id = $1" + std::string(range),
        column, "c.id", true, values, {begin, kBehindAllIds}, std::move(end));
}

ListStretch last_entered(std::string_view range, const std::vector<Value>& values) {
    return in_order_of_id(selected("c.id") + "FROM certificate c WHERE c.body_id = $1" + std::string(range), "c.id",
                          true, values);
}

/// Those to which something of a kind happened, each by the last of it.
ListStretch with_event(certificates::EventKind kind, std::vector<Value> values) {
    values.emplace_back(certificates::to_string(kind));
    return in_order_of_id(selected("e.certificate_id") + R"sql(
      FROM certificate_event e
      CROSS JOIN certificate c
     WHERE e.body_id = $1 AND e.kind = $12 AND c.body_id = $1 AND c.id = e.certificate_id
       AND NOT EXISTS (SELECT 1 FROM certificate_event l
                        WHERE l.body_id = $1 AND l.kind = $12 AND l.certificate_id = e.certificate_id AND l.id > e.id))sql",
                          "e.certificate_id", true, values);
}

/// By the answer alone; what an answer rests on has an index.
std::vector<ListStretch> of_answer(certificates::Answer answer, CivilDate today, const std::vector<Value>& values) {
    using certificates::Answer;
    using certificates::EventKind;
    switch (answer) {
        case Answer::not_yet_issued:
            return {newest_by("c.issued_on", "", values, kBehindAll, ListEnd{">", to_iso(today)})};
        case Answer::expired:
            return {newest_by("c.valid_to", "", values, to_iso(add_days(today, -1)))};
        case Answer::valid:
            return {newest_by("c.valid_to", "", values, kBehindAll, ListEnd{">=", to_iso(today)}),
                    last_entered(" AND c.valid_to IS NULL", values)};
        case Answer::revoked:
            return {with_event(EventKind::withdrawn, values)};
        case Answer::replaced:
            return {with_event(EventKind::replaced, values)};
        case Answer::ended_early:
            return {with_event(EventKind::ended_early, values)};
        case Answer::suspended:
            return {with_event(EventKind::suspended, values)};
        default:
            throw std::logic_error("no such answer in the register");
    }
}

/// The index that leaves least to look at; what it does not answer is looked at row by row.
std::vector<ListStretch> stretches_of(const RegisterFilter& filter, CivilDate today, const std::vector<Value>& values) {
    using certificates::Answer;
    if (filter.instrument)
        return {newest_by("c.test_date", " AND c.instrument_id = CAST($3 AS BIGINT)", values, kBehindAll)};
    if (!trimmed(filter.begins).empty())
        return {newest_by("c.number", "", values, trimmed(filter.begins) + std::string(kBehindAll),
                          ListEnd{">=", trimmed(filter.begins)}),
                newest_by("c.serial_folded", "", values, folded_serial(filter.begins) + std::string(kBehindAll),
                          ListEnd{">=", values.at(7)}, " AND NOT (c.number >= $6 AND c.number < $7)")};
    const bool any_time = !filter.from && !filter.to;
    if (filter.answer && (any_time || (*filter.answer != Answer::valid && *filter.answer != Answer::expired)))
        return of_answer(*filter.answer, today, values);
    if (!any_time) return {newest_by("c.issued_on", "", values, last_day(filter), ListEnd{">=", first_day(filter)})};
    if (filter.kind) return {last_entered(" AND c.kind = $2", values)};
    return {last_entered("", values)};
}

const std::string kAnswerOfOne = "SELECT " + answer_on("$3") + " FROM certificate c WHERE c.body_id = $1 AND c.id = $2";

}  // namespace

RegisterPage register_page(Transaction& transaction, people::Scope scope, const RegisterFilter& filter, CivilDate today,
                           const ListPlace& after, int limit) {
    auto values = filters(scope, filter, today);
    values.emplace_back(filter.answer ? certificates::to_string(*filter.answer) : std::string_view());
    auto found = walk(transaction, stretches_of(filter, today, values), after, limit);
    RegisterPage page{{}, std::move(found.next)};
    for (const std::int64_t id : found.ids)
        page.rows.push_back(
            {{id}, answer_from(transaction.one(kAnswerOfOne, {scope.body, id, to_iso(today)})->get<std::string>(0))});
    return page;
}

std::optional<std::map<certificates::Answer, std::int64_t>> register_counts(Transaction& transaction,
                                                                            people::Scope scope,
                                                                            const RegisterFilter& filter,
                                                                            CivilDate today) {
    const Found found = fewest(transaction, scope, filter, kMostCertificatesCounted);
    if (found.rows > kMostCertificatesCounted &&
        transaction.one(kOfBody, {scope.body, kMostCertificatesCounted + 1})->get<std::int64_t>(0) >
            kMostCertificatesCounted)
        return std::nullopt;
    std::map<certificates::Answer, std::int64_t> counts;
    for (const Row& row : transaction.execute(counts_sql(found.way), filters(scope, filter, today)).rows)
        counts[answer_from(row.get<std::string>(0))] = row.get<std::int64_t>(1);
    return counts;
}

}  // namespace chuan::storage
