#include "server/api/trail.h"

#include <algorithm>

#include "base/csv.h"
#include "server/api/query.h"
#include "server/json/value.h"
#include "storage/account_repository.h"
#include "storage/recorded_tables.h"
#include "storage/trail_repository.h"
#include "storage/whole_trail.h"

namespace chuan::server::api {
namespace {

using http::Response;

constexpr int kWindow = 500, kWindowsAtMost = 40;  // events looked through for one page of an actor's acts
constexpr int kMostInCsv = 10'000;                 // events of one file; everything is in chuan export

json::Value change_json(const trail::SealedChange& sealed, bool may_read_people) {
    const bool personal = sealed.change.privacy == trail::Privacy::personal;
    const bool shown = !personal || may_read_people;
    return json::object({{"field", sealed.change.field},
                         {"old_value", shown ? json::Value(sealed.change.old_value) : json::Value()},
                         {"new_value", shown ? json::Value(sealed.change.new_value) : json::Value()},
                         {"privacy", trail::to_string(sealed.change.privacy)},
                         {"erased", personal && trail::is_erased(sealed)}});
}

json::Value event_json(const trail::Event& event, bool may_read_people) {
    return json::object(
        {{"seq", event.seq},
         {"recorded_at", event.recorded_at},
         {"actor_id", event.actor},
         {"actor_name", event.actor_name},
         {"action", event.action},
         {"subject", event.subject},
         {"subject_id", event.subject_id},
         {"changes",
          json::list(event.changes, [&](const auto& change) { return change_json(change, may_read_people); })},
         {"sha256", event.sha256},
         {"previous_sha256", event.previous_sha256}});
}

/// Accounts are the installation's; another laboratory's people are none of ours.
bool is_of_this_body(Call& call, const std::string& subject, std::int64_t id) {
    if (subject != "account") return true;
    const auto bodies = storage::AccountRepository(call.transaction).bodies_of(AccountId{id});
    return std::ranges::find(bodies, call.actor.body) != bodies.end();
}

/// Which acts are asked for: of one record, that with its parts, of a person, or all of them.
struct Asked {
    std::optional<std::string> subject;
    std::optional<std::int64_t> id;
    bool whole = false;
    std::optional<AccountId> actor;
};

std::vector<trail::Event> of_record(Call& call, const Asked& asked, std::optional<std::int64_t> before, int limit) {
    if (!is_of_this_body(call, *asked.subject, *asked.id)) return {};
    const auto scope = call.actor.scope();
    if (asked.whole && storage::has_parts(*asked.subject))
        return storage::whole_trail_of(call.transaction, scope, *asked.subject, *asked.id, before, limit);
    return storage::Trail(call.transaction, scope).of_record(*asked.subject, *asked.id, before, limit);
}

/// The chain backwards from an event, as far as a page needs.
std::vector<trail::Event> newest(Call& call, const std::optional<AccountId>& actor, std::optional<std::int64_t> before,
                                 int limit) {
    storage::Trail trail(call.transaction, call.actor.scope());
    std::int64_t last = before ? *before - 1 : trail.last().seq;
    std::vector<trail::Event> found;
    for (int window = 0; window < kWindowsAtMost && last > 0 && found.size() < static_cast<std::size_t>(limit);
         ++window) {
        const std::int64_t first = std::max<std::int64_t>(0, last - kWindow);
        auto events = trail.after(first, static_cast<int>(last - first));
        for (auto event = events.rbegin(); event != events.rend() && found.size() < static_cast<std::size_t>(limit);
             ++event)
            if (!actor || event->actor == *actor) found.push_back(std::move(*event));
        last = first;
    }
    return found;
}

std::vector<trail::Event> events_of(Call& call, const Asked& asked, std::optional<std::int64_t> before, int limit) {
    return asked.subject ? of_record(call, asked, before, limit) : newest(call, asked.actor, before, limit);
}

/// A line for each field that changed; one without a field for an act that changed none.
std::string csv_lines(const trail::Event& event, bool may_read_people) {
    const auto line = [&](const std::string& field, const std::string& old_value, const std::string& new_value) {
        return csv_line({std::to_string(event.seq), to_iso(event.recorded_at), std::to_string(event.actor.value),
                         event.actor_name, event.action, event.subject, std::to_string(event.subject_id), field,
                         old_value, new_value, event.sha256});
    };
    if (event.changes.empty()) return line("", "", "");
    std::string lines;
    for (const auto& sealed : event.changes) {
        const bool shown = may_read_people || sealed.change.privacy != trail::Privacy::personal;
        lines += line(sealed.change.field, shown ? sealed.change.old_value.value_or("") : "",
                      shown ? sealed.change.new_value.value_or("") : "");
    }
    return lines;
}

Response csv_of(Call& call, const Asked& asked, bool may_read_people) {
    std::string lines = csv_line({"seq", "recorded_at", "actor_id", "actor_name", "action", "subject", "subject_id",
                                  "field", "old_value", "new_value", "sha256"});
    std::optional<std::int64_t> before;
    for (int told = 0; told < kMostInCsv; told += kWindow) {
        const auto events = events_of(call, asked, before, kWindow);
        for (const auto& event : events) lines += csv_lines(event, may_read_people);
        if (events.size() < static_cast<std::size_t>(kWindow)) break;
        before = events.back().seq;
    }
    return Response::file(std::move(lines), "text/csv; charset=utf-8", "trail.csv");
}

Response list_trail(Call& call) {
    Query query(call.request);
    const Asked asked{.subject = query.text("subject"),
                      .id = query.integer("id"),
                      .whole = query.flag("whole"),
                      .actor = query.identity<AccountId>("actor")};
    const int limit = query.limit();
    const auto before = query.cursor_number();
    if (asked.subject && !storage::recorded_table(*asked.subject))
        query.refuse("subject", *asked.subject, "a kind of record that the trail speaks of");
    if (asked.subject.has_value() != asked.id.has_value())
        query.refuse(asked.subject ? "id" : "subject", "", "given together with the other one");
    query.done();
    const bool people = people::has_permission(call.actor, people::Permission::read_people);
    if (wants_csv(call.request)) return csv_of(call, asked, people);
    auto events = events_of(call, asked, before, limit + 1);
    const bool more = events.size() > static_cast<std::size_t>(limit);
    if (more) events.pop_back();
    const auto items = json::list(events, [&](const auto& event) { return event_json(event, people); });
    return Response::json(
        page_of(items, more ? std::optional(cursor_of({std::to_string(events.back().seq)})) : std::nullopt).text());
}

const Route kRoutes[] = {{"GET", "/api/v1/trail", people::Permission::read_trail, &list_trail}};

}  // namespace

std::span<const Route> trail_routes() { return kRoutes; }

}  // namespace chuan::server::api
