#include "operations/access_tokens.h"

#include <algorithm>

#include "base/text.h"
#include "operations/accounts.h"
#include "storage/account_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

std::string words(const std::vector<people::Permission>& scopes) {
    std::string text;
    for (const auto scope : scopes) text += (text.empty() ? "" : " ") + std::string(people::to_string(scope));
    return text;
}

bool has(const std::vector<people::ApiToken>& tokens, std::int64_t id) {
    return std::ranges::any_of(tokens, [id](const people::ApiToken& token) { return token.id == id; });
}

}  // namespace

std::int64_t make_token(storage::Transaction& transaction, const people::Actor& actor, people::ApiToken token,
                        Moment now) {
    if (actor.by_token)
        throw Error(ErrorKind::forbidden, "token.cannot_sign", "a token makes no tokens; sign in as a person");
    const Site site = site_of(transaction, actor, now);
    if (!actor.at_console()) token.account = actor.account;
    token.body = actor.body;
    token.name = composed(trimmed(token.name));
    token.created_at = now;
    storage::AccountRepository accounts(transaction);
    refuse(people::findings_on_token(token, accounts.roles(actor.body, token.account), site.today,
                                     site.settings.token_longest));
    const auto id = accounts.add_token(token);
    storage::Trail(transaction, actor.scope())
        .record(actor, "token.made", "access_token", id,
                {set("account", std::to_string(token.account.value)), set("name", token.name),
                 set("scopes", words(token.scopes)), set("expires_on", to_iso(token.expires_on))},
                now);
    return id;
}

void revoke_token(storage::Transaction& transaction, const people::Actor& actor, std::int64_t id, Moment now) {
    storage::AccountRepository accounts(transaction);
    std::optional<AccountId> owner;
    if (has(accounts.tokens(actor.body, actor.account), id)) owner = actor.account;
    if (!owner && people::has_permission(actor, people::Permission::manage_tokens))
        for (const AccountId other : accounts.of_body(actor.body))
            if (has(accounts.tokens(actor.body, other), id)) owner = other;
    if (!owner)
        throw Error(ErrorKind::not_found, "token.unknown",
                    "there is no token " + std::to_string(id) + " of yours in force");
    if (*owner != actor.account)
        require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::manage_tokens, now);
    accounts.revoke_token(actor.body, *owner, id, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "token.revoked", "access_token", id, {set("revoked_at", to_iso(now))}, now);
}

std::vector<people::ApiToken> tokens_of(storage::Transaction& transaction, const people::Actor& actor, AccountId owner,
                                        Moment now) {
    if (owner != actor.account) {
        require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::manage_tokens, now);
        account_of_body(transaction, actor.body, owner);
    }
    return storage::AccountRepository(transaction).tokens(actor.body, owner);
}

}  // namespace chuan::operations
