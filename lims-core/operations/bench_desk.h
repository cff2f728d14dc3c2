#pragma once

// A bench during one request: who works there may work on every item that is open, sheets are loaded when they are
// needed, and what is read of a standard goes to all of them.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "operations/sheet_desk.h"
#include "storage/bench_repository.h"

namespace chuan::operations {

/// The items of a bench that are neither signed nor have left, in the order of their places.
std::vector<jobs::BenchItem> open_items(const std::vector<jobs::BenchItem>&);

/// Of an item that is not open at the bench.
Finding no_open_item(JobId, const jobs::Bench&);

class BenchDesk final : public ReadingDesk {
  public:
    /// Throws Error(not_found) for a bench of another body, Error(conflict, "bench.done") where no item is open, and
    /// what require_open throws for any open item.
    BenchDesk(storage::Transaction&, const people::Actor&, jobs::BenchId, people::Activity, Moment now);

    const jobs::Bench& bench() const { return bench_; }
    const std::vector<jobs::Reading>& readings() const override { return readings_; }
    const std::vector<jobs::ReadingMark>& marks() const override { return marks_; }
    /// Throws Error(conflict, "bench.signed") naming the items that are signed.
    void require_unsigned();
    /// The desks of all open items.
    std::vector<SheetDesk*> items();
    /// nullptr for one that is not open here.
    SheetDesk* item(JobId);

    using ReadingDesk::record;                         // a cell of a standard
    ReadingAnswer record(JobId, const ReadingEntry&);  // a cell of one item
    void mark(jobs::ReadingMark) override;
    /// What was measured of this stage, shared and of every item, was made with a standard no longer in use.
    void leave_out(procedures::Stage, const std::string& reason);
    void finish() override;

  private:
    /// Every open item has its say; what one of them cannot take alone does not keep the others from it.
    std::vector<Finding> refusals(const ReadingEntry&, std::optional<Decimal>& indication) override;
    jobs::Reading add(const ReadingEntry&, const Decimal& indication) override;

    people::Activity activity_;
    Site site_;
    jobs::Bench bench_;
    std::vector<jobs::BenchItem> all_, open_;
    storage::BenchRepository benches_;
    SheetLoader loader_;
    std::vector<jobs::Reading> readings_;   // shared
    std::vector<jobs::ReadingMark> marks_;  // of these
    std::map<JobId, std::unique_ptr<SheetDesk>> desks_;
    std::optional<Moment> first_, last_;  // of what was added here
};

}  // namespace chuan::operations
