#pragma once

// The desk of one job during one request: the sheet as it stands when the request arrives, and what its entries add to
// it.

#include <functional>
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

/// The same for a sheet that is loaded.
void require_open(storage::Transaction&, const people::Actor&, const Site&, const Sheet&, people::Activity, Moment now);

/// The answer to a key that is known: the same entry again, of these readings, cell and figure, is answered as the
/// first time; anything else under its key is refused.
ReadingAnswer repeated(const ReadingEntry&, const jobs::Reading& known, const std::vector<jobs::Reading>& readings);

/// What may be wrong with any entry: the length of its key, a moment that has not come.
std::vector<Finding> findings_on_key(std::string_view entry_key);
std::optional<Finding> not_yet(Moment measured_at, Moment now);
Finding key_reused(const std::string& entry_key);

/// A cell of a standard, or the environment, of a job at a bench: it is entered there. what: a channel, or a quantity.
Finding shared_at_bench(const jobs::Job&, const jobs::BenchItem&, const std::string& what, const std::string& field);

class SheetDesk {
  public:
    SheetDesk(storage::Transaction&, const people::Actor&, JobId, people::Activity, Moment now);
    /// For a sheet that passed require_open; its evaluation is not looked at.
    SheetDesk(storage::Transaction&, const people::Actor&, const Site&, Sheet, Moment now);

    const Sheet& sheet() const { return sheet_; }
    const std::vector<jobs::Reading>& readings() const { return sheet_.readings; }
    const std::vector<jobs::ReadingMark>& marks() const { return sheet_.marks; }
    /// What speaks against an entry, apart from what stands in its cell.
    std::vector<Finding> findings_on(const ReadingEntry&, std::optional<Decimal>& indication);
    /// A reading that was added at the bench meanwhile.
    void see(const jobs::Reading& shared) { sheet_.readings.push_back(shared); }
    ReadingAnswer record(const ReadingEntry&);
    /// A slip is of the same measurement: the day of its correction makes it no late entry.
    jobs::Reading add_replacement(const ReadingEntry&, bool slip);
    /// A shared reading is marked for this job alone.
    void mark(jobs::ReadingMark);
    /// What was measured with it so far in this stage counts no more: another one takes its place.
    void leave_out(procedures::Stage, const SheetStandard& replaced, const std::string& reason);
    /// Nothing measured so far in this stage counts any more; shared readings of a bench are marked there, once for
    /// all.
    void leave_out_own(procedures::Stage, const std::string& reason);
    /// Writes the first and last moment of measurement into the job, where they changed.
    void finish();

  private:
    /// whole: of the stage nothing is left, goes: and these are marked here.
    void leave_out(procedures::Stage, const std::string& reason, bool whole,
                   const std::function<bool(const jobs::Reading&)>& goes);
    void add_cell_findings(std::vector<Finding>&, const ReadingEntry&, const Decimal& indication) const;
    void add_late_finding(std::vector<Finding>&, const ReadingEntry&) const;
    void add_standard_findings(std::vector<Finding>&, const ReadingEntry&) const;
    bool serves(const SheetStandard&, const std::string& at) const;
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
