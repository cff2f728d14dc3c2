#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/id.h"
#include "storage/connection.h"

namespace chuan::storage {

struct StoredAnswer {
    int status;
    std::string response;
};

/// Answers already given, so that a request repeated after a lost answer changes nothing twice. Keys belong to an
/// account and a route; found and stored in the transaction that does the work.
class IdempotencyRepository {
  public:
    IdempotencyRepository(Transaction& transaction, AccountId account) : transaction_(transaction), account_(account) {}

    /// The answer given to this key, if any. Throws Error(conflict, "idempotency.other_body") when the key came with
    /// another body.
    std::optional<StoredAnswer> find(std::string_view route, std::string_view key, std::string_view body_sha256);
    void store(std::string_view route, std::string_view key, std::string_view body_sha256, const StoredAnswer&,
               Moment now);

  private:
    Transaction& transaction_;
    AccountId account_;
};

/// Forgets answers older than the moment, of all accounts; returns how many.
std::int64_t forget_answers(Transaction& transaction, Moment older_than);

}  // namespace chuan::storage
