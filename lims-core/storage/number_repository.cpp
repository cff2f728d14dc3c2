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

constexpr std::string_view kImported = R"sql(
    SELECT 1
      FROM certificate c
      JOIN import_batch b ON b.body_id = c.body_id AND b.id = c.import_batch_id
     WHERE c.body_id = $1 AND c.number = $2 AND c.origin = 'imported' AND b.state IN ('writing', 'accepted')
     LIMIT 1)sql";

constexpr std::string_view kHighest = R"sql(
    SELECT kind, year, last
      FROM number_sequence
     WHERE body_id = $1
     ORDER BY kind, year)sql";

}  // namespace

bool NumberRepository::is_imported(const std::string& number) {
    return transaction_.one(kImported, {body_, number}).has_value();
}

GivenNumber NumberRepository::next(std::string_view kind, int year, const Format& format) {
    const auto last = transaction_.execute(kLock, {body_, kind, year}).rows.front().get<std::int64_t>(0);
    GivenNumber given{last + 1, format(last + 1)};
    while (is_imported(given.text)) {
        ++given.ordinal;
        given.text = format(given.ordinal);
    }
    transaction_.execute(kGive, {body_, kind, year, given.ordinal});
    return given;
}

std::map<std::string, std::int64_t> NumberRepository::highest() {
    std::map<std::string, std::int64_t> numbers;
    for (const Row& row : transaction_.execute(kHighest, {body_}).rows)
        numbers[row.get<std::string>(0) + "/" + std::to_string(row.get<std::int64_t>(1))] = row.get<std::int64_t>(2);
    return numbers;
}

}  // namespace chuan::storage
