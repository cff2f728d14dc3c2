#pragma once

#include <gtest/gtest.h>

#include "trail/event.h"

namespace chuan::trail {

/// A job reviewed at 2026-03-02 08:00:00 UTC; one public change, one personal one.
inline Event sample_event(std::int64_t seq, std::string previous) {
    Event event{
        .body = BodyId{1},
        .seq = seq,
        .recorded_at = moment_from_iso("2026-03-02T08:00:00Z"),
        .actor = AccountId{7},
        .actor_name = "Nguyễn Văn An",
        .action = "job.reviewed",
        .subject = "job",
        .subject_id = 42,
        .changes = {seal({.field = "state", .old_value = "to_review", .new_value = "to_issue"}, {}),
                    seal({.field = "contact", .new_value = "Bà Tư", .privacy = Privacy::personal}, "0123456789abcdef")},
        .record_sha256 = std::string(64, 'a'),
        .previous_sha256 = std::move(previous),
        .sha256 = {}};
    event.sha256 = event_sha256(event);
    return event;
}

inline std::vector<Event> sample_chain(std::int64_t size) {
    std::vector<Event> events;
    for (std::int64_t seq = 1; seq <= size; ++seq)
        events.push_back(sample_event(seq, events.empty() ? no_event_sha256() : events.back().sha256));
    return events;
}

}  // namespace chuan::trail
