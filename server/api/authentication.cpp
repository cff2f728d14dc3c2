#include "server/api/authentication.h"

#include "server/api/read_only_sessions.h"
#include "server/auth/origin.h"
#include "server/auth/token.h"
#include "storage/account_repository.h"
#include "storage/body_repository.h"

namespace chuan::server::api {
namespace {

constexpr std::chrono::seconds kTouchEvery = std::chrono::minutes(1);
constexpr std::size_t kDeviceLength = 200;

std::optional<std::string> text_of(std::optional<std::string_view> header) {
    return header ? std::optional<std::string>(*header) : std::nullopt;
}

[[noreturn]] void sign_in_again(Finding finding) { throw Error(ErrorKind::unauthenticated, std::move(finding)); }

Caller caller_of(storage::AccountRepository& accounts, const people::Account& account, BodyId body,
                 const std::string& request_id) {
    if (!account.is_active()) sign_in_again({"session.ended", "this account is disabled; ask an administrator"});
    Caller caller;
    caller.actor.account = account.id;
    caller.actor.body = body;
    caller.actor.name = account.name;
    caller.actor.roles = accounts.roles(body, account.id);
    caller.actor.identity_confirmed = account.identity_confirmed;
    caller.actor.request_id = request_id;
    caller.must_change_password = account.must_change_password;
    return caller;
}

Caller of_session(storage::Transaction& transaction, const House& house, const std::string& hash,
                  const std::string& request_id, Moment now) {
    storage::AccountRepository accounts(transaction);
    auto session = accounts.session(hash);
    if (house.takes_no_changes()) session = house.reading.current(hash, std::move(session));
    if (!session) sign_in_again({"session.missing", "this session is not known; sign in"});
    const auto settings = storage::BodyRepository(transaction).settings(session->body);
    if (auto over = people::session_over(*session, {settings.session_idle, settings.session_longest}, now))
        sign_in_again(*std::move(over));
    Caller caller = caller_of(accounts, accounts.require(session->account), session->body, request_id);
    caller.actor.confirmed_at = session->confirmed_at;
    caller.actor.second_factor = session->second_factor;
    caller.session = std::move(session);
    return caller;
}

Caller of_token(storage::Transaction& transaction, const std::string& hash, const std::string& request_id, Moment now) {
    storage::AccountRepository accounts(transaction);
    auto token = accounts.token(hash);
    if (!token) sign_in_again({"token.unknown", "this token is not known; make a new one"});
    const auto body = storage::BodyRepository(transaction).require(token->body);
    if (auto over = people::token_over(*token, civil_date(now, body.utc_offset_minutes)))
        sign_in_again(*std::move(over));
    Caller caller = caller_of(accounts, accounts.require(token->account), token->body, request_id);
    caller.actor.by_token = true;
    caller.actor.scopes = token->scopes;
    caller.token = std::move(token);
    return caller;
}

}  // namespace

std::optional<Credentials> credentials_of(const http::Request& request) {
    if (const auto header = request.header("Authorization")) {
        const auto token = auth::bearer_token(*header);
        const auto hash = token ? auth::api_token_hash(*token) : std::nullopt;
        if (!hash)
            sign_in_again({"token.unknown", "the Authorization header holds no token; send \"Bearer chuan_...\""});
        return Credentials{*hash, true};
    }
    const auto cookie = request.cookie(kSessionCookie);
    if (!cookie) return std::nullopt;
    const auto hash = auth::session_token_hash(*cookie);
    if (!hash) sign_in_again({"session.missing", "this session is not known; sign in"});
    auth::require_same_origin({.method = request.method,
                               .host = std::string(request.header("Host").value_or("")),
                               .origin = text_of(request.header("Origin")),
                               .sec_fetch_site = text_of(request.header("Sec-Fetch-Site")),
                               .secure = request.secure});
    return Credentials{*hash, false};
}

Caller identify(storage::Transaction& transaction, const House& house, const Credentials& credentials,
                const std::string& request_id, Moment now) {
    return credentials.is_token ? of_token(transaction, credentials.hash, request_id, now)
                                : of_session(transaction, house, credentials.hash, request_id, now);
}

Caller nobody(const std::string& request_id) {
    Caller caller;
    caller.actor.request_id = request_id;
    return caller;
}

bool wants_touch(const Caller& caller, Moment now) {
    if (caller.session) return now - caller.session->last_seen_at >= kTouchEvery;
    if (caller.token) return !caller.token->last_used_at || now - *caller.token->last_used_at >= kTouchEvery;
    return false;
}

void touch(storage::Transaction& transaction, const Caller& caller, Moment now) {
    storage::AccountRepository accounts(transaction);
    if (caller.session) accounts.touch_session(caller.session->token_hash, now);
    if (caller.token) accounts.touch_token(caller.token->id, now);
}

people::Session new_session(const http::Request& request, std::string token_hash, AccountId account, BodyId body,
                            Moment now) {
    people::Session session;
    session.token_hash = std::move(token_hash);
    session.account = account;
    session.body = body;
    session.created_at = session.last_seen_at = now;
    session.confirmed_at = now;
    const std::string_view device = request.header("User-Agent").value_or("");
    for (const char c : device.substr(0, kDeviceLength)) session.device += c >= ' ' && c <= '~' ? c : '?';
    return session;
}

std::string session_cookie(std::string_view token, bool secure) {
    std::string cookie = std::string(kSessionCookie) + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Strict";
    if (secure) cookie += "; Secure";
    if (token.empty()) cookie += "; Max-Age=0";
    return cookie;
}

}  // namespace chuan::server::api
