#include <CLI/CLI.hpp>

#include "server/commands/backup_folder.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "storage/migrator.h"
#include "storage/preparation.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string backup;
};

int schema_of(const Settings& settings) {
    storage::DatabaseOptions options = settings.database;
    options.write = false;
    return storage::schema_of(*storage::Database::open(options));
}

Exit migrate(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    require_database(settings);
    const int before = schema_of(settings);
    if (before > storage::newest_schema())
        throw Error(
            ErrorKind::unavailable, "database.newer",
            "the database has schema " + std::to_string(before) + ", made by a newer release; use that release");
    if (before < storage::newest_schema()) {
        if (o.backup.empty())
            throw Error(ErrorKind::malformed, "option.missing",
                        "a backup is taken before a migration; name its folder with --backup");
        make_backup(settings, o.backup);
        if (!settings.on_postgres() && !test_backup(settings, o.backup).is_good())
            throw Error(ErrorKind::unavailable, "backup.not_good",
                        "the backup " + o.backup + " cannot be restored; nothing was changed");
    }
    storage::prepare(settings.database, SystemClock());
    console.out << "schema " << before << " -> " << storage::newest_schema() << "; every guard is in place\n";
    return Exit::good;
}

}  // namespace

void add_migrate(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "migrate", "bring the database of an older release to this one, after a backup that was tried");
    add_place(*command, o->place);
    add_setting(*command, o->place, "--database-owner", "database.owner",
                "postgresql://... of the role that owns the tables");
    command->add_option("--backup", o->backup, "new folder of the backup taken first");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return migrate(*o, console); }; });
}

}  // namespace chuan::server::commands
