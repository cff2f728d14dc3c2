#include <CLI/CLI.hpp>

#include "operations/accounts.h"
#include "operations/settings.h"
#include "server/auth/password.h"
#include "server/commands/body_keys.h"
#include "server/commands/commands.h"
#include "server/commands/head_key.h"
#include "server/commands/place.h"
#include "server/commands/questions.h"
#include "server/json/value.h"
#include "storage/body_repository.h"
#include "storage/heads.h"
#include "storage/migrator.h"
#include "storage/preparation.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;

struct Options {
    Place place;
    organisations::Body body;
    std::string login, name, email, password_file;
    std::vector<std::string> roles;
    bool json = false;
};

struct Question {
    std::string& value;
    const char *option, *text;
};

/// Where nobody can be asked, everything that is missing is named at once.
void ask_everything(Options& o, Console& console) {
    const Question questions[] = {{o.body.code, "--code", "Code of the laboratory (2 to 16 of A-Z 0-9 -)"},
                                  {o.body.name_vi, "--name-vi", "Name in Vietnamese"},
                                  {o.body.name_en, "--name-en", "Name in English"},
                                  {o.body.address_vi, "--address", "Address of the site"},
                                  {o.body.city, "--city", "City or province of the site"},
                                  {o.login, "--login", "Sign-in name of the first administrator"},
                                  {o.name, "--person", "The administrator's name, as beside signatures"}};
    std::vector<Finding> missing;
    for (const Question& question : questions) {
        try {
            question.value = asked(console, question.value, question.option, question.text);
        } catch (const Error& error) {
            missing.push_back(error.findings().front());
        }
    }
    if (!missing.empty()) throw Error(ErrorKind::malformed, std::move(missing));
}

void require_empty(const Settings& settings) {
    const auto refuse = [&](const std::string& where) {
        throw Error(ErrorKind::conflict, "init.not_empty",
                    where + " holds a laboratory's records already; name an empty place, or serve this one");
    };
    if (!settings.on_postgres()) {
        if (!fs::exists(fs::path(settings.database.address) / "chuan.db")) return;
        const auto database = storage::Database::open(settings.database);  // refuses while the service runs
    }
    storage::DatabaseOptions options = settings.database;
    if (!options.owner_address.empty()) options.address = options.owner_address;
    const auto database = storage::Database::open(options);
    if (storage::schema_of(*database) == 0) return;
    const bool has_body =
        database->read([](storage::Transaction& t) { return !storage::BodyRepository(t).all().empty(); });
    if (has_body) refuse(settings.on_postgres() ? "the database" : settings.database.address);
}

operations::NewAccount first_account(const Options& o, const EnteredPassword& password) {
    operations::NewAccount account{.login = o.login, .name = o.name, .email = o.email};
    account.roles = {people::Role::administrator, people::Role::legal_data};
    for (const std::string& word : o.roles) {
        const auto role = people::parse_role(word);
        if (!role)
            throw Error(ErrorKind::malformed, "role.unknown",
                        "there is no role " + word + "; see chuan user role --help");
        account.roles.push_back(*role);
    }
    account.password_hash = auth::Passwords().hash(password.text);
    account.must_change_password = password.is_made;
    return account;
}

void tell(const Options& o, const Settings& settings, const EnteredPassword& password, const storage::SigningKey& seal,
          Console& console) {
    const auto shown = password.is_made ? std::optional(password.text) : std::nullopt;
    if (o.json) {
        console.out << json::object({{"code", o.body.code},
                                     {"login", o.login},
                                     {"initial_password", shown},
                                     {"head_key", settings.head_key.string()},
                                     {"seal_key", seal_keys(settings).file_of(seal).string()}})
                           .text()
                    << "\n";
        return;
    }
    console.out << "laboratory " << o.body.code << " is ready in " << settings.database.address << "\n";
    console.out << "first administrator: " << o.login << "\n";
    if (shown) console.out << "first password, shown once, to be changed at the first sign-in: " << *shown << "\n";
    console.out << "key that signs tree heads: " << settings.head_key.string()
                << " (mode 0600; keep a copy apart from the backups)\n";
    console.out << "key that signs documents as " << seal.name << ": " << seal_keys(settings).file_of(seal).string()
                << " (the same), under the laboratory's own authority, which is not public\n";
}

Exit init(Options o, Console& console) {
    const Settings settings = settings_of(o.place);
    require_empty(settings);
    ask_everything(o, console);
    if (auto findings = organisations::findings_on(o.body); !findings.empty())
        throw Error(ErrorKind::rule_broken, std::move(findings));
    const EnteredPassword password = entered_password(console, o.password_file, o.login);
    const operations::NewAccount account = first_account(o, password);
    people::Account as_entered;
    as_entered.login = account.login;
    as_entered.name = account.name;
    as_entered.email = account.email;
    if (auto findings = people::findings_on_account(as_entered); !findings.empty())
        throw Error(ErrorKind::rule_broken, std::move(findings));

    if (!settings.on_postgres()) {
        fs::create_directories(settings.database.address);
        fs::permissions(settings.database.address, fs::perms::owner_all);
    }
    const SystemClock clock;
    storage::prepare(settings.database, clock);
    const auto database = storage::open_for_work(settings.database);
    database->write([&](storage::Transaction& transaction) {
        const Moment now = clock.now();
        storage::make_installation_identity(transaction);
        const BodyId body = operations::found_body(transaction, console_actor({}, now).person(), o.body, now);
        operations::add_account(transaction, console_actor(body, now), account, now);
    });
    if (!fs::exists(settings.head_key)) make_head_key(settings);
    const auto seals = make_missing_seals(settings, *database);
    tell(o, settings, password, seals.front().key, console);
    return Exit::good;
}

}  // namespace

void add_init(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("init", "make a new laboratory in an empty place; asks for what is not given");
    add_place(*command, o->place);
    add_setting(*command, o->place, "--database-owner", "database.owner",
                "postgresql://... of the role that owns the tables");
    command->add_option("--code", o->body.code, "short code of the laboratory, never changed");
    command->add_option("--name-vi", o->body.name_vi, "name in Vietnamese");
    command->add_option("--name-en", o->body.name_en, "name in English");
    command->add_option("--address", o->body.address_vi, "address of the site");
    command->add_option("--city", o->body.city, "city or province of the site");
    command->add_option("--utc-offset", o->body.utc_offset_minutes, "minutes ahead of UTC at the site (default 420)");
    command->add_option("--login", o->login, "sign-in name of the first administrator");
    command->add_option("--person", o->name, "the administrator's name");
    command->add_option("--email", o->email, "the administrator's mail address");
    command->add_option("--role", o->roles, "further roles of the first account, such as head");
    command->add_option("--password-file", o->password_file,
                        "file whose first line is the password (default: asked, or made and printed)");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return init(*o, console); }; });
}

}  // namespace chuan::server::commands
