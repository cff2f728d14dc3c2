#include <algorithm>
#include <functional>
#include <map>

#include "storage/columns.h"
#include "storage/job_repository.h"
#include "storage/words.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kFindRun = "SELECT id FROM run WHERE body_id = $1 AND job_id = $2 AND stage = $3";
constexpr std::string_view kAddRun = R"sql(
    INSERT INTO run (body_id, job_id, stage, bench_id, started_by, started_at) VALUES ($1, $2, $3, NULL, $4, $5) RETURNING id)sql";

constexpr std::string_view kRuns = R"sql(
    SELECT stage, started_by, started_at FROM run WHERE body_id = $1 AND job_id = $2 ORDER BY id)sql";

constexpr std::string_view kAddReading = R"sql(
    INSERT INTO reading (body_id, run_id, point, channel, repeat_number, indication, entry_key, measured_at, entered_at,
                         author_id, transcribed_from)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    RETURNING id)sql";
constexpr std::string_view kAddReadingStandard = R"sql(
    INSERT INTO reading_standard (body_id, reading_id, job_standard_id) VALUES ($1, $2, $3))sql";

// Its own, and those of the standards shared at its bench as far as they count for it.
constexpr std::string_view kReadings = R"sql(
    SELECT r.id, u.stage, r.point, r.channel, r.repeat_number, r.indication, r.entry_key, r.measured_at, r.entered_at, r.author_id,
           r.transcribed_from, u.bench_id
      FROM run u
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
     WHERE u.body_id = $1 AND u.job_id = $2
    UNION ALL
    SELECT r.id, u.stage, r.point, r.channel, r.repeat_number, r.indication, r.entry_key, r.measured_at, r.entered_at, r.author_id,
           r.transcribed_from, u.bench_id
      FROM bench_item b
      JOIN run u ON u.body_id = b.body_id AND u.bench_id = b.bench_id
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
     WHERE b.body_id = $1 AND b.job_id = $2 AND (b.until_reading IS NULL OR r.id <= b.until_reading)
     ORDER BY 1)sql";
constexpr std::string_view kReadingByKey = R"sql(
    SELECT r.id, u.stage, r.point, r.channel, r.repeat_number, r.indication, r.entry_key, r.measured_at, r.entered_at, r.author_id,
           r.transcribed_from, u.bench_id
      FROM reading r
      JOIN run u ON u.body_id = r.body_id AND u.id = r.run_id
     WHERE r.body_id = $1 AND r.entry_key = $2)sql";

constexpr std::string_view kAddMark = R"sql(
    INSERT INTO reading_mark (body_id, reading_id, kind, reason, replaced_by, job_id, marked_by, marked_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id)sql";
constexpr std::string_view kMarks = R"sql(
    SELECT m.reading_id, m.kind, m.reason, m.replaced_by, m.marked_by, m.marked_at, m.id, m.job_id
      FROM run u
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
      JOIN reading_mark m ON m.body_id = r.body_id AND m.reading_id = r.id
     WHERE u.body_id = $1 AND u.job_id = $2
    UNION ALL
    SELECT m.reading_id, m.kind, m.reason, m.replaced_by, m.marked_by, m.marked_at, m.id, m.job_id
      FROM bench_item b
      JOIN run u ON u.body_id = b.body_id AND u.bench_id = b.bench_id
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
      JOIN reading_mark m ON m.body_id = r.body_id AND m.reading_id = r.id
     WHERE b.body_id = $1 AND b.job_id = $2 AND (b.until_reading IS NULL OR r.id <= b.until_reading)
       AND (m.job_id = $2 OR (m.job_id IS NULL AND (b.until_mark IS NULL OR m.id <= b.until_mark)))
     ORDER BY 7)sql";

constexpr std::string_view kAddCheck = R"sql(
    INSERT INTO check_answer (body_id, run_id, operation, passed, remark, entry_key, answered_by, answered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id)sql";
constexpr std::string_view kChecks = R"sql(
    SELECT u.stage, c.operation, c.passed, c.remark, c.entry_key, c.answered_by, c.answered_at, c.id, u.job_id
      FROM run u
      JOIN check_answer c ON c.body_id = u.body_id AND c.run_id = u.id
     WHERE u.body_id = $1 AND u.job_id = $2
       AND c.id = (SELECT MAX(n.id) FROM check_answer n
                    WHERE n.body_id = c.body_id AND n.run_id = c.run_id AND n.operation = c.operation)
     ORDER BY c.id)sql";

