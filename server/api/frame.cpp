#include "server/api/frame.h"

#include <stdexcept>

#include "server/api/authentication.h"
#include "server/api/csv_list.h"
#include "server/api/kept_answer.h"
#include "server/api/query.h"
#include "server/api/read_only_sessions.h"
#include "server/auth/origin.h"

namespace chuan::server::api {
namespace {

using http::Request;
using http::Response;

const Credentials& require_credentials(const std::optional<Credentials>& credentials) {
    if (credentials) return *credentials;
    throw Error(ErrorKind::unauthenticated, "session.missing", "nobody is signed in; sign in first");
}

/// The rules that broke in the database, as far as a request can break them.
[[noreturn]] void rethrow(const storage::DatabaseError& error) {
    switch (error.fault()) {
        case storage::Fault::unique:
            throw Error(ErrorKind::conflict, "record.exists",
                        "there is such a record already; look it up and change that one, or choose another name", {},
                        {{"constraint", error.constraint()}});
        case storage::Fault::foreign_key:
            throw Error(ErrorKind::not_found, "record.unknown",
                        "the request names a record that does not exist here; look it up again");
        case storage::Fault::guarded:
            throw Error(ErrorKind::conflict, "record.protected",
                        "what was recorded is never changed or removed; record a correction instead");
        default:
            throw error;
    }
}

/// The database did not answer: the last moment at which it did is told too. What the engine said stays nested.
[[noreturn]] void rethrow_with_since(const Error& error, const House& house) {
    const auto since = house.last_answer.at();
    const bool silent = error.code() == "database.lost" || error.code() == "database.busy";
    if (!since || !silent) throw;
    std::vector<Finding> findings = error.findings();
    findings.front().values.insert_or_assign("since", to_iso(*since));
    try {
        std::rethrow_if_nested(error);
    } catch (const std::exception&) {
        std::throw_with_nested(Error(error.kind(), std::move(findings)));
    }
    throw Error(error.kind(), std::move(findings));
}

/// Work within one transaction; that the records answered is noted.
template <class Work>
auto asked(House& house, Work&& work) {
    try {
        auto result = work();
        house.last_answer.note(house.clock.now());
        return result;
    } catch (const Error& error) {
        rethrow_with_since(error, house);
    }
}

template <class Work>
Response told(Work&& work) {
    try {
        return work();
    } catch (const storage::DatabaseError& error) {
        rethrow(error);
    }
}

void require_admitted(const Caller& caller, const Route& route) {
    if (const auto permission = route.right.permission()) people::require(caller.actor, *permission);
    if (caller.must_change_password && !route.options.before_password_change)
        throw Error(ErrorKind::forbidden, "password.must_change",
                    "another person has set this password; choose your own first");
}

Caller caller_of(storage::Transaction& transaction, const Route& route, const Request& request, const House& house,
                 Moment now) {
    if (route.right.is_public()) return nobody(request.id);
    Caller caller = identify(transaction, house, require_credentials(credentials_of(request)), request.id, now);
    require_admitted(caller, route);
    return caller;
}

struct Done {
    Response response;
    BodyId body;
};

Done inside(storage::Transaction& transaction, const Route& route, const Request& request, House& house,
            const KeptAnswer& kept, const std::function<Response(Call&)>& work) {
    const Moment now = house.clock.now();
    const Caller caller = caller_of(transaction, route, request, house, now);
    if (auto before = kept.find(transaction, caller.actor.account)) return {*std::move(before), caller.actor.body};
    Call call{request, house, caller, caller.actor, transaction, now};
    Response response = work(call);
    kept.keep(transaction, caller.actor.account, response, now);
    return {std::move(response), caller.actor.body};
}

/// What is committed is told to the keeper of the trail's heads: the body and the rows that all bodies share.
template <class Work>
Response written(House& house, Work&& work) {
    auto [response, body] = asked(house, [&] { return house.database.write(work); });
    house.committed(body);
    return std::move(response);
}

Response run(Handler handler, const Route& route, const Request& request, House& house) {
    const KeptAnswer kept(route, request);
    const bool as_file = route.options.csv && wants_csv(request);
    const auto answered = [&](Call& call) {
        return as_file ? csv_of(call, *route.options.csv, handler) : handler(call);
    };
    const auto work = [&](storage::Transaction& transaction) {
        return inside(transaction, route, request, house, kept, answered);
    };
    if (!auth::is_safe_method(request.method)) return written(house, work);
    return asked(house, [&] { return house.database.read(work).response; });
}

Response run(OutsideHandler handler, const Route& route, const Request& request, House& house) {
    const KeptAnswer kept(route, request);
    std::optional<Response> before;
    const Moment now = house.clock.now();
    const auto known = [&](storage::Transaction& transaction) {
        Caller found = caller_of(transaction, route, request, house, now);
        before = kept.find(transaction, found.actor.account);
        return found;
    };
    const Caller caller =
        route.right.is_public() ? nobody(request.id) : asked(house, [&] { return house.database.read(known); });
    if (before) return *std::move(before);
    OutsideCall call{request, house, caller, caller.actor, house.database, now, {}, {}};
    call.note_begin = [&] {
        return house.database.write(
            [&](storage::Transaction& transaction) { return kept.begin(transaction, caller.actor.account, now); });
    };
    call.run_last = [&](const std::function<Response(Call&)>& work) {
        return written(house, [&](storage::Transaction& transaction) {
            return inside(transaction, route, request, house, kept, work);
        });
    };
    return handler(call);
}

bool has_media(const Request& request, std::string_view media) {
    const std::string_view type = request.header("Content-Type").value_or("");
    const std::string_view essence = type.substr(0, type.find_first_of("; \t"));
    return http::equal_ignoring_case(essence, media) && essence.size() == media.size();
}

Response answer(const Route& route, const Request& request, House& house) {
    if (!request.body.empty() && !route.options.media.empty() && !has_media(request, route.options.media))
        return Response::problem(
            415, "media_type.refused",
            "this address takes " + std::string(route.options.media) + "; send it with that Content-Type", request.id);
    return told(
        [&] { return std::visit([&](auto handler) { return run(handler, route, request, house); }, route.handler); });
}

/// What is used is noted; a database that cannot be written now is no reason to refuse a question.
void note_use(House& house, const Caller& caller, Moment now) {
    if (!wants_touch(caller, now)) return;
    if (house.takes_no_changes()) {
        if (caller.session) house.reading.used(*caller.session, now);
        return;
    }
    try {
        house.database.write([&](storage::Transaction& transaction) { touch(transaction, caller, now); });
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unavailable) throw;
        house.log.event("session use not noted", error.what());
    }
}

/// Empty for a route whose failures are for programs.
http::Handler in_words(const Route& route, House& house) {
    if (!route.options.no_room) return {};
    return [&route, &house](const Request& request) { return route.options.no_room(request, house); };
}

}  // namespace

