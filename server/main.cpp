// The program: one binary that serves the laboratory and answers the command line.

#include <iostream>

#include <unistd.h>

#include "server/commands/command.h"

int main(int argc, char** argv) {
    chuan::server::commands::Console console{std::cin, std::cout, std::cerr,
                                             ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1};
    return chuan::server::commands::run_program(argc, argv, console);
}
