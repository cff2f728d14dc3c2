#pragma once

// Benches, their items and what is shared there.

#include <optional>
#include <string_view>
#include <vector>

#include "jobs/bench.h"
#include "jobs/job.h"
#include "people/scope.h"
#include "storage/job_repository.h"
#include "storage/list_walk.h"

namespace chuan::storage {

/// What a list shows of a bench.
struct BenchRow {
    jobs::Bench bench{};
    std::int64_t items = 0, signed_items = 0, left = 0;  // signed: of those that have not left
    bool open = false;                                   // an item is neither signed nor left
};
struct BenchPage {
    std::vector<BenchRow> rows{};
    std::optional<ListPlace> next{};
};

class BenchRepository {
  public:
    BenchRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    jobs::BenchId add(const jobs::Bench&);
    jobs::Bench require(jobs::BenchId);  // Error(not_found, "bench.unknown")
    std::int64_t add_item(const jobs::BenchItem&);
    void update(const jobs::BenchItem&);  // what stands until when, and its leaving
    std::vector<jobs::BenchItem> items(jobs::BenchId);
    /// Where the job is measured now; nullopt: alone, or it left.
    std::optional<jobs::BenchItem> of_job(JobId);

    /// The newest first; open: only those with an item that is neither signed nor left (false: only others).
    BenchPage page(std::optional<bool> open, const ListPlace& after, int limit);
    /// Jobs received or in work, at no bench and without readings, of the kind and mode of the one and of the same
    /// quantity of the item: itself first, then those of its order, then by id.
    std::vector<JobId> candidates(JobId, int limit);

    /// The run of a stage that belongs to the bench, begun if it is not there yet.
    RunId run(jobs::BenchId, procedures::Stage, AccountId by, Moment now);
    /// Supported by the standards that every open item has in use.
    ReadingId add_reading(jobs::BenchId, RunId, const jobs::Reading&);
    std::vector<jobs::Reading> readings(jobs::BenchId);
    std::vector<jobs::ReadingMark> marks(jobs::BenchId);
    std::int64_t add_environment(jobs::BenchId, const EnvironmentReading&);
    std::vector<EnvironmentReading> environment(jobs::BenchId);  // newest row of each moment and quantity

    /// What stands now.
    jobs::Standing standing(jobs::BenchId);
    /// Widens the first and last moment of measurement of every open item.
    void measured(jobs::BenchId, Moment first, Moment last);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
