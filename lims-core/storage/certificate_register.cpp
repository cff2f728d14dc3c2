#include "storage/certificate_register.h"

#include <stdexcept>

#include "base/text.h"
#include "storage/columns.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

constexpr std::int64_t kBehindAllIds = INT64_MAX;

// what is filtered: $1 body, $2 kind, $3 instrument, $4 and $5 day of issue, $6 to $9 ranges of number and serial
const std::string kAnswered = registered(R"sql(
            SELECT c.id,
            CASE WHEN c.issued_on > $10 THEN 'not_yet_issued'
                 WHEN EXISTS (SELECT 1 FROM certificate_event e
                               WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'withdrawn'
                                 AND e.effective_on <= $10) THEN 'revoked'
                 WHEN EXISTS (SELECT 1 FROM certificate_event e
                               WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'replaced'
                                 AND e.effective_on <= $10) THEN 'replaced'
                 WHEN EXISTS (SELECT 1 FROM certificate_event e
                               WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'ended_early'
                                 AND e.effective_on <= $10 AND e.effective_on <= COALESCE(c.valid_to, e.effective_on)) THEN 'ended_early'
                 WHEN c.valid_to < $10 THEN 'expired'
                 WHEN (SELECT e.kind FROM certificate_event e
                        WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind IN ('suspended', 'lifted')
                          AND e.effective_on <= $10
                        ORDER BY e.id DESC
                        LIMIT 1) = 'suspended' THEN 'suspended'
                 ELSE 'valid' END AS answer
       FROM certificate c
      WHERE ($2 = '' OR c.kind = $2) AND (CAST($3 AS BIGINT) = 0 OR c.instrument_id = CAST($3 AS BIGINT))
        AND ($4 = '' OR c.issued_on >= $4) AND ($5 = '' OR c.issued_on <= $5)
        AND ($6 = '' OR (c.number >= $6 AND c.number < $7) OR (c.serial_folded >= $8 AND c.serial_folded < $9))
        AND {registered c} AND )sql");

// By which index the rows that a filter finds are come by. Where there is none, or where it finds so many that the
// newest of them are met sooner, the register is read from its newest row down.
enum class Way { newest_first, of_instrument, by_number_or_serial, by_day, with_event };

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
        case Way::with_event:
            return "SELECT e.certificate_id FROM certificate_event e WHERE e.body_id = $1";
    }
    throw std::logic_error("no such way into the register");
}

// Constant texts around the same table; nothing that anybody typed is in them. +: by the ids, not by the body's index.
std::string answered(Way way) {
    const std::string ids(ids_of(way));
    return kAnswered + (ids.empty() ? "c.body_id = $1" : "+c.body_id = $1 AND c.id IN (" + ids + ")");
}

const std::string& page_sql(Way way) {
    static const auto text = [](Way by) {
        return "SELECT a.id, a.answer FROM (" + answered(by) + R"sql() a
     WHERE a.id < $11 AND ($12 = '' OR a.answer = $12)
     ORDER BY a.id DESC
     LIMIT $13)sql";
    };
    static const std::map<Way, std::string> texts{{Way::newest_first, text(Way::newest_first)},
                                                  {Way::of_instrument, text(Way::of_instrument)},
                                                  {Way::by_number_or_serial, text(Way::by_number_or_serial)},
                                                  {Way::by_day, text(Way::by_day)},
                                                  {Way::with_event, text(Way::with_event)}};
    return texts.at(way);
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

constexpr std::int64_t kMostByIndex = 100'000;

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
            number + "\x7f",
            serial.empty() ? "\x7f" : serial,
            serial + "\x7f",
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
        auto rows = count(kOfNumber, {scope.body, number, number + "\x7f", limit});
        if (!serial.empty()) rows += count(kOfSerial, {scope.body, serial, serial + "\x7f", limit});
        if (rows < found.rows) found = {Way::by_number_or_serial, rows};
    }
    if (filter.from || filter.to) {
        const auto rows = count(kOfDays, {scope.body, first_day(filter), last_day(filter), limit});
        if (rows < found.rows) found = {Way::by_day, rows};
    }
    return found;
}

/// These answers rest on something that happened.
bool needs_event(const std::optional<certificates::Answer>& answer) {
    using certificates::Answer;
    return answer == Answer::ended_early || answer == Answer::replaced || answer == Answer::suspended ||
           answer == Answer::revoked;
}

certificates::Answer answer_from(const std::string& word) {
    using certificates::Answer;
    for (const Answer answer : {Answer::not_yet_issued, Answer::valid, Answer::expired, Answer::ended_early,
                                Answer::replaced, Answer::suspended, Answer::revoked})
        if (certificates::to_string(answer) == word) return answer;
    throw std::logic_error("no such answer: " + word);
}

}  // namespace

std::vector<RegisterRow> register_page(Transaction& transaction, people::Scope scope, const RegisterFilter& filter,
                                       CivilDate today, CertificateId before, int limit) {
    auto values = filters(scope, filter, today);
    values.emplace_back(before.value == 0 ? kBehindAllIds : before.value);
    values.emplace_back(filter.answer ? certificates::to_string(*filter.answer) : std::string_view());
    values.emplace_back(limit);
    std::vector<RegisterRow> rows;
    Way way = fewest(transaction, scope, filter, kMostByIndex).way;
    if (way == Way::newest_first && needs_event(filter.answer)) way = Way::with_event;
    for (const Row& row : transaction.execute(page_sql(way), values).rows)
        rows.push_back({row.get<CertificateId>(0), answer_from(row.get<std::string>(1))});
    return rows;
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
