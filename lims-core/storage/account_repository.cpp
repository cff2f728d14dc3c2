#include "storage/account_repository.h"

#include "base/text.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO account (login, name, title_vi, title_en, email, password_hash, password_changed_at, must_change_password,
                         identity_confirmed, failures, created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, 1)
    RETURNING id)sql";
constexpr std::string_view kUpdate = R"sql(
    UPDATE account
       SET name = $2, title_vi = $3, title_en = $4, email = $5, password_hash = $6, password_changed_at = $7,
           must_change_password = $8, identity_confirmed = $9, failures = $10, last_failure_at = $11, totp_secret = $12,
           totp_confirmed_at = $13, totp_last_step = $14, disabled_at = $15, version = version + 1
     WHERE id = $1 AND version = $16)sql";
constexpr std::string_view kFind = R"sql(
    SELECT id, login, name, title_vi, title_en, email, password_hash, password_changed_at, must_change_password, identity_confirmed,
           failures, last_failure_at, totp_secret, totp_confirmed_at, totp_last_step, disabled_at, created_at, version
      FROM account
     WHERE id = $1)sql";
constexpr std::string_view kByLogin = "SELECT id FROM account WHERE login = $1";
constexpr std::string_view kOfBody =
    "SELECT DISTINCT account_id FROM role_grant WHERE body_id = $1 ORDER BY account_id";

constexpr std::string_view kGrant = R"sql(
    INSERT INTO role_grant (body_id, account_id, role, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5) RETURNING id)sql";
constexpr std::string_view kEndGrant = R"sql(
    UPDATE role_grant
       SET ended_at = $4
     WHERE body_id = $1 AND account_id = $2 AND role = $3 AND ended_at IS NULL
    RETURNING id)sql";
constexpr std::string_view kRoles = R"sql(
    SELECT role FROM role_grant WHERE body_id = $1 AND account_id = $2 AND ended_at IS NULL ORDER BY role)sql";
constexpr std::string_view kBodiesOf = R"sql(
    SELECT DISTINCT body_id FROM role_grant WHERE account_id = $1 AND ended_at IS NULL ORDER BY body_id)sql";
constexpr std::string_view kAdministrators = R"sql(
    SELECT a.id
      FROM role_grant g
      JOIN account a ON a.id = g.account_id
     WHERE g.body_id = $1 AND g.role = 'administrator' AND g.ended_at IS NULL AND a.disabled_at IS NULL
     ORDER BY a.id)sql";

constexpr std::string_view kForgetCodes = "DELETE FROM recovery_code WHERE account_id = $1";
constexpr std::string_view kAddCode = "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2)";
constexpr std::string_view kUseCode = R"sql(
    UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL)sql";

constexpr std::string_view kAddSession = R"sql(
    INSERT INTO session (token_hash, account_id, body_id, created_at, last_seen_at, confirmed_at, second_factor, device)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view kSession = R"sql(
    SELECT token_hash, account_id, body_id, created_at, last_seen_at, confirmed_at, second_factor, device, ended_at
      FROM session
     WHERE token_hash = $1)sql";
constexpr std::string_view kTouchSession = "UPDATE session SET last_seen_at = $2 WHERE token_hash = $1";
constexpr std::string_view kConfirmSession = R"sql(
    UPDATE session SET confirmed_at = $2, second_factor = CASE WHEN $3 = 1 THEN 1 ELSE second_factor END WHERE token_hash = $1)sql";
constexpr std::string_view kEndSession = "UPDATE session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL";
constexpr std::string_view kEndSessions = "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL";

constexpr std::string_view kAddToken = R"sql(
    INSERT INTO access_token (body_id, account_id, name, token_hash, scopes, created_at, expires_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id)sql";
constexpr std::string_view kToken = R"sql(
    SELECT id, account_id, body_id, name, token_hash, scopes, created_at, expires_on, revoked_at, last_used_at
      FROM access_token
     WHERE token_hash = $1)sql";
