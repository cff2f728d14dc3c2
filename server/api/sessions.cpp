#include "server/api/sessions.h"

#include <algorithm>

#include "server/api/authentication.h"
#include "server/api/password_check.h"
#include "server/api/person_json.h"
#include "server/api/read_only_sessions.h"
#include "server/auth/origin.h"
#include "server/auth/token.h"
#include "server/json/document.h"
#include "storage/account_repository.h"
#include "storage/body_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;

struct SignIn {
    std::string login, password;
    std::optional<std::string> totp;
    std::optional<BodyId> body;
};

SignIn read_sign_in(const std::string& body) {
    json::Document document(body);
    const json::Object in = document.object();
    SignIn entered{.login = in.required<std::string>("login"),
                   .password = in.required<std::string>("password"),
                   .totp = in.maybe<std::string>("totp"),
                   .body = in.maybe<BodyId>("body")};
    document.done();
    return entered;
}

/// A page of another site signs nobody in; a program without a browser's headers may.
void refuse_other_sites(const http::Request& request) {
    const auto origin = request.header("Origin");
    const auto site = request.header("Sec-Fetch-Site");
    if (!origin && !site) return;
    auth::require_same_origin({.method = request.method,
                               .host = std::string(request.header("Host").value_or("")),
                               .origin = origin ? std::optional<std::string>(*origin) : std::nullopt,
                               .sec_fetch_site = site ? std::optional<std::string>(*site) : std::nullopt,
                               .secure = request.secure});
}

/// Where the session belongs. Who has roles at several bodies chooses one: each is a finding with its names.
BodyId chosen_body(storage::Database& database, const operations::FoundAccount& found,
                   const std::optional<BodyId>& wanted) {
    if (found.bodies.empty())
        throw Error(ErrorKind::forbidden, "permission.missing",
                    found.account.name + " has no role at any laboratory; ask an administrator");
    if (found.bodies.size() == 1 && !wanted) return found.bodies.front();
    if (wanted && std::ranges::find(found.bodies, *wanted) != found.bodies.end()) return *wanted;
    std::vector<Finding> choices;
    database.read([&](storage::Transaction& transaction) {
        choices.clear();
        for (const BodyId id : found.bodies) {
            const auto body = storage::BodyRepository(transaction).require(id);
            choices.push_back({"signin.body",
                               found.account.name + " works at " + body.code + ", " + body.name_en +
                                   "; sign in with body " + std::to_string(id.value) + " to work there",
                               "/body",
                               {{"body", std::to_string(id.value)},
                                {"code", body.code},
                                {"name_vi", body.name_vi},
                                {"name_en", body.name_en}}});
        }
    });
    throw Error(ErrorKind::conflict, std::move(choices));
}

Response signed_in(storage::Transaction& transaction, const House& house, const http::Request& request,
                   const std::string& token, const std::string& hash, Moment now) {
    const Caller caller = identify(transaction, house, {hash, false}, request.id, now);
    return Response::json(session_json(transaction, house, caller, now).text())
        .with("Set-Cookie", session_cookie(token, request.secure));
}

/// While the records take no changes: to look things up, without a trace in them.
Response sign_in_to_read(OutsideCall& call, const people::Account& account, const people::Session& session,
                         const std::optional<operations::GivenFactor>& factor, const std::string& token) {
    const auto answer = call.house.reading.open(account, session, factor, call.now);
    if (answer == operations::FactorAnswer::wrong) call.house.gate.failed(account.login, call.now);
    require_factor(answer);
    call.house.gate.passed(account.login);
    return call.database.read([&](storage::Transaction& transaction) {
        return signed_in(transaction, call.house, call.request, token, session.token_hash, call.now);
    });
}

