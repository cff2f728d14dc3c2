#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>

#include "server/api/evaluation_case.h"
#include "server/commands/commands.h"

namespace chuan::server::commands {
namespace {

struct Options {
    std::string file;
    bool json = false;
    std::optional<std::int64_t> trials, seed;
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
    const auto outcomes = api::evaluate_cases(
        text_of(o.file),
        {.trials = o.trials, .seed = o.seed, .threads = std::max(1U, std::thread::hardware_concurrency())});
    const bool good = std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome.findings.empty(); });
    const auto name_of = [&](const api::CaseOutcome& outcome) {
        return outcome.id.empty() ? "case " + std::to_string(&outcome - outcomes.data() + 1) : outcome.id;
    };
    for (const auto& outcome : outcomes)
        for (const Finding& finding : outcome.findings)
            console.err << "chuan: " << o.file << ": " << name_of(outcome) << ": " << finding.sentence << "\n";
    if (o.json)
        console.out << api::outcomes_json(outcomes).text() << "\n";
    else
        for (const auto& outcome : outcomes)
            if (outcome.findings.empty()) console.out << name_of(outcome) << " " << outcome.output.text() << "\n";
    return good ? Exit::good : Exit::findings;
}

}  // namespace

void add_evaluate(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "evaluate", "evaluate measurement models and other cases from a file; 1 when one cannot be");
    command->add_option("FILE", o->file, "JSON: one case, or {\"cases\": [...]}")->required();
    command->add_flag("--json", o->json, "print JSON");
    command->add_option(
        "--mc-trials", o->trials,
        "trials of the simulation (JCGM 101), 0 for none (default: a million and more, until two digits "
        "of u stand)");
    command->add_option("--seed", o->seed, "of the random numbers: the same seed, the same bits (default 1)");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return evaluate(*o, console); }; });
}

}  // namespace chuan::server::commands