constexpr std::string_view kTokens = R"sql(
    SELECT id, account_id, body_id, name, token_hash, scopes, created_at, expires_on, revoked_at, last_used_at
      FROM access_token
     WHERE body_id = $1 AND account_id = $2
     ORDER BY id)sql";
constexpr std::string_view kRevokeToken = R"sql(
    UPDATE access_token SET revoked_at = $4 WHERE body_id = $1 AND account_id = $2 AND id = $3 AND revoked_at IS NULL)sql";
constexpr std::string_view kTouchToken = "UPDATE access_token SET last_used_at = $2 WHERE id = $1";

constexpr std::string_view kAddReset = R"sql(
    INSERT INTO password_reset (account_id, requested_by, requested_at, remove_second_factor, reason)
    VALUES ($1, $2, $3, $4, $5)
    RETURNING id)sql";
constexpr std::string_view kOpenReset = R"sql(
    SELECT id, account_id, requested_by, requested_at, remove_second_factor, reason
      FROM password_reset
     WHERE id = $1 AND confirmed_at IS NULL AND cancelled_at IS NULL)sql";
constexpr std::string_view kOpenResets = R"sql(
    SELECT id, account_id, requested_by, requested_at, remove_second_factor, reason
      FROM password_reset
     WHERE confirmed_at IS NULL AND cancelled_at IS NULL
     ORDER BY id)sql";
constexpr std::string_view kConfirmReset =
    "UPDATE password_reset SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1";
constexpr std::string_view kCancelReset = "UPDATE password_reset SET cancelled_at = $2 WHERE id = $1";
constexpr std::string_view kLastReset = R"sql(
    SELECT account_id, requested_by, confirmed_by
      FROM password_reset
     WHERE account_id = $1 AND confirmed_at IS NOT NULL
     ORDER BY id DESC
     LIMIT 1)sql";

Value secret(const std::optional<std::string>& bytes) { return bytes ? Value(Blob{*bytes}) : Value(std::nullopt); }

people::ApiToken token_of(const Row& row) {
    people::ApiToken token{.id = row.get<std::int64_t>(0),
                           .account = row.get<AccountId>(1),
                           .body = row.get<BodyId>(2),
                           .name = row.get<std::string>(3),
                           .token_hash = row.get<std::string>(4),
                           .scopes = {},
                           .created_at = moment_at(row, 6),
                           .expires_on = date_at(row, 7),
                           .revoked_at = optional_moment_at(row, 8),
                           .last_used_at = optional_moment_at(row, 9)};
    for (const auto& word : split(row.get<std::string>(5), ' '))
        if (const auto permission = people::parse_permission(word)) token.scopes.push_back(*permission);
    return token;
}

AccountRepository::StoredReset reset_of(const Row& row) {
    return {.id = row.get<std::int64_t>(0),
            .account = row.get<AccountId>(1),
            .requested_by = optional_id_at<AccountId>(row, 2),
            .requested_at = moment_at(row, 3),
            .remove_second_factor = row.get<bool>(4),
            .reason = row.get<std::string>(5)};
}

}  // namespace

AccountId AccountRepository::add(const people::Account& a) {
    return transaction_
        .one(kAdd, {a.login, a.name, a.title_vi, a.title_en, a.email, a.password_hash, text(a.password_changed_at),
                    a.must_change_password, a.identity_confirmed, text(a.created_at)})
        ->get<AccountId>(0);
}

void AccountRepository::update(const people::Account& a) {
    const auto result = transaction_.execute(
        kUpdate, {a.id, a.name, a.title_vi, a.title_en, a.email, a.password_hash, text(a.password_changed_at),
                  a.must_change_password, a.identity_confirmed, a.failures, text(a.last_failure_at),
                  secret(a.totp_secret), text(a.totp_confirmed_at), a.totp_last_step, text(a.disabled_at), a.version});
    if (result.changed == 0)
        throw Error(
            ErrorKind::precondition, "record.changed",
            "account " + a.login + " was changed by somebody else meanwhile; read it again and repeat the change");
}

