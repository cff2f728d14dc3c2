#pragma once

// A small laboratory for tests: people with their rights, standards with certificates, the three shipped procedures
// approved, a customer with three instruments, and a clock. Everything is written as the program writes it, with its
// event in the trail.

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "operations/load_sheet.h"
#include "operations/receive_order.h"
#include "operations/record_conditions.h"
#include "operations/record_readings.h"
#include "operations/start_job.h"
#include "storage/database.h"

namespace chuan::test {

/// A person of the laboratory with the roles and authorisations of the post.
struct Member {
    AccountId account{};
    std::string name;
    std::vector<people::Role> roles;
};

class Laboratory {
  public:
    /// Monday 2 March 2026, 08:30 in Vietnam.
    explicit Laboratory(storage::Database&, Moment now = moment_from_iso("2026-03-02T01:30:00Z"));

    /// The person as at this moment, who gave the password just now.
    people::Actor as(const Member&) const;

    template <class Work>
    auto write(Work&& work) {
        return database.write([&](storage::Transaction& transaction) { return work(transaction, clock.now()); });
    }

    // The steps of a job, each by its usual person.
    JobId receive(InstrumentId, procedures::Kind = procedures::Kind::calibration,
                  procedures::Mode = procedures::Mode::none);
    void review_contract(JobId, const jobs::ContractReview& = simple_review());
    void start(JobId, ProcedureVersionId);
    /// Received, agreed and started.
    JobId ready(InstrumentId);
    std::vector<operations::ReadingAnswer> measure(JobId, const std::vector<operations::ReadingEntry>&);
    operations::ReadingAnswer measure(JobId, const operations::ReadingEntry&);
    std::vector<operations::EnvironmentAnswer> environment(JobId, const std::string& temperature,
                                                           const std::string& humidity, const std::string& moment);
    /// Start and end inside every limit.
    void good_environment(JobId);
    void answer_checks(JobId, bool passed = true);
    void not_adjusted(JobId);
    void submit(JobId);
    void approve(JobId);
    /// Everything up to the signature "performed".
    JobId performed(InstrumentId);

    /// The readings of the worked example for the instrument.
    std::vector<operations::ReadingEntry> readings_of(InstrumentId, procedures::Stage = procedures::Stage::as_found);
    operations::ReadingEntry entry(const std::string& point, const std::string& channel, int repeat,
                                   const std::string& typed, procedures::Stage = procedures::Stage::as_found);
    std::string next_key();
    static jobs::ContractReview simple_review();
    std::map<std::string, StandardId> standards_for(ProcedureVersionId) const;
    ProcedureVersionId procedure_for(InstrumentId) const;
    jobs::Job job(JobId);
    operations::Sheet sheet(JobId);
    DocumentId scan();
    void declare_conflict(const Member&);
    void change_standard(StandardId, const std::function<void(equipment::MeasurementStandard&)>&);
    /// One more certificate of the standard, with the same figures.
    void certify(StandardId, const char* calibrated, const char* due);
    void end_authorisations(const Member&);
    /// A shipped procedure more, approved.
    ProcedureVersionId approve_procedure(const std::string& file);
    /// One device for volts, amperes and ohms, with one certificate.
    StandardId add_multifunction_calibrator();

    // What a test adds of its own.
    InstrumentId add_instrument(storage::Transaction&, equipment::Instrument);
    ProcedureVersionId add_procedure(storage::Transaction&, const std::string& file, const std::string& version,
                                     bool approved);
    StandardId add_standard(storage::Transaction&, equipment::MeasurementStandard,
                            std::vector<equipment::CertificateValue>);

    storage::Database& database;
    SettableClock clock;
    BodyId body{}, other_body{};
    Member reception, technician, colleague, reviewer, head, stranger;
    OrganisationId customer{}, institute{};
    InstrumentId weight{}, multimeter{}, gauge{};
    ProcedureVersionId weighing{}, dc_voltage{}, gauges{}, draft{};
    StandardId reference_weight{}, comparator{}, calibrator{}, reference_gauge{}, sensor{};

  private:
    void add_bodies(storage::Transaction&);
    void add_people(storage::Transaction&);
    void add_customer(storage::Transaction&);
    void add_procedures(storage::Transaction&);
    void add_standards(storage::Transaction&);
    Member add_member(storage::Transaction&, const std::string& login, const std::string& name, BodyId,
                      std::vector<people::Role>);
    void authorise(storage::Transaction&, const Member&, people::Activity);

    int keys_ = 0;
};

}  // namespace chuan::test
