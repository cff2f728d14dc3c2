#pragma once

#include <span>

#include "server/commands/command.h"

namespace chuan::server::commands {

void add_backup(CLI::App&, Run&);
void add_certificate(CLI::App&, Run&);
void add_dcc(CLI::App&, Run&);
void add_demo(CLI::App&, Run&);
void add_evaluate(CLI::App&, Run&);
void add_export(CLI::App&, Run&);
void add_import(CLI::App&, Run&);
void add_init(CLI::App&, Run&);
void add_key(CLI::App&, Run&);
void add_migrate(CLI::App&, Run&);
void add_procedure(CLI::App&, Run&);
void add_restore(CLI::App&, Run&);
void add_serve(CLI::App&, Run&);
void add_trace(CLI::App&, Run&);
void add_trail(CLI::App&, Run&);
void add_unit(CLI::App&, Run&);
void add_user(CLI::App&, Run&);
void add_validate(CLI::App&, Run&);
void add_verify(CLI::App&, Run&);

/// Every command, in the order of the help.
std::span<const AddCommand> all_commands();

}  // namespace chuan::server::commands
