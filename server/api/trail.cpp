#include "server/api/trail.h"

#include <algorithm>

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
    auto events = events_of(call, asked, before, limit + 1);
    const bool more = events.size() > static_cast<std::size_t>(limit);
    if (more) events.pop_back();
    const auto items = json::list(events, [&](const auto& event) { return event_json(event, people); });
    return Response::json(
        page_of(items, more ? std::optional(cursor_of({std::to_string(events.back().seq)})) : std::nullopt).text());
}

constexpr CsvList kTrailFile{"trail",
                             "seq recorded_at actor_id actor_name action subject subject_id field=changes/field "
                             "old_value=changes/old_value new_value=changes/new_value sha256",
                             "changes"};

const Route kRoutes[] = {{"GET", "/api/v1/trail", people::Permission::read_trail, &list_trail, {.csv = kTrailFile}}};

}  // namespace

std::span<const Route> trail_routes() { return kRoutes; }

}  // namespace chuan::server::api
