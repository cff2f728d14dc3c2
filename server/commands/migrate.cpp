#include <CLI/CLI.hpp>

#include "server/commands/backup_folder.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/trail_json.h"
#include "storage/migrator.h"
#include "storage/preparation.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string backup, into;
    bool check = false;
};

std::unique_ptr<storage::Database> opened_to_read(const Settings& settings) {
    storage::DatabaseOptions options = settings.database;
    options.write = false;
    return storage::Database::open(options);
}

void require_options(const Settings& settings, const Options& o) {
    std::vector<Finding> missing;
    if (o.backup.empty())
        missing.push_back({"option.missing", "a backup is taken before a migration; name its folder with --backup"});
    if (settings.on_postgres() && o.into.empty())
        missing.push_back({"option.missing",
                           "that backup is tried before a migration, in an empty database made for it; name it with "
                           "--into postgresql://ROLE@HOST/NAME"});
    if (!missing.empty()) throw Error(ErrorKind::malformed, std::move(missing));
}

[[noreturn]] void refuse_backup(const Options& o, std::vector<Finding> findings) {
    findings.insert(findings.begin(), {"backup.not_good", "the backup " + o.backup +
                                                              " is not good, and the database was not changed; put "
                                                              "right what follows, then migrate again"});
    throw Error(ErrorKind::unavailable, std::move(findings));
}

/// Everything the migration could lose, copied, and the copy tried and migrated as the database will be.
void back_up_and_try(const Settings& settings, const Options& o) {
    require_options(settings, o);
    if (BackupReport made = make_backup(settings, o.backup); !made.findings.empty())
        refuse_backup(o, std::move(made.findings));
    RestoreReport tried = test_backup(settings, o.backup, o.into);
    if (tried.is_good()) return;
    for (const storage::ChainReport& chain : tried.trail.chains)
        tried.findings.insert(tried.findings.end(), chain.findings.begin(), chain.findings.end());
    refuse_backup(o, std::move(tried.findings));
}

Exit check(const Settings& settings, Console& console) {
    storage::require_schema(*opened_to_read(settings));
    console.out << "schema " << storage::newest_schema() << " is this program's; nothing is to be done\n";
    return Exit::good;
}

Exit migrate(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    require_database(settings);
    if (o.check) return check(settings, console);
    Settings as_owner = settings;  // a role that is new to the database has no rights yet
    if (!settings.database.owner_address.empty()) as_owner.database.address = settings.database.owner_address;
    const int before = storage::schema_of(*opened_to_read(as_owner));
    if (before > storage::newest_schema())
        throw Error(
            ErrorKind::unavailable, "database.newer",
            "the database has schema " + std::to_string(before) + ", made by a newer release; use that release");
    if (before < storage::newest_schema()) back_up_and_try(settings, o);
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
    command->add_option(
        "--into", o->into,
        "PostgreSQL: postgresql://... of an empty database in which the backup is tried; emptied again");
    command->add_flag("--check", o->check, "only say whether the database is of this release; also while it serves");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return migrate(*o, console); }; });
}

}  // namespace chuan::server::commands
