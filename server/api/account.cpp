#include "server/api/account.h"

#include "base/encoding.h"
#include "operations/access_tokens.h"
#include "operations/own_account.h"
#include "server/api/authentication.h"
#include "server/api/password_check.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/auth/token.h"
#include "server/auth/totp.h"
#include "server/json/document.h"
#include "storage/account_repository.h"
#include "storage/body_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;

people::Account own_account(OutsideCall& call) {
    return call.database.read([&](storage::Transaction& transaction) {
        return storage::AccountRepository(transaction).require(call.actor.account);
    });
}

Response change_password(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto present = in.required<std::string>("current_password");
    const auto entered = in.required<std::string>("new_password");
    document.done();
    if (call.actor.by_token)
        throw Error(ErrorKind::forbidden, "token.cannot_sign", "a token changes no password; sign in as a person");
    const people::Account account = own_account(call);
    checked_account(call.house, account.login, present, call.now);
    const std::string password = acceptable_password(entered, account.login, "/new_password");
    if (call.house.passwords.verify(account.password_hash, password))
        throw Error(ErrorKind::rule_broken, "password.same", "the new password is the present one; choose another",
                    "/new_password");
    const std::string hash = call.house.passwords.hash(password);
    const auto token = auth::new_session_token();
    return call.conclude([&](Call& last) {
        auto session = new_session(last.request, token.hash, last.actor.account, last.actor.body, last.now);
        session.second_factor = last.actor.second_factor;
        operations::change_own_password(last.transaction, last.actor, hash, session, last.now);
        return Response::no_content().with("Set-Cookie", session_cookie(token.text, last.request.secure));
    });
}

Response start_totp(Call& call) {
    const std::string secret = auth::new_totp_secret();
    operations::start_second_factor(call.transaction, call.actor, secret, call.now);
    const auto login = storage::AccountRepository(call.transaction).require(call.actor.account).login;
    const auto body = storage::BodyRepository(call.transaction).require(call.actor.body);
    return Response::json(
        json::object({{"secret", base32(secret)}, {"otpauth_uri", auth::totp_uri("Chuẩn " + body.code, login, secret)}})
            .text());
}

Response confirm_totp(Call& call) {
    json::Document document(call.request.body);
    const auto code = document.object().required<std::string>("code");
    document.done();
    const auto account = storage::AccountRepository(call.transaction).require(call.actor.account);
    const auto step = account.totp_secret
                          ? auth::matching_step(*account.totp_secret, code, call.now, account.totp_last_step)
                          : std::optional<std::int64_t>(0);
    if (!step)
        throw Error(ErrorKind::rule_broken, "totp.wrong",
                    "the code does not fit; check the clock of the phone and enter the next one", "/code");
    std::vector<std::string> texts, hashes;
    for (auto& made : auth::new_recovery_codes()) {
        texts.push_back(std::move(made.text));
        hashes.push_back(std::move(made.hash));
    }
    operations::confirm_second_factor(call.transaction, call.actor, *step, hashes, call.now);
    return Response::json(json::object({{"codes", texts}}).text());
}

Response remove_totp(Call& call) {
    operations::remove_second_factor(call.transaction, call.actor, call.now);
    return Response::no_content();
}

Response list_tokens(Call& call) {
    Query query(call.request);
    const AccountId owner = query.identity<AccountId>("account").value_or(call.actor.account);
    const auto limit = static_cast<std::size_t>(query.limit());
    const std::int64_t after = query.cursor_number().value_or(0);
    query.done();
    std::vector<json::Value> items;
    std::optional<std::string> next;
    std::int64_t last = 0;
    for (const auto& token : operations::tokens_of(call.transaction, call.actor, owner, call.now)) {
        if (token.id <= after) continue;
        if (items.size() == limit) {
            next = cursor_of({std::to_string(last)});
            break;
        }
        items.push_back(token_json(call.transaction, token));
        last = token.id;
    }
    return Response::json(page_of(items, next).text());
}

Response make_token(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    people::ApiToken token;
    token.name = in.required<std::string>("name");
    token.scopes = in.words("scopes", people::parse_permission);
    token.expires_on = in.required<CivilDate>("expires_on");
    document.done();
    const auto made = auth::new_api_token();
    token.token_hash = made.hash;
    const auto id = operations::make_token(call.transaction, call.actor, token, call.now);
    const auto stored = storage::AccountRepository(call.transaction).token(made.hash).value();
    return Response::created(
        "/api/v1/tokens/" + std::to_string(id),
        json::object({{"token", token_json(call.transaction, stored)}, {"secret", made.text}}).text());
}

Response revoke_token(Call& call) {
    operations::revoke_token(call.transaction, call.actor, call.request.number("token"), call.now);
    return Response::no_content();
}

constexpr CsvList kTokensFile{"tokens",
                              "id account=account/name name scopes created_at expires_on revoked_at last_used_at"};

constexpr Route kRoutes[] = {
    {"POST", "/api/v1/account/password", kSignedIn, &change_password, {.before_password_change = true}},
    {"POST", "/api/v1/account/totp", kSignedIn, &start_totp, {.secret_answer = true}},
    {"DELETE", "/api/v1/account/totp", kSignedIn, &remove_totp},
    {"POST", "/api/v1/account/totp/confirmation", kSignedIn, &confirm_totp, {.secret_answer = true}},
    {"GET", "/api/v1/tokens", kSignedIn, &list_tokens, {.csv = kTokensFile}},
    {"POST", "/api/v1/tokens", kSignedIn, &make_token, {.secret_answer = true}},
    {"DELETE", "/api/v1/tokens/{token}", kSignedIn, &revoke_token},
};

}  // namespace

std::span<const Route> account_routes() { return kRoutes; }

}  // namespace chuan::server::api
