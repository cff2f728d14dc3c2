#include "storage/instrument_event_repository.h"

#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO instrument_event (body_id, instrument_id, cause, effective_on, reason, evidence, recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";

constexpr std::string_view kOfInstrument = R"sql(
    SELECT cause, effective_on, reason, evidence, recorded_by, recorded_at
      FROM instrument_event
     WHERE body_id = $1 AND instrument_id = $2
     ORDER BY id)sql";

}  // namespace

void InstrumentEventRepository::add(const InstrumentEvent& e) {
    transaction_.execute(kAdd, {body_, e.instrument, certificates::to_string(e.cause), text(e.effective_on), e.reason,
                                e.evidence, e.recorded_by, text(e.recorded_at)});
}

std::vector<InstrumentEvent> InstrumentEventRepository::of_instrument(InstrumentId instrument) {
    std::vector<InstrumentEvent> events;
    for (const Row& row : transaction_.execute(kOfInstrument, {body_, instrument}).rows)
        events.push_back({.instrument = instrument,
                          .cause = certificates::end_cause_from(row.get<std::string>(0)),
                          .effective_on = date_at(row, 1),
                          .reason = row.get<std::string>(2),
                          .evidence = row.get<std::string>(3),
                          .recorded_by = row.get<AccountId>(4),
                          .recorded_at = moment_at(row, 5)});
    return events;
}

}  // namespace chuan::storage
