#include "server/commands/commands.h"

#include <CLI/CLI.hpp>

#include "base/error.h"

namespace chuan::server::commands {
namespace {

constexpr AddCommand kCommands[] = {&add_serve,     &add_init,        &add_demo,   &add_user,     &add_key,
                                    &add_backup,    &add_restore,     &add_trail,  &add_import,   &add_export,
                                    &add_migrate,   &add_certificate, &add_trace,  &add_evaluate, &add_validate,
                                    &add_procedure, &add_unit,        &add_verify, &add_dcc};

Exit exit_for(const Error& error) {
    return error.kind() == ErrorKind::unavailable ? Exit::environment : Exit::wrong_use;
}

}  // namespace

std::span<const AddCommand> all_commands() { return kCommands; }

void print_error(Console& console, const std::exception& error) {
    const auto* known = dynamic_cast<const Error*>(&error);
    if (!known) {
        console.err << "chuan: " << error.what() << "\n";
        return;
    }
    for (const Finding& finding : known->findings()) console.err << "chuan: " << finding.sentence << "\n";
}

int run_program(int argc, const char* const* argv, Console& console) {
    CLI::App program("Chuan: the information system of a calibration and verification laboratory", "chuan");
    program.set_version_flag("--version", std::string("chuan ") + CHUAN_RELEASE);
    program.require_subcommand(1);
    program.failure_message(CLI::FailureMessage::simple);
    Run chosen;
    for (const AddCommand add : all_commands()) add(program, chosen);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        if (fault.get_exit_code() == 0) return program.exit(fault, console.out, console.err);
        console.err << "chuan: " << fault.what() << "; see chuan --help\n";
        return static_cast<int>(Exit::wrong_use);
    }
    try {
        return static_cast<int>(chosen(console));
    } catch (const Error& error) {
        print_error(console, error);
        return static_cast<int>(exit_for(error));
    } catch (const std::exception& error) {
        print_error(console, error);
        return static_cast<int>(Exit::environment);
    }
}

}  // namespace chuan::server::commands
