#include "storage/trail_rows.h"

#include "base/error.h"

namespace chuan::storage {
namespace {

trail::SealedChange change_from(const Row& row) {
    return {.change = {.field = row.get<std::string>(1),
                       .old_value = row.get<std::optional<std::string>>(3),
                       .new_value = row.get<std::optional<std::string>>(4),
                       .privacy = trail::parse_privacy(row.get<std::string>(2)).value_or(trail::Privacy::personal)},
            .salt = row.get<std::optional<std::string>>(5),
            .old_sha256 = row.get<std::string>(6),
            .new_sha256 = row.get<std::string>(7)};
}

/// As it is written; anything else reads as 1970, which no act was recorded in, so that a tampered row shows in the
/// chain.
Moment moment_as_written(const std::string& written) {
    try {
        const Moment moment = moment_from_iso(written);
        if (to_iso(moment) == written) return moment;
    } catch (const Error&) {
        return Moment{};
    }
    return Moment{};
}

}  // namespace

trail::Event event_from(BodyId chain, const Row& row) {
    return {.body = chain,
            .seq = row.get<std::int64_t>(0),
            .recorded_at = moment_as_written(row.get<std::string>(1)),
            .actor = row.get<AccountId>(2),
            .actor_name = row.get<std::string>(3),
            .action = row.get<std::string>(4),
            .subject = row.get<std::string>(5),
            .subject_id = row.get<std::int64_t>(6),
            .changes = {},
            .record_sha256 = row.get<std::string>(7),
            .previous_sha256 = row.get<std::string>(8),
            .sha256 = row.get<std::string>(9)};
}

std::vector<trail::Event> with_changes(std::vector<trail::Event> events, const Result& changes) {
    auto event = events.begin();
    for (const Row& row : changes.rows) {
        const auto seq = row.get<std::int64_t>(0);
        while (event != events.end() && event->seq < seq) ++event;
        if (event != events.end() && event->seq == seq) event->changes.push_back(change_from(row));
    }
    return events;
}

}  // namespace chuan::storage
