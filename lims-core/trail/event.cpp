#include "trail/event.h"

#include <stdexcept>

#include "base/encoding.h"
#include "base/sha256.h"

namespace chuan::trail {

namespace {

constexpr std::string_view kForm = "chuan trail event 1";
constexpr std::size_t kLeastSaltBytes = 16;

void update_number(Sha256& hash, std::int64_t number) { hash.update_field(std::to_string(number)); }

/// Absent and empty are different values.
void update_optional(Sha256& hash, const std::optional<std::string>& value) {
    hash.update_field(value ? "value" : "none");
    if (value) hash.update_field(*value);
}

void update_change(Sha256& hash, const SealedChange& sealed) {
    hash.update_field(sealed.change.field);
    hash.update_field(to_string(sealed.change.privacy));
    if (sealed.change.privacy == Privacy::personal) {
        hash.update_field(sealed.old_sha256);
        hash.update_field(sealed.new_sha256);
    } else {
        update_optional(hash, sealed.change.old_value);
        update_optional(hash, sealed.change.new_value);
    }
}

std::string salted_sha256(std::string_view salt, const std::optional<std::string>& value) {
    if (!value) return {};
    Sha256 hash;
    hash.update_field(salt);
    hash.update_field(*value);
    return hash.hex();
}

}  // namespace

std::string_view to_string(Privacy privacy) { return privacy == Privacy::personal ? "personal" : "public"; }

std::optional<Privacy> parse_privacy(std::string_view text) {
    if (text == "public") return Privacy::open;
    if (text == "personal") return Privacy::personal;
    return std::nullopt;
}

std::string no_event_sha256() { return std::string(64, '0'); }

SealedChange seal(const Change& change, std::string_view salt) {
    if (change.privacy == Privacy::open) return {.change = change};
    if (salt.size() < kLeastSaltBytes)
        throw std::logic_error("a personal change is sealed with at least 16 random bytes");
    const std::string text = hex(salt);
    return {.change = change,
            .salt = text,
            .old_sha256 = salted_sha256(text, change.old_value),
            .new_sha256 = salted_sha256(text, change.new_value)};
}

SealedChange erased(const SealedChange& sealed) {
    if (sealed.change.privacy == Privacy::open) throw std::logic_error("a public change cannot be erased");
    SealedChange result = sealed;
    result.change.old_value.reset();
    result.change.new_value.reset();
    result.salt.reset();
    return result;
}

bool is_erased(const SealedChange& sealed) { return sealed.change.privacy == Privacy::personal && !sealed.salt; }

bool is_intact(const SealedChange& sealed) {
    if (sealed.change.privacy == Privacy::open) return true;
    if (is_erased(sealed)) return !sealed.change.old_value && !sealed.change.new_value;
    return salted_sha256(*sealed.salt, sealed.change.old_value) == sealed.old_sha256 &&
           salted_sha256(*sealed.salt, sealed.change.new_value) == sealed.new_sha256;
}

std::string event_sha256(const Event& event) {
    Sha256 hash;
    hash.update_field(kForm);
    update_number(hash, event.body.value);
    update_number(hash, event.seq);
    hash.update_field(to_iso(event.recorded_at));
    update_number(hash, event.actor.value);
    hash.update_field(event.actor_name);
    hash.update_field(event.action);
    hash.update_field(event.subject);
    update_number(hash, event.subject_id);
    update_number(hash, static_cast<std::int64_t>(event.changes.size()));
    for (const SealedChange& change : event.changes) update_change(hash, change);
    hash.update_field(event.record_sha256);
    hash.update_field(event.previous_sha256);
    return hash.hex();
}

}  // namespace chuan::trail
