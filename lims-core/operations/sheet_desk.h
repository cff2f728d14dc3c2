#pragma once

// The desk of one job during one request: the sheet as it stands when the request arrives, and what its entries add to
// it.

#include <optional>
#include <string>
#include <string_view>

#include "operations/load_sheet.h"
#include "operations/record_readings.h"
#include "people/authorisation.h"
#include "storage/job_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {

/// The sheet for somebody who works at it: right and authorisation of this moment, no declared interest, the job in
/// work.
Sheet open_sheet(storage::Transaction&, const people::Actor&, const Site&, JobId, people::Activity, Moment now);

/// What may be wrong with any entry: the length of its key, a moment that has not come.
std::vector<Finding> findings_on_key(std::string_view entry_key);
std::optional<Finding> not_yet(Moment measured_at, Moment now);
Finding key_reused(const std::string& entry_key);

class SheetDesk {
  public:
    SheetDesk(storage::Transaction&, const people::Actor&, JobId, people::Activity, Moment now);

    const Sheet& sheet() const { return sheet_; }
    ReadingAnswer record(const ReadingEntry&);
    /// A slip is of the same measurement: the day of its correction makes it no late entry.
    jobs::Reading add_replacement(const ReadingEntry&, bool slip);
    void mark(const jobs::ReadingMark&);
    /// Nothing measured so far in this stage counts any more: it was made with a standard no longer in use.
    void leave_out(procedures::Stage, const std::string& reason);
    /// Writes the first and last moment of measurement into the job, where they changed.
    void finish();

  private:
    ReadingAnswer repeated(ReadingAnswer, const ReadingEntry&, const jobs::Reading& known) const;
    std::vector<Finding> findings_on(const ReadingEntry&, std::optional<Decimal>& indication);
    void add_cell_findings(std::vector<Finding>&, const ReadingEntry&, const Decimal& indication) const;
    void add_late_finding(std::vector<Finding>&, const ReadingEntry&) const;
    void add_standard_findings(std::vector<Finding>&, const ReadingEntry&) const;
    jobs::Reading add(const ReadingEntry&, const Decimal& indication);

    storage::Transaction& transaction_;
    const people::Actor& actor_;
    Moment now_;
    Site site_;
    Sheet sheet_;
    storage::JobRepository jobs_;
    storage::Trail trail_;
    std::optional<Moment> first_, last_;
};

}  // namespace chuan::operations
