#include <CLI/CLI.hpp>

#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/service.h"
#include "server/http/signals.h"

namespace chuan::server::commands {
namespace {

Exit serve(const Place& place, Console& console) {
    http::block_signals();  // before the first thread
    Service service(settings_of(place));
    service.start();
    console.out << "chuan " << CHUAN_RELEASE << " serves " << service.address() << std::endl;
    if (!service.has_interface())
        console.out << "the web interface is not installed; the start page says how to build it" << std::endl;
    if (const std::string reason = service.writes_refused(); !reason.empty())
        console.err << "chuan: nothing is written: " << reason << std::endl;
    http::wait_for_stop();
    console.out << "chuan is stopping" << std::endl;
    service.stop();
    return Exit::good;
}

}  // namespace

void add_serve(CLI::App& program, Run& chosen) {
    auto place = std::make_shared<Place>();
    CLI::App* command = program.add_subcommand("serve", "serve the laboratory over HTTP until SIGTERM or Ctrl-C");
    add_place(*command, *place);
    add_setting(*command, *place, "--address", "http.address", "address to listen on (default 127.0.0.1)");
    add_setting(*command, *place, "--port", "http.port", "port to listen on (default 8080; 0: any free one)");
    add_setting(*command, *place, "--base-address", "http.base_address",
                "https://host before /v/CODE in printed codes");
    add_setting(*command, *place, "--tls-certificate", "tls.certificate", "certificate chain (PEM)");
    add_setting(*command, *place, "--tls-key", "tls.key", "its key (PEM, mode 0600)");
    add_setting(*command, *place, "--web", "web", "folder of the built web interface");
    add_setting(*command, *place, "--heads-to", "heads.to",
                "folders outside the database that receive signed tree heads, comma between");
    command->callback([place, &chosen] { chosen = [place](Console& console) { return serve(*place, console); }; });
}

}  // namespace chuan::server::commands
