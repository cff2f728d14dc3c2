#pragma once

// The pattern of every command: a function that adds its subcommand and options to the program, and says what is to be
// run when it was chosen.

#include <functional>
#include <iostream>
#include <string>

namespace CLI {
class App;
}

namespace chuan::server::commands {

enum class Exit { good = 0, findings = 1, wrong_use = 2, environment = 3 };

/// Where a command reads and writes.
struct Console {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool is_terminal = false;  // a person can be asked
};

/// What was chosen on the command line; run after the whole line was understood.
using Run = std::function<Exit(Console&)>;

/// Adds one command, with nested ones where it has them.
using AddCommand = void (*)(CLI::App& program, Run& chosen);

/// Runs a command line (without the program's name); the exit code.
int run_program(int argc, const char* const* argv, Console& console);

/// "chuan: what; remedy", one line per finding.
void print_error(Console& console, const std::exception& error);

}  // namespace chuan::server::commands
