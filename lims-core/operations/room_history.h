#pragma once

// The room is a fact of the work: a value that was entered stays, and so does what it found. A later value of the same
// moment and quantity counts in the evaluation, but does not undo that the earlier one was outside.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "people/scope.h"
#include "procedures/sheet.h"
#include "storage/job_repository.h"

namespace chuan::operations {

/// Of several values of one moment and quantity the last.
std::vector<procedures::EnvironmentInput> environment_inputs(const std::vector<storage::EnvironmentReading>&);

/// What lay outside or changed too much after any of the entries, each once. room: every value, oldest first.
std::vector<Finding> found_in_room(const procedures::Procedure&, const std::vector<storage::EnvironmentReading>& room);

/// A value, and the one that took its place.
struct RoomChange {
    storage::EnvironmentReading before{}, now{};
};
/// Oldest first. room: every value, oldest first.
std::vector<RoomChange> room_changes(const std::vector<storage::EnvironmentReading>& room);

/// Why a value took another one's place, as the trail keeps it; empty: it was the first.
std::string reason_of_place(storage::Transaction&, people::Scope, std::int64_t environment_reading);

}  // namespace chuan::operations
