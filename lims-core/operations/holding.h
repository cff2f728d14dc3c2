#pragma once

// What holds a job: the environment outside of the procedure's limits, until somebody authorised has judged it.

#include <vector>

#include "operations/load_sheet.h"
#include "operations/support.h"

namespace chuan::operations {

/// What was outside its limits as far as it is recorded, and not judged with these figures yet.
std::vector<Finding> unjudged(const Sheet&);

/// Holds the job while there is any of that; lets it go on afterwards. Returns the state it is in then.
jobs::State hold_or_release(storage::Transaction&, const people::Actor&, const Sheet&, Moment now);

}  // namespace chuan::operations