constexpr std::string_view kHandsBesideReadings = R"sql(
    SELECT c.answered_by AS account_id
      FROM run u
      JOIN check_answer c ON c.body_id = u.body_id AND c.run_id = u.id
     WHERE u.body_id = $1 AND u.job_id = $2
    UNION
    SELECT recorded_by FROM adjustment WHERE body_id = $1 AND job_id = $2
    UNION
    SELECT recorded_by FROM point_not_measured WHERE body_id = $1 AND job_id = $2
     ORDER BY 1)sql";

constexpr std::string_view kCheckByKey = R"sql(
    SELECT u.stage, c.operation, c.passed, c.remark, c.entry_key, c.answered_by, c.answered_at, c.id, u.job_id
      FROM check_answer c
      JOIN run u ON u.body_id = c.body_id AND u.id = c.run_id
     WHERE c.body_id = $1 AND c.entry_key = $2)sql";

constexpr std::string_view kAddEnvironment = R"sql(
    INSERT INTO environment_reading (body_id, job_id, bench_id, moment, quantity, indication, corrected, unit, sensor_id,
                                     sensor_certificate_id, entry_key, measured_at, entered_at, author_id)
    VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    RETURNING id)sql";
constexpr std::string_view kEnvironment = R"sql(
    SELECT e.moment, e.quantity, e.indication, e.corrected, e.unit, e.sensor_id, e.sensor_certificate_id, e.entry_key, e.measured_at,
           e.entered_at, e.author_id, e.id, e.bench_id
      FROM environment_reading e
     WHERE e.body_id = $1 AND e.job_id = $2
    UNION ALL
    SELECT e.moment, e.quantity, e.indication, e.corrected, e.unit, e.sensor_id, e.sensor_certificate_id, e.entry_key, e.measured_at,
           e.entered_at, e.author_id, e.id, e.bench_id
      FROM bench_item b
      JOIN environment_reading e ON e.body_id = b.body_id AND e.bench_id = b.bench_id
     WHERE b.body_id = $1 AND b.job_id = $2 AND (b.until_environment IS NULL OR e.id <= b.until_environment)
     ORDER BY 12)sql";

constexpr std::string_view kEnvironmentByKey = R"sql(
    SELECT e.moment, e.quantity, e.indication, e.corrected, e.unit, e.sensor_id, e.sensor_certificate_id, e.entry_key, e.measured_at,
           e.entered_at, e.author_id, e.id, e.bench_id, e.job_id
      FROM environment_reading e
     WHERE e.body_id = $1 AND e.entry_key = $2)sql";

constexpr std::string_view kAddJudgement = R"sql(
    INSERT INTO job_judgement (body_id, job_id, finding_code, finding, judgement, effect, judged_by, judged_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id)sql";
constexpr std::string_view kJudgements = R"sql(
    SELECT finding_code, finding, judgement, effect, judged_by, judged_at, id
      FROM job_judgement
     WHERE body_id = $1 AND job_id = $2
     ORDER BY id)sql";

constexpr std::string_view kAddNotMeasured = R"sql(
    INSERT INTO point_not_measured (body_id, job_id, point, reason, recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id)sql";
constexpr std::string_view kNotMeasured = R"sql(
    SELECT point, reason, recorded_by, recorded_at FROM point_not_measured WHERE body_id = $1 AND job_id = $2 ORDER BY id)sql";

constexpr std::string_view kAddSignature = R"sql(
    INSERT INTO signature (body_id, job_id, round, meaning, account_id, name, title_vi, title_en, signed_at, remark, content_sha256)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    RETURNING id)sql";
constexpr std::string_view kSignatures = R"sql(
    SELECT round, meaning, account_id, name, title_vi, title_en, signed_at, remark, content_sha256, id
      FROM signature
     WHERE body_id = $1 AND job_id = $2
     ORDER BY id)sql";

}  // namespace

jobs::Reading reading_at(const Row& row) {
    return {.id = row.get<ReadingId>(0),
            .stage = stage_from(row.get<std::string>(1)),
            .point = row.get<std::string>(2),
            .channel = row.get<std::string>(3),
            .repeat = row.get<int>(4),
            .indication = decimal_at(row, 5),
            .entry_key = row.get<std::string>(6),
            .measured_at = moment_at(row, 7),
            .entered_at = moment_at(row, 8),
            .author = row.get<AccountId>(9),
            .transcribed_from = optional_id_at<DocumentId>(row, 10),
            .bench = optional_id_at<jobs::BenchId>(row, 11)};
}

jobs::ReadingMark mark_at(const Row& row) {
    return {.id = row.get<std::int64_t>(6),
            .reading = row.get<ReadingId>(0),
            .kind = jobs::mark_kind_from(row.get<std::string>(1)).value(),
            .reason = row.get<std::string>(2),
            .replaced_by = optional_id_at<ReadingId>(row, 3),
            .job = optional_id_at<JobId>(row, 7),
            .marked_by = row.get<AccountId>(4),
            .marked_at = moment_at(row, 5)};
}

