#pragma once

// The item of a job as the work took it from the register. A correction there changes no figure of a job in work, nor
// of one that is finished, until somebody takes it over.

#include <vector>

#include "equipment/instrument.h"
#include "operations/load_sheet.h"
#include "operations/support.h"
#include "procedures/sheet.h"
#include "storage/job_repository.h"

namespace chuan::operations {

storage::JobItem job_item_of(const equipment::Instrument&);
/// Where the device is, whose it is and what it serves for stay as they are.
void put_on(equipment::Instrument&, const storage::JobItem&);
/// Names, maker, model, serial: what a replacement of a certificate may put right, no figure.
void put_nameplate_on(equipment::Instrument&, const storage::JobItem&);
/// The item as the procedure needs it.
procedures::ItemInput item_input(const storage::JobItem&);
/// What the register says otherwise of the item than the job.
std::vector<trail::Change> item_changes(const storage::JobItem& taken, const storage::JobItem& now);

/// The same as findings, each with its remedy: nothing is signed over a difference. Code item.changed.
std::vector<Finding> findings_on_item(const Sheet&);

/// The job goes on with what the register says now, while it is in work. Throws Error(rule_broken) when nothing
/// differs, when the procedure does not fit the item any more, or a reading would lie at a point that the sheet no
/// longer has.
void take_over_item(storage::Transaction&, const people::Actor&, JobId, Moment now);

}  // namespace chuan::operations
