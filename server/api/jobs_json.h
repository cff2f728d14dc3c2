#pragma once

// How jobs and everything recorded about them stand in JSON, and how their entries are read.

#include <map>
#include <vector>

#include "operations/compare_jobs.h"
#include "operations/job_timeline.h"
#include "operations/load_sheet.h"
#include "operations/record_conditions.h"
#include "operations/record_readings.h"
#include "operations/start_job.h"
#include "server/api/route.h"
#include "server/json/document.h"
#include "server/json/value.h"

namespace chuan::server::api {

/// Names of people, each looked up once.
class PeopleNames {
  public:
    explicit PeopleNames(storage::Transaction& transaction) : transaction_(transaction) {}
    json::Value ref(AccountId);

  private:
    storage::Transaction& transaction_;
    std::map<AccountId, json::Value> known_;
};

json::Value findings_json(const std::vector<Finding>&);
json::Value job_row_json(const storage::JobRow&);
json::Value job_ref_json(const jobs::Job&);
/// The whole job.
json::Value job_json(Call&, JobId);
json::Value review_json(PeopleNames&, const jobs::ContractReview&);
json::Value adjustment_json(PeopleNames&, const jobs::Adjustment&);
json::Value judgement_json(PeopleNames&, const storage::Judgement&);
json::Value not_measured_json(PeopleNames&, const storage::PointNotMeasured&);
json::Value signature_json(const jobs::Signature&);
json::Value job_standard_json(Call&, PeopleNames&, const storage::JobStandard&, bool in_use, CivilDate today);
json::Value procedure_ref_json(const storage::ProcedureVersion&);
json::Value differences_json(const operations::JobComparison&);
json::Value start_options_json(Call&, const operations::StartOptions&, CivilDate today);

/// A sheet's readings with their marks, and whether each counts.
class ReadingsJson {
  public:
    ReadingsJson(storage::Transaction&, const operations::Sheet&);
    json::Value operator()(const jobs::Reading&);

  private:
    PeopleNames people_;
    const operations::Sheet& sheet_;
    std::vector<ReadingId> counting_;
};
json::Value environment_json(PeopleNames&, storage::Transaction&, people::Scope, const storage::EnvironmentReading&);
json::Value check_json(PeopleNames&, const storage::CheckRow&);
/// A figure between the steps of a budget: significant digits enough to follow the sum, without an exponent.
std::string figure(double value, int digits = 5);
json::Value evaluation_json(const procedures::Evaluation&);
/// Times to be waited before readings count.
json::Value waiting_json(const procedures::Procedure&);
json::Value layout_json(const procedures::Procedure&, const procedures::SheetLayout&);
json::Value sheet_json(Call&, const operations::Sheet&);

// Entries. A faulty member is noted in the document; done() of the document throws.
jobs::ContractReview read_review(const json::Object&);
operations::Start read_start(const json::Object&);
operations::ReadingEntry read_reading_entry(const json::Object&);
operations::Mark read_mark(const json::Object&);
operations::EnvironmentEntry read_environment_entry(const json::Object&);
operations::CheckEntry read_check_entry(const json::Object&);
jobs::Adjustment read_adjustment(const json::Object&);

/// What is typed at a preview. A figure that cannot be read leaves its cell empty and is told in findings.
struct PreviewEntered {
    operations::Typed typed;
    std::vector<Finding> findings;
};
PreviewEntered read_preview(const json::Object&);

}  // namespace chuan::server::api
