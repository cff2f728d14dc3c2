#pragma once

// What a job needs beside its readings: the environment with its sensors, answers to the procedure's yes/no operations,
// the word on adjustment, points that could not be measured, and the judgement of what holds the job.

#include <optional>
#include <string>
#include <vector>

#include "jobs/job.h"
#include "operations/load_sheet.h"
#include "operations/record_readings.h"
#include "operations/support.h"
#include "storage/job_repository.h"

namespace chuan::operations {

struct EnvironmentEntry {
    std::string entry_key{};
    std::string moment{};  // "start", "end"
    std::string quantity{};
    std::string typed{};
    StandardId sensor{};
    Moment measured_at{};
    std::optional<std::int64_t> replaces{};        // the value that stands there, as whoever types has seen it
    std::string reason{};                          // why another one takes its place
    std::optional<DocumentId> transcribed_from{};  // scan of the paper sheet
    std::string late_reason{};                     // why what stood on it is entered only now
};

struct EnvironmentAnswer {
    std::string entry_key{};
    EntryOutcome outcome = EntryOutcome::saved;
    std::optional<storage::EnvironmentReading> reading{};
    std::optional<storage::EnvironmentReading> other{};  // conflict: what stands there
    std::vector<Finding> findings{};                     // refused; or saved, and what holds the job now
};

/// What was outside its limits as far as it is recorded, start or end alone too, and whatever took its place; judged or
/// not.
std::vector<Finding> held_by(const Sheet&);

/// Corrected by the sensor's certificate, whose due date is checked for the day. A later entry of the same moment and
/// quantity says which one it takes the place of, and why; it stands beside the earlier one and counts, and meets a
/// conflict where something else stands by now. Outside the procedure's limits the job is held until somebody
/// authorised judges it, whatever is entered there later. Of another day than today's it is a late entry, as a reading.
std::vector<EnvironmentAnswer> record_environment(storage::Transaction&, const people::Actor&, JobId,
                                                  const std::vector<EnvironmentEntry>&, Moment now);

struct JobState {
    JobId job{};
    jobs::State state = jobs::State::in_work;
};
struct BenchEnvironment {
    std::vector<EnvironmentAnswer> answers{};
    std::vector<JobState> jobs{};  // of the open items
};
/// The same for all open items of a bench: outside the limits each of them is held.
BenchEnvironment record_environment_at_bench(storage::Transaction&, const people::Actor&, jobs::BenchId,
                                             const std::vector<EnvironmentEntry>&, Moment now);

struct CheckEntry {
    std::string entry_key{};
    procedures::Stage stage = procedures::Stage::as_found;
    std::string operation{};
    bool passed = false;
    std::string remark{};
    std::optional<std::int64_t> replaces{};  // the answer that stands there, as whoever answers has seen it
    std::optional<DocumentId> transcribed_from{};
    std::string late_reason{};
};
struct CheckAnswered {
    std::string entry_key{};
    EntryOutcome outcome = EntryOutcome::saved;
    std::optional<storage::CheckRow> check{};
    std::optional<storage::CheckRow> other{};  // conflict: what stands there
    std::vector<Finding> findings{};
};
/// A later answer to the same operation stands beside the earlier one and counts; over another person's that it does
/// not name it is a conflict.
std::vector<CheckAnswered> record_checks(storage::Transaction&, const people::Actor&, JobId,
                                         const std::vector<CheckEntry>&, Moment now);

struct BenchCheck {
    JobId job{};
    CheckEntry check{};
};
std::vector<CheckAnswered> record_checks_at_bench(storage::Transaction&, const people::Actor&, jobs::BenchId,
                                                  const std::vector<BenchCheck>&, Moment now);

void record_adjustment(storage::Transaction&, const people::Actor&, JobId, const jobs::Adjustment&, Moment now);
void record_not_measured(storage::Transaction&, const people::Actor&, JobId, const std::string& point,
                         const std::string& reason, Moment now);

/// The judgement of everything under one code that holds the job, by somebody who measured nothing of it; when all is
/// judged the job goes on. A judgement is of the figures it saw: others that are outside later hold the job again.
void judge(storage::Transaction&, const people::Actor&, JobId, const std::string& finding_code,
           const std::string& judgement, const std::string& effect, Moment now);

/// The same for every open item of a bench that is held by it.
std::vector<JobState> judge_at_bench(storage::Transaction&, const people::Actor&, jobs::BenchId,
                                     const std::string& finding_code, const std::string& judgement,
                                     const std::string& effect, Moment now);

}  // namespace chuan::operations