EnvironmentReading environment_at(const Row& row) {
    return {.id = row.get<std::int64_t>(11),
            .moment = row.get<std::string>(0),
            .quantity = row.get<std::string>(1),
            .indication = decimal_at(row, 2),
            .corrected = decimal_at(row, 3),
            .unit = row.get<std::string>(4),
            .sensor = row.get<StandardId>(5),
            .sensor_certificate = row.get<StandardCertificateId>(6),
            .entry_key = row.get<std::string>(7),
            .measured_at = moment_at(row, 8),
            .entered_at = moment_at(row, 9),
            .author = row.get<AccountId>(10),
            .bench = optional_id_at<jobs::BenchId>(row, 12)};
}

std::vector<EnvironmentReading> newest_of(const std::vector<EnvironmentReading>& all) {
    std::map<std::pair<std::string, std::string>, EnvironmentReading, std::greater<>> newest;  // start before end
    for (const auto& reading : all) newest.insert_or_assign({reading.quantity, reading.moment}, reading);
    std::vector<EnvironmentReading> readings;
    for (auto& [key, reading] : newest) readings.push_back(std::move(reading));
    std::ranges::stable_sort(readings, {}, &EnvironmentReading::quantity);
    return readings;
}

namespace {

CheckRow check_of(const Row& row) {
    return {.id = row.get<std::int64_t>(7),
            .stage = stage_from(row.get<std::string>(0)),
            .answer = {row.get<std::string>(1), row.get<bool>(2), row.get<std::string>(3)},
            .entry_key = row.get<std::string>(4),
            .answered_by = row.get<AccountId>(5),
            .answered_at = moment_at(row, 6)};
}

}  // namespace

RunId JobRepository::run(JobId job, procedures::Stage stage, AccountId by, Moment now) {
    if (const auto known = find_run(job, stage)) return *known;
    return transaction_.one(kAddRun, {body_, job, word(stage), by, text(now)})->get<RunId>(0);
}

std::optional<RunId> JobRepository::find_run(JobId job, procedures::Stage stage) {
    const auto row = transaction_.one(kFindRun, {body_, job, word(stage)});
    return row ? std::optional(row->get<RunId>(0)) : std::nullopt;
}

std::vector<Run> JobRepository::runs(JobId job) {
    std::vector<Run> runs;
    for (const Row& row : transaction_.execute(kRuns, {body_, job}).rows)
        runs.push_back({stage_from(row.get<std::string>(0)), row.get<AccountId>(1), moment_at(row, 2)});
    return runs;
}

ReadingId JobRepository::add_reading(RunId run, const jobs::Reading& r, std::span<const JobStandard> standards) {
    const auto id = transaction_
                        .one(kAddReading, {body_, run, r.point, r.channel, r.repeat, text(r.indication), r.entry_key,
                                           text(r.measured_at), text(r.entered_at), r.author, r.transcribed_from})
                        ->get<ReadingId>(0);
    for (const auto& standard : standards) transaction_.execute(kAddReadingStandard, {body_, id, standard.id});
    return id;
}

std::vector<jobs::Reading> JobRepository::readings(JobId job) {
    std::vector<jobs::Reading> readings;
    for (const Row& row : transaction_.execute(kReadings, {body_, job}).rows) readings.push_back(reading_at(row));
    return readings;
}

std::optional<jobs::Reading> JobRepository::reading_by_key(std::string_view entry_key) {
    const auto row = transaction_.one(kReadingByKey, {body_, entry_key});
    return row ? std::optional(reading_at(*row)) : std::nullopt;
}

std::int64_t JobRepository::add_mark(const jobs::ReadingMark& m) {
    return transaction_
        .one(kAddMark,
             {body_, m.reading, to_string(m.kind), m.reason, m.replaced_by, m.job, m.marked_by, text(m.marked_at)})
        ->get<std::int64_t>(0);
}

std::vector<jobs::ReadingMark> JobRepository::marks(JobId job) {
    std::vector<jobs::ReadingMark> marks;
    for (const Row& row : transaction_.execute(kMarks, {body_, job}).rows) marks.push_back(mark_at(row));
    return marks;
}

std::int64_t JobRepository::add_check(RunId run, const CheckRow& c) {
    return transaction_
        .one(kAddCheck, {body_, run, c.answer.operation, c.answer.passed, c.answer.remark, c.entry_key, c.answered_by,
                         text(c.answered_at)})
        ->get<std::int64_t>(0);
}

