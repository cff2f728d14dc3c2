#include "storage/bench_repository.h"

#include "storage/columns.h"
#include "storage/words.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO bench (body_id, name, procedure_version_id, kind, mode, opened_by, opened_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id)sql";
constexpr std::string_view kFind = R"sql(
    SELECT id, name, procedure_version_id, kind, mode, opened_by, opened_at FROM bench WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kAddItem = R"sql(
    INSERT INTO bench_item (body_id, bench_id, job_id, position, left_reason) VALUES ($1, $2, $3, $4, '') RETURNING id)sql";
constexpr std::string_view kUpdateItem = R"sql(
    UPDATE bench_item
       SET until_reading = $3, until_mark = $4, until_environment = $5, left_at = $6, left_by = $7, left_reason = $8
     WHERE body_id = $1 AND id = $2)sql";
constexpr std::string_view kItems = R"sql(
    SELECT i.id, i.bench_id, b.name, i.job_id, i.position, i.until_reading, i.until_mark, i.until_environment, i.left_at, i.left_by,
           i.left_reason
      FROM bench_item i
      JOIN bench b ON b.body_id = i.body_id AND b.id = i.bench_id
     WHERE i.body_id = $1 AND i.bench_id = $2
     ORDER BY i.position)sql";
constexpr std::string_view kItemOfJob = R"sql(
    SELECT i.id, i.bench_id, b.name, i.job_id, i.position, i.until_reading, i.until_mark, i.until_environment, i.left_at, i.left_by,
           i.left_reason
      FROM bench_item i
      JOIN bench b ON b.body_id = i.body_id AND b.id = i.bench_id
     WHERE i.body_id = $1 AND i.job_id = $2 AND i.left_at IS NULL)sql";

constexpr std::string_view kRow = R"sql(
    SELECT b.id, b.name, b.procedure_version_id, b.kind, b.mode, b.opened_by, b.opened_at, COUNT(*),
           SUM(CASE WHEN i.until_reading IS NOT NULL AND i.left_at IS NULL THEN 1 ELSE 0 END),
           SUM(CASE WHEN i.left_at IS NULL THEN 0 ELSE 1 END)
      FROM bench b
      JOIN bench_item i ON i.body_id = b.body_id AND i.bench_id = b.id
     WHERE b.body_id = $1 AND b.id = $2
     GROUP BY b.id, b.name, b.procedure_version_id, b.kind, b.mode, b.opened_by, b.opened_at)sql";
// $2: 1 open, 0 done, -1 all
constexpr std::string_view kListed = R"sql(
    SELECT b.id, CASE WHEN CAST($2 AS BIGINT) = -1 OR CAST($2 AS BIGINT) =
                           CASE WHEN EXISTS (SELECT 1 FROM bench_item i
                                              WHERE i.body_id = b.body_id AND i.bench_id = b.id AND i.until_reading IS NULL)
                                THEN 1 ELSE 0 END
                      THEN 1 ELSE 0 END, b.id
      FROM bench b
     WHERE b.body_id = $1)sql";

constexpr std::string_view kCandidates = R"sql(
    SELECT j.id
      FROM job a
      JOIN instrument n ON n.body_id = a.body_id AND n.id = a.instrument_id
      JOIN job j ON j.body_id = a.body_id AND j.state IN ('received', 'in_work') AND j.kind = a.kind AND j.mode = a.mode
      JOIN instrument m ON m.body_id = j.body_id AND m.id = j.instrument_id AND m.quantity = n.quantity
     WHERE a.body_id = $1 AND a.id = $2
       AND (j.id = a.id
            OR (NOT EXISTS (SELECT 1 FROM bench_item i WHERE i.body_id = j.body_id AND i.job_id = j.id AND i.left_at IS NULL)
                AND NOT EXISTS (SELECT 1 FROM run u JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
                                 WHERE u.body_id = j.body_id AND u.job_id = j.id)))
     ORDER BY CASE WHEN j.id = a.id THEN 0 WHEN j.order_id = a.order_id THEN 1 ELSE 2 END, j.id
     LIMIT $3)sql";

constexpr std::string_view kFindRun = "SELECT id FROM run WHERE body_id = $1 AND bench_id = $2 AND stage = $3";
constexpr std::string_view kAddRun = R"sql(
    INSERT INTO run (body_id, job_id, stage, bench_id, started_by, started_at) VALUES ($1, NULL, $2, $3, $4, $5) RETURNING id)sql";
constexpr std::string_view kAddReading = R"sql(
    INSERT INTO reading (body_id, run_id, point, channel, repeat_number, indication, entry_key, measured_at, entered_at,
                         author_id, transcribed_from, late_reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    RETURNING id)sql";
constexpr std::string_view kAddReadingStandards = R"sql(
    INSERT INTO reading_standard (body_id, reading_id, job_standard_id)
    SELECT s.body_id, CAST($2 AS BIGINT), s.id
      FROM bench_item i
      JOIN job_standard s ON s.body_id = i.body_id AND s.job_id = i.job_id
     WHERE i.body_id = $1 AND i.bench_id = $3 AND i.left_at IS NULL
       AND s.id = (SELECT MAX(n.id) FROM job_standard n WHERE n.body_id = s.body_id AND n.job_id = s.job_id AND n.role = s.role))sql";