people::Account AccountRepository::require(AccountId id) {
    const auto row = transaction_.one(kFind, {id});
    if (!row) throw Error(ErrorKind::not_found, "account.unknown", "there is no account " + std::to_string(id.value));
    people::Account account;
    account.id = row->get<AccountId>(0);
    account.login = row->get<std::string>(1);
    account.name = row->get<std::string>(2);
    account.title_vi = row->get<std::string>(3);
    account.title_en = row->get<std::string>(4);
    account.email = row->get<std::string>(5);
    account.password_hash = row->get<std::string>(6);
    account.password_changed_at = moment_at(*row, 7);
    account.must_change_password = row->get<bool>(8);
    account.identity_confirmed = row->get<bool>(9);
    account.failures = row->get<int>(10);
    account.last_failure_at = optional_moment_at(*row, 11);
    if (const auto bytes = row->get<std::optional<Blob>>(12)) account.totp_secret = bytes->bytes;
    account.totp_confirmed_at = optional_moment_at(*row, 13);
    account.totp_last_step = row->get<std::optional<std::int64_t>>(14);
    account.disabled_at = optional_moment_at(*row, 15);
    account.created_at = moment_at(*row, 16);
    account.version = row->get<std::int64_t>(17);
    return account;
}

std::optional<people::Account> AccountRepository::by_login(std::string_view login) {
    const auto row = transaction_.one(kByLogin, {login});
    return row ? std::optional(require(row->get<AccountId>(0))) : std::nullopt;
}

std::vector<AccountId> AccountRepository::of_body(BodyId body) {
    std::vector<AccountId> accounts;
    for (const Row& row : transaction_.execute(kOfBody, {body}).rows) accounts.push_back(row.get<AccountId>(0));
    return accounts;
}

std::int64_t AccountRepository::grant(BodyId body, AccountId account, people::Role role, std::optional<AccountId> by,
                                      Moment now) {
    return transaction_.one(kGrant, {body, account, people::to_string(role), by, text(now)})->get<std::int64_t>(0);
}

std::int64_t AccountRepository::end_grant(BodyId body, AccountId account, people::Role role, Moment now) {
    const std::string word(people::to_string(role));
    const auto row = transaction_.one(kEndGrant, {body, account, word, text(now)});
    if (!row)
        throw Error(ErrorKind::not_found, "role.unknown",
                    "account " + std::to_string(account.value) + " has not the role " + word + " here");
    return row->get<std::int64_t>(0);
}

std::vector<people::Role> AccountRepository::roles(BodyId body, AccountId account) {
    std::vector<people::Role> roles;
    for (const Row& row : transaction_.execute(kRoles, {body, account}).rows)
        if (const auto role = people::parse_role(row.get<std::string>(0))) roles.push_back(*role);
    return roles;
}

std::vector<BodyId> AccountRepository::bodies_of(AccountId account) {
    std::vector<BodyId> bodies;
    for (const Row& row : transaction_.execute(kBodiesOf, {account}).rows) bodies.push_back(row.get<BodyId>(0));
    return bodies;
}

std::vector<AccountId> AccountRepository::administrators(BodyId body) {
    std::vector<AccountId> accounts;
    for (const Row& row : transaction_.execute(kAdministrators, {body}).rows) accounts.push_back(row.get<AccountId>(0));
    return accounts;
}

void AccountRepository::set_recovery_codes(AccountId account, const std::vector<std::string>& hashes) {
    transaction_.execute(kForgetCodes, {account});
    for (const auto& hash : hashes) transaction_.execute(kAddCode, {account, hash});
}

bool AccountRepository::use_recovery_code(AccountId account, std::string_view hash, Moment now) {
    return transaction_.execute(kUseCode, {account, hash, text(now)}).changed == 1;
}

void AccountRepository::add_session(const people::Session& s) {
    transaction_.execute(kAddSession, {s.token_hash, s.account, s.body, text(s.created_at), text(s.last_seen_at),
                                       text(s.confirmed_at), s.second_factor, s.device});
}

