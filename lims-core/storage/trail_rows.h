#pragma once

// Rows of the trail as values, for those that read it in their own ways.

#include <vector>

#include "storage/connection.h"
#include "trail/event.h"

namespace chuan::storage {

/// seq, recorded_at, actor_id, actor_name, action, subject, subject_id, record_sha256, previous_sha256, sha256; without
/// its changes.
trail::Event event_from(BodyId chain, const Row&);

/// Each event with those of the changes (seq, field, privacy, old_value, new_value, salt, old_sha256, new_sha256) that
/// are its own; both oldest first.
std::vector<trail::Event> with_changes(std::vector<trail::Event> events, const Result& changes);

}  // namespace chuan::storage
