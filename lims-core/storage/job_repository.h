#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/job.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// What the work queue shows of a job.
struct JobRow {
    JobId id{};
    ItemId item{};
    std::string number{}, item_code{}, instrument_name_vi{}, instrument_name_en{}, serial{}, customer_name{}, procedure_code{};
    procedures::Kind kind = procedures::Kind::calibration;
    jobs::State state = jobs::State::received;
    std::optional<AccountId> technician{};
    std::string technician_name{};
    CivilDate promised_on{};
    bool handed_back = false;
};

/// The tabs of the queue. to_hand_back: work ended, item still here; due: promised by the day and not handed back.
struct JobCounts {
    std::int64_t received = 0, in_work = 0, to_review = 0, to_issue = 0, to_hand_back = 0, due = 0;
};

/// A standard chosen for a job; the newest row of a role holds.
struct JobStandard {
    std::int64_t id = 0;
    std::string role{};
    StandardId standard{};
    StandardCertificateId certificate{};
};

struct EnvironmentReading {
    std::string moment{};       // "start", "end"
    std::string quantity{};
    Decimal indication{}, corrected{};
    std::string unit{};
    StandardId sensor{};
    StandardCertificateId sensor_certificate{};
    std::string entry_key{};
    Moment measured_at{}, entered_at{};
    AccountId author{};
};

struct CheckRow {
    procedures::Stage stage = procedures::Stage::as_found;
    procedures::CheckAnswer answer{};
    std::string entry_key{};
    AccountId answered_by{};
    Moment answered_at{};
};

struct Judgement {
    std::string finding_code{}, finding{}, judgement{}, effect{};
    AccountId judged_by{};
    Moment judged_at{};
};

struct PointNotMeasured {
    std::string point{}, reason{};
};

class JobRepository {
  public:
    JobRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    JobId add(const jobs::Job&, Moment now);
    void update(const jobs::Job&);  // Error(precondition)
    jobs::Job require(JobId);       // Error(not_found)
    std::vector<JobId> of_order(OrderId);
    std::vector<JobId> of_item(ItemId);
    /// The last job of the instrument before this one that ended with results.
    std::optional<JobId> previous_of(InstrumentId, JobId before);
    std::vector<JobId> of_instrument(InstrumentId);
    /// queue: received, in_work, to_review, to_issue, to_hand_back, due. technician: only this person's work.
    std::vector<JobRow> queue(std::string_view queue, CivilDate today, std::optional<AccountId> technician, JobId after, int limit);
    JobCounts counts(CivilDate today);

    std::int64_t add_review(JobId, const jobs::ContractReview&);
    std::optional<jobs::ContractReview> contract_review(JobId);
    std::int64_t add_adjustment(JobId, const jobs::Adjustment&, AccountId by, Moment now);
    std::optional<jobs::Adjustment> adjustment(JobId);
    std::int64_t add_standard(JobId, std::string_view role, StandardId, StandardCertificateId, AccountId by, Moment now);
    std::vector<JobStandard> standards(JobId);

    /// The run of a stage, begun if it is not there yet.
    RunId run(JobId, procedures::Stage, AccountId by, Moment now);
    std::optional<RunId> find_run(JobId, procedures::Stage);

    ReadingId add_reading(RunId, const jobs::Reading&, std::span<const JobStandard> standards);
    std::vector<jobs::Reading> readings(JobId);
    std::optional<jobs::Reading> reading_by_key(std::string_view entry_key);
    std::int64_t add_mark(const jobs::ReadingMark&);
    std::vector<jobs::ReadingMark> marks(JobId);

    std::int64_t add_check(RunId, const CheckRow&);
    std::vector<CheckRow> checks(JobId);  // newest row of each operation and stage
    std::int64_t add_environment(JobId, const EnvironmentReading&);
    std::vector<EnvironmentReading> environment(JobId);  // newest row of each moment and quantity
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
