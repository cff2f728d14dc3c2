#include <CLI/CLI.hpp>

#include "operations/settings.h"
#include "server/commands/backup_folder.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/trail_json.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string folder;
    bool test = false, json = false;
};

/// The day of the first body's site.
void note(const Settings& settings) {
    const auto database = open_existing(settings, true);
    database->write([](storage::Transaction& transaction) {
        operations::note_restore_test(transaction, operations::day_of_installation(transaction, SystemClock().now()));
    });
}

Exit restore(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    const RestoreReport report = o.test ? test_backup(settings, o.folder) : restore_backup(settings, o.folder);
    if (report.is_good()) note(settings);
    if (o.json) {
        console.out << json::object({{"good", report.is_good()},
                                     {"findings", json::list(report.findings, finding_json)},
                                     {"trail", trail_json(report.trail)}})
                           .text()
                    << "\n";
        return report.is_good() ? Exit::good : Exit::findings;
    }
    for (const Finding& finding : report.findings) console.err << "chuan: " << finding.sentence << "\n";
    if (!report.trail.chains.empty()) print_trail(report.trail, console.out);
    if (report.is_good())
        console.out << o.folder << (o.test ? " can be restored; noted" : " is restored") << " in "
                    << settings.database.address << "\n";
    if (!o.test && !std::filesystem::exists(settings.head_key))
        console.out << "the key that signs tree heads is not here: bring it back to " << settings.head_key.string()
                    << ", or make a new one with chuan key make\n";
    return report.is_good() ? Exit::good : Exit::findings;
}

}  // namespace

void add_restore(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("restore", "bring a backup into an empty place, with hashes and trail verified");
    add_place(*command, o->place);
    add_setting(*command, o->place, "--database-owner", "database.owner",
                "postgresql://... of the role that owns the tables");
    add_setting(*command, o->place, "--heads-to", "heads.to", "folders with signed tree heads, comma between");
    command->add_option("folder", o->folder, "folder of the backup")->required();
    command->add_flag("--test", o->test,
                      "restore into a place that is removed again, and note the day of the test in this laboratory");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return restore(*o, console); }; });
}

}  // namespace chuan::server::commands
