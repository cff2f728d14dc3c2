#pragma once

// A bath with several thermometers in it: what the tests of the bench measure together.

#include <string>
#include <vector>

#include "operations/bench_place.h"
#include "operations/change_standard.h"
#include "operations/load_bench.h"
#include "operations/open_bench.h"
#include "operations/sign_job.h"
#include "storage/bench_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {

/// A thermometer from -40 to 420 degrees Celsius that serves as the reference in the bath.
StandardId add_reference_thermometer(Laboratory&, storage::Transaction&, const char* code);
/// A thermometer from -50 to 200 degrees Celsius, with its job received and agreed.
JobId receive_thermometer(Laboratory&, const std::string& serial, const std::string& resolution = "0.1",
                          const std::vector<std::string>& points = {});
/// What the trail and the rows say against each other: nothing, where all is well.
Codes trail_findings(Laboratory&);

class InABath : public InALaboratory {
  protected:
    void SetUp() override;

    JobId thermometer(const std::string& resolution = "0.1", const std::vector<std::string>& points = {});
    std::vector<JobId> thermometers(int number);
    operations::Start start_in_bath() const;
    jobs::BenchId open(const std::vector<JobId>&, const std::string& name = "Bể 1");
    jobs::BenchId open(const std::vector<JobId>&, const operations::Start&);

    operations::ReadingAnswer enter(jobs::BenchId, const operations::ReadingEntry&);
    operations::ReadingAnswer enter(jobs::BenchId, JobId, const operations::ReadingEntry&);
    /// Four readings of the reference at a point.
    void read_reference(jobs::BenchId, const std::string& point, const std::string& typed,
                        procedures::Stage = procedures::Stage::as_found);
    /// Four readings of an item at a point, at the bench.
    void read_item(jobs::BenchId, JobId, const std::string& point, const std::string& typed,
                   procedures::Stage = procedures::Stage::as_found);
    /// Reference and all items at every point, the item so much above: 0.1, 0.2 ...
    void measure_all(jobs::BenchId, const std::vector<JobId>&);
    void good_air(jobs::BenchId);
    void leave(jobs::BenchId, JobId, const std::string& reason = "vỡ đầu đo");
    std::vector<operations::Submitted> submit(jobs::BenchId, const std::vector<JobId>&);
    operations::BenchSheets sheets(jobs::BenchId);
    /// Error and U as printed at a point of the newest evaluation of a job's sheet.
    std::string result(JobId, const std::string& point);
    std::vector<storage::EnvironmentReading> environment_of(JobId);
    Codes trail_findings() { return test::trail_findings(*lab); }

    ProcedureVersionId in_bath{};
    StandardId reference{}, spare{};
    int serial_ = 0;
};

}  // namespace chuan::test