std::optional<people::Session> AccountRepository::session(std::string_view token_hash) {
    const auto row = transaction_.one(kSession, {token_hash});
    if (!row) return std::nullopt;
    return people::Session{.token_hash = row->get<std::string>(0),
                           .account = row->get<AccountId>(1),
                           .body = row->get<BodyId>(2),
                           .created_at = moment_at(*row, 3),
                           .last_seen_at = moment_at(*row, 4),
                           .confirmed_at = optional_moment_at(*row, 5),
                           .second_factor = row->get<bool>(6),
                           .device = row->get<std::string>(7),
                           .ended_at = optional_moment_at(*row, 8)};
}

void AccountRepository::touch_session(std::string_view token_hash, Moment now) {
    transaction_.execute(kTouchSession, {token_hash, text(now)});
}

void AccountRepository::confirm_session(std::string_view token_hash, bool second_factor, Moment now) {
    transaction_.execute(kConfirmSession, {token_hash, text(now), second_factor});
}

void AccountRepository::end_session(std::string_view token_hash, Moment now) {
    transaction_.execute(kEndSession, {token_hash, text(now)});
}

std::int64_t AccountRepository::end_sessions(AccountId account, Moment now) {
    return transaction_.execute(kEndSessions, {account, text(now)}).changed;
}

std::int64_t AccountRepository::add_token(const people::ApiToken& t) {
    std::string scopes;
    for (const auto scope : t.scopes) scopes += (scopes.empty() ? "" : " ") + std::string(people::to_string(scope));
    return transaction_
        .one(kAddToken, {t.body, t.account, t.name, t.token_hash, scopes, text(t.created_at), text(t.expires_on)})
        ->get<std::int64_t>(0);
}

std::optional<people::ApiToken> AccountRepository::token(std::string_view token_hash) {
    const auto row = transaction_.one(kToken, {token_hash});
    return row ? std::optional(token_of(*row)) : std::nullopt;
}

std::vector<people::ApiToken> AccountRepository::tokens(BodyId body, AccountId account) {
    std::vector<people::ApiToken> tokens;
    for (const Row& row : transaction_.execute(kTokens, {body, account}).rows) tokens.push_back(token_of(row));
    return tokens;
}

void AccountRepository::revoke_token(BodyId body, AccountId account, std::int64_t id, Moment now) {
    if (transaction_.execute(kRevokeToken, {body, account, id, text(now)}).changed == 0)
        throw Error(ErrorKind::not_found, "token.unknown",
                    "there is no token " + std::to_string(id) + " of yours in force");
}

void AccountRepository::touch_token(std::int64_t id, Moment now) { transaction_.execute(kTouchToken, {id, text(now)}); }

std::int64_t AccountRepository::add_reset(const StoredReset& r, Moment now) {
    return transaction_.one(kAddReset, {r.account, r.requested_by, text(now), r.remove_second_factor, r.reason})
        ->get<std::int64_t>(0);
}

std::optional<AccountRepository::StoredReset> AccountRepository::open_reset(std::int64_t id) {
    const auto row = transaction_.one(kOpenReset, {id});
    return row ? std::optional(reset_of(*row)) : std::nullopt;
}

std::vector<AccountRepository::StoredReset> AccountRepository::open_resets() {
    std::vector<StoredReset> resets;
    for (const Row& row : transaction_.execute(kOpenResets).rows) resets.push_back(reset_of(row));
    return resets;
}

void AccountRepository::decide_reset(std::int64_t id, bool agreed, std::optional<AccountId> agreed_by, Moment now) {
    if (agreed)
        transaction_.execute(kConfirmReset, {id, agreed_by, text(now)});
    else
        transaction_.execute(kCancelReset, {id, text(now)});
}

std::optional<people::Reset> AccountRepository::last_reset(AccountId account) {
    const auto row = transaction_.one(kLastReset, {account});
    if (!row) return std::nullopt;
    return people::Reset{.account = row->get<AccountId>(0),
                         .requested_by = optional_id_at<AccountId>(*row, 1),
                         .agreed_by = optional_id_at<AccountId>(*row, 2)};
}

}  // namespace chuan::storage
