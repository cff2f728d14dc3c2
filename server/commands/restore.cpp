#include <CLI/CLI.hpp>

#include "server/commands/backup_folder.h"
#include "server/commands/body_keys.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/restore_note.h"
#include "server/commands/trail_json.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string folder, into;
    bool test = false, json = false;
};

/// What became of the day of a good restore; a test is good though its day could not be noted.
std::string noted(const Settings& settings, bool& was_noted) {
    try {
        was_noted = true;
        return note_restore_test(settings, SystemClock().now()) == Noted::in_database
                   ? "the day is noted"
                   : "the service runs and takes the day over within seconds";
    } catch (const Error& error) {
        was_noted = false;
        return std::string("the day could not be noted: ") + error.what();
    }
}

void print_json(const RestoreReport& report, bool was_noted, std::ostream& out) {
    out << json::object({{"good", report.is_good()},
                         {"noted", was_noted},
                         {"findings", json::list(report.findings, finding_json)},
                         {"trail", trail_json(report.trail)}})
               .text()
        << "\n";
}

Exit restore(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    if (!o.test && !o.into.empty())
        throw Error(ErrorKind::malformed, "option.unused",
                    "--into is for --test; a restore goes into the database of --database");
    const RestoreReport report = o.test ? test_backup(settings, o.folder, o.into) : restore_backup(settings, o.folder);
    const bool good = report.is_good();
    bool was_noted = false;
    const std::string note = good ? noted(settings, was_noted) : "";
    if (good && !was_noted) console.err << "chuan: " << note << "\n";
    if (o.json) {
        print_json(report, was_noted, console.out);
        return good ? Exit::good : Exit::findings;
    }
    for (const Finding& finding : report.findings) console.err << "chuan: " << finding.sentence << "\n";
    if (!report.trail.chains.empty()) print_trail(report.trail, console.out);
    if (good)
        console.out << o.folder << (o.test ? " can be restored" : " is restored") << (was_noted ? "; " + note : "")
                    << "\n";
    if (good && !o.test && !std::filesystem::exists(settings.head_key))
        console.out << "the key that signs tree heads is not here: bring it back to " << settings.head_key.string()
                    << ", or make a new one with chuan key make\n";
    if (good && !o.test)
        for (const std::string& trouble : seal_troubles(settings, *open_existing(settings, false)))
            console.out << trouble << "\n";
    return good ? Exit::good : Exit::findings;
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
    command->add_option("--into", o->into,
                        "PostgreSQL: postgresql://... of an empty database for the test; it is emptied again");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return restore(*o, console); }; });
}

}  // namespace chuan::server::commands
