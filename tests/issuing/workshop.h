#pragma once

// A small laboratory whose jobs are ready to be issued: four persons, two procedures, three standards, made with the
// operations that users call, at the moment of its clock.

#include <string>
#include <vector>

#include "base/clock.h"
#include "operations/certificate_acts.h"
#include "operations/issue_certificate.h"
#include "people/actor.h"
#include "server/services/issuing.h"
#include "storage/database.h"
#include "storage/document_store.h"
#include "tests/services/key_folder.h"

namespace chuan::test {

inline const Moment kOpening = moment_from_iso("2026-03-02T02:00:00Z");  // 09:00 at the laboratory

struct Accounts {
    AccountId technician, reviewer, head, manager;
};

struct WorkshopOptions {
    bool sample = false;
    bool issue_unsigned = true;
    bool exact = false;                   // valid-to
    bool no_last_day = false;             // nothing ends the validity of a gauge's verification
    bool form_has_last_day = false;       // of calibrations
    bool calibration_has_period = false;  // the multimeter's procedure states 24 months
    bool seal = false;                    // the body signs with a key of its own
    bool time_stamp_required = false;
    reports::signing::Stamping stamping{};  // the authority for time stamps that this machine knows
    std::string code = "DL1";
};

/// What a job measures; the gauge decides its verdict.
struct Work {
    std::string serial = "G-5";
    bool gauge = false;  // verification of a pressure gauge; else calibration of a multimeter
    bool passes = true;
    bool conformity = false;  // of the multimeter: agreed specification and rule
    const char *tolerance = "0.2", *rule = "simple", *rule_number = nullptr;
    std::optional<int> validity_months{};
    std::string maker = "Wika", model = "EN-100", name = "Áp kế lò xo";
    equipment::Purpose purpose = equipment::Purpose::group_1;
};

class Workshop {
  public:
    Workshop(storage::Database& database, SettableClock& clock, const WorkshopOptions& options = {});
    /// One that an earlier process made in this database.
    Workshop(storage::Database& database, SettableClock& clock, BodyId body);

    people::Actor technician() const { return actor(accounts_.technician, "Nguyễn Văn An", people::Role::technician); }
    people::Actor reviewer() const {
        return actor(accounts_.reviewer, "Trần Thị Bình", people::Role::technical_manager);
    }
    people::Actor head() const { return actor(accounts_.head, "Lê Minh Châu", people::Role::head); }
    people::Actor manager() const { return actor(accounts_.manager, "Phạm Đức Dũng", people::Role::quality_manager); }
    BodyId body() const { return body_; }
    const Accounts& accounts() const { return accounts_; }

    /// Received, measured, signed and reviewed at the moment of the clock, for the same customer. A known serial is the
    /// same instrument.
    JobId ready(const Work& work);
    std::vector<JobId> ready(const Work& work, int count);  // serials WORK.serial-1 ...
    /// Signed as performed, not reviewed.
    JobId performed(const Work& work);

    server::services::Issuing& issuing() { return issuing_; }
    const server::services::SealKeys& keys() const { return keys_; }
    /// The console, as administrator of the body.
    people::Actor console() const { return people::console_actor(body_, "root", now(), "test"); }
    /// A new seal of the body, in use from now on.
    storage::SigningKey add_seal();
    storage::DocumentStore& documents() { return *documents_; }
    storage::CertificateRecord issue(JobId job, const std::string& stamp = "");
    storage::CertificateRecord issued(const Work& work) { return issue(ready(work)); }
    storage::CertificateRecord certificate(CertificateId id);
    /// Asked by the head, confirmed by the quality manager.
    operations::Decided act(operations::Act act, CertificateId certificate, const std::string& reason);
    certificates::Validity validity(CertificateId id, const char* on);
    std::string pdf(const storage::CertificateRecord& certificate);
    std::string dcc(const storage::CertificateRecord& certificate);

    template <class Do>
    auto write(Do&& what) {
        return database_.write(std::forward<Do>(what));
    }
    template <class Ask>
    auto read(Ask&& what) {
        return database_.read(std::forward<Ask>(what));
    }
    Moment now() const { return clock_.now(); }
    SettableClock& clock() { return clock_; }
    storage::Database& database() { return database_; }

  private:
    people::Actor actor(AccountId account, const char* name, people::Role role) const;
    void found(const WorkshopOptions& options);
    void add_people(storage::Transaction& transaction);
    void add_procedures(storage::Transaction& transaction, const WorkshopOptions& options);
    void add_standards(storage::Transaction& transaction);
    OrganisationId customer(storage::Transaction& transaction);
    InstrumentId instrument(storage::Transaction& transaction, const Work& work);
    JobId receive(storage::Transaction& transaction, const Work& work);
    void measure(storage::Transaction& transaction, JobId job, const Work& work);

    storage::Database& database_;
    SettableClock& clock_;
    std::unique_ptr<storage::DocumentStore> documents_;
    KeyFolder key_folder_;
    server::services::SealKeys keys_{key_folder_.path};
    server::services::Issuing issuing_;
    BodyId body_{};
    Accounts accounts_{};
};

/// Why something was refused, as codes; empty when it was not.
template <class Do>
std::vector<std::string> refusal(Do&& what) {
    try {
        what();
    } catch (const Error& error) {
        std::vector<std::string> codes;
        for (const Finding& finding : error.findings()) codes.push_back(finding.code);
        return codes;
    }
    return {};
}

}  // namespace chuan::test
