#include "storage/trail_repository.h"

#include <algorithm>
#include <stdexcept>

#include "base/error.h"
#include "base/random.h"
#include "storage/columns.h"
#include "storage/record_hash.h"
#include "storage/repeat.h"
#include "storage/trail_rows.h"

namespace chuan::storage {
namespace {

constexpr std::size_t kSaltBytes = 16;

constexpr std::string_view kLast = R"sql(
    SELECT seq, sha256
      FROM trail_event
     WHERE body_id = $1
     ORDER BY seq DESC
     LIMIT 1)sql";

constexpr std::string_view kAddEvent = R"sql(
    INSERT INTO trail_event (body_id, seq, recorded_at, actor_id, actor_name, action, subject, subject_id, record_sha256,
                             previous_sha256, sha256)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql";

constexpr std::string_view kAddChange = R"sql(
    INSERT INTO trail_change (body_id, seq, line, field, privacy, old_value, new_value, salt, old_sha256, new_sha256)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql";

constexpr std::string_view kOfRecord = R"sql(
    SELECT seq, recorded_at, actor_id, actor_name, action, subject, subject_id, record_sha256, previous_sha256, sha256
      FROM trail_event
     WHERE body_id = $1 AND subject = $2 AND subject_id = $3 AND seq < $4
     ORDER BY seq DESC
     LIMIT $5)sql";

constexpr std::string_view kAfter = R"sql(
    SELECT seq, recorded_at, actor_id, actor_name, action, subject, subject_id, record_sha256, previous_sha256, sha256
      FROM trail_event
     WHERE body_id = $1 AND seq > $2
     ORDER BY seq
     LIMIT $3)sql";

constexpr std::string_view kChanges = R"sql(
    SELECT seq, field, privacy, old_value, new_value, salt, old_sha256, new_sha256
      FROM trail_change
     WHERE body_id = $1 AND seq BETWEEN $2 AND $3
     ORDER BY seq, line)sql";

constexpr std::string_view kChangesOfRecord = R"sql(
    SELECT c.seq, c.field, c.privacy, c.old_value, c.new_value, c.salt, c.old_sha256, c.new_sha256
      FROM trail_event e
      JOIN trail_change c ON c.body_id = e.body_id AND c.seq = e.seq
     WHERE e.body_id = $1 AND e.subject = $2 AND e.subject_id = $3 AND e.seq BETWEEN $4 AND $5
     ORDER BY c.seq, c.line)sql";

constexpr std::string_view kErase = R"sql(
    UPDATE trail_change
       SET old_value = NULL, new_value = NULL, salt = NULL
     WHERE body_id = $1 AND privacy = 'personal' AND salt IS NOT NULL
       AND seq IN (SELECT seq FROM trail_event WHERE body_id = $1 AND subject = $2 AND subject_id = $3))sql";

}  // namespace

BodyId Trail::chain_for(std::string_view subject) const {
    const RecordedTable* table = recorded_table(subject);
    if (!table) throw std::logic_error("the trail does not speak of table " + std::string(subject));
    return chain_of(*table, body_);
}

Trail::Last Trail::last_of(BodyId chain) {
    const auto row = transaction_.one(kLast, {chain});
    return row ? Last{row->get<std::int64_t>(0), row->get<std::string>(1)} : Last{};
}

Trail::Last Trail::last() { return last_of(body_); }

std::int64_t Trail::record(const people::Person& actor, std::string_view action, std::string_view subject,
                           std::int64_t subject_id, const std::vector<trail::Change>& changes, Moment now) {
    const BodyId chain = chain_for(subject);
    const Last before = last_of(chain);
    trail::Event event{.body = chain,
                       .seq = before.seq + 1,
                       .recorded_at = now,
                       .actor = actor.account,
                       .actor_name = actor.name,
                       .action = std::string(action),
                       .subject = std::string(subject),
                       .subject_id = subject_id,
                       .changes = {},
                       .record_sha256 = record_sha256(transaction_, subject, body_, subject_id),
                       .previous_sha256 = before.sha256,
                       .sha256 = {}};
    for (const trail::Change& change : changes)
        event.changes.push_back(
            trail::seal(change, change.privacy == trail::Privacy::personal ? random_bytes(kSaltBytes) : std::string{}));
    event.sha256 = trail::event_sha256(event);
    add(event);
    return event.seq;
}

void Trail::add(const trail::Event& event) {
    execute_or_repeat(transaction_, kAddEvent,
                      {event.body, event.seq, text(event.recorded_at), event.actor, event.actor_name, event.action,
                       event.subject, event.subject_id, event.record_sha256, event.previous_sha256, event.sha256});
    int line = 0;
    for (const trail::SealedChange& sealed : event.changes)
        transaction_.execute(kAddChange, {event.body, event.seq, ++line, sealed.change.field,
                                          trail::to_string(sealed.change.privacy), sealed.change.old_value,
                                          sealed.change.new_value, sealed.salt, sealed.old_sha256, sealed.new_sha256});
}

std::vector<trail::Event> Trail::of_record(std::string_view subject, std::int64_t subject_id,
                                           std::optional<std::int64_t> before, int limit) {
    const BodyId chain = chain_for(subject);
    std::vector<trail::Event> events;
    for (const Row& row :
         transaction_.execute(kOfRecord, {chain, subject, subject_id, before.value_or(kLastId), limit}).rows)
        events.push_back(event_from(chain, row));
    if (events.empty()) return events;
    std::ranges::reverse(events);
    const std::int64_t first = events.front().seq;
    const std::int64_t last = events.back().seq;
    events = with_changes(std::move(events),
                          transaction_.execute(kChangesOfRecord, {chain, subject, subject_id, first, last}));
    std::ranges::reverse(events);
    return events;
}

std::vector<trail::Event> Trail::after(std::int64_t seq, int limit) {
    std::vector<trail::Event> events;
    for (const Row& row : transaction_.execute(kAfter, {body_, seq, limit}).rows)
        events.push_back(event_from(body_, row));
    if (events.empty()) return events;
    const std::int64_t first = events.front().seq;
    const std::int64_t last = events.back().seq;
    return with_changes(std::move(events), transaction_.execute(kChanges, {body_, first, last}));
}

std::int64_t Trail::erase_personal(std::string_view subject, std::int64_t subject_id) {
    return transaction_.execute(kErase, {chain_for(subject), subject, subject_id}).changed;
}

}  // namespace chuan::storage
