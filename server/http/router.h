#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/request.h"
#include "server/http/response.h"

namespace chuan::server::http {

using Handler = std::function<Response(const Request&)>;

/// Traffic that must not starve other traffic: each room has its own number of handlers running at once.
enum class Room {
    health,      // /healthz, /readyz, /metrics: never waits
    open,        // without sign-in: /v, /s, /api/v1/public, static files
    laboratory,  // everything else
};

inline constexpr std::size_t kBodyLimit = 1U << 20U;
inline constexpr std::size_t kUploadLimit = 32U << 20U;

/// One row of a route table. The table is the index of the interface: no route without a permission.
struct Route {
    std::string_view method;      // HEAD is answered from GET
    std::string_view pattern;     // "/api/v1/jobs/{job}/readings"; outlives the router
    std::string_view permission;  // handed to the guard; "public" by agreement for what needs no sign-in
    Handler handler;
    Room room = Room::laboratory;
    std::size_t body_limit = kBodyLimit;
    Handler no_room{};  // answers in place of the problem where the house has no place for the request
};

struct Match {
    const Route* route = nullptr;
    std::size_t pattern = 0;  // its row in patterns(); patterns().size() when nothing matched
    std::string allow{};      // the methods of the path, when the method is not among them
};

/// Finds the route of a request. A literal segment wins over a {parameter}; one-letter first segments (/v/{code} and
/// /s/{code}, printed and typed by hand) match in either letter case.
class Router {
  public:
    /// Called before the body is read and before the handler; throws Error(unauthenticated | forbidden) and notes in
    /// the request who asks.
    using Guard = std::function<void(Request&, const Route&)>;

    /// fallback answers GET of paths that match no route (static files). std::logic_error for a route without
    /// permission, handler or leading slash, and for two routes that are the same.
    Router(std::vector<Route> routes, Guard guard, Handler fallback = {});
    Router(const Router&) = delete;  // the nodes point into routes_
    Router& operator=(const Router&) = delete;

    /// path as it was sent, not decoded; sets the request's route and parameters.
    Match match(std::string_view path, Request&) const;
    Room room(const Match& match) const { return match.route ? match.route->room : Room::open; }
    void admit(Request&, const Match&) const;
    /// The handler's answer, the fallback's, 404 or 405 with Allow.
    Response run(const Request&, const Match&) const;

    const std::vector<Route>& routes() const { return routes_; }
    const std::vector<std::string>& patterns() const { return patterns_; }

  private:
    struct Node {
        std::vector<std::pair<std::string, std::size_t>> literals;  // segment, node
        std::size_t parameter = 0;                                  // node; 0 is the root, so: none
        std::vector<const Route*> routes;
        std::size_t pattern = 0;
        std::vector<std::string> names;  // of the parameters on the way
    };

    void add(const Route&);
    std::size_t child(std::size_t node, std::string_view segment);
    const Node* find(const Node&, std::string_view rest, bool first, std::vector<std::string_view>& values) const;

    std::vector<Route> routes_;
    std::vector<Node> nodes_;
    std::vector<std::string> patterns_;
    Guard guard_;
    Handler fallback_;
};

}  // namespace chuan::server::http
