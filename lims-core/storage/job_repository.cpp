#include "storage/job_repository.h"

#include "base/text.h"
#include "storage/columns.h"
#include "storage/words.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO job (body_id, number, order_id, item_id, instrument_id, kind, mode, procedure_version_id, state, is_partial,
                     state_reason, place_of_work, place_detail, technician_id, promised_on, created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)
    RETURNING id)sql";

constexpr std::string_view kUpdate = R"sql(
    UPDATE job
       SET mode = $3, procedure_version_id = $4, state = $5, is_partial = $6, state_reason = $7, place_of_work = $8,
           place_detail = $9, technician_id = $10, promised_on = $11, first_reading_at = $12, last_reading_at = $13,
           version = version + 1
     WHERE body_id = $1 AND id = $2 AND version = $14)sql";

constexpr std::string_view kFind = R"sql(
    SELECT id, number, order_id, item_id, instrument_id, kind, mode, procedure_version_id, state, is_partial, state_reason,
           place_of_work, place_detail, technician_id, promised_on, first_reading_at, last_reading_at, version
      FROM job
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kOfItem = "SELECT id FROM job WHERE body_id = $1 AND item_id = $2 ORDER BY id";
constexpr std::string_view kOfInstrument =
    "SELECT id FROM job WHERE body_id = $1 AND instrument_id = $2 ORDER BY id DESC";

constexpr std::string_view kPrevious = R"sql(
    SELECT id
      FROM job
     WHERE body_id = $1 AND instrument_id = $2 AND id < $3 AND state = 'finished'
     ORDER BY id DESC
     LIMIT 1)sql";

constexpr std::string_view kRow = R"sql(
    SELECT j.id, j.item_id, j.order_id, j.instrument_id, c.customer_id, j.number, c.number, i.code, n.name_vi, n.name_en, n.maker,
           n.model, n.serial, o.name, COALESCE(p.code, ''), j.kind, j.mode, j.state, j.is_partial, j.state_reason, j.technician_id,
           COALESCE(a.name, ''), j.promised_on, c.received_on, i.handed_back_at, j.version, h.id, COALESCE(h.name, '')
      FROM job j
      JOIN order_item i ON i.body_id = j.body_id AND i.id = j.item_id
      JOIN instrument n ON n.body_id = j.body_id AND n.id = j.instrument_id
      JOIN customer_order c ON c.body_id = j.body_id AND c.id = j.order_id
      JOIN organisation o ON o.body_id = c.body_id AND o.id = c.customer_id
      LEFT JOIN procedure_version p ON p.body_id = j.body_id AND p.id = j.procedure_version_id
      LEFT JOIN account a ON a.id = j.technician_id
      LEFT JOIN bench_item b ON b.body_id = j.body_id AND b.job_id = j.id AND b.left_at IS NULL
      LEFT JOIN bench h ON h.body_id = b.body_id AND h.id = b.bench_id
     WHERE j.body_id = $1 AND j.id = $2)sql";

constexpr std::string_view kCountByState = R"sql(
    SELECT state, COUNT(*)
      FROM job
     WHERE body_id = $1 AND state IN ('received', 'in_work', 'held', 'to_review', 'to_issue') AND ($2 = 0 OR technician_id = $2)
     GROUP BY state)sql";
constexpr std::string_view kCountToHandBack = R"sql(
    SELECT COUNT(*)
      FROM order_item i
      JOIN job j ON j.body_id = i.body_id AND j.item_id = i.id
     WHERE i.body_id = $1 AND i.handed_back_at IS NULL AND j.state IN ('finished', 'cancelled', 'returned_unfinished')
       AND ($2 = 0 OR j.technician_id = $2))sql";
constexpr std::string_view kCountDue = R"sql(
    SELECT COUNT(*)
      FROM job
     WHERE body_id = $1 AND state IN ('received', 'in_work', 'held', 'to_review', 'to_issue') AND promised_on <= $2
       AND ($3 = 0 OR technician_id = $3))sql";
constexpr std::string_view kCountOwn = R"sql(
    SELECT COUNT(*)
      FROM job
     WHERE body_id = $1 AND state IN ('received', 'in_work', 'held', 'to_review', 'to_issue') AND technician_id = $2)sql";

constexpr std::string_view kAddAdjustment = R"sql(
    INSERT INTO adjustment (body_id, job_id, choice, reason, done_by, consent, seals, recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id)sql";

constexpr std::string_view kAdjustment = R"sql(
    SELECT choice, reason, done_by, consent, seals, recorded_by, recorded_at
      FROM adjustment
     WHERE body_id = $1 AND job_id = $2
     ORDER BY id DESC
     LIMIT 1)sql";

JobRow row_of(const Row& row) {
    return {.id = row.get<JobId>(0),
            .item = row.get<ItemId>(1),
            .order = row.get<OrderId>(2),
            .instrument = row.get<InstrumentId>(3),
            .customer = row.get<OrganisationId>(4),
            .number = row.get<std::string>(5),
            .order_number = row.get<std::string>(6),
            .item_code = row.get<std::string>(7),
            .instrument_name_vi = row.get<std::string>(8),
            .instrument_name_en = row.get<std::string>(9),
            .maker = row.get<std::string>(10),
            .model = row.get<std::string>(11),
            .serial = row.get<std::string>(12),
            .customer_name = row.get<std::string>(13),
            .procedure_code = row.get<std::string>(14),
            .kind = job_kind_from(row.get<std::string>(15)),
            .mode = mode_from(row.get<std::string>(16)),
            .state = jobs::state_from(row.get<std::string>(17)).value(),
            .partial = row.get<bool>(18),
            .state_reason = row.get<std::string>(19),
            .technician = optional_id_at<AccountId>(row, 20),
            .technician_name = row.get<std::string>(21),
            .promised_on = date_at(row, 22),
            .received_on = date_at(row, 23),
            .handed_back = !row.is_null(24),
            .bench = optional_id_at<jobs::BenchId>(row, 26),
            .bench_name = row.get<std::string>(27),
            .version = row.get<std::int64_t>(25)};
}

