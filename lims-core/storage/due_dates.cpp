#include "storage/due_dates.h"

#include "base/words.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

constexpr Words<DueStatus, 6> kStatuses{{{DueStatus::valid, "valid"},
                                         {DueStatus::due_soon, "due_soon"},
                                         {DueStatus::overdue, "overdue"},
                                         {DueStatus::suspended, "suspended"},
                                         {DueStatus::revoked, "revoked"},
                                         {DueStatus::none, "none"}}};

// No act takes effect on a day to come, so what is recorded holds; only the last day waits for its date.
const std::string kRenew = registered(R"sql(
    UPDATE instrument
       SET (standing, due_on) = (
           SELECT CASE WHEN c.id IS NULL THEN 'none'
                       WHEN EXISTS (SELECT 1 FROM certificate_event e
                                     WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'withdrawn') THEN 'revoked'
                       WHEN (SELECT e.kind FROM certificate_event e
                              WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind IN ('suspended', 'lifted')
                              ORDER BY e.id DESC
                              LIMIT 1) = 'suspended' THEN 'suspended'
                       WHEN EXISTS (SELECT 1 FROM certificate_event e
                                     WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'ended_early'
                                       AND NOT EXISTS (SELECT 1 FROM certificate_event r
                                                        WHERE r.body_id = e.body_id AND r.certificate_id = e.certificate_id
                                                          AND r.kind = 'reinstated' AND r.related_number = e.related_number)) THEN 'ended'
                       WHEN c.valid_to IS NULL THEN 'none'
                       ELSE 'dated' END,
                  COALESCE((SELECT MIN(e.effective_on) FROM certificate_event e
                             WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind = 'ended_early'
                               AND NOT EXISTS (SELECT 1 FROM certificate_event r
                                                WHERE r.body_id = e.body_id AND r.certificate_id = e.certificate_id
                                                  AND r.kind = 'reinstated' AND r.related_number = e.related_number)),
                           c.valid_to, '')
             FROM (SELECT 1 AS one) a
             LEFT JOIN certificate c
               ON c.body_id = instrument.body_id
              AND c.id = (SELECT n.id FROM certificate n
                           WHERE n.body_id = instrument.body_id AND n.instrument_id = instrument.id
                             AND n.kind <> 'verification_record' AND {registered n}
                           ORDER BY n.test_date DESC, n.id DESC
                           LIMIT 1))
     WHERE instrument.body_id = $1 AND )sql");

const std::string kRenewOne = kRenew + "instrument.id = $2";
const std::string kRenewOfBatch = kRenew + R"sql(instrument.id IN (
           SELECT b.instrument_id FROM certificate b
            WHERE b.body_id = $1 AND b.import_batch_id = $2 AND b.instrument_id > $3 AND b.instrument_id <= $4))sql";

constexpr std::string_view kLastOfSome = R"sql(
    SELECT MAX(a.instrument_id)
      FROM (SELECT DISTINCT instrument_id
              FROM certificate
             WHERE body_id = $1 AND import_batch_id = $2 AND instrument_id > $3
             ORDER BY instrument_id
             LIMIT $4) a)sql";

}  // namespace

std::string_view to_string(DueStatus status) { return word_of(kStatuses, status); }
std::optional<DueStatus> due_status_from(std::string_view word) { return value_of(kStatuses, word); }

DueStatus due_status(const std::optional<CivilDate>& last_day, CivilDate today) {
    if (!last_day) return DueStatus::none;
    if (*last_day < today) return DueStatus::overdue;
    return *last_day <= add_days(today, kDaysDueSoon) ? DueStatus::due_soon : DueStatus::valid;
}

void renew_due_date(Transaction& transaction, people::Scope scope, InstrumentId instrument) {
    transaction.execute(kRenewOne, {scope.body, instrument});
}

std::optional<InstrumentId> renew_due_dates(Transaction& transaction, people::Scope scope, ImportBatchId batch,
                                            InstrumentId after, int most) {
    const auto last =
        transaction.one(kLastOfSome, {scope.body, batch, after, most})->get<std::optional<InstrumentId>>(0);
    if (last) transaction.execute(kRenewOfBatch, {scope.body, batch, after, *last});
    return last;
}

}  // namespace chuan::storage
