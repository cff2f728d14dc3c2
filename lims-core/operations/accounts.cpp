#include "operations/accounts.h"

#include <algorithm>

#include "base/text.h"
#include "storage/account_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using people::Role;

bool contains(const std::vector<Role>& roles, Role role) { return std::ranges::find(roles, role) != roles.end(); }

void require_administrator(storage::Transaction& transaction, const people::Actor& actor, Moment now) {
    require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::manage_accounts, now);
}

/// A body without an administrator could never get one again but at the machine itself.
void require_another_administrator(storage::AccountRepository& accounts, BodyId body, const people::Account& leaving) {
    const auto administrators = accounts.administrators(body);
    const bool is_one = std::ranges::find(administrators, leaving.id) != administrators.end();
    if (is_one && administrators.size() == 1)
        throw Error(ErrorKind::rule_broken, "account.last_administrator",
                    leaving.name + " is the only administrator left; make another one first", {},
                    {{"person", leaving.name}});
}

Finding email_taken(const people::Account& other) {
    return {"account.email_taken",
            other.email + " is the address of " + other.name + " (" + other.login +
                "); one person has one account: use that one, enabled again if need be, or give another address",
            "/email",
            {{"person", other.name}, {"login", other.login}, {"value", other.email}}};
}

Finding named_alike(const people::Account& other) {
    return {"account.same_name",
            "an account of " + other.name + " is here already (" + other.login +
                "); one person has one account: use that one, or say that this is another person of that name "
                "(same_name, --same-name)",
            "/name",
            {{"person", other.name}, {"login", other.login}}};
}

/// One person, one account. The accounts of a body are few; two that are added at the same moment are let through
/// where the engine does not serialise them.
void require_another_person(storage::Transaction& transaction, BodyId body, const people::Account& entered,
                            bool ask_email, bool ask_name) {
    storage::AccountRepository accounts(transaction);
    const std::string email = folded(entered.email), name = folded(entered.name);
    std::vector<Finding> findings;
    for (const AccountId id : accounts.of_body(body)) {
        if (id == entered.id) continue;
        const people::Account other = accounts.require(id);
        if (ask_email && !email.empty() && folded(other.email) == email)
            findings.push_back(email_taken(other));
        else if (ask_name && folded(other.name) == name)
            findings.push_back(named_alike(other));
    }
    if (!findings.empty()) throw Error(ErrorKind::conflict, std::move(findings));
}

void record_personal(std::vector<trail::Change>& changes, std::string field, const std::string& from,
                     const std::string& to) {
    if (from != to)
        changes.push_back(
            {.field = std::move(field), .old_value = from, .new_value = to, .privacy = trail::Privacy::personal});
}

void grant(storage::Transaction& transaction, const people::Actor& actor, const people::Account& account, Role role,
           Moment now) {
    const auto by = actor.at_console() ? std::nullopt : std::optional(actor.account);
    const auto id = storage::AccountRepository(transaction).grant(actor.body, account.id, role, by, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "role.granted", "role_grant", id,
                {set("account", account.login), set("role", std::string(people::to_string(role)))}, now);
}

void end_grant(storage::Transaction& transaction, const people::Actor& actor, const people::Account& account, Role role,
               Moment now) {
    const auto id = storage::AccountRepository(transaction).end_grant(actor.body, account.id, role, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "role.ended", "role_grant", id,
                {set("account", account.login), {.field = "role", .old_value = std::string(people::to_string(role))}},
                now);
}

}  // namespace

AccountId add_account(storage::Transaction& transaction, const people::Actor& actor, const NewAccount& entered,
                      Moment now) {
    require_administrator(transaction, actor, now);
    people::Account account;
    account.login = entered.login;
    account.name = composed(trimmed(entered.name));
    account.title_vi = composed(trimmed(entered.title_vi));
    account.title_en = trimmed(entered.title_en);
    account.email = trimmed(entered.email);
    account.password_hash = entered.password_hash;
    account.password_changed_at = account.created_at = now;
    account.must_change_password = entered.must_change_password;
    auto findings = people::findings_on_account(account);
    if (entered.roles.empty())
        findings.push_back({"account.no_role", "the account has no role; choose at least one", "/roles"});
    refuse(std::move(findings));
    storage::AccountRepository accounts(transaction);
    if (accounts.by_login(account.login))
        throw Error(ErrorKind::conflict, "account.login_taken",
                    "sign-in name " + account.login + " is taken; choose another", "/login",
                    {{"value", account.login}});
    require_another_person(transaction, actor.body, account, true, !entered.same_name);
    account.id = accounts.add(account);
    std::vector<trail::Change> changes = {set("login", account.login), set("name", account.name),
                                          set("title_vi", account.title_vi)};
    record_personal(changes, "email", "", account.email);
    storage::Trail(transaction, actor.scope())
        .record(actor, "account.added", "account", account.id.value, changes, now);
    std::vector<Role> roles = entered.roles;
    std::ranges::sort(roles);
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    for (const Role role : roles) grant(transaction, actor, account, role, now);
    return account.id;
}

