#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "people/actor.h"
#include "people/session.h"
#include "server/api/house.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/router.h"
#include "storage/connection.h"

namespace chuan::server::api {

/// Who asks: a person in a browser, a program with a token, or (public routes) nobody, with account 0 and no right.
struct Caller {
    people::Actor actor;
    std::optional<people::Session> session{};
    std::optional<people::ApiToken> token{};
    bool must_change_password = false;
};

/// One request inside its one transaction: a snapshot for GET, a writing one for everything else. The work may be
/// repeated, so it has no effect outside the transaction.
struct Call {
    const http::Request& request;
    House& house;
    const Caller& caller;
    const people::Actor& actor;
    storage::Transaction& transaction;
    Moment now;
};

/// One request whose work does not fit into one transaction.
struct OutsideCall {
    const http::Request& request;
    House& house;
    const Caller& caller;
    const people::Actor& actor;
    storage::Database& database;
    Moment now;
    std::function<http::Response(const std::function<http::Response(Call&)>&)> run_last;
    std::function<std::optional<Moment>()> note_begin;

    /// The last writing transaction, in which the answer is kept for a repeat of the request; the person is asked for
    /// once more. Not for public routes.
    http::Response conclude(const std::function<http::Response(Call&)>& work) { return run_last(work); }

    /// For work that commits before conclude: when an earlier attempt of the same request began, whose answer was never
    /// kept because the program ended in between.
    std::optional<Moment> begun_before() { return note_begin(); }
};

/// The right a route asks for, under the word of openapi.yaml.
class Right {
  public:
    constexpr Right(people::Permission permission) : permission_(permission) {}
    static constexpr Right nobody() { return Right(false); }    // "public"
    static constexpr Right signed_in() { return Right(true); }  // any account

    std::string_view word() const;
    bool is_public() const { return !permission_ && !signed_in_; }
    std::optional<people::Permission> permission() const { return permission_; }

  private:
    constexpr explicit Right(bool signed_in) : signed_in_(signed_in) {}
    std::optional<people::Permission> permission_{};
    bool signed_in_ = true;
};
inline constexpr Right kPublic = Right::nobody();
inline constexpr Right kSignedIn = Right::signed_in();

using Handler = http::Response (*)(Call&);
using OutsideHandler = http::Response (*)(OutsideCall&);

/// The file that Accept: text/csv gets of a list, made from the page that it answers as JSON.
struct CsvList {
    std::string_view name;       // of the file, without .csv
    std::string_view columns;    // json::Table reads them
    std::string_view each = "";  // a member of the row that gets a line for each of its elements
};

struct RouteOptions {
    std::string_view media = "application/json";  // of the request's body; empty: the handler looks itself
    std::size_t body_limit = http::kBodyLimit;
    std::optional<http::Room> room{};     // default: open for public routes, laboratory for the others
    bool before_password_change = false;  // also for who must change the password first
    std::optional<CsvList> csv{};         // every list has it
    http::Response (*no_room)(const http::Request&, House&) = nullptr;  // where people ask: a page, when all is busy
    bool secret_answer = false;  // holds a secret shown once: not kept for a repeat of the request
};

/// One row of an area's table: {"POST", "/api/v1/tokens", kSignedIn, &make_token, {.secret_answer = true}}.
struct Route {
    std::string_view method;
    std::string_view pattern;
    Right right;
    std::variant<Handler, OutsideHandler> handler;
    RouteOptions options{};
};

}  // namespace chuan::server::api
