#include "server/commands/place.h"

#include <CLI/CLI.hpp>
#include <pwd.h>
#include <unistd.h>

#include "base/error.h"
#include "storage/body_repository.h"
#include "storage/preparation.h"

namespace chuan::server::commands {
namespace {

constexpr const char* kSystemConfig = "/etc/chuan/chuan.properties";

}  // namespace

void add_setting(CLI::App& command, Place& place, const std::string& option, const std::string& key,
                 const std::string& help) {
    command.add_option_function<std::string>(
        option, [&place, key](const std::string& value) { place.chosen.insert_or_assign(key, value); }, help);
}

void add_place(CLI::App& command, Place& place) {
    command.add_option("--config", place.config,
                       "configuration file (default /etc/chuan/chuan.properties if it is there)");
    add_setting(command, place, "--data", "data", "folder of the data and keys (default ./data)");
    add_setting(command, place, "--database", "database", "postgresql://... instead of SQLite in the data folder");
}

Settings settings_of(const Place& place) {
    SettingValues values = place.chosen;
    std::string file = place.config;
    if (file.empty() && std::filesystem::exists(kSystemConfig)) file = kSystemConfig;
    if (!file.empty()) values.merge(read_settings(file));
    values.merge(default_values());
    return settings_from(values);
}

void require_database(const Settings& settings) {
    if (!settings.on_postgres() &&
        !std::filesystem::exists(std::filesystem::path(settings.database.address) / "chuan.db"))
        throw Error(ErrorKind::unavailable, "database.missing",
                    "there is no database in " + settings.database.address +
                        "; make one with chuan init, or name another folder with --data");
}

std::unique_ptr<storage::Database> open_existing(const Settings& settings, bool write) {
    require_database(settings);
    storage::DatabaseOptions options = settings.database;
    options.write = write;
    return storage::open_for_work(options);
}

BodyId body_of(storage::Transaction& transaction, const std::string& code) {
    storage::BodyRepository bodies(transaction);
    if (!code.empty()) {
        if (const auto body = bodies.by_code(code)) return *body;
        throw Error(ErrorKind::not_found, "body.unknown", "no body here has the code " + code + "; check it");
    }
    const auto all = bodies.all();
    if (all.size() == 1) return all.front();
    std::string codes;
    for (const BodyId body : all) codes += (codes.empty() ? "" : ", ") + bodies.require(body).code;
    if (all.empty())
        throw Error(ErrorKind::unavailable, "installation.unnamed",
                    "no laboratory keeps records here yet; make one with chuan init");
    throw Error(ErrorKind::malformed, "body.which", "several bodies keep records here; name one with --body: " + codes);
}

people::Actor console_actor(BodyId body, Moment now) {
    const passwd* entry = ::getpwuid(::geteuid());
    return people::console_actor(body, entry ? entry->pw_name : std::to_string(::geteuid()), now, "console");
}

}  // namespace chuan::server::commands
