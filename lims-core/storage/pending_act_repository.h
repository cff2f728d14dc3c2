#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// An act that waits for a second person: withdraw, suspend, lift, replace, void_number.
struct PendingAct {
    std::int64_t id = 0;
    std::string act{};
    std::int64_t subject_id = 0;  // certificate, or the intent of a number to be made void
    CivilDate effective_on{};
    std::string reason{};
    AccountId asked_by{};
    std::string asked_by_name{}, number{};
    Moment asked_at{};
    std::optional<AccountId> decided_by{};
    std::optional<Moment> decided_at{};
    std::string outcome{};  // "confirmed", "refused", "taken_back"; empty while it waits
};

class PendingActRepository {
  public:
    PendingActRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    std::int64_t add(const PendingAct&);
    std::vector<PendingAct> waiting();
    /// Newest first; before 0: the first page.
    std::vector<PendingAct> list(bool only_waiting, std::int64_t before, int limit);
    PendingAct require(std::int64_t id);          // Error(not_found)
    PendingAct require_waiting(std::int64_t id);  // and Error(conflict) for one that was decided
    /// The confirmed decision to replace a certificate that has not been replaced yet; it is given up with its number.
    std::optional<PendingAct> confirmed_replacement(CertificateId);
    void decide(std::int64_t id, std::string_view outcome, AccountId by, Moment now);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
