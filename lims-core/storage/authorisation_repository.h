#pragma once

#include <optional>
#include <string>
#include <vector>

#include "people/authorisation.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// For what a body has authorised its people, and the interests they declared.
class AuthorisationRepository {
  public:
    struct Stored {
        std::int64_t id = 0;
        people::Authorisation authorisation;
        Moment recorded_at{};
        std::optional<Moment> ended_at;
        std::optional<std::string> ended_reason;
    };
    struct StoredConflict {
        std::int64_t id = 0;
        people::ConflictOfInterest conflict;
        Moment recorded_at{};
    };

    AuthorisationRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    std::int64_t add(const people::Authorisation&, Moment now);
    void end(std::int64_t id, std::string_view reason, Moment now);  // Error(not_found) where none is alive
    std::vector<people::Authorisation> of(AccountId);                // those not ended
    std::vector<Stored> all_of(AccountId);
    std::int64_t add_conflict(const people::ConflictOfInterest&, Moment now);
    std::vector<people::ConflictOfInterest> conflicts_of(AccountId);
    std::vector<StoredConflict> all_conflicts_of(AccountId);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
