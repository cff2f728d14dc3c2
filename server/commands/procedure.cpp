#include <algorithm>
#include <fstream>
#include <sstream>

#include <CLI/CLI.hpp>

#include "procedures/evaluation.h"
#include "procedures/reader.h"
#include "procedures/worked_examples.h"
#include "server/commands/commands.h"
#include "server/json/value.h"

namespace chuan::server::commands {
namespace {

struct Options {
    std::vector<std::string> files;
    bool json = false;
};

struct Checked {
    std::string file, code, version, sha256;
    std::vector<procedures::ExampleOutcome> examples;
    std::vector<Finding> findings;  // why the file cannot be read, or that it has no example

    bool holds() const {
        return findings.empty() && std::ranges::all_of(examples, [](const auto& one) { return one.findings.empty(); });
    }
};

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        throw Error(ErrorKind::malformed, "file.not_readable", file + " cannot be read or is empty; check the name", "",
                    {{"file", file}});
    return text.str();
}

Checked check(const std::string& file) {
    Checked checked{.file = file, .code = {}, .version = {}, .sha256 = {}, .examples = {}, .findings = {}};
    const std::string bytes = text_of(file);
    try {
        const auto procedure = procedures::read_procedure(bytes, file);
        checked.code = procedure.code;
        checked.version = procedure.version;
        checked.sha256 = procedure.sha256;
        checked.examples = procedures::check_examples(procedure);
        if (procedure.examples.empty()) checked.findings = procedures::findings_on_examples(procedure);
    } catch (const Error& error) {
        checked.findings = error.findings();
    }
    return checked;
}

json::Value finding_json(const Finding& finding) {
    return json::object({{"code", finding.code}, {"detail", finding.sentence}});
}

json::Value example_json(const procedures::ExampleOutcome& example) {
    return json::object({{"id", example.id},
                         {"source", example.source},
                         {"published", procedures::name_of(example.evidence)},
                         {"holds", example.findings.empty()},
                         {"findings", json::list(example.findings, finding_json)}});
}

json::Value checked_json(const Checked& checked) {
    return json::object({{"file", checked.file},
                         {"code", checked.code},
                         {"version", checked.version},
                         {"sha256", checked.sha256},
                         {"holds", checked.holds()},
                         {"examples", json::list(checked.examples, example_json)},
                         {"findings", json::list(checked.findings, finding_json)}});
}

void print(const Checked& checked, Console& console) {
    for (const Finding& finding : checked.findings)
        console.err << "chuan: " << (finding.code == "procedure.malformed" ? "" : checked.file + ": ")
                    << finding.sentence << "\n";
    for (const auto& example : checked.examples)
        for (const Finding& finding : example.findings)
            console.err << "chuan: " << checked.file << ": " << finding.sentence << "\n";
    if (!checked.holds()) return;
    console.out << checked.code << " " << checked.version << ":";
    for (const auto& example : checked.examples)
        console.out << " " << example.id << " (" << procedures::name_of(example.evidence) << ")";
    console.out << "\n";
}

Exit check_all(const Options& o, Console& console) {
    std::vector<Checked> all;
    for (const std::string& file : o.files) all.push_back(check(file));
    if (o.json)
        console.out << json::object({{"engine_version", procedures::kEngineVersion},
                                     {"procedures", json::list(all, checked_json)}})
                           .text()
                    << "\n";
    else
        for (const Checked& checked : all) print(checked, console);
    return std::ranges::all_of(all, &Checked::holds) ? Exit::good : Exit::findings;
}

}  // namespace

void add_procedure(CLI::App& program, Run& chosen) {
    CLI::App* command = program.add_subcommand("procedure", "measurement procedures as files");
    command->require_subcommand(1);
    auto o = std::make_shared<Options>();
    CLI::App* check =
        command->add_subcommand("check", "read procedure files and run their worked examples; 1 with what differs");
    check->add_option("FILE", o->files, "procedure files (XML)")->required();
    check->add_flag("--json", o->json, "print JSON");
    check->callback([o, &chosen] { chosen = [o](Console& console) { return check_all(*o, console); }; });
}

}  // namespace chuan::server::commands
