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

class BenchDesk {
  public:
    /// Throws Error(not_found) for a bench of another body, Error(conflict, "bench.done") where no item is open, and
    /// what require_open throws for any open item.
    BenchDesk(storage::Transaction&, const people::Actor&, jobs::BenchId, people::Activity, Moment now);

    const jobs::Bench& bench() const { return bench_; }
    const std::vector<jobs::Reading>& readings() const { return readings_; }
    const std::vector<jobs::ReadingMark>& marks() const { return marks_; }
    /// Throws Error(conflict, "bench.signed") naming the items that are signed.
    void require_unsigned() const;
    /// The desks of all open items.
    std::vector<SheetDesk*> items();
    /// nullptr for one that is not open here.
    SheetDesk* item(JobId);

    ReadingAnswer record(JobId, const ReadingEntry&);  // a cell of one item
    ReadingAnswer record(const ReadingEntry&);         // a cell of a standard
    jobs::Reading add_replacement(const ReadingEntry&, bool slip);
    void mark(const jobs::ReadingMark&);
    /// What was measured of this stage, shared and of every item, was made with a standard no longer in use.
    void leave_out(procedures::Stage, const std::string& reason);
    void finish();

  private:
    std::vector<Finding> findings_on(const ReadingEntry&, std::optional<Decimal>& indication);
    jobs::Reading add(const ReadingEntry&, const Decimal& indication);

    storage::Transaction& transaction_;
    const people::Actor& actor_;
    people::Activity activity_;
    Moment now_;
    Site site_;
    jobs::Bench bench_;
    std::vector<jobs::BenchItem> all_, open_;
    storage::BenchRepository benches_;
    storage::Trail trail_;
    SheetLoader loader_;
    std::vector<jobs::Reading> readings_;   // shared
    std::vector<jobs::ReadingMark> marks_;  // of these
    std::map<JobId, std::unique_ptr<SheetDesk>> desks_;
    std::optional<Moment> first_, last_;  // of what was added here
};

}  // namespace chuan::operations
