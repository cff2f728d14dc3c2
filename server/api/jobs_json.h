#pragma once

// How jobs and everything recorded about them stand in JSON, and how their entries are read.

#include <map>
#include <span>
#include <vector>

#include "operations/change_standard.h"
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
json::Value job_standard_json(Call&, PeopleNames&, JobId, const storage::JobStandard&, bool in_use, CivilDate today);
/// A bottle as a job chooses it and works with it; taken: the job took its sample.
json::Value bottle_on_job_json(const equipment::ReferenceMaterial&, const equipment::Bottle&, bool taken);
json::Value procedure_ref_json(const storage::ProcedureVersion&);
json::Value differences_json(PeopleNames&, const operations::JobComparison&);
json::Value start_options_json(Call&, const operations::StartOptions&, CivilDate today);

/// A sheet's readings with their marks, and whether each counts.
class ReadingsJson {
  public:
    ReadingsJson(storage::Transaction& transaction, const operations::Sheet& sheet)
        : ReadingsJson(transaction, sheet.readings, sheet.marks, sheet.procedure.counted) {}
    ReadingsJson(storage::Transaction&, std::span<const jobs::Reading>, std::span<const jobs::ReadingMark>,
                 procedures::Counted);
    json::Value operator()(const jobs::Reading&);

  private:
    PeopleNames people_;
    std::span<const jobs::ReadingMark> marks_;
    std::vector<ReadingId> counting_;
};
json::Value environment_json(PeopleNames&, storage::Transaction&, people::Scope, const storage::EnvironmentReading&);
json::Value check_json(PeopleNames&, const storage::CheckRow&);
/// A figure between the steps of a budget: significant digits enough to follow the sum, without an exponent.
std::string figure(double value, int digits = 5);
json::Value evaluation_json(const procedures::Evaluation&);
/// The same with empty budgets: of many items at once.
json::Value evaluation_json_without_budgets(const procedures::Evaluation&);
/// Times to be waited before readings count.
json::Value waiting_json(const procedures::Procedure&);
json::Value layout_json(const procedures::Procedure&, const procedures::SheetLayout&);
json::Value sheet_json(Call&, const operations::Sheet&);
json::Value environment_rule_json(const procedures::EnvironmentCondition&);
/// Each sensor once for each quantity of the procedure that its certificate has a figure of.
json::Value sensors_json(Call&, const operations::Sheet&);
json::Value sheet_standards_json(Call&, PeopleNames&, const operations::Sheet&, CivilDate today);
json::Value item_change_json(const trail::Change&);
/// Why the actor may not judge what holds the job, empty while nothing does; the right is asked at the act.
json::Value judge_findings_json(Call&, const operations::Sheet&, CivilDate today);

json::Value reading_answers_json(ReadingsJson&, const std::vector<operations::ReadingAnswer>&);
json::Value mark_answer_json(ReadingsJson&, const operations::MarkAnswer&);
json::Value environment_answers_json(PeopleNames&, storage::Transaction&, people::Scope,
                                     const std::vector<operations::EnvironmentAnswer>&);
json::Value check_answers_json(PeopleNames&, const std::vector<operations::CheckAnswered>&);

// Entries. A faulty member is noted in the document; done() of the document throws.
operations::Start read_start(const json::Object&);
operations::ReadingEntry read_reading_entry(const json::Object&);
operations::Mark read_mark(const json::Object&);
operations::EnvironmentEntry read_environment_entry(const json::Object&);
operations::CheckEntry read_check_entry(const json::Object&);
operations::Copies read_copies(const json::Object&);
operations::StandardChange read_standard_change(const json::Object&);
jobs::Adjustment read_adjustment(const json::Object&);

/// What is typed at a preview. A figure that cannot be read leaves its cell empty and is told in findings.
struct PreviewEntered {
    operations::Typed typed;
    std::vector<Finding> findings;
};
PreviewEntered read_preview(const json::Object&);
/// The figure of one cell that is typed; nullopt, and told in the findings, where it cannot be read.
std::optional<std::pair<procedures::Stage, procedures::CountedReading>> read_preview_reading(const json::Object&,
                                                                                             std::vector<Finding>&);
std::pair<procedures::Stage, procedures::CheckAnswer> read_preview_check(const json::Object&);

}  // namespace chuan::server::api