std::string_view Right::word() const {
    if (permission_) return people::to_string(*permission_);
    return signed_in_ ? "signed_in" : "public";
}

std::vector<http::Route> framed(std::span<const Route> routes, House& house) {
    std::vector<http::Route> rows;
    for (const Route& route : routes) {
        if (std::visit([](auto handler) { return handler == nullptr; }, route.handler))
            throw std::logic_error("the route " + std::string(route.pattern) + " has no handler");
        rows.push_back(
            {.method = route.method,
             .pattern = route.pattern,
             .permission = route.right.word(),
             .handler = [&route, &house](const Request& request) { return answer(route, request, house); },
             .room = route.options.room.value_or(route.right.is_public() ? http::Room::open : http::Room::laboratory),
             .body_limit = route.options.body_limit,
             .no_room = in_words(route, house)});
    }
    return rows;
}

http::Router::Guard guard(House& house) {
    return [&house](Request& request, const http::Route& route) {
        if (route.permission == kPublic.word()) return;
        const auto credentials = credentials_of(request);
        const Moment now = house.clock.now();
        const Caller caller = asked(house, [&] {
            return house.database.read([&](storage::Transaction& transaction) {
                return identify(transaction, house, require_credentials(credentials), request.id, now);
            });
        });
        request.actor = std::to_string(caller.actor.account.value);
        if (const auto permission = people::parse_permission(route.permission))
            people::require(caller.actor, *permission);
        note_use(house, caller, now);
    };
}

}  // namespace chuan::server::api
