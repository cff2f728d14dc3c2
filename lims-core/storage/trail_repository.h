#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "people/actor.h"
#include "people/scope.h"
#include "storage/connection.h"
#include "trail/event.h"

namespace chuan::storage {

/// The trail of one body. Acts upon rows that all bodies share (accounts) go to chain 0 by themselves.
class Trail {
  public:
    Trail(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    /// After the record was written: adds the act to its chain with the hash of the record as it stands now and returns
    /// the event's seq. subject is the table, one of recorded_tables.h; rows that belong to a record (settings of a
    /// body, values of a standard's certificate, results of an evaluation ...) are written before their record's act.
    /// Throws std::logic_error when there is no such row.
    std::int64_t record(const people::Person& actor, std::string_view action, std::string_view subject,
                        std::int64_t subject_id, const std::vector<trail::Change>& changes, Moment now);
    std::int64_t record(const people::Actor& actor, std::string_view action, std::string_view subject,
                        std::int64_t subject_id, const std::vector<trail::Change>& changes, Moment now) {
        return record(actor.person(), action, subject, subject_id, changes, now);
    }

    /// What was done to one record, newest first; before: seq of the last event of the page before.
    std::vector<trail::Event> of_record(std::string_view subject, std::int64_t subject_id,
                                        std::optional<std::int64_t> before, int limit);
    /// Everything of this body's chain, oldest first.
    std::vector<trail::Event> after(std::int64_t seq, int limit);

    /// Takes the personal values of one record, and their salts, out of the trail for ever; the chain stays whole.
    /// Returns how many changes were erased.
    std::int64_t erase_personal(std::string_view subject, std::int64_t subject_id);

    struct Last {
        std::int64_t seq = 0;
        std::string sha256 = trail::no_event_sha256();
    };
    /// Of this body's chain; seq 0 when it has no event.
    Last last();

  private:
    BodyId chain_for(std::string_view subject) const;
    Last last_of(BodyId chain);
    void add(const trail::Event& event);

    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