std::vector<CheckRow> JobRepository::checks(JobId job) {
    std::vector<CheckRow> checks;
    for (const Row& row : transaction_.execute(kChecks, {body_, job}).rows) checks.push_back(check_of(row));
    return checks;
}

std::vector<AccountId> JobRepository::hands_beside_readings(JobId job) {
    std::vector<AccountId> hands;
    for (const Row& row : transaction_.execute(kHandsBesideReadings, {body_, job}).rows)
        hands.push_back(row.get<AccountId>(0));
    return hands;
}

std::optional<Keyed<CheckRow>> JobRepository::check_by_key(std::string_view entry_key) {
    const auto row = transaction_.one(kCheckByKey, {body_, entry_key});
    if (!row) return std::nullopt;
    return Keyed<CheckRow>{row->get<JobId>(8), check_of(*row)};
}

std::int64_t JobRepository::add_environment(JobId job, const EnvironmentReading& e) {
    return transaction_
        .one(kAddEnvironment,
             {body_, job, e.moment, e.quantity, text(e.indication), text(e.corrected), e.unit, e.sensor,
              e.sensor_certificate, e.entry_key, text(e.measured_at), text(e.entered_at), e.author})
        ->get<std::int64_t>(0);
}

std::vector<EnvironmentReading> JobRepository::environment(JobId job) {
    std::vector<EnvironmentReading> readings;
    for (const Row& row : transaction_.execute(kEnvironment, {body_, job}).rows)
        readings.push_back(environment_at(row));
    return readings;
}

std::optional<Keyed<EnvironmentReading>> JobRepository::environment_by_key(std::string_view entry_key) {
    const auto row = transaction_.one(kEnvironmentByKey, {body_, entry_key});
    if (!row) return std::nullopt;
    return Keyed<EnvironmentReading>{optional_id_at<JobId>(*row, 13), environment_at(*row)};
}

std::int64_t JobRepository::add_judgement(JobId job, const Judgement& j) {
    return transaction_
        .one(kAddJudgement,
             {body_, job, j.finding_code, j.finding, j.judgement, j.effect, j.judged_by, text(j.judged_at)})
        ->get<std::int64_t>(0);
}

std::vector<Judgement> JobRepository::judgements(JobId job) {
    std::vector<Judgement> judgements;
    for (const Row& row : transaction_.execute(kJudgements, {body_, job}).rows)
        judgements.push_back({.id = row.get<std::int64_t>(6),
                              .finding_code = row.get<std::string>(0),
                              .finding = row.get<std::string>(1),
                              .judgement = row.get<std::string>(2),
                              .effect = row.get<std::string>(3),
                              .judged_by = row.get<AccountId>(4),
                              .judged_at = moment_at(row, 5)});
    return judgements;
}

std::int64_t JobRepository::add_not_measured(JobId job, std::string_view point, std::string_view reason, AccountId by,
                                             Moment now) {
    return transaction_.one(kAddNotMeasured, {body_, job, point, reason, by, text(now)})->get<std::int64_t>(0);
}

std::vector<PointNotMeasured> JobRepository::not_measured(JobId job) {
    std::vector<PointNotMeasured> points;
    for (const Row& row : transaction_.execute(kNotMeasured, {body_, job}).rows)
        points.push_back({.point = row.get<std::string>(0),
                          .reason = row.get<std::string>(1),
                          .recorded_by = row.get<AccountId>(2),
                          .recorded_at = moment_at(row, 3)});
    return points;
}

std::int64_t JobRepository::add_signature(JobId job, const jobs::Signature& s) {
    return transaction_
        .one(kAddSignature, {body_, job, s.round, to_string(s.meaning), s.account, s.name, s.title_vi, s.title_en,
                             text(s.signed_at), s.remark, s.content_sha256})
        ->get<std::int64_t>(0);
}

std::vector<jobs::Signature> JobRepository::signatures(JobId job) {
    std::vector<jobs::Signature> signatures;
    for (const Row& row : transaction_.execute(kSignatures, {body_, job}).rows)
        signatures.push_back({.id = row.get<std::int64_t>(9),
                              .round = row.get<int>(0),
                              .meaning = jobs::meaning_from(row.get<std::string>(1)).value(),
                              .account = row.get<AccountId>(2),
                              .name = row.get<std::string>(3),
                              .title_vi = row.get<std::string>(4),
                              .title_en = row.get<std::string>(5),
                              .signed_at = moment_at(row, 6),
                              .remark = row.get<std::string>(7),
                              .content_sha256 = row.get<std::string>(8)});
    return signatures;
}

}  // namespace chuan::storage
