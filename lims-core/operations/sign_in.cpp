#include "operations/sign_in.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "storage/account_repository.h"
#include "storage/body_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

constexpr std::string_view kUnknownNames = "signin.unknown_names";

/// Uses the factor up; the account is not saved yet.
FactorAnswer use_factor(storage::Transaction& transaction, people::Account& account, BodyId body,
                        const std::optional<GivenFactor>& given, Moment now) {
    if (!account.has_second_factor()) return FactorAnswer::not_set;
    if (!given) return FactorAnswer::missing;
    if (given->recovery_code_hash) {
        if (!storage::AccountRepository(transaction).use_recovery_code(account.id, *given->recovery_code_hash, now))
            return FactorAnswer::wrong;
        storage::Trail(transaction, {body})
            .record(people::Person{account.id, account.name}, "account.recovery_code_used", "account", account.id.value,
                    {}, now);
        return FactorAnswer::good;
    }
    const auto step = given->step(account);
    if (!step) return FactorAnswer::wrong;
    account.totp_last_step = step;
    return FactorAnswer::good;
}

}  // namespace

std::optional<FoundAccount> account_named(storage::Transaction& transaction, std::string_view login) {
    storage::AccountRepository accounts(transaction);
    auto account = accounts.by_login(folded(login));
    if (!account) return std::nullopt;
    auto bodies = accounts.bodies_of(account->id);
    return FoundAccount{*std::move(account), std::move(bodies)};
}

void note_failure(storage::Transaction& transaction, AccountId id, Moment now) {
    storage::AccountRepository accounts(transaction);
    accounts.update(people::after_failure(accounts.require(id), now));
}

std::int64_t unknown_names(storage::Transaction& transaction) {
    const std::string text = storage::BodyRepository(transaction).fact(kUnknownNames).value_or("0");
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

void note_unknown_name(storage::Transaction& transaction) {
    storage::BodyRepository(transaction).set_fact(kUnknownNames, std::to_string(unknown_names(transaction) + 1));
}

FactorAnswer open_session(storage::Transaction& transaction, people::Session session,
                          const std::optional<GivenFactor>& given, const std::optional<std::string>& new_hash,
                          Moment now) {
    storage::AccountRepository accounts(transaction);
    people::Account account = accounts.require(session.account);
    const FactorAnswer answer = use_factor(transaction, account, session.body, given, now);
    if (answer == FactorAnswer::missing) return answer;
    if (answer == FactorAnswer::wrong) {
        accounts.update(people::after_failure(account, now));
        return answer;
    }
    if (new_hash) account.password_hash = *new_hash;
    accounts.update(people::after_success(account));
    session.created_at = session.last_seen_at = now;
    session.confirmed_at = now;
    session.second_factor = answer == FactorAnswer::good;
    accounts.add_session(session);
    return answer;
}

people::Session switch_body(storage::Transaction& transaction, const people::Session& session, BodyId body,
                            std::string token_hash, Moment now) {
    storage::AccountRepository accounts(transaction);
    const auto bodies = accounts.bodies_of(session.account);
    if (std::ranges::find(bodies, body) == bodies.end())
        throw Error(ErrorKind::not_found, "body.unknown",
                    "there is no body " + std::to_string(body.value) + " where you have a role", "/body",
                    {{"body", std::to_string(body.value)}});
    people::Session next = session;
    next.token_hash = std::move(token_hash);
    next.body = body;
    next.last_seen_at = now;
    accounts.end_session(session.token_hash, now);
    accounts.add_session(next);
    return next;
}

FactorAnswer confirm_session(storage::Transaction& transaction, const people::Session& session,
                             const std::optional<GivenFactor>& given, Moment now) {
    storage::AccountRepository accounts(transaction);
    people::Account account = accounts.require(session.account);
    FactorAnswer answer = use_factor(transaction, account, session.body, given, now);
    if (answer == FactorAnswer::wrong) {
        accounts.update(people::after_failure(account, now));
        return answer;
    }
    accounts.update(people::after_success(account));
    accounts.confirm_session(session.token_hash, answer == FactorAnswer::good, now);
    return answer;
}

}  // namespace chuan::operations
