#include <CLI/CLI.hpp>

#include "operations/access_tokens.h"
#include "operations/accounts.h"
#include "operations/reset_password.h"
#include "server/api/reset_json.h"
#include "server/auth/password.h"
#include "server/auth/token.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/questions.h"
#include "server/json/value.h"
#include "storage/account_repository.h"

namespace chuan::server::commands {
namespace {

using storage::Transaction;

struct Options {
    Place place;
    std::string body, login, name, email, title_vi, title_en, password_file, reason, token_name, expires_on;
    std::vector<std::string> roles, scopes;
    bool enable = false, remove_second_factor = false, same_name = false, json = false;
};

template <class Parse>
auto parsed(const std::vector<std::string>& words, Parse parse, const std::string& what) {
    std::vector<typename decltype(parse(std::string_view{}))::value_type> values;
    for (const std::string& word : words) {
        const auto value = parse(word);
        if (!value)
            throw Error(ErrorKind::malformed, "option.word",
                        "there is no " + what + " " + word + "; see chuan user --help");
        values.push_back(*value);
    }
    return values;
}

/// The work inside one writing transaction, as the console's administrator of the body.
template <class Work>
auto acting(const Options& o, Work&& work) {
    const auto database = open_existing(settings_of(o.place), true);
    const Moment now = SystemClock().now();
    return database->write([&](Transaction& transaction) {
        return work(transaction, console_actor(body_of(transaction, o.body), now), now);
    });
}

AccountId account_of(Transaction& transaction, const people::Actor& actor, const std::string& login) {
    const auto account = storage::AccountRepository(transaction).by_login(login);
    if (!account)
        throw Error(ErrorKind::not_found, "account.unknown",
                    "there is no account " + login + "; check the sign-in name");
    return operations::account_of_body(transaction, actor.body, account->id).id;
}

void tell_password(const Options& o, const std::optional<std::string>& password, const std::string& done,
                   Console& console, std::optional<api::OwnerTold> told = {}) {
    if (o.json) {
        std::vector<json::Member> answer = {{"login", o.login}, {"done", done}, {"initial_password", password}};
        if (told) answer.push_back({"owner_told", api::to_string(*told)});
        console.out << json::object(answer).text() << "\n";
        return;
    }
    console.out << done << "\n";
    if (told == api::OwnerTold::no_address)
        console.out << o.login << " has no mail address and is told nothing: tell the owner of the reset yourself\n";
    if (told == api::OwnerTold::no_mail_host)
        console.out << "no mail leaves this installation (mail.host is empty): tell the owner of " << o.login
                    << " of the reset yourself\n";
    if (password)
        console.out << "first password, shown once, to be changed at the first sign-in: " << *password << "\n";
}

Exit add(const Options& o, Console& console) {
    const EnteredPassword password = entered_password(console, o.password_file, o.login);
    const operations::NewAccount entered{.login = o.login,
                                         .name = o.name,
                                         .title_vi = o.title_vi,
                                         .title_en = o.title_en,
                                         .email = o.email,
                                         .roles = parsed(o.roles, people::parse_role, "role"),
                                         .password_hash = auth::Passwords().hash(password.text),
                                         .same_name = o.same_name};
    acting(o, [&](Transaction& transaction, const people::Actor& actor, Moment now) {
        return operations::add_account(transaction, actor, entered, now);
    });
    tell_password(o, password.is_made ? std::optional(password.text) : std::nullopt,
                  "account " + o.login + " was added", console);
    return Exit::good;
}

Exit disable(const Options& o, Console& console) {
    acting(o, [&](Transaction& transaction, const people::Actor& actor, Moment now) {
        operations::disable_account(transaction, actor, account_of(transaction, actor, o.login), !o.enable, o.reason,
                                    now);
    });
    tell_password(o, std::nullopt,
                  "account " + o.login + (o.enable ? " may sign in again" : " is disabled; its sessions have ended"),
                  console);
    return Exit::good;
}

Exit password(const Options& o, Console& console) {
    const EnteredPassword made = entered_password(console, o.password_file, o.login);
    const std::string hash = auth::Passwords().hash(made.text);
    people::Account owner;
    const auto decided = acting(o, [&](Transaction& transaction, const people::Actor& actor, Moment now) {
        const AccountId id = account_of(transaction, actor, o.login);
        owner = operations::account_of_body(transaction, actor.body, id);
        return operations::ask_reset(transaction, actor, id, o.remove_second_factor, o.reason, hash,
                                     api::reset_wording(transaction, actor.body, now), now);
    });
    if (decided.state == operations::ResetState::waiting) {
        tell_password(o, std::nullopt,
                      "a reset of " + o.login +
                          " waits: an administrator must agree to it in the interface, and gets the first password",
                      console);
        return Exit::good;
    }
    tell_password(
        o, made.is_made ? std::optional(made.text) : std::nullopt,
        "the password of " + o.login +
            " was reset; all its sessions have ended, and another person must confirm the identity before it signs",
        console, api::owner_told(owner, settings_of(o.place).mail.has_value()));
    return Exit::good;
}

Exit role(const Options& o, Console& console) {
    const auto roles = parsed(o.roles, people::parse_role, "role");
    acting(o, [&](Transaction& transaction, const people::Actor& actor, Moment now) {
        operations::set_roles(transaction, actor, account_of(transaction, actor, o.login), roles, now);
    });
    std::string words;
    for (const std::string& word : o.roles) words += (words.empty() ? "" : ", ") + word;
    tell_password(o, std::nullopt, "account " + o.login + " is now: " + (words.empty() ? "nothing" : words), console);
    return Exit::good;
}

Exit token(const Options& o, Console& console) {
    people::ApiToken entered;
    entered.name = o.token_name;
    entered.scopes = parsed(o.scopes, people::parse_permission, "scope");
    entered.expires_on = date_from_iso(o.expires_on);
    const auto made = auth::new_api_token();
    entered.token_hash = made.hash;
    const auto id = acting(o, [&](Transaction& transaction, const people::Actor& actor, Moment now) {
        people::ApiToken token = entered;
        token.account = account_of(transaction, actor, o.login);
        return operations::make_token(transaction, actor, token, now);
    });
    if (o.json)
        console.out << json::object({{"id", id},
                                     {"login", o.login},
                                     {"name", o.token_name},
                                     {"expires_on", entered.expires_on},
                                     {"secret", made.text}})
                           .text()
                    << "\n";
    else
        console.out << "token " << id << " \"" << o.token_name << "\", shown once: " << made.text << "\n";
    return Exit::good;
}

using Work = Exit (*)(const Options&, Console&);

CLI::App* nested(CLI::App& user, const std::shared_ptr<Options>& o, Run& chosen, const std::string& name,
                 const std::string& help, Work work) {
    CLI::App* command = user.add_subcommand(name, help);
    add_place(*command, o->place);
    command->add_option("--body", o->body, "code of the laboratory, where several keep records");
    command->add_flag("--json", o->json, "print JSON");
    command->add_option("login", o->login, "sign-in name")->required();
    command->callback([o, work, &chosen] { chosen = [o, work](Console& console) { return work(*o, console); }; });
    return command;
}

std::string role_help() {
    std::string words;
    for (const people::Role one : people::kRoles)
        words += (words.empty() ? "" : ", ") + std::string(people::to_string(one));
    return "of " + words;
}

}  // namespace

void add_user(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* user =
        program.add_subcommand("user", "accounts; while the service runs with SQLite, use its interface instead");
    user->require_subcommand(1);
    CLI::App* one = nested(*user, o, chosen, "add", "a new account", &add);
    one->add_option("--name", o->name, "the person's name, as beside signatures")->required();
    one->add_option("--role", o->roles, role_help())->required();
    one->add_option("--email", o->email, "mail address");
    one->add_flag("--same-name", o->same_name, "this is another person than who has an account under the same name");
    one->add_option("--title-vi", o->title_vi, "title under the name");
    one->add_option("--title-en", o->title_en, "the same in English");
    one->add_option("--password-file", o->password_file,
                    "file whose first line is the password (default: asked, or made and printed)");
    one = nested(*user, o, chosen, "disable", "end all sessions and refuse sign-in", &disable);
    one->add_option("--reason", o->reason, "why")->required();
    one->add_flag("--enable", o->enable, "let it sign in again");
    one = nested(*user, o, chosen, "password",
                 "reset a forgotten password; another administrator must agree where there is one", &password);
    one->add_option("--reason", o->reason, "why")->required();
    one->add_flag("--remove-second-factor", o->remove_second_factor, "the phone is lost too");
    one->add_option("--password-file", o->password_file,
                    "file whose first line is the password (default: asked, or made and printed)");
    one = nested(*user, o, chosen, "role", "what the account is from now on", &role);
    one->add_option("roles", o->roles, role_help());
    one = nested(*user, o, chosen, "token", "a token for a program", &token);
    one->add_option("--name", o->token_name, "the program")->required();
    one->add_option("--scope", o->scopes, "right of the token, such as read_certificates")->required();
    one->add_option("--expires-on", o->expires_on, "last day, YYYY-MM-DD")->required();
}

}  // namespace chuan::server::commands
