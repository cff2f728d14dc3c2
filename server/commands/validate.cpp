#include <algorithm>
#include <fstream>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "operations/engine_validation.h"
#include "operations/settings.h"
#include "server/api/validation.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"

namespace chuan::server::commands {
namespace {

struct Options {
    Place place;
    std::string body, by, file, pdf;
    bool json = false, record = false;
};

/// Only what agrees is recorded: a signature does not make a difference good.
void record(const Options& o, const std::string& hash, Moment now) {
    const auto database = open_existing(settings_of(o.place), true);
    database->write([&](storage::Transaction& transaction) {
        const auto actor = console_actor(body_of(transaction, o.body), now);
        operations::record_engine_validation(transaction, actor,
                                             {.release = CHUAN_RELEASE,
                                              .engine = api::engine_name(),
                                              .pack = hash,
                                              .signed_by = o.by,
                                              .on = operations::day_of_installation(transaction, now)},
                                             now);
    });
}

/// The worked examples of what the laboratory approved, by this release.
bool procedures_hold(const Options& o, Console& console) {
    const auto database = open_existing(settings_of(o.place), false);
    const auto differing = database->read([&](storage::Transaction& transaction) {
        return operations::approved_procedures_that_differ(transaction, {body_of(transaction, o.body)});
    });
    for (const auto& finding : differing) console.err << "chuan: " << finding.sentence << "\n";
    return differing.empty();
}

void keep(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    if (!(out << text << std::flush))
        throw Error(ErrorKind::unavailable, "file.not_written", file + " cannot be written; check its folder", "",
                    {{"file", file}});
}

Exit validate(const Options& o, Console& console) {
    const Moment now = SystemClock().now();
    const auto validation = api::validate_engine(std::thread::hardware_concurrency());
    const auto pack = api::validation_pack(validation, CHUAN_RELEASE, now);
    const std::string printed = o.json ? api::validation_json(validation, CHUAN_RELEASE, now).text() + "\n" : pack.text;
    if (o.file.empty())
        console.out << printed;
    else
        keep(o.file, printed);
    if (!o.pdf.empty())
        keep(o.pdf, reports::pdf::validation_pdf(api::validation_paper(validation, CHUAN_RELEASE, now)));
    for (const auto& one : validation.cases)
        if (!one.agrees()) console.err << "chuan: " << one.id << " (seed " << one.seed << ") differs\n";
    if (!validation.same_bits) console.err << "chuan: simulations differ with the number of threads\n";
    if (!validation.agrees()) return Exit::findings;
    if (o.record && !procedures_hold(o, console)) return Exit::findings;
    if (o.record) record(o, pack.sha256, now);
    return Exit::good;
}

}  // namespace

void add_validate(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "validate", "hold the engine against the reference cases that the program carries; 1 when one differs");
    add_place(*command, o->place);
    command->add_flag("--json", o->json, "print JSON");
    command->add_option("--out", o->file, "write the pack into this file instead");
    command->add_option("--pdf", o->pdf, "write the pack as PDF into this file, for signatures on paper");
    auto* recording = command->add_flag("--record", o->record, "note in the records that this pack was accepted");
    auto* by = command->add_option("--by", o->by, "who accepted it")->needs(recording);
    recording->needs(by);
    command->add_option("--body", o->body, "code of the body that accepts it, where there are several");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return validate(*o, console); }; });
}

}  // namespace chuan::server::commands
