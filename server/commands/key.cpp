#include <CLI/CLI.hpp>

#include "server/commands/commands.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"

namespace chuan::server::commands {

void add_key(CLI::App& program, Run& chosen) {
    auto place = std::make_shared<Place>();
    CLI::App* key = program.add_subcommand("key", "keys of the installation");
    key->require_subcommand(1);
    CLI::App* make =
        key->add_subcommand("make", "make the key that signs tree heads, where it is missing (a new node, a lost key)");
    add_place(*make, *place);
    make->callback([place, &chosen] {
        chosen = [place](Console& console) {
            const Settings settings = settings_of(*place);
            const auto made = make_head_key(settings);
            console.out << "key " << made.id() << ": " << settings.head_key.string()
                        << " (mode 0600); its public half stands beside it, for heads.trusted of other nodes\n";
            return Exit::good;
        };
    });
}

}  // namespace chuan::server::commands
