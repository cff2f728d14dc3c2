#pragma once

// The desk of one job during one request: the sheet as it stands when the request arrives, and what its entries add to
// it.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "operations/load_sheet.h"
#include "operations/reading_desk.h"
#include "people/authorisation.h"

namespace chuan::operations {

/// The sheet for somebody who works at it: right and authorisation of this moment, no declared interest, the job in
/// work.
Sheet open_sheet(storage::Transaction&, const people::Actor&, const Site&, JobId, people::Activity, Moment now);

/// The same for a sheet that is loaded.
void require_open(storage::Transaction&, const people::Actor&, const Site&, const Sheet&, people::Activity, Moment now);

/// What may be wrong with any entry: the length of its key, a moment that has not come.
std::vector<Finding> findings_on_key(std::string_view entry_key);
std::optional<Finding> not_yet(Moment measured_at, Moment now);
/// Of another day than it is entered on, or of one before reception, and without the scan of the paper.
std::optional<Finding> late_entry(const Sheet&, const Site&, Moment measured_at);

/// What is copied from paper names its scan and why it was not entered when it was read, the one not without the other.
/// Throws Error(not_found) for a document that is not here.
std::vector<Finding> findings_on_paper(storage::Transaction&, people::Scope, std::optional<DocumentId> transcribed_from,
                                       const std::string& late_reason);
/// The two of them for the trail.
void add_paper(std::vector<trail::Change>&, std::optional<DocumentId> transcribed_from, const std::string& late_reason);

/// A cell of a standard, or the environment, of a job at a bench: it is entered there. what: a channel, or a quantity.
Finding shared_at_bench(const jobs::Job&, const jobs::BenchItem&, const std::string& what, const std::string& field);

class SheetDesk final : public ReadingDesk {
  public:
    SheetDesk(storage::Transaction&, const people::Actor&, JobId, people::Activity, Moment now);
    /// For a sheet that passed require_open; its evaluation is not looked at.
    SheetDesk(storage::Transaction&, const people::Actor&, const Site&, Sheet, Moment now);

    const Sheet& sheet() const { return sheet_; }
    const std::vector<jobs::Reading>& readings() const override { return sheet_.readings; }
    const std::vector<jobs::ReadingMark>& marks() const override { return sheet_.marks; }
    /// What speaks against an entry, apart from what stands in its cell.
    std::vector<Finding> findings_on(const ReadingEntry&, std::optional<Decimal>& indication);
    /// A reading that was added at the bench meanwhile.
    void see(const jobs::Reading& shared) { sheet_.readings.push_back(shared); }
    /// A shared reading is marked for this job alone.
    void mark(jobs::ReadingMark) override;
    /// What was measured with it so far in this stage counts no more: another one takes its place.
    void leave_out(procedures::Stage, const SheetStandard& replaced, const std::string& reason);
    /// Nothing measured so far in this stage counts any more; shared readings of a bench are marked there, once for
    /// all.
    void leave_out_own(procedures::Stage, const std::string& reason);
    void finish() override;

  private:
    /// A cell that the job shares at its bench is entered there.
    std::vector<Finding> refusals(const ReadingEntry&, std::optional<Decimal>& indication) override;
    jobs::Reading add(const ReadingEntry&, const Decimal& indication) override;
    /// whole: of the stage nothing is left, goes: and these are marked here.
    void leave_out(procedures::Stage, const std::string& reason, bool whole,
                   const std::function<bool(const jobs::Reading&)>& goes);
    void add_cell_findings(std::vector<Finding>&, const ReadingEntry&, const Decimal& indication) const;
    void add_late_finding(std::vector<Finding>&, const ReadingEntry&) const;
    void add_standard_findings(std::vector<Finding>&, const ReadingEntry&) const;
    bool serves(const SheetStandard&, const std::string& at) const;

    Site site_;
    Sheet sheet_;
    std::optional<Moment> first_, last_;
};

}  // namespace chuan::operations
