#pragma once

// Which installation a command is about: the options that every command has, on top of the configuration file.

#include <memory>
#include <string>

#include "people/actor.h"
#include "server/commands/settings.h"
#include "storage/connection.h"

namespace CLI {
class App;
}

namespace chuan::server::commands {

struct Place {
    std::string config;
    SettingValues chosen;  // by options; they win over the file
};

/// --config, --data and --database.
void add_place(CLI::App& command, Place& place);
/// One option that sets a key.
void add_setting(CLI::App& command, Place& place, const std::string& option, const std::string& key,
                 const std::string& help);
Settings settings_of(const Place& place);

/// Throws Error(unavailable, "database.missing") where there is none to open.
void require_database(const Settings&);
/// Opens an existing database.
std::unique_ptr<storage::Database> open_existing(const Settings&, bool write);

/// The body a command is about: by its code, or the only one. Throws Error(not_found | malformed).
BodyId body_of(storage::Transaction&, const std::string& code);
/// The operating system's user who runs the command, as administrator of the body.
people::Actor console_actor(BodyId body, Moment now);

}  // namespace chuan::server::commands
