#pragma once

// Which procedures and standards a job can work with today, and why not with the others: asked before the start, and
// when another standard takes the place of one in use.

#include <optional>
#include <vector>

#include "equipment/instrument.h"
#include "operations/load_sheet.h"
#include "operations/start_job.h"
#include "storage/connection.h"

namespace chuan::operations {

/// Empty: a job may start with this version today.
std::vector<Finding> why_not(const storage::ProcedureVersion&, CivilDate today);

/// Of a standard that is the very item of a job; it stands behind what else speaks against the standard.
Finding is_the_item(const equipment::MeasurementStandard&);

/// Of a standard that plays another role of the job, which it may not share with this one.
Finding plays_another_role(const std::string& code, const procedures::StandardNeed& other, const std::string& field);

class Choices {
  public:
    /// Throws Error(not_found) for a job of another body.
    Choices(storage::Transaction&, const people::Actor&, JobId, Moment now);

    const Site& site() const { return site_; }
    const jobs::Job& job() const { return job_; }
    const storage::JobItem& item() const { return item_; }
    const std::optional<jobs::ContractReview>& review() const { return review_; }
    /// Whether the standard is the item of this job.
    bool is(const equipment::MeasurementStandard& standard) const { return standard.instrument == job_.instrument; }
    bool group_2_use() const { return instrument_.purpose == equipment::Purpose::group_2; }

    std::vector<ProcedureOption> procedures();
    procedures::Procedure read(ProcedureVersionId);
    /// Points, ranges and limits that this item cannot have under the procedure.
    std::vector<Finding> findings_on_item(const procedures::Procedure&) const;

    equipment::Need need_of(const procedures::Procedure&, const procedures::StandardNeed&) const;
    StandardOption option(const procedures::Procedure&, const procedures::StandardNeed&,
                          const equipment::MeasurementStandard&);
    std::vector<StandardOption> options(const procedures::Procedure&, const procedures::StandardNeed&);
    std::vector<StandardOption> sensors();
    /// taken: the job took its sample from the bottle before.
    BottleOption option(const procedures::Procedure&, const procedures::StandardNeed&, equipment::BottleId, bool taken);
    /// Of every lot with a value that the role asks for, what is on the shelf.
    std::vector<BottleOption> bottles(const procedures::Procedure&, const procedures::StandardNeed&);

  private:
    /// What the register says, whatever the procedure.
    StandardOption option(const equipment::MeasurementStandard&, const equipment::Need&);

    storage::Transaction& transaction_;
    const people::Actor& actor_;
    Site site_;
    jobs::Job job_;
    equipment::Instrument instrument_;
    storage::JobItem item_;  // as the job took it; before the first reading as the register has it
    std::optional<jobs::ContractReview> review_;
};

/// What the evaluation has against the standards is said before the first reading made with them.
void refuse_poor_standards(const Sheet&);

/// The standard with its certificate and the range of the quantity that the role needs, as a job keeps it for good.
storage::JobStandard kept(const StandardOption&, const procedures::StandardNeed&, const std::string& reason, AccountId,
                          Moment);
storage::JobStandard kept(const BottleOption&, const std::string& role, const std::string& reason, AccountId, Moment);

/// A role is played by a standard or by a bottle, as the procedure says. nullopt: by what was chosen.
std::optional<Finding> wrong_kind(const procedures::StandardNeed&, bool bottle, const std::string& field);

}  // namespace chuan::operations
