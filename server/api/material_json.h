#pragma once

// A bottle of a reference material in JSON: in the register, at the start of a job and on the sheet.

#include "equipment/material_rules.h"
#include "server/json/value.h"
#include "storage/due_dates.h"

namespace chuan::server::api {

/// {day, by}: the earliest of its dates and which one that is.
json::Value usable_until_json(const equipment::UsableUntil&);
json::Value material_value_json(const equipment::MaterialValue&);
/// With what speaks against it today.
json::Value bottle_json(const equipment::ReferenceMaterial&, const equipment::Bottle&, CivilDate today);

}  // namespace chuan::server::api
