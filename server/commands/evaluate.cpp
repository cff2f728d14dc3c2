#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>

#include "server/api/evaluation_case.h"
#include "server/commands/commands.h"

namespace chuan::server::commands {
namespace {

struct Options {
    std::string file;
    bool json = false, simulate = false, shortest = false;
    api::SimulationAsked simulation;
};

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!(text << in.rdbuf()))
        throw Error(ErrorKind::malformed, "file.not_readable", file + " cannot be read or is empty; check the name", "",
                    {{"file", file}});
    return text.str();
}

Exit evaluate(const Options& o, Console& console) {
    auto asked = o.simulate ? std::optional(o.simulation) : std::nullopt;
    if (asked && o.shortest) asked->interval = uncertainty::IntervalKind::shortest;
    const auto outcomes = api::evaluate_cases(text_of(o.file), asked);
    const bool good = std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome.findings.empty(); });
    for (const auto& outcome : outcomes)
        for (const Finding& finding : outcome.findings)
            console.err << "chuan: " << o.file << ": " << (outcome.id.empty() ? "case without id" : outcome.id) << ": "
                        << finding.sentence << "\n";
    if (o.json)
        console.out << api::outcomes_json(outcomes).text() << "\n";
    else
        for (const auto& outcome : outcomes)
            if (outcome.findings.empty()) console.out << outcome.id << " " << outcome.output.text() << "\n";
    return good ? Exit::good : Exit::findings;
}

}  // namespace

void add_evaluate(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("evaluate", "evaluate models and other cases from a file; 1 when one cannot be");
    command->add_option("FILE", o->file, "JSON: one case, or {\"cases\": [...]}")->required();
    command->add_flag("--json", o->json, "print JSON");
    auto* simulate = command->add_flag("--simulate", o->simulate, "also by simulation (JCGM 101)");
    command->add_option("--trials", o->simulation.trials, "so many (default: until two digits of u stand)")
        ->needs(simulate);
    command->add_option("--seed", o->simulation.seed, "of the random numbers: the same seed, the same bits (default 1)")
        ->needs(simulate);
    command->add_flag("--shortest", o->shortest, "the shortest interval, not the probabilistically symmetric one")
        ->needs(simulate);
    o->simulation.threads = std::max(1U, std::thread::hardware_concurrency());
    command->callback([o, &chosen] { chosen = [o](Console& console) { return evaluate(*o, console); }; });
}

}  // namespace chuan::server::commands
