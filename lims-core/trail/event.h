#pragma once

// One act upon one record. Its hash covers everything it says, so that a changed event shows, and the hash of the event
// before it, so that a removed or inserted one shows. Public values are hashed as they are. Personal values can be
// erased later (retention, a person's right): the hash covers a salted hash of them, which stays when value and salt
// are gone. Secret values are never given to an event at all.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"

namespace chuan::trail {

enum class Privacy { open, personal };
std::string_view to_string(Privacy);  // "public", "personal"
std::optional<Privacy> parse_privacy(std::string_view);

/// One field of the record, as it was and as it is; nullopt where there was or is no value.
struct Change {
    std::string field;
    std::optional<std::string> old_value{};
    std::optional<std::string> new_value{};
    Privacy privacy = Privacy::open;
    bool operator==(const Change&) const = default;
};

/// A change as it is kept. salt and the two hashes belong to personal changes only; erased ones have neither values nor
/// salt.
struct SealedChange {
    Change change;
    std::optional<std::string> salt{};
    std::string old_sha256{};  // empty: there was no value
    std::string new_sha256{};
    bool operator==(const SealedChange&) const = default;
};

struct Event {
    BodyId body;
    std::int64_t seq = 0;  // 1, 2, 3 ... within the body
    Moment recorded_at;
    AccountId actor;  // 0: the operating system's user at the command line
    std::string actor_name;
    std::string action;   // "job.reviewed"
    std::string subject;  // the table
    std::int64_t subject_id = 0;
    std::vector<SealedChange> changes;
    std::string record_sha256;  // of the record as this act left it
    std::string previous_sha256;
    std::string sha256;
};

/// What stands for the event before the first one.
std::string no_event_sha256();

/// Values of a personal change are hashed with the salt (at least 16 random bytes); an open change ignores it.
SealedChange seal(const Change&, std::string_view salt);
/// The change without its values; an open change throws std::logic_error: it is part of the record for ever.
SealedChange erased(const SealedChange&);
bool is_erased(const SealedChange&);
/// False when a personal value that is still there is not the one that was sealed.
bool is_intact(const SealedChange&);

/// Of all members but sha256, in their order, each preceded by its length.
std::string event_sha256(const Event&);

}  // namespace chuan::trail
