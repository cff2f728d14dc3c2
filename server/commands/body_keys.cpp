#include "server/commands/body_keys.h"

#include <algorithm>

#include "base/clock.h"
#include "base/error.h"
#include "operations/signing_keys.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"
#include "storage/body_repository.h"

namespace chuan::server::commands {

services::SealKeys seal_keys(const Settings& settings) { return services::SealKeys(key_folder(settings)); }

reports::signing::Stamping stamping(const Settings& settings, const Clock& clock) {
    if (!settings.time_stamps) return {};
    return [authority = *settings.time_stamps, &clock](std::string_view bytes) {
        return outgoing::ask_for_stamp(authority, bytes, clock);
    };
}

NewSeal make_seal(const Settings& settings, storage::Database& database, BodyId id) {
    const Moment now = SystemClock().now();
    const auto body = database.read([&](storage::Transaction& t) { return storage::BodyRepository(t).require(id); });
    const auto made = seal_keys(settings).make(body, now);
    database.write([&](storage::Transaction& transaction) {
        const auto console = console_actor(id, now);
        const auto known = storage::SigningKeyRepository(transaction, {id}).all();
        if (std::ranges::find(known, made.authority.key_id, &storage::SigningKey::key_id) == known.end())
            operations::register_key(transaction, console, made.authority, now);
        operations::register_key(transaction, console, made.seal, now);
    });
    return {body.code, made.seal};
}

std::vector<NewSeal> make_missing_seals(const Settings& settings, storage::Database& database) {
    const auto without = database.read([](storage::Transaction& transaction) {
        auto bodies = storage::BodyRepository(transaction).all();
        std::erase_if(bodies, [&](BodyId body) {
            return storage::SigningKeyRepository(transaction, {body}).active(storage::KeyPurpose::seal).has_value();
        });
        return bodies;
    });
    std::vector<NewSeal> made;
    for (const BodyId body : without) made.push_back(make_seal(settings, database, body));
    return made;
}

std::vector<std::string> seal_troubles(const Settings& settings, storage::Database& database) {
    const auto in_use = database.read([](storage::Transaction& transaction) {
        std::vector<storage::SigningKey> keys;
        for (const BodyId body : storage::BodyRepository(transaction).all())
            if (auto key = storage::SigningKeyRepository(transaction, {body}).active(storage::KeyPurpose::seal))
                keys.push_back(*std::move(key));
        return keys;
    });
    const services::SealKeys keys(settings.head_key.parent_path());
    std::vector<std::string> troubles;
    for (const storage::SigningKey& key : in_use) {
        try {
            keys.signer(key);
        } catch (const Error& error) {
            troubles.push_back(error.what());
        }
    }
    return troubles;
}

}  // namespace chuan::server::commands
