#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "base/error.h"
#include "operations/signing_keys.h"
#include "server/commands/body_keys.h"
#include "server/commands/commands.h"
#include "server/commands/given_files.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"
#include "server/json/value.h"

namespace chuan::server::commands {
namespace {

using storage::KeyState;
using storage::SigningKey;

struct Options {
    Place place;
    std::string body, key, reason, file, password_file;
    bool json = false;
};

void say(Console& console, const SigningKey& key, const services::SealKeys& keys) {
    console.out << "key " << key.key_id << " signs documents as " << key.name << " (" << key.authority << "), until "
                << to_iso(key.until) << ": " << keys.file_of(key).string() << " (mode 0600; keep a copy apart)\n";
}

/// Whatever key is missing here: that of the tree heads, and a seal for every body that has none in use.
Exit make(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    bool made = false;
    if (!std::filesystem::exists(settings.head_key)) {
        const auto key = make_head_key(settings);
        console.out << "key " << key.id() << ": " << settings.head_key.string()
                    << " (mode 0600); its public half stands beside it, for heads.trusted of other nodes\n";
        made = true;
    }
    const auto database = open_existing(settings, true);
    for (const NewSeal& seal : make_missing_seals(settings, *database)) {
        say(console, seal.key, seal_keys(settings));
        made = true;
    }
    if (!made)
        throw Error(ErrorKind::conflict, "key.exists",
                    settings.head_key.string() +
                        " is there already, and every body has a key to sign with; a key is never overwritten");
    return Exit::good;
}

json::Value key_json(const SigningKey& key) {
    return json::object({{"key_id", key.key_id},
                         {"purpose", to_string(key.purpose)},
                         {"origin", to_string(key.origin)},
                         {"name", key.name},
                         {"authority", key.authority},
                         {"from", key.from},
                         {"until", key.until},
                         {"state", to_string(key.state)},
                         {"ended_at", key.ended_at},
                         {"ended_reason", key.ended_reason},
                         {"certificates", key.certificates}});
}

Exit list(const Options& o, Console& console) {
    const auto database = open_existing(settings_of(o.place), false);
    const auto keys = database->read([&](storage::Transaction& transaction) {
        return storage::SigningKeyRepository(transaction, {body_of(transaction, o.body)}).all();
    });
    if (o.json) {
        console.out << json::object({{"keys", json::list(keys, key_json)}}).text() << "\n";
        return Exit::good;
    }
    for (const SigningKey& key : keys) {
        console.out << key.key_id << "  " << to_string(key.purpose) << "  " << to_string(key.state) << "  "
                    << to_iso(key.from) << " to " << to_iso(key.until) << "  " << key.name << " (" << key.authority
                    << ")\n";
        if (!key.ended_reason.empty())
            console.out << "  " << to_string(key.state) << (key.ended_at ? " at " + to_iso(*key.ended_at) : "") << ": "
                        << key.ended_reason << "\n";
    }
    return Exit::good;
}

BodyId body_in(storage::Database& database, const Options& o) {
    return database.read([&](storage::Transaction& transaction) { return body_of(transaction, o.body); });
}

Exit rotate(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    const auto database = open_existing(settings, true);
    say(console, make_seal(settings, *database, body_in(*database, o)).key, seal_keys(settings));
    return Exit::good;
}

Exit import(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    std::string password = bytes_of(o.password_file);
    password = password.substr(0, password.find('\n'));
    const std::string bundle = bytes_of(o.file);
    const auto database = open_existing(settings, true);
    const BodyId body = body_in(*database, o);
    const auto keys = seal_keys(settings);
    const auto key = keys.import(bundle, password);
    const Moment now = SystemClock().now();
    try {
        database->write([&](storage::Transaction& transaction) {
            operations::register_key(transaction, console_actor(body, now), key, now);
        });
    } catch (...) {  // a key that is not taken up leaves nothing behind
        keys.forget(key);
        throw;
    }
    say(console, key, keys);
    return Exit::good;
}

Exit end(const Options& o, Console& console, KeyState state) {
    const Settings settings = settings_of(o.place);
    const auto database = open_existing(settings, true);
    const bool signs = database->write([&](storage::Transaction& transaction) {
        const Moment now = SystemClock().now();
        const BodyId body = body_of(transaction, o.body);
        operations::end_key(transaction, console_actor(body, now), o.key, state, o.reason, now);
        return storage::SigningKeyRepository(transaction, {body}).active(storage::KeyPurpose::seal).has_value();
    });
    console.out << "key " << o.key << " is " << to_string(state) << "\n";
    if (!signs)
        console.out << "no key signs documents now; make one with chuan key make, or bring one with chuan key import\n";
    return Exit::good;
}

CLI::App* add_one(CLI::App& key, const char* name, const char* help, const std::shared_ptr<Options>& o) {
    CLI::App* command = key.add_subcommand(name, help);
    add_place(*command, o->place);
    command->add_option("--body", o->body, "code of the laboratory, where there are several");
    return command;
}

}  // namespace

void add_key(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* key = program.add_subcommand("key", "keys of the installation, and those that sign documents");
    key->require_subcommand(1);
    const auto run = [&chosen, o](CLI::App* command, auto act) {
        command->callback([o, act, &chosen] { chosen = [o, act](Console& console) { return act(*o, console); }; });
    };
    run(add_one(*key, "make", "make what is missing: the key of the tree heads, a key to sign with for each body", o),
        &make);
    CLI::App* command = add_one(*key, "list", "the keys that sign documents, those of earlier days too", o);
    command->add_flag("--json", o->json, "print JSON");
    run(command, &list);
    run(add_one(*key, "rotate", "make a new key under the own authority; the one in use retires", o), &rotate);
    command = add_one(*key, "import", "sign with a key and certificate from PKCS#12; the one in use retires", o);
    command->add_option("FILE", o->file, "the PKCS#12 file (.p12)")->required();
    command->add_option("--password-file", o->password_file, "file whose first line opens it")->required();
    run(command, &import);
    command = add_one(*key, "retire", "no longer sign with a key; what it signed stays good", o);
    command->add_option("KEY", o->key, "as chuan key list names it")->required();
    command->add_option("--reason", o->reason, "why")->required();
    run(command, [](const Options& given, Console& console) { return end(given, console, KeyState::retired); });
    command = add_one(*key, "withdraw", "a key may have leaked: its signatures alone prove nothing any more", o);
    command->add_option("KEY", o->key, "as chuan key list names it")->required();
    command->add_option("--reason", o->reason, "what happened")->required();
    run(command, [](const Options& given, Console& console) { return end(given, console, KeyState::compromised); });
}

}  // namespace chuan::server::commands
