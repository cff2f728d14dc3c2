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
                         author_id, transcribed_from, late_reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    RETURNING id)sql";
constexpr std::string_view kAddReadingStandard = R"sql(
    INSERT INTO reading_standard (body_id, reading_id, job_standard_id) VALUES ($1, $2, $3))sql";

// Its own, and those of the standards shared at its bench as far as they count for it.
constexpr std::string_view kReadings = R"sql(
    SELECT r.id, u.stage, r.point, r.channel, r.repeat_number, r.indication, r.entry_key, r.measured_at, r.entered_at, r.author_id,
           r.transcribed_from, u.bench_id, r.late_reason
      FROM run u
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
     WHERE u.body_id = $1 AND u.job_id = $2
    UNION ALL
    SELECT r.id, u.stage, r.point, r.channel, r.repeat_number, r.indication, r.entry_key, r.measured_at, r.entered_at, r.author_id,
           r.transcribed_from, u.bench_id, r.late_reason
      FROM bench_item b
      JOIN run u ON u.body_id = b.body_id AND u.bench_id = b.bench_id
      JOIN reading r ON r.body_id = u.body_id AND r.run_id = u.id
     WHERE b.body_id = $1 AND b.job_id = $2 AND (b.until_reading IS NULL OR r.id <= b.until_reading)
     ORDER BY 1)sql";
constexpr std::string_view kReadingByKey = R"sql(
    SELECT r.id, u.stage, r.point, r.channel, r.repeat_number, r.indication, r.entry_key, r.measured_at, r.entered_at, r.author_id,
           r.transcribed_from, u.bench_id, r.late_reason
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
            .late_reason = text_or_empty(row, 12),
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
                                           text(r.measured_at), text(r.entered_at), r.author, r.transcribed_from,
                                           text_unless_empty(r.late_reason)})
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