Response sign_in(OutsideCall& call) {
    refuse_other_sites(call.request);
    const SignIn entered = read_sign_in(call.request.body);
    const auto found = checked_account(call.house, entered.login, entered.password, call.now);
    const BodyId body = chosen_body(call.database, found, entered.body);
    const auto token = auth::new_session_token();
    const people::Session session = new_session(call.request, token.hash, found.account.id, body, call.now);
    const auto factor = given_factor(entered.totp, call.now);
    if (call.house.takes_no_changes()) return sign_in_to_read(call, found.account, session, factor, token.text);
    std::optional<std::string> new_hash;
    if (call.house.passwords.needs_rehash(found.account.password_hash))
        new_hash = call.house.passwords.hash(people::normalised_password(entered.password));
    std::optional<Response> response;
    require_factor(call.database.write([&](storage::Transaction& transaction) {
        const auto answer = operations::open_session(transaction, session, factor, new_hash, call.now);
        if (answer == operations::FactorAnswer::good || answer == operations::FactorAnswer::not_set)
            response = signed_in(transaction, call.house, call.request, token.text, token.hash, call.now);
        return answer;
    }));
    call.house.committed(session.body);
    return *std::move(response);
}

Response get_session(Call& call) {
    return Response::json(session_json(call.transaction, call.house, call.caller, call.now).text());
}

const people::Session& require_session(const Caller& caller) {
    if (caller.session) return *caller.session;
    throw Error(ErrorKind::forbidden, "token.cannot_sign", "a token has no session; sign in as a person");
}

Response signed_out(const http::Request& request) {
    return Response::no_content().with("Set-Cookie", session_cookie("", request.secure));
}

/// Another body of the same account, without another password: the cookie is a new one, the ends stay.
Response switch_body(Call& call) {
    const people::Session& session = require_session(call.caller);
    json::Document document(call.request.body);
    const auto body = document.object().required<BodyId>("body");
    document.done();
    const auto token = auth::new_session_token();
    operations::switch_body(call.transaction, session, body, token.hash, call.now);
    return signed_in(call.transaction, call.house, call.request, token.text, token.hash, call.now);
}

Response sign_out(OutsideCall& call) {
    const people::Session& session = require_session(call.caller);
    if (call.house.takes_no_changes())
        call.house.reading.end(session, call.now);
    else
        call.conclude([&](Call& last) {
            storage::AccountRepository(last.transaction).end_session(session.token_hash, last.now);
            return signed_out(last.request);
        });
    return signed_out(call.request);
}

Response sign_out_everywhere(OutsideCall& call) {
    require_session(call.caller);
    if (call.house.takes_no_changes())
        call.house.reading.end_all(call.actor.account, call.now);
    else
        call.conclude([](Call& last) {
            storage::AccountRepository(last.transaction).end_sessions(last.actor.account, last.now);
            return signed_out(last.request);
        });
    return signed_out(call.request);
}

Response confirm(OutsideCall& call) {
    const people::Session session = require_session(call.caller);
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto password = in.required<std::string>("password");
    const auto totp = in.maybe<std::string>("totp");
    document.done();
    const auto login = call.database.read([&](storage::Transaction& transaction) {
        return storage::AccountRepository(transaction).require(session.account).login;
    });
    checked_account(call.house, login, password, call.now);
    const auto factor = given_factor(totp, call.now);
    auto answer = operations::FactorAnswer::not_set;
    Response response = call.conclude([&](Call& last) {
        answer = operations::confirm_session(last.transaction, session, factor, last.now);
        const Caller caller =
            identify(last.transaction, last.house, {session.token_hash, false}, last.request.id, last.now);
        return Response::json(session_json(last.transaction, last.house, caller, last.now).text());
    });
    if (answer == operations::FactorAnswer::wrong) require_factor(answer);
    return response;
}

constexpr Route kRoutes[] = {
    {"GET", "/api/v1/session", kSignedIn, &get_session, {.before_password_change = true}},
    {"POST", "/api/v1/session", kPublic, &sign_in, {.room = http::Room::laboratory}},
    {"DELETE", "/api/v1/session", kSignedIn, &sign_out, {.before_password_change = true}},
    {"POST", "/api/v1/session/confirmation", kSignedIn, &confirm, {.before_password_change = true}},
    {"POST", "/api/v1/session/body", kSignedIn, &switch_body, {.secret_answer = true}},
    {"DELETE", "/api/v1/sessions", kSignedIn, &sign_out_everywhere, {.before_password_change = true}},
};

}  // namespace

std::span<const Route> session_routes() { return kRoutes; }

}  // namespace chuan::server::api
