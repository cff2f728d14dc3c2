#include "operations/signing_keys.h"

#include "base/text.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using storage::KeyState;
using storage::SigningKey;

void require_keys(storage::Transaction& transaction, const people::Actor& actor, Moment now) {
    require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::manage_keys, now);
}

void end(storage::Transaction& transaction, const people::Actor& actor, const SigningKey& key, KeyState state,
         const std::string& reason, Moment now) {
    storage::SigningKeyRepository(transaction, actor.scope()).end(key.id, state, reason, now);
    std::vector<trail::Change> changes;
    add_change(changes, "state", std::string(to_string(key.state)), std::string(to_string(state)));
    add_change(changes, "ended_reason", key.ended_reason, reason);
    storage::Trail(transaction, actor.scope())
        .record(actor, state == KeyState::retired ? "key.retired" : "key.compromised", "signing_key", key.id.value,
                changes, now);
}

}  // namespace

storage::SigningKeyId register_key(storage::Transaction& transaction, const people::Actor& actor, SigningKey key,
                                   Moment now) {
    require_keys(transaction, actor, now);
    if (now < key.from || now >= key.until)
        throw Error(ErrorKind::rule_broken, "key.not_in_force",
                    "the certificate of key " + key.key_id + " is in force from " + to_iso(key.from) + " to " +
                        to_iso(key.until) + "; give one that is in force now",
                    "", {{"key", key.key_id}, {"from", to_iso(key.from)}, {"until", to_iso(key.until)}});
    storage::SigningKeyRepository keys(transaction, actor.scope());
    for (const SigningKey& known : keys.all())
        if (known.key_id == key.key_id)
            throw Error(ErrorKind::conflict, "key.known",
                        "key " + key.key_id + " stands in the register already, as " +
                            std::string(to_string(known.state)) + "; make or bring a new one",
                        "", {{"key", key.key_id}});
    if (const auto before = keys.active(key.purpose))
        end(transaction, actor, *before, KeyState::retired, "followed by " + key.key_id, now);
    key.recorded_at = now;
    const auto id = keys.add(key);
    storage::Trail(transaction, actor.scope())
        .record(actor, "key.registered", "signing_key", id.value,
                {set("purpose", std::string(to_string(key.purpose))), set("key_id", key.key_id), set("name", key.name),
                 set("authority", key.authority)},
                now);
    return id;
}

void end_key(storage::Transaction& transaction, const people::Actor& actor, const std::string& key_id, KeyState state,
             const std::string& reason, Moment now) {
    require_keys(transaction, actor, now);
    if (trimmed(reason).empty())
        throw Error(ErrorKind::malformed, "field.missing", "say why the key is no longer used", "/reason",
                    {{"field", "reason"}});
    const SigningKey key = storage::SigningKeyRepository(transaction, actor.scope()).require(key_id);
    const bool may =
        key.state == KeyState::active || (key.state == KeyState::retired && state == KeyState::compromised);
    if (!may)
        throw Error(ErrorKind::conflict, "key.ended",
                    "key " + key_id + " is " + std::string(to_string(key.state)) + " already", "", {{"key", key_id}});
    end(transaction, actor, key, state, trimmed(reason), now);
}

}  // namespace chuan::operations