constexpr std::string_view kReadings = R"sql(
    SELECT r.id, u.stage, r.point, r.channel, r.repeat_number, r.indication, r.entry_key, r.measured_at, r.entered_at, r.author_id,
           r.transcribed_from, u.bench_id, r.late_reason
      FROM run u
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
     WHERE u.body_id = $1 AND u.bench_id = $2
     ORDER BY r.id)sql";
constexpr std::string_view kMarks = R"sql(
    SELECT m.reading_id, m.kind, m.reason, m.replaced_by, m.marked_by, m.marked_at, m.id, m.job_id
      FROM run u
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
      JOIN reading_mark m ON m.body_id = r.body_id AND m.reading_id = r.id
     WHERE u.body_id = $1 AND u.bench_id = $2 AND m.job_id IS NULL
     ORDER BY m.id)sql";

constexpr std::string_view kAddEnvironment = R"sql(
    INSERT INTO environment_reading (body_id, job_id, bench_id, moment, quantity, indication, corrected, unit, sensor_id,
                                     sensor_certificate_id, entry_key, measured_at, entered_at, author_id, transcribed_from,
                                     late_reason)
    VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    RETURNING id)sql";
constexpr std::string_view kEnvironment = R"sql(
    SELECT e.moment, e.quantity, e.indication, e.corrected, e.unit, e.sensor_id, e.sensor_certificate_id, e.entry_key, e.measured_at,
           e.entered_at, e.author_id, e.id, e.bench_id, e.transcribed_from, e.late_reason, t.checked_by, t.checked_at
      FROM environment_reading e
      LEFT JOIN transcription_check t ON t.body_id = e.body_id AND t.environment_reading_id = e.id
     WHERE e.body_id = $1 AND e.bench_id = $2
     ORDER BY e.id)sql";

constexpr std::string_view kStanding = R"sql(
    SELECT (SELECT COALESCE(MAX(r.id), 0) FROM run u JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
             WHERE u.body_id = $1 AND u.bench_id = $2),
           (SELECT COALESCE(MAX(m.id), 0)
              FROM run u
              JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
              JOIN reading_mark m ON m.body_id = r.body_id AND m.reading_id = r.id
             WHERE u.body_id = $1 AND u.bench_id = $2 AND m.job_id IS NULL),
           (SELECT COALESCE(MAX(e.id), 0) FROM environment_reading e WHERE e.body_id = $1 AND e.bench_id = $2))sql";
constexpr std::string_view kMeasured = R"sql(
    UPDATE job
       SET first_reading_at = CASE WHEN first_reading_at IS NULL OR first_reading_at > $3 THEN $3 ELSE first_reading_at END,
           last_reading_at = CASE WHEN last_reading_at IS NULL OR last_reading_at < $4 THEN $4 ELSE last_reading_at END,
           version = version + 1
     WHERE body_id = $1
       AND id IN (SELECT i.job_id FROM bench_item i WHERE i.body_id = $1 AND i.bench_id = $2 AND i.until_reading IS NULL))sql";

jobs::Bench bench_of(const Row& row) {
    return {.id = row.get<jobs::BenchId>(0),
            .name = row.get<std::string>(1),
            .procedure = row.get<ProcedureVersionId>(2),
            .kind = job_kind_from(row.get<std::string>(3)),
            .mode = mode_from(row.get<std::string>(4)),
            .opened_by = row.get<AccountId>(5),
            .opened_at = moment_at(row, 6)};
}

jobs::BenchItem item_of(const Row& row) {
    jobs::BenchItem item{.id = row.get<std::int64_t>(0),
                         .bench = row.get<jobs::BenchId>(1),
                         .bench_name = row.get<std::string>(2),
                         .job = row.get<JobId>(3),
                         .position = row.get<int>(4),
                         .until = {},
                         .left = {}};
    if (!row.is_null(5))
        item.until = jobs::Standing{row.get<std::int64_t>(5), row.get<std::int64_t>(6), row.get<std::int64_t>(7)};
    if (!row.is_null(8)) item.left = jobs::Leaving{moment_at(row, 8), row.get<AccountId>(9), row.get<std::string>(10)};
    return item;
}

}  // namespace

jobs::BenchId BenchRepository::add(const jobs::Bench& b) {
    return transaction_
        .one(kAdd, {body_, b.name, b.procedure, word(b.kind), word(b.mode), b.opened_by, text(b.opened_at)})
        ->get<jobs::BenchId>(0);
}

jobs::Bench BenchRepository::require(jobs::BenchId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "bench.unknown", "there is no bench " + std::to_string(id.value) + " here");
    return bench_of(*row);
}

