// What a job needs beside its readings: answers, the environment, judgements, points not measured.

#include <algorithm>
#include <functional>
#include <map>

#include "storage/columns.h"
#include "storage/job_repository.h"
#include "storage/words.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAddCheck = R"sql(
    INSERT INTO check_answer (body_id, run_id, operation, passed, remark, entry_key, answered_by, answered_at, transcribed_from,
                              late_reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    RETURNING id)sql";
constexpr std::string_view kChecks = R"sql(
    SELECT u.stage, c.operation, c.passed, c.remark, c.entry_key, c.answered_by, c.answered_at, c.id, u.job_id, c.transcribed_from,
           c.late_reason, t.checked_by, t.checked_at
      FROM run u
      JOIN check_answer c ON c.body_id = u.body_id AND c.run_id = u.id
      LEFT JOIN transcription_check t ON t.body_id = c.body_id AND t.check_answer_id = c.id
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
    SELECT u.stage, c.operation, c.passed, c.remark, c.entry_key, c.answered_by, c.answered_at, c.id, u.job_id, c.transcribed_from,
           c.late_reason, t.checked_by, t.checked_at
      FROM check_answer c
      JOIN run u ON u.body_id = c.body_id AND u.id = c.run_id
      LEFT JOIN transcription_check t ON t.body_id = c.body_id AND t.check_answer_id = c.id
     WHERE c.body_id = $1 AND c.entry_key = $2)sql";

constexpr std::string_view kAddEnvironment = R"sql(
    INSERT INTO environment_reading (body_id, job_id, bench_id, moment, quantity, indication, corrected, unit, sensor_id,
                                     sensor_certificate_id, entry_key, measured_at, entered_at, author_id, transcribed_from,
                                     late_reason)
    VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    RETURNING id)sql";
constexpr std::string_view kEnvironment = R"sql(
    SELECT e.moment, e.quantity, e.indication, e.corrected, e.unit, e.sensor_id, e.sensor_certificate_id, e.entry_key, e.measured_at,
           e.entered_at, e.author_id, e.id, e.bench_id, e.transcribed_from, e.late_reason, t.checked_by, t.checked_at
      FROM environment_reading e
      LEFT JOIN transcription_check t ON t.body_id = e.body_id AND t.environment_reading_id = e.id
     WHERE e.body_id = $1 AND e.job_id = $2
    UNION ALL
    SELECT e.moment, e.quantity, e.indication, e.corrected, e.unit, e.sensor_id, e.sensor_certificate_id, e.entry_key, e.measured_at,
           e.entered_at, e.author_id, e.id, e.bench_id, e.transcribed_from, e.late_reason, t.checked_by, t.checked_at
      FROM bench_item b
      JOIN environment_reading e ON e.body_id = b.body_id AND e.bench_id = b.bench_id
      LEFT JOIN transcription_check t ON t.body_id = e.body_id AND t.environment_reading_id = e.id
     WHERE b.body_id = $1 AND b.job_id = $2 AND (b.until_environment IS NULL OR e.id <= b.until_environment)
     ORDER BY 12)sql";

constexpr std::string_view kEnvironmentByKey = R"sql(
    SELECT e.moment, e.quantity, e.indication, e.corrected, e.unit, e.sensor_id, e.sensor_certificate_id, e.entry_key, e.measured_at,
           e.entered_at, e.author_id, e.id, e.bench_id, e.transcribed_from, e.late_reason, t.checked_by, t.checked_at, e.job_id
      FROM environment_reading e
      LEFT JOIN transcription_check t ON t.body_id = e.body_id AND t.environment_reading_id = e.id
     WHERE e.body_id = $1 AND e.entry_key = $2)sql";

constexpr std::string_view kAddTranscriptionCheck = R"sql(
    INSERT INTO transcription_check (body_id, environment_reading_id, check_answer_id, checked_by, checked_at)
    VALUES ($1, $2, $3, $4, $5)
    RETURNING id)sql";

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

std::optional<TranscriptionCheck> compared_at(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return TranscriptionCheck{row.get<AccountId>(column), moment_at(row, column + 1)};
}

CheckRow check_of(const Row& row) {
    return {.id = row.get<std::int64_t>(7),
            .stage = stage_from(row.get<std::string>(0)),
            .answer = {row.get<std::string>(1), row.get<bool>(2), row.get<std::string>(3)},
            .entry_key = row.get<std::string>(4),
            .answered_by = row.get<AccountId>(5),
            .answered_at = moment_at(row, 6),
            .transcribed_from = optional_id_at<DocumentId>(row, 9),
            .late_reason = text_or_empty(row, 10),
            .compared = compared_at(row, 11)};
}

}  // namespace

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
            .transcribed_from = optional_id_at<DocumentId>(row, 13),
            .late_reason = text_or_empty(row, 14),
            .bench = optional_id_at<jobs::BenchId>(row, 12),
            .compared = compared_at(row, 15)};
}

std::vector<EnvironmentReading> newest_of(const std::vector<EnvironmentReading>& all) {
    std::map<std::pair<std::string, std::string>, EnvironmentReading, std::greater<>> newest;  // start before end
    for (const auto& reading : all) newest.insert_or_assign({reading.quantity, reading.moment}, reading);
    std::vector<EnvironmentReading> readings;
    for (auto& [key, reading] : newest) readings.push_back(std::move(reading));
    std::ranges::stable_sort(readings, {}, &EnvironmentReading::quantity);
    return readings;
}

std::int64_t JobRepository::add_check(RunId run, const CheckRow& c) {
    return transaction_
        .one(kAddCheck, {body_, run, c.answer.operation, c.answer.passed, c.answer.remark, c.entry_key, c.answered_by,
                         text(c.answered_at), c.transcribed_from, text_unless_empty(c.late_reason)})
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
        .one(kAddEnvironment, {body_, job, e.moment, e.quantity, text(e.indication), text(e.corrected), e.unit,
                               e.sensor, e.sensor_certificate, e.entry_key, text(e.measured_at), text(e.entered_at),
                               e.author, e.transcribed_from, text_unless_empty(e.late_reason)})
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
    return Keyed<EnvironmentReading>{optional_id_at<JobId>(*row, 17), environment_at(*row)};
}

std::int64_t JobRepository::add_transcription_check(Copied copied, std::int64_t row, const TranscriptionCheck& c) {
    const auto when = [&](Copied kind) { return copied == kind ? Value(row) : Value(std::nullopt); };
    return transaction_
        .one(kAddTranscriptionCheck, {body_, when(Copied::environment), when(Copied::check), c.by, text(c.at)})
        ->get<std::int64_t>(0);
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

}  // namespace chuan::storage
