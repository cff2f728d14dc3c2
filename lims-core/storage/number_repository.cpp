#include "storage/number_repository.h"

namespace chuan::storage {
namespace {

// The row exists and is locked from here on: on PostgreSQL nobody else passes until this transaction ends.
constexpr std::string_view kLock = R"sql(
    INSERT INTO number_sequence (body_id, kind, year, last)
    VALUES ($1, $2, $3, 0)
    ON CONFLICT (body_id, kind, year) DO UPDATE SET last = number_sequence.last
    RETURNING last)sql";

constexpr std::string_view kGive = R"sql(
    UPDATE number_sequence
       SET last = $4
     WHERE body_id = $1 AND kind = $2 AND year = $3)sql";

constexpr std::string_view kLast = R"sql(
    SELECT last
      FROM number_sequence
     WHERE body_id = $1 AND kind = $2 AND year = $3)sql";

constexpr std::string_view kUsed = R"sql(
    SELECT 1
     WHERE EXISTS (SELECT 1
                     FROM certificate c
                     JOIN import_batch b ON b.body_id = c.body_id AND b.id = c.import_batch_id
                    WHERE c.body_id = $1 AND c.number = $2 AND c.origin = 'imported' AND b.state IN ('writing', 'accepted'))
        OR EXISTS (SELECT 1 FROM issue_intent i WHERE i.body_id = $1 AND i.number = $2))sql";

constexpr std::string_view kHighest = R"sql(
    SELECT kind, year, last
      FROM number_sequence
     WHERE body_id = $1
     ORDER BY kind, year)sql";

}  // namespace

GivenNumber NumberRepository::first_free(std::int64_t ordinal, const Format& format) {
    GivenNumber free{ordinal, format(ordinal)};
    while (transaction_.one(kUsed, {body_, free.text})) {
        ++free.ordinal;
        free.text = format(free.ordinal);
    }
    return free;
}

GivenNumber NumberRepository::next(std::string_view kind, int year, const Format& format) {
    const auto last = transaction_.execute(kLock, {body_, kind, year}).rows.front().get<std::int64_t>(0);
    auto given = first_free(last + 1, format);
    transaction_.execute(kGive, {body_, kind, year, given.ordinal});
    return given;
}

GivenNumber NumberRepository::upcoming(std::string_view kind, int year, const Format& format) {
    const auto row = transaction_.one(kLast, {body_, kind, year});
    return first_free((row ? row->get<std::int64_t>(0) : 0) + 1, format);
}

std::map<std::string, std::int64_t> NumberRepository::highest() {
    std::map<std::string, std::int64_t> numbers;
    for (const Row& row : transaction_.execute(kHighest, {body_}).rows)
        numbers[row.get<std::string>(0) + "/" + std::to_string(row.get<std::int64_t>(1))] = row.get<std::int64_t>(2);
    return numbers;
}

}  // namespace chuan::storage
