#include "server/http/router.h"

#include <algorithm>
#include <stdexcept>

namespace chuan::server::http {
namespace {

/// "/a/b" -> "a" and "/b"; "" is the path without further segments.
std::string_view take_segment(std::string_view& rest) {
    const auto end = rest.find('/', 1);
    const std::string_view segment = rest.substr(1, end == std::string_view::npos ? end : end - 1);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
    return segment;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

}  // namespace

Router::Router(std::vector<Route> routes, Guard guard, Handler fallback)
    : routes_(std::move(routes)), nodes_(1), guard_(std::move(guard)), fallback_(std::move(fallback)) {
    for (const Route& route : routes_) add(route);
}

void Router::add(const Route& route) {
    const std::string name = std::string(route.method) + " " + std::string(route.pattern);
    if (route.permission.empty()) throw std::logic_error("the route " + name + " names no permission");
    if (!route.handler) throw std::logic_error("the route " + name + " has no handler");
    if (!route.pattern.starts_with('/')) throw std::logic_error("the route " + name + " does not begin with a slash");

    std::size_t node = 0;
    std::vector<std::string> names;
    for (std::string_view rest = route.pattern; !rest.empty();) {
        const std::string_view segment = take_segment(rest);
        node = child(node, segment);
        if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
    }
    Node& end = nodes_[node];
    if (end.routes.empty()) {
        end.pattern = patterns_.size();
        end.names = std::move(names);
        patterns_.emplace_back(route.pattern);
    } else if (patterns_[end.pattern] != route.pattern) {
        throw std::logic_error("the route " + name + " is the same path as " + patterns_[end.pattern]);
    }
    if (std::any_of(end.routes.begin(), end.routes.end(), [&](const Route* r) { return r->method == route.method; }))
        throw std::logic_error("the route " + name + " stands twice in the table");
    end.routes.push_back(&route);
}

std::size_t Router::child(std::size_t node, std::string_view segment) {
    if (is_parameter(segment)) {
        if (nodes_[node].parameter == 0) {
            nodes_.emplace_back();
            nodes_[node].parameter = nodes_.size() - 1;
        }
        return nodes_[node].parameter;
    }
    for (const auto& [literal, index] : nodes_[node].literals)
        if (literal == segment) return index;
    nodes_.emplace_back();
    nodes_[node].literals.emplace_back(segment, nodes_.size() - 1);
    return nodes_.size() - 1;
}

const Router::Node* Router::find(const Node& node, std::string_view rest, bool first,
                                 std::vector<std::string_view>& values) const {
    if (rest.empty()) return node.routes.empty() ? nullptr : &node;
    const std::string_view segment = take_segment(rest);
    const bool any_case = first && segment.size() == 1;
    for (const auto& [literal, index] : node.literals)
        if (literal == segment || (any_case && equal_ignoring_case(literal, segment)))
            if (const Node* found = find(nodes_[index], rest, false, values)) return found;
    if (node.parameter == 0 || segment.empty()) return nullptr;
    values.push_back(segment);
    if (const Node* found = find(nodes_[node.parameter], rest, false, values)) return found;
    values.pop_back();
    return nullptr;
}

Match Router::match(std::string_view path, Request& request) const {
    std::vector<std::string_view> values;
    const Node* node = find(nodes_.front(), path, true, values);
    Match match{.pattern = patterns_.size()};
    if (!node) return match;

    match.pattern = node->pattern;
    request.route = patterns_[node->pattern];
    for (std::size_t i = 0; i < values.size(); ++i)
        request.parameters.emplace_back(node->names[i], percent_decoded(values[i]).value_or(""));
    const std::string_view wanted = request.method == "HEAD" ? std::string_view("GET") : request.method;
    for (const Route* route : node->routes) {
        if (route->method == wanted) match.route = route;
        match.allow += (match.allow.empty() ? "" : ", ") + std::string(route->method);
        if (route->method == "GET") match.allow += ", HEAD";
    }
    return match;
}

void Router::admit(Request& request, const Match& match) const {
    if (match.route && guard_) guard_(request, *match.route);
}

Response Router::run(const Request& request, const Match& match) const {
    if (match.route) return match.route->handler(request);
    if (!match.allow.empty())
        return Response::problem(405, "method.unknown", "this address answers " + match.allow + " only", request.id)
            .with("Allow", match.allow);
    if (fallback_ && (request.method == "GET" || request.method == "HEAD")) return fallback_(request);
    throw Error(ErrorKind::not_found, "path.unknown",
                "there is nothing at this address; see the description of the interface");
}

}  // namespace chuan::server::http
