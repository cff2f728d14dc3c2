#pragma once

// Mail is written in the transaction that causes it and sent afterwards: no mail about what was rolled back, none
// forgotten.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

struct Mail {
    std::string to_address;
    std::string subject;
    std::string text;
};

/// Throws Error(malformed, "mail.address" or "mail.subject") when one of them could not stand in a header line.
void require_sendable(const Mail&);

class OutboxRepository {
  public:
    OutboxRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    /// cause: what it is about, e.g. "password.reset 7". Throws as require_sendable.
    std::int64_t add(const Mail& mail, std::string_view cause, Moment now);

  private:
    Transaction& transaction_;
    BodyId body_;
};

struct LeasedMail {
    std::int64_t id;
    Mail mail;
    int attempts;  // failed so far
};

/// What the sender sees: the mail of every body.
class OutboxQueue {
  public:
    explicit OutboxQueue(Transaction& transaction) : transaction_(transaction) {}

    /// The first mail that is due, nobody else's until lease_until.
    std::optional<LeasedMail> take(Moment now, Moment lease_until);
    void sent(std::int64_t id, Moment now);
    /// Tried again after a pause that doubles from one minute to six hours; given up after twelve attempts.
    void failed(std::int64_t id, int attempts_before, std::string_view error, Moment now);

    static constexpr int kMostAttempts = 12;
    static std::chrono::minutes pause_after(int attempts);

  private:
    Transaction& transaction_;
};

}  // namespace chuan::storage
