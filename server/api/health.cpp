#include "server/api/health.h"

#include <memory>

#include "operations/sign_in.h"
#include "server/api/readiness.h"
#include "storage/document_place.h"
#include "storage/migrator.h"

namespace chuan::server::api {
namespace {

using http::Response;

/// Why the records cannot be read or written now; empty when they can.
std::string why_not_ready(House& house) {
    storage::require_schema(house.database);
    house.last_answer.note(house.clock.now());
    if (std::string reason = house.database.writes_refused(); !reason.empty()) return reason;
    return storage::trouble_of_documents(house.database);
}

void append_gauge(std::string& text, const std::string& name, const std::string& help, std::int64_t value) {
    text += "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n" + name + " " + std::to_string(value) + "\n";
}

Response metrics(House& house, const Health& health, bool ready) {
    std::string text = health.metrics();
    append_gauge(text, "chuan_ready", "1 while the records can be read and written", ready ? 1 : 0);
    append_gauge(text, "chuan_tree_heads_kept", "1 while every tree head could be kept",
                 health.heads_trouble().empty() ? 1 : 0);
    if (ready) {
        const auto unknown = house.database.read([](storage::Transaction& t) { return operations::unknown_names(t); });
        append_gauge(text, "chuan_sign_in_unknown_names", "sign-ins tried with names that no account has", unknown);
    }
    return {.status = 200,
            .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
            .body = std::move(text)};
}

http::Route route(std::string_view pattern, http::Handler handler) {
    return {.method = "GET",
            .pattern = pattern,
            .permission = "public",
            .handler = std::move(handler),
            .room = http::Room::health};
}

}  // namespace

std::vector<http::Route> health_routes(House& house, const Health& health) {
    // Shared by two handlers, which the router keeps as copies.
    const auto readiness = std::make_shared<Readiness>([&house] { return why_not_ready(house); });
    return {route("/healthz", [](const http::Request&) { return Response::text("ok\n"); }),
            route("/readyz",
                  [readiness](const http::Request&) {
                      const std::string reason = readiness->reason();
                      return reason.empty() ? Response::text("ready\n")
                                            : Response::text("not ready: " + reason + "\n", 503);
                  }),
            route("/metrics", [&house, &health, readiness](const http::Request&) {
                return metrics(house, health, readiness->reason().empty());
            })};
}

}  // namespace chuan::server::api
