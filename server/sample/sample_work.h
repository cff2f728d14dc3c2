#pragma once

// The work of the sample laboratory: its people receive, measure, review and issue with the operations that users call,
// each at its own moment.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "equipment/material.h"
#include "jobs/bench.h"
#include "operations/load_sheet.h"
#include "operations/record_conditions.h"
#include "operations/start_job.h"
#include "people/actor.h"
#include "server/sample/sample_data.h"
#include "server/services/issuing.h"
#include "storage/database.h"

namespace chuan::server::sample {

/// The made laboratory as the jobs need it: who acts, and what the keys of the data stand for.
struct Cast {
    std::map<std::string, people::Actor> actors;           // by login
    std::map<std::string, OrganisationId> organisations;   // by key
    std::map<std::string, InstrumentId> instruments;       // by key
    std::map<std::string, StandardId> standards;           // by key
    std::map<std::string, equipment::BottleId> bottles;    // by key
    std::map<std::string, ProcedureVersionId> procedures;  // by code
};

class SampleWork {
  public:
    /// today: the day everything is counted from; now: the last moment that may be used.
    SampleWork(storage::Database& database, services::Issuing& issuing, SettableClock& clock, const SampleData& data,
               Cast& cast, CivilDate today, Moment now, int utc_offset_minutes)
        : database_(database),
          issuing_(issuing),
          clock_(clock),
          data_(data),
          cast_(cast),
          today_(today),
          now_(now),
          utc_offset_minutes_(utc_offset_minutes) {}

    void carry_out(const SampleJob&);
    void carry_out(const SampleBench&);
    /// 09:00 and so on at the site, on a day counted from today; never after now.
    Moment at(int day, int hour, int minute = 0) const;

  private:
    struct Received {
        ItemId item{};
        JobId job{};
    };

    template <class Work>
    auto act(const std::string& login, Moment moment, Work&& work) {
        people::Actor actor = cast_.actors.at(login);
        actor.confirmed_at = moment;
        clock_.set(moment);
        return database_.write([&](storage::Transaction& transaction) { return work(transaction, actor); });
    }
    std::vector<Received> receive(const std::vector<SampleJob>&);  // one order
    operations::Start start_of(const SampleJob&) const;
    std::vector<operations::EnvironmentEntry> room(const SampleJob&, const operations::Sheet&,
                                                   const std::string& moment_of_work, Moment) const;
    void measure_together(const SampleBench&, jobs::BenchId);
    void measure(const SampleJob&, JobId);
    void take_sample(storage::Transaction&, const people::Actor&, JobId, equipment::BottleId, Moment) const;
    void record(const SampleJob&, JobId);
    void environment(const SampleJob&, JobId, const std::string& moment_of_work, Moment);
    void finish(const SampleJob&, JobId, ItemId);
    void happen(const SampleJob&, CertificateId);
    const SampleInstrument& instrument_of(const SampleJob&) const;
    const SampleMethod& method_of(const SampleJob&) const;

    storage::Database& database_;
    services::Issuing& issuing_;
    SettableClock& clock_;
    const SampleData& data_;
    Cast& cast_;
    const CivilDate today_;
    const Moment now_;
    const int utc_offset_minutes_;
};

}  // namespace chuan::server::sample