std::int64_t BenchRepository::add_item(const jobs::BenchItem& item) {
    return transaction_.one(kAddItem, {body_, item.bench, item.job, item.position})->get<std::int64_t>(0);
}

void BenchRepository::update(const jobs::BenchItem& item) {
    const auto until = [&](std::int64_t jobs::Standing::*part) {
        return item.until ? std::optional((*item.until).*part) : std::nullopt;
    };
    transaction_.execute(kUpdateItem,
                         {body_, item.id, until(&jobs::Standing::reading), until(&jobs::Standing::mark),
                          until(&jobs::Standing::environment), item.left ? text(item.left->at) : Value(std::nullopt),
                          item.left ? std::optional(item.left->by) : std::nullopt, item.left ? item.left->reason : ""});
}

std::vector<jobs::BenchItem> BenchRepository::items(jobs::BenchId bench) {
    std::vector<jobs::BenchItem> items;
    for (const Row& row : transaction_.execute(kItems, {body_, bench}).rows) items.push_back(item_of(row));
    return items;
}

std::optional<jobs::BenchItem> BenchRepository::of_job(JobId job) {
    const auto row = transaction_.one(kItemOfJob, {body_, job});
    return row ? std::optional(item_of(*row)) : std::nullopt;
}

BenchPage BenchRepository::page(std::optional<bool> open, const ListPlace& after, int limit) {
    const std::int64_t wanted = open ? (*open ? 1 : 0) : -1;
    const ListStretch stretch = in_order_of_id(std::string(kListed), "b.id", true, {body_, wanted});
    auto found = walk(transaction_, {&stretch, 1}, after, limit);
    BenchPage page{{}, std::move(found.next)};
    for (const std::int64_t id : found.ids) {
        const auto row = transaction_.one(kRow, {body_, id});
        const auto items = row->get<std::int64_t>(7), signed_items = row->get<std::int64_t>(8),
                   left = row->get<std::int64_t>(9);
        page.rows.push_back({bench_of(*row), items, signed_items, left, signed_items + left < items});
    }
    return page;
}

std::vector<JobId> BenchRepository::candidates(JobId job, int limit) {
    std::vector<JobId> jobs;
    for (const Row& row : transaction_.execute(kCandidates, {body_, job, limit}).rows)
        jobs.push_back(row.get<JobId>(0));
    return jobs;
}

RunId BenchRepository::run(jobs::BenchId bench, procedures::Stage stage, AccountId by, Moment now) {
    if (const auto known = transaction_.one(kFindRun, {body_, bench, word(stage)})) return known->get<RunId>(0);
    return transaction_.one(kAddRun, {body_, word(stage), bench, by, text(now)})->get<RunId>(0);
}

ReadingId BenchRepository::add_reading(jobs::BenchId bench, RunId run, const jobs::Reading& r) {
    const auto id = transaction_
                        .one(kAddReading, {body_, run, r.point, r.channel, r.repeat, text(r.indication), r.entry_key,
                                           text(r.measured_at), text(r.entered_at), r.author, r.transcribed_from,
                                           text_unless_empty(r.late_reason)})
                        ->get<ReadingId>(0);
    transaction_.execute(kAddReadingStandards, {body_, id, bench});
    return id;
}

std::vector<jobs::Reading> BenchRepository::readings(jobs::BenchId bench) {
    std::vector<jobs::Reading> readings;
    for (const Row& row : transaction_.execute(kReadings, {body_, bench}).rows) readings.push_back(reading_at(row));
    return readings;
}

std::vector<jobs::ReadingMark> BenchRepository::marks(jobs::BenchId bench) {
    std::vector<jobs::ReadingMark> marks;
    for (const Row& row : transaction_.execute(kMarks, {body_, bench}).rows) marks.push_back(mark_at(row));
    return marks;
}

std::int64_t BenchRepository::add_environment(jobs::BenchId bench, const EnvironmentReading& e) {
    return transaction_
        .one(kAddEnvironment, {body_, bench, e.moment, e.quantity, text(e.indication), text(e.corrected), e.unit,
                               e.sensor, e.sensor_certificate, e.entry_key, text(e.measured_at), text(e.entered_at),
                               e.author, e.transcribed_from, text_unless_empty(e.late_reason)})
        ->get<std::int64_t>(0);
}

std::vector<EnvironmentReading> BenchRepository::environment(jobs::BenchId bench) {
    std::vector<EnvironmentReading> readings;
    for (const Row& row : transaction_.execute(kEnvironment, {body_, bench}).rows)
        readings.push_back(environment_at(row));
    return newest_of(readings);
}

jobs::Standing BenchRepository::standing(jobs::BenchId bench) {
    const auto row = transaction_.one(kStanding, {body_, bench});
    return {row->get<std::int64_t>(0), row->get<std::int64_t>(1), row->get<std::int64_t>(2)};
}

void BenchRepository::measured(jobs::BenchId bench, Moment first, Moment last) {
    transaction_.execute(kMeasured, {body_, bench, text(first), text(last)});
}

}  // namespace chuan::storage
