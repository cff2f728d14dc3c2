#include <CLI/CLI.hpp>

#include "server/commands/backup_folder.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/trail_json.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string folder;
    bool json = false;
};

Exit backup(const Options& o, Console& console) {
    const Settings settings = settings_of(o.place);
    require_database(settings);
    const BackupReport report = make_backup(settings, o.folder);
    if (o.json)
        console.out << json::object({{"folder", o.folder},
                                     {"files", report.files},
                                     {"documents", report.documents},
                                     {"findings", json::list(report.findings, finding_json)}})
                           .text()
                    << "\n";
    else
        console.out << o.folder << ": " << report.files << " files, " << report.documents
                    << " documents; the secret keys are not in it: keep a copy of "
                    << settings.head_key.parent_path().string() << " apart\n";
    for (const Finding& finding : report.findings) console.err << "chuan: " << finding.sentence << "\n";
    return report.findings.empty() ? Exit::good : Exit::findings;
}

}  // namespace

void add_backup(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("backup", "copy database and documents into a new folder, also while the service runs");
    add_place(*command, o->place);
    command->add_option("folder", o->folder, "new folder of the backup")->required();
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return backup(*o, console); }; });
}

}  // namespace chuan::server::commands
