#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "equipment/instrument.h"
#include "equipment/material.h"
#include "jobs/bench.h"
#include "jobs/job.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// What the work queue shows of a job.
struct JobRow {
    JobId id{};
    ItemId item{};
    OrderId order{};
    InstrumentId instrument{};
    OrganisationId customer{};
    std::string number{}, order_number{}, item_code{}, instrument_name_vi{}, instrument_name_en{}, maker{}, model{},
        serial{}, customer_name{}, procedure_code{};
    procedures::Kind kind = procedures::Kind::calibration;
    procedures::Mode mode = procedures::Mode::none;
    jobs::State state = jobs::State::received;
    bool partial = false;
    std::string state_reason{};
    std::optional<AccountId> technician{};
    std::string technician_name{};
    CivilDate promised_on{}, received_on{};
    bool handed_back = false;
    std::optional<jobs::BenchId> bench{};  // where it is measured together with others
    std::string bench_name{};
    std::int64_t version = 1;
};

/// The tabs of the queue. to_hand_back: work ended, item still here; due: promised by the day and not ended; mine: this
/// person's jobs that have not ended.
struct JobCounts {
    std::int64_t received = 0, in_work = 0, to_review = 0, to_issue = 0, to_hand_back = 0, due = 0, mine = 0;
};

/// The item as the work found it in the register: nameplate, range, scale intervals and class; the newest row holds.
struct JobItem {
    std::string name_vi{}, name_en{}, maker{}, maker_country{}, model{}, serial{}, inventory_number{}, made_in_year{};
    std::optional<Decimal> range_low{}, range_high{};
    std::string unit{};  // D-SI
    std::optional<Decimal> resolution{}, verification_interval{};
    std::string accuracy_class{};
    std::vector<equipment::InstrumentRange> ranges{};
    bool operator==(const JobItem&) const = default;
};

/// A standard chosen for a job, with what the evaluation reads of it beside its certificate, or a bottle of a reference
/// material with the record of its lot; the newest row of a role holds.
struct JobStandard {
    std::int64_t id = 0;
    std::string role{};
    std::optional<StandardId> standard{};
    std::optional<StandardCertificateId> certificate{};
    std::optional<equipment::BottleId> bottle{};
    std::optional<MaterialId> material{};
    std::string code{};
    std::optional<Decimal> range_low{}, range_high{};
    std::string unit{};  // D-SI
    std::optional<Decimal> drift_limit{};
    std::string accuracy_class{};
    std::string reason{};  // why it took the place of another one, else empty
    AccountId chosen_by{};
    Moment chosen_at{};
};

/// Another person compared what was copied with its paper.
struct TranscriptionCheck {
    AccountId by{};
    Moment at{};
};

struct EnvironmentReading {
    std::int64_t id = 0;
    std::string moment{};  // "start", "end"
    std::string quantity{};
    Decimal indication{}, corrected{};
    std::string unit{};
    StandardId sensor{};
    StandardCertificateId sensor_certificate{};
    std::string entry_key{};
    Moment measured_at{}, entered_at{};
    AccountId author{};
    std::optional<DocumentId> transcribed_from{};
    std::string late_reason{};             // as of a reading
    std::optional<jobs::BenchId> bench{};  // shared by the items there; else of one job
    std::optional<TranscriptionCheck> compared{};
};

struct CheckRow {
    std::int64_t id = 0;
    procedures::Stage stage = procedures::Stage::as_found;
    procedures::CheckAnswer answer{};
    std::string entry_key{};
    AccountId answered_by{};
    Moment answered_at{};
    std::optional<DocumentId> transcribed_from{};
    std::string late_reason{};  // as of a reading
    std::optional<TranscriptionCheck> compared{};
};

struct Judgement {
    std::int64_t id = 0;
    std::string finding_code{}, finding{}, judgement{}, effect{};  // finding: as jobs::stored_form
    AccountId judged_by{};
    Moment judged_at{};
};

struct PointNotMeasured {
    std::string point{}, reason{};
    AccountId recorded_by{};
    Moment recorded_at{};
};

struct Run {
    procedures::Stage stage = procedures::Stage::as_found;
    AccountId started_by{};
    Moment started_at{};
};

