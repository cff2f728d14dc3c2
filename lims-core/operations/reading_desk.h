#pragma once

// Where readings are entered: the sheet of one job, or a bench for all of its items. What becomes of an entry is the
// same at both: a known key is answered as the first time, a cell that has a standing reading says so, nothing is
// overwritten.

#include <optional>
#include <string>
#include <vector>

#include "operations/record_readings.h"
#include "storage/job_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {

class ReadingDesk {
  public:
    ReadingDesk(storage::Transaction&, const people::Actor&, Moment now);
    virtual ~ReadingDesk() = default;
    ReadingDesk(const ReadingDesk&) = delete;
    ReadingDesk& operator=(const ReadingDesk&) = delete;

    virtual const std::vector<jobs::Reading>& readings() const = 0;
    virtual const std::vector<jobs::ReadingMark>& marks() const = 0;

    ReadingAnswer record(const ReadingEntry&);
    /// A slip is of the same measurement: the day of its correction makes it no late entry.
    jobs::Reading add_replacement(const ReadingEntry&, bool slip);
    virtual void mark(jobs::ReadingMark) = 0;
    /// Writes the first and last moment of measurement, where they changed.
    virtual void finish() = 0;

  protected:
    storage::Transaction& transaction_;
    const people::Actor& actor_;
    const Moment now_;
    storage::JobRepository jobs_;
    storage::Trail trail_;

  private:
    /// What speaks against an entry here, apart from what stands in its cell; what was typed as a number.
    virtual std::vector<Finding> refusals(const ReadingEntry&, std::optional<Decimal>& indication) = 0;
    virtual jobs::Reading add(const ReadingEntry&, const Decimal& indication) = 0;
};

/// "point r50, X 1"
std::string cell_of(const ReadingEntry&);
/// What was typed; nullopt with a finding that names the cell.
std::optional<Decimal> read_indication(const ReadingEntry&, std::vector<Finding>&);
Finding key_reused(const std::string& entry_key);

}  // namespace chuan::operations
