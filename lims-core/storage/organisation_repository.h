#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "organisations/organisation.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// A body's address book. The version of a row guards against two people changing it at once.
class OrganisationRepository {
  public:
    OrganisationRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    OrganisationId add(const organisations::Organisation&, Moment now,
                       std::optional<ImportBatchId> batch = std::nullopt);
    void update(const organisations::Organisation&, std::int64_t version);  // Error(precondition)
    std::optional<organisations::Organisation> find(OrganisationId);
    organisations::Organisation require(OrganisationId);  // Error(not_found)
    std::int64_t version_of(OrganisationId);
    /// Those whose name begins so, in order of name; the page after the named organisation (0: the first page).
    std::vector<organisations::Organisation> list(std::string_view name_begins, OrganisationId after, int limit);

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
