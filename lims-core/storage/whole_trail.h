#pragma once

// What was done to a record and to everything that is a part of it: the readings of a job, the events of a certificate.

#include <optional>
#include <string_view>
#include <vector>

#include "people/scope.h"
#include "storage/connection.h"
#include "trail/event.h"

namespace chuan::storage {

/// Whether the trail of such a record has more than the acts upon its own row.
bool has_parts(std::string_view subject);

/// Newest first; before: seq of the last event of the page before. Throws std::logic_error for a record without parts.
std::vector<trail::Event> whole_trail_of(Transaction&, people::Scope, std::string_view subject, std::int64_t subject_id,
                                         std::optional<std::int64_t> before, int limit);

}  // namespace chuan::storage
