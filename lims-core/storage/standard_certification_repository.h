#pragma once

#include <optional>
#include <vector>

#include "equipment/standard_certification.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// A decision as it was recorded, with the paper it came as.
struct RecordedCertification {
    equipment::StandardCertification certification{};
    std::optional<DocumentId> document{};
    AccountId recorded_by{};
    Moment recorded_at{};
};

class StandardCertificationRepository {
  public:
    StandardCertificationRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    equipment::StandardCertificationId add(const RecordedCertification&);
    std::vector<RecordedCertification> records_of(StandardId);                    // oldest first
    std::vector<equipment::StandardCertification> certifications_of(StandardId);  // the same, without who and when

  private:
    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
