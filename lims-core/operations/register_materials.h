#pragma once

// Reference materials: the certificate of a lot accepted, corrected or renewed by another record, bottles received,
// opened, taken from by jobs, used up and disposed of.

#include "equipment/material_rules.h"
#include "operations/support.h"

namespace chuan::operations {

/// A lot that the register does not have yet. Throws Error(rule_broken) with every finding, Error(conflict,
/// "material.known").
MaterialId add_material(storage::Transaction&, const people::Actor&, equipment::ReferenceMaterial, Moment now);

/// The record takes the place of the one in force of its lot, for jobs from now on; jobs keep the one they took.
/// Throws Error(precondition, "record.changed") where replaces is not the one in force.
MaterialId replace_material(storage::Transaction&, const people::Actor&, equipment::ReferenceMaterial, Moment now);

/// Sealed, with its full stock. Throws Error(conflict, "material.bottle_known").
equipment::BottleId add_bottle(storage::Transaction&, const people::Actor&, equipment::Bottle, Moment now);

/// Opening and taking belong to who measures, the end of a bottle to who keeps the standards. A use is of a job in work
/// or held that works with the bottle.
void record_bottle_event(storage::Transaction&, const people::Actor&, equipment::BottleId,
                         const equipment::BottleEvent&, Moment now);

}  // namespace chuan::operations
