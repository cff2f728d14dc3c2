#include "storage/certificate_register.h"

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
      WHERE c.body_id = $1 AND ($2 = '' OR c.kind = $2) AND (CAST($3 AS BIGINT) = 0 OR c.instrument_id = CAST($3 AS BIGINT))
        AND ($4 = '' OR c.issued_on >= $4) AND ($5 = '' OR c.issued_on <= $5)
        AND ($6 = '' OR (c.number >= $6 AND c.number < $7) OR (c.serial_folded >= $8 AND c.serial_folded < $9))
        AND {registered c})sql");

// Two constant texts around the same table; nothing that anybody typed is in them.
const std::string kPage = "SELECT a.id, a.answer FROM (" + std::string(kAnswered) + R"sql() a
     WHERE a.id < $11 AND ($12 = '' OR a.answer = $12)
     ORDER BY a.id DESC
     LIMIT $13)sql";
const std::string kCounts = "SELECT a.answer, count(*) FROM (" + std::string(kAnswered) + ") a GROUP BY a.answer";

std::vector<Value> filters(people::Scope scope, const RegisterFilter& filter, CivilDate today) {
    const auto day = [](const std::optional<CivilDate>& date) { return date ? to_iso(*date) : std::string(); };
    const std::string number = trimmed(filter.begins), serial = folded_serial(filter.begins);
    return {scope.body,
            filter.kind ? certificates::to_string(*filter.kind) : std::string_view(),
            filter.instrument.value_or(InstrumentId{}),
            day(filter.from),
            day(filter.to),
            number,
            number + "\x7f",
            serial.empty() ? "\x7f" : serial,
            serial + "\x7f",
            to_iso(today)};
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
    for (const Row& row : transaction.execute(kPage, values).rows)
        rows.push_back({row.get<CertificateId>(0), answer_from(row.get<std::string>(1))});
    return rows;
}

std::map<certificates::Answer, std::int64_t> register_counts(Transaction& transaction, people::Scope scope,
                                                             const RegisterFilter& filter, CivilDate today) {
    std::map<certificates::Answer, std::int64_t> counts;
    for (const Row& row : transaction.execute(kCounts, filters(scope, filter, today)).rows)
        counts[answer_from(row.get<std::string>(0))] = row.get<std::int64_t>(1);
    return counts;
}

}  // namespace chuan::storage
