#include <fstream>
#include <utility>

#include <CLI/CLI.hpp>

#include "operations/import_register.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/json/value.h"
#include "server/services/import_task.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string body, file, source, reason;
    std::int64_t batch = 0;
    bool dry_run = false, json = false;
};

operations::ImportRequest request_of(const Options& o, storage::ImportKind kind) {
    const auto name = o.file.substr(o.file.find_last_of('/') + 1);
    if (!std::ifstream(o.file, std::ios::binary))
        throw Error(ErrorKind::not_found, "file.unreadable", "cannot read " + o.file + "; check its name and rights");
    return {.kind = kind, .file_name = name, .source = o.source, .open = [file = o.file] {
                return std::make_unique<std::ifstream>(file, std::ios::binary);
            }};
}

/// Tells each error as it is found, so that a file of any length is told whole; as JSON they are members of the one
/// object that the report ends.
class Telling {
  public:
    Telling(const Options& o, Console& console) : o_(o), console_(console) {}

    void error(const operations::ImportFinding& error) {
        if (o_.json)
            console_.out << (std::exchange(begun_, true) ? "," : "{\"errors\":[")
                         << services::import_error_json(error).text();
        else
            console_.err << "chuan: " << o_.file << ":" << error.row << ": "
                         << (error.column.empty() ? "" : error.column + ": ") << error.sentence << "\n";
    }

    void report(const operations::ImportReport& report) {
        if (!o_.json) return in_words(report);
        auto members = services::import_counts(report);
        members.push_back({"batch_id", report.batch ? json::Value(report.batch->id) : json::Value()});
        console_.out << (begun_ ? "" : "{\"errors\":[") << "]," << json::object(members).text().substr(1) << "\n";
    }

  private:
    void in_words(const operations::ImportReport& report) {
        if (report.error_count > 0)
            console_.err << "chuan: " << report.error_count << " errors in " << report.rows_total
                         << " rows; nothing was imported\n";
        else
            console_.out << report.rows_total << " rows: " << report.rows_added
                         << (o_.dry_run ? " would be added, " : " added, ") << report.rows_known << " known already"
                         << (report.batch ? "; import " + std::to_string(report.batch->id.value) : "") << "\n";
    }

    const Options& o_;
    Console& console_;
    bool begun_ = false;
};

Exit import(const Options& o, storage::ImportKind kind, Console& console) {
    const SystemClock clock;
    const auto request = request_of(o, kind);
    const auto database = open_existing(settings_of(o.place), !o.dry_run);
    const auto actor = database->read(
        [&](storage::Transaction& transaction) { return console_actor(body_of(transaction, o.body), clock.now()); });
    const auto progress = [&](std::int64_t rows, std::int64_t total) {
        if (console.is_terminal && !o.json)
            console.err << "\r" << rows << " of " << total << " rows" << (rows == total ? "\n" : "") << std::flush;
    };
    Telling telling(o, console);
    const auto every = [&](const operations::ImportFinding& error) { telling.error(error); };
    const auto report = o.dry_run ? operations::check_import(*database, actor, request, clock, every)
                                  : operations::import_register(*database, actor, request, clock, progress, every);
    telling.report(report);
    return report.error_count > 0 ? Exit::findings : Exit::good;
}

Exit take_back(const Options& o, Console& console) {
    const SystemClock clock;
    const auto database = open_existing(settings_of(o.place), true);
    const auto actor = database->read(
        [&](storage::Transaction& transaction) { return console_actor(body_of(transaction, o.body), clock.now()); });
    const auto batch = operations::take_back_import(*database, actor, ImportBatchId{o.batch}, o.reason, clock);
    const std::string state(storage::to_string(batch.state));
    if (o.json)
        console.out << json::object({{"batch_id", batch.id}, {"state", state}}).text() << "\n";
    else
        console.out << "import " << o.batch << " is " << state << "\n";
    return Exit::good;
}

CLI::App* add_kind(CLI::App& parent, const std::shared_ptr<Options>& o, const std::string& name,
                   const std::string& help, storage::ImportKind kind, Run& chosen) {
    CLI::App* command = parent.add_subcommand(name, help);
    add_place(*command, o->place);
    command->add_option("file", o->file, "CSV with headings in Vietnamese or English, UTF-8")->required();
    command->add_option("--body", o->body, "code of the body, where several keep records");
    command->add_flag("--dry-run", o->dry_run, "list every error, write nothing");
    command->add_flag("--json", o->json, "print JSON");
    command->callback(
        [o, kind, &chosen] { chosen = [o, kind](Console& console) { return import(*o, kind, console); }; });
    return command;
}

}  // namespace

void add_import(CLI::App& program, Run& chosen) {
    CLI::App* parent = program.add_subcommand("import", "bring in a register, all or nothing");
    parent->require_subcommand(1);
    add_kind(*parent, std::make_shared<Options>(), "instruments", "instruments with their owners",
             storage::ImportKind::instruments, chosen);
    const auto certificates = std::make_shared<Options>();
    add_kind(*parent, certificates, "certificates", "numbers of an old register, without figures",
             storage::ImportKind::certificates, chosen)
        ->add_option("--source", certificates->source, "whose register it was: \"register of BODY\"")
        ->required();
    const auto back = std::make_shared<Options>();
    CLI::App* command = parent->add_subcommand("take-back", "make the rows of an import disappear again");
    add_place(*command, back->place);
    command->add_option("batch", back->batch, "number of the import")->required();
    command->add_option("--reason", back->reason, "why")->required();
    command->add_option("--body", back->body, "code of the body, where several keep records");
    command->add_flag("--json", back->json, "print JSON");
    command->callback([back, &chosen] { chosen = [back](Console& console) { return take_back(*back, console); }; });
}

}  // namespace chuan::server::commands