/// What an entry key was used for.
template <class Row>
struct Keyed {
    std::optional<JobId> job{};  // none: shared at a bench
    Row row{};
};

// Columns as the statements of readings, marks and the environment select them.
jobs::Reading reading_at(const Row&);
jobs::ReadingMark mark_at(const Row&);
EnvironmentReading environment_at(const Row&);
/// Of rows in the order of their ids: the newest of each quantity and moment, by quantity, start before end.
std::vector<EnvironmentReading> newest_of(const std::vector<EnvironmentReading>&);

class JobRepository {
  public:
    JobRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    JobId add(const jobs::Job&, Moment now);
    void update(const jobs::Job&);  // Error(precondition)
    jobs::Job require(JobId);       // Error(not_found)
    std::vector<JobId> of_item(ItemId);
    /// The last job of the instrument before this one that ended with results.
    std::optional<JobId> previous_of(InstrumentId, JobId before);
    std::vector<JobId> of_instrument(InstrumentId);
    JobRow require_row(JobId);  // Error(not_found)
    JobCounts counts(CivilDate due_by, AccountId own, bool only_own = false);

    std::int64_t add_review(JobId, const jobs::ContractReview&);
    std::optional<jobs::ContractReview> contract_review(JobId);
    std::int64_t add_adjustment(JobId, const jobs::Adjustment&, AccountId by, Moment now);
    std::optional<jobs::Adjustment> adjustment(JobId);
    std::int64_t add_item(JobId, const JobItem&, AccountId by, Moment now);
    std::optional<JobItem> item(JobId);
    std::int64_t add_standard(JobId, const JobStandard&);
    std::vector<JobStandard> standards(JobId);
    /// Those that another one of the same role took the place of, oldest first.
    std::vector<JobStandard> replaced_standards(JobId);
    /// The rows of job_standard that each reading was made with.
    std::map<ReadingId, std::set<std::int64_t>> standards_of_readings(JobId);

    /// The run of a stage, begun if it is not there yet.
    RunId run(JobId, procedures::Stage, AccountId by, Moment now);
    std::optional<RunId> find_run(JobId, procedures::Stage);
    std::vector<Run> runs(JobId);

    ReadingId add_reading(RunId, const jobs::Reading&, std::span<const JobStandard> standards);
    std::vector<jobs::Reading> readings(JobId);
    std::optional<jobs::Reading> reading_by_key(std::string_view entry_key);
    std::int64_t add_mark(const jobs::ReadingMark&);
    std::vector<jobs::ReadingMark> marks(JobId);

    std::int64_t add_check(RunId, const CheckRow&);
    std::vector<CheckRow> checks(JobId);  // newest row of each operation and stage
    /// Who answered, spoke of an adjustment or declared a point not measured, in any row.
    std::vector<AccountId> hands_beside_readings(JobId);
    std::optional<Keyed<CheckRow>> check_by_key(std::string_view entry_key);
    std::int64_t add_environment(JobId, const EnvironmentReading&);
    std::vector<EnvironmentReading> environment(JobId);  // every row, oldest first; newest_of: those that count
    std::optional<Keyed<EnvironmentReading>> environment_by_key(std::string_view entry_key);
    enum class Copied { environment, check };
    /// row: of the value of the room, or of the answer.
    std::int64_t add_transcription_check(Copied, std::int64_t row, const TranscriptionCheck&);
    std::int64_t add_judgement(JobId, const Judgement&);
    std::vector<Judgement> judgements(JobId);
    std::int64_t add_not_measured(JobId, std::string_view point, std::string_view reason, AccountId by, Moment now);
    std::vector<PointNotMeasured> not_measured(JobId);

    std::int64_t add_signature(JobId, const jobs::Signature&);
    std::vector<jobs::Signature> signatures(JobId);

    EvaluationId add_evaluation(JobId, const procedures::Evaluation&, std::string_view inputs_sha256, Moment now);
    struct StoredEvaluation {
        EvaluationId id;
        std::string inputs_sha256;
        procedures::Evaluation evaluation;
        Moment made_at{};
    };
    std::optional<StoredEvaluation> evaluation(JobId);  // the newest
    StoredEvaluation require_evaluation(EvaluationId);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