people::Account account_of_body(storage::Transaction& transaction, BodyId body, AccountId id) {
    storage::AccountRepository accounts(transaction);
    const auto all = accounts.of_body(body);
    if (std::ranges::find(all, id) == all.end())
        throw Error(ErrorKind::not_found, "account.unknown",
                    "there is no account " + std::to_string(id.value) + " here");
    return accounts.require(id);
}

std::vector<people::Account> accounts_of_body(storage::Transaction& transaction, BodyId body, std::string_view search,
                                              AccountId after, int limit) {
    storage::AccountRepository accounts(transaction);
    const std::string wanted = folded(search);
    std::vector<people::Account> found;
    for (const AccountId id : accounts.of_body(body)) {
        if (id.value <= after.value) continue;
        people::Account account = accounts.require(id);
        if (wanted.empty() || account.login.find(wanted) != std::string::npos ||
            folded(account.name).find(wanted) != std::string::npos)
            found.push_back(std::move(account));
        if (found.size() == static_cast<std::size_t>(limit)) break;
    }
    return found;
}

void change_account(storage::Transaction& transaction, const people::Actor& actor, AccountId id,
                    const AccountChange& change, std::int64_t version, Moment now) {
    require_administrator(transaction, actor, now);
    people::Account account = account_of_body(transaction, actor.body, id);
    const people::Account before = account;
    if (change.name) account.name = composed(trimmed(*change.name));
    if (change.title_vi) account.title_vi = composed(trimmed(*change.title_vi));
    if (change.title_en) account.title_en = trimmed(*change.title_en);
    if (change.email) account.email = trimmed(*change.email);
    account.version = version;
    refuse(people::findings_on_account(account));
    require_another_person(transaction, actor.body, account, folded(account.email) != folded(before.email),
                           !change.same_name && folded(account.name) != folded(before.name));
    std::vector<trail::Change> changes;
    add_change(changes, "name", before.name, account.name);
    add_change(changes, "title_vi", before.title_vi, account.title_vi);
    add_change(changes, "title_en", before.title_en, account.title_en);
    record_personal(changes, "email", before.email, account.email);
    storage::AccountRepository(transaction).update(account);
    storage::Trail(transaction, actor.scope()).record(actor, "account.changed", "account", id.value, changes, now);
}

void disable_account(storage::Transaction& transaction, const people::Actor& actor, AccountId id, bool disabled,
                     const std::string& reason, Moment now) {
    require_administrator(transaction, actor, now);
    storage::AccountRepository accounts(transaction);
    people::Account account = account_of_body(transaction, actor.body, id);
    if (id == actor.account)
        throw Error(ErrorKind::rule_broken, "account.own",
                    "nobody disables his or her own account; ask another administrator");
    if (trimmed(reason).empty()) refuse({{"reason.missing", "the reason is missing; say why", "/reason"}});
    if (disabled == !account.is_active()) return;
    if (disabled) require_another_administrator(accounts, actor.body, account);
    account.disabled_at = disabled ? std::optional(now) : std::nullopt;
    accounts.update(account);
    if (disabled) accounts.end_sessions(id, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, disabled ? "account.disabled" : "account.enabled", "account", id.value,
                {set("reason", trimmed(reason))}, now);
}

void set_roles(storage::Transaction& transaction, const people::Actor& actor, AccountId id,
               const std::vector<Role>& wanted, Moment now) {
    require_administrator(transaction, actor, now);
    storage::AccountRepository accounts(transaction);
    const people::Account account = account_of_body(transaction, actor.body, id);
    if (id == actor.account)
        throw Error(ErrorKind::rule_broken, "roles.own",
                    "nobody changes his or her own roles; ask another administrator");
    const auto present = accounts.roles(actor.body, id);
    if (contains(present, Role::administrator) && !contains(wanted, Role::administrator))
        require_another_administrator(accounts, actor.body, account);
    for (const Role role : people::kRoles) {
        if (contains(wanted, role) && !contains(present, role)) grant(transaction, actor, account, role, now);
        if (!contains(wanted, role) && contains(present, role)) end_grant(transaction, actor, account, role, now);
    }
}

}  // namespace chuan::operations
