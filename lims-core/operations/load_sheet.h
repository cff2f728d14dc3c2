#pragma once

// Everything a measurement sheet rests on, loaded once, with the one evaluation of it. The screen, the preview, the
// signature "performed", the review and the issue all start here, so that they read the same figures.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "equipment/instrument.h"
#include "equipment/standard.h"
#include "jobs/job.h"
#include "operations/material_input.h"
#include "operations/support.h"
#include "procedures/evaluation.h"
#include "storage/job_repository.h"
#include "storage/procedure_repository.h"

namespace chuan::operations {

struct SheetStandard {
    storage::JobStandard choice;
    /// With code, range, drift and class as they were when it was chosen; of a bottle its code and names only.
    equipment::MeasurementStandard standard;
    /// The one frozen when it was chosen; of a bottle the number, issuer and days of its lot's.
    equipment::StandardCertificate certificate;
    std::vector<equipment::StandardCertificate> history{};  // before it, oldest first
    std::optional<MaterialOnUse> bottle{};                  // where a reference material plays the role
    bool taken = false;                                     // this job took its sample from the bottle
    bool must_be_certified = false;                         // for direct use in verification, as the procedure asks
    std::vector<equipment::StandardCertification> certifications{};  // where it must
};

/// What speaks against a standard or bottle in use on any day from the first to the last.
std::vector<Finding> why_unusable(const SheetStandard&, CivilDate from, CivilDate to);

struct Sheet {
    jobs::Job job;
    jobs::Order order;
    jobs::Item item;
    equipment::Instrument instrument;  // nameplate and figures as the work took them
    storage::JobItem item_now;         // as the register has them
    std::optional<jobs::ContractReview> review;
    storage::ProcedureVersion version;
    procedures::Procedure procedure;
    procedures::SheetLayout layout;
    std::vector<SheetStandard> standards;  // in use
    /// Others that a run was measured with, by its stage.
    std::vector<std::pair<procedures::Stage, SheetStandard>> earlier_standards;
    std::vector<jobs::Reading> readings;
    std::vector<jobs::ReadingMark> marks;
    std::vector<storage::CheckRow> checks;
    std::vector<storage::EnvironmentReading> room;         // every value of the environment, oldest first
    std::vector<storage::EnvironmentReading> environment;  // the newest of each moment and quantity
    std::optional<jobs::Adjustment> adjustment;
    std::vector<storage::Judgement> judgements;
    std::vector<storage::PointNotMeasured> not_measured;
    std::vector<jobs::Signature> signatures;
    std::optional<jobs::BenchItem>
        bench;                   // where it is measured together with others; readings of standards are shared
    int utc_offset_minutes = 0;  // of the site: on which day a reading was made
    procedures::SheetInputs inputs;
    procedures::Evaluation evaluation;
};

/// Throws Error(not_found) for a job of another body, Error(conflict, "job.not_started") before a procedure was chosen.
Sheet load_sheet(storage::Transaction&, people::Scope, JobId);

/// Loads the sheets of several jobs: what they share, a procedure and certificates, once.
class SheetLoader {
  public:
    SheetLoader(storage::Transaction& transaction, people::Scope scope) : transaction_(transaction), scope_(scope) {}
    /// As load_sheet.
    Sheet load(JobId);
    /// What is recorded, without inputs and evaluation: enough for what is entered.
    Sheet records(JobId);
    const std::pair<storage::ProcedureVersion, procedures::Procedure>& procedure(ProcedureVersionId);

  private:
    SheetStandard standard(storage::JobStandard);
    SheetStandard bottle(storage::JobStandard, JobId);
    void load_standards(Sheet&);

    storage::Transaction& transaction_;
    people::Scope scope_;
    std::optional<int> utc_offset_minutes_{};
    std::map<ProcedureVersionId, std::pair<storage::ProcedureVersion, procedures::Procedure>> procedures_;
    std::map<StandardCertificateId, SheetStandard> standards_;  // without the choice
};

/// What somebody has typed but not saved, laid over the stored sheet; nothing is stored.
struct Typed {
    std::vector<std::pair<procedures::Stage, procedures::CountedReading>> readings;
    std::vector<std::pair<procedures::Stage, procedures::CheckAnswer>> checks;
    std::optional<jobs::AdjustmentChoice> adjustment;
};
/// now: counts as the day of measurement until a reading is stored.
procedures::Evaluation preview(const Sheet&, const Typed&, Moment now);

/// Every standard that a figure of the sheet rests on: those in use, then those of an earlier run; each once.
std::vector<SheetStandard> standards_used(const Sheet&);

/// Hash of everything that went into the evaluation, the procedure's bytes included: what a signature is bound to.
std::string inputs_sha256(const procedures::Procedure&, const procedures::SheetInputs&);

/// In the item's unit; empty: the procedure's own.
std::vector<std::string> agreed_points(const std::optional<jobs::ContractReview>&);

}  // namespace chuan::operations
