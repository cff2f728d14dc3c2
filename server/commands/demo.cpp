#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "server/catalogue/shipped_files.h"
#include "server/commands/command.h"
#include "server/commands/commands.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"
#include "server/sample/sample_laboratory.h"
#include "storage/heads.h"
#include "storage/preparation.h"

namespace chuan::server::commands {
namespace {

void require_empty(const Settings& settings) {
    if (std::filesystem::exists(settings.data) && !std::filesystem::is_empty(settings.data))
        throw Error(
            ErrorKind::conflict, "folder.not_empty",
            settings.data.string() + " is not empty; name an empty folder for the sample laboratory with --data", "",
            {{"folder", settings.data.string()}});
}

void print(Console& console, const sample::MadeLaboratory& made, const std::string& base_address) {
    std::size_t widest = 0;
    for (const auto& account : made.accounts) widest = std::max(widest, account.login.size());
    for (const auto& account : made.accounts)
        console.out << account.login << std::string(widest + 2 - account.login.size(), ' ') << account.password << "  "
                    << account.name << " (" << account.roles << ")\n";
    console.out << "\n";
    for (const auto& certificate : made.certificates)
        console.out << base_address << "/v/" << certificate.code << "  " << certificate.answer << " ("
                    << certificate.number << ")\n";
}

Exit make(Console& console, const Place& place) {
    const Settings settings = settings_of(place);
    require_empty(settings);
    std::filesystem::create_directories(settings.data);
    std::filesystem::permissions(settings.data, std::filesystem::perms::owner_all);
    const SystemClock clock;
    storage::prepare(settings.database, clock);
    make_head_key(settings);
    const auto database = storage::open_for_work(settings.database);
    database->write([](storage::Transaction& transaction) { storage::make_installation_identity(transaction); });
    const auto documents = storage::DocumentStore::open(*database);
    const auth::Passwords passwords;
    const std::string base_address = settings.base_address.empty() ? "http://localhost:8080" : settings.base_address;
    const services::SealKeys seal_keys(key_folder(settings));
    const sample::SampleMaker maker{.database = *database,
                                    .documents = *documents,
                                    .passwords = passwords,
                                    .base_address = base_address,
                                    .release = std::string("v") + CHUAN_RELEASE,
                                    .seal_keys = seal_keys,
                                    .progress = [&](std::size_t done, std::size_t total) {
                                        if (console.is_terminal)
                                            console.err << "\rchuan: sample job " << done << " of " << total
                                                        << (done == total ? "\n" : "") << std::flush;
                                    }};
    print(console,
          sample::make_sample(maker, sample::read_sample(catalogue::shipped_sample().front().bytes), clock.now()),
          base_address);
    return Exit::good;
}

}  // namespace

void add_demo(CLI::App& program, Run& chosen) {
    const auto place = std::make_shared<Place>();  // kept by the callbacks
    auto* command =
        program.add_subcommand("demo", "make the sample laboratory in an empty folder, and print its accounts");
    add_place(*command, *place);
    add_setting(*command, *place, "--base-address", "http.base_address",
                "what the certificates print before /v/CODE (default http://localhost:8080)");
    command->callback([place, &chosen] { chosen = [place](Console& console) { return make(console, *place); }; });
}

}  // namespace chuan::server::commands