template <class IdType>
std::vector<IdType> ids_of(const Result& result) {
    std::vector<IdType> ids;
    for (const Row& row : result.rows) ids.push_back(row.get<IdType>(0));
    return ids;
}

}  // namespace

JobId JobRepository::add(const jobs::Job& j, Moment now) {
    return transaction_
        .one(kAdd, {body_, j.number, j.order, j.item, j.instrument, word(j.kind), word(j.mode), j.procedure,
                    to_string(j.state), j.partial, j.state_reason, to_string(j.place), j.place_detail, j.technician,
                    text(j.promised_on), text(now)})
        ->get<JobId>(0);
}

void JobRepository::update(const jobs::Job& j) {
    const auto result = transaction_.execute(
        kUpdate, {body_, j.id, word(j.mode), j.procedure, to_string(j.state), j.partial, j.state_reason,
                  to_string(j.place), j.place_detail, j.technician, text(j.promised_on), text(j.first_reading_at),
                  text(j.last_reading_at), j.version});
    if (result.changed == 0)
        throw Error(ErrorKind::precondition, "record.changed",
                    "job " + j.number + " was changed by somebody else meanwhile; read it again and repeat the step");
}

jobs::Job JobRepository::require(JobId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "record.unknown", "there is no job " + std::to_string(id.value) + " here");
    return {.id = row->get<JobId>(0),
            .number = row->get<std::string>(1),
            .order = row->get<OrderId>(2),
            .item = row->get<ItemId>(3),
            .instrument = row->get<InstrumentId>(4),
            .kind = job_kind_from(row->get<std::string>(5)),
            .mode = mode_from(row->get<std::string>(6)),
            .procedure = optional_id_at<ProcedureVersionId>(*row, 7),
            .state = jobs::state_from(row->get<std::string>(8)).value(),
            .partial = row->get<bool>(9),
            .state_reason = row->get<std::string>(10),
            .place = jobs::place_from(row->get<std::string>(11)).value(),
            .place_detail = row->get<std::string>(12),
            .technician = optional_id_at<AccountId>(*row, 13),
            .promised_on = date_at(*row, 14),
            .first_reading_at = optional_moment_at(*row, 15),
            .last_reading_at = optional_moment_at(*row, 16),
            .version = row->get<std::int64_t>(17)};
}

std::vector<JobId> JobRepository::of_item(ItemId item) {
    return ids_of<JobId>(transaction_.execute(kOfItem, {body_, item}));
}
std::vector<JobId> JobRepository::of_instrument(InstrumentId instrument) {
    return ids_of<JobId>(transaction_.execute(kOfInstrument, {body_, instrument}));
}

std::optional<JobId> JobRepository::previous_of(InstrumentId instrument, JobId before) {
    const auto row = transaction_.one(kPrevious, {body_, instrument, before});
    return row ? std::optional(row->get<JobId>(0)) : std::nullopt;
}

JobRow JobRepository::require_row(JobId id) {
    const auto row = transaction_.one(kRow, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "record.unknown", "there is no job " + std::to_string(id.value) + " here");
    return row_of(*row);
}

JobCounts JobRepository::counts(CivilDate due_by, AccountId own, bool only_own) {
    const AccountId person = only_own ? own : AccountId{};
    JobCounts counts;
    for (const Row& row : transaction_.execute(kCountByState, {body_, person}).rows) {
        const auto state = row.get<std::string>(0);
        const auto number = row.get<std::int64_t>(1);
        if (state == "received") counts.received = number;
        if (state == "in_work" || state == "held") counts.in_work += number;
        if (state == "to_review") counts.to_review = number;
        if (state == "to_issue") counts.to_issue = number;
    }
    counts.to_hand_back = transaction_.one(kCountToHandBack, {body_, person})->get<std::int64_t>(0);
    counts.due = transaction_.one(kCountDue, {body_, text(due_by), person})->get<std::int64_t>(0);
    counts.mine = transaction_.one(kCountOwn, {body_, own})->get<std::int64_t>(0);
    return counts;
}

std::int64_t JobRepository::add_adjustment(JobId job, const jobs::Adjustment& a, AccountId by, Moment now) {
    return transaction_
        .one(kAddAdjustment, {body_, job, to_string(a.choice), a.reason, a.done_by, a.consent, a.seals, by, text(now)})
        ->get<std::int64_t>(0);
}

std::optional<jobs::Adjustment> JobRepository::adjustment(JobId job) {
    const auto row = transaction_.one(kAdjustment, {body_, job});
    if (!row) return std::nullopt;
    return jobs::Adjustment{.choice = jobs::adjustment_from(row->get<std::string>(0)).value(),
                            .reason = row->get<std::string>(1),
                            .done_by = row->get<std::string>(2),
                            .consent = row->get<std::string>(3),
                            .seals = row->get<std::string>(4),
                            .recorded_by = row->get<AccountId>(5),
                            .recorded_at = moment_at(*row, 6)};
}

}  // namespace chuan::storage
