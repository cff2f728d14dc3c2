#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "people/scope.h"
#include "procedures/first_order.h"
#include "procedures/procedure.h"
#include "storage/connection.h"

namespace chuan::storage {

enum class ProcedureStatus { draft, verified, approved, withdrawn };
std::string_view to_string(ProcedureStatus);

/// A version of a procedure with what has been decided about it. Content never changes.
struct ProcedureVersion {
    ProcedureVersionId id{};
    std::string code{}, version{}, kind{}, title_vi{}, title_en{}, sha256{};
    ProcedureStatus status = ProcedureStatus::draft;
    std::optional<CivilDate> verified_on{}, approved_on{}, withdrawn_on{};  // effective days
    std::optional<AccountId> verified_by{}, approved_by{};
};

/// What an approval rests on (JCGM 101, clause 8), and why first order was accepted where that does not say so.
struct FirstOrderRecord {
    std::string reason{}, engine{}, generator{};
    std::vector<procedures::FirstOrderPoint> points{};
};

/// A decision about a version.
struct ProcedureEventRow {
    std::int64_t id = 0;
    std::string kind{};
    CivilDate effective_on{};
    std::string remark{};
    std::optional<DocumentId> document{};
    AccountId recorded_by{};
    Moment recorded_at{};
    std::optional<FirstOrderRecord> first_order{};  // of an approval
};

class ProcedureRepository {
  public:
    ProcedureRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    ProcedureVersionId add(const procedures::Procedure&, std::string_view content, Moment now);
    std::int64_t add_event(ProcedureVersionId, std::string_view kind, CivilDate effective_on, std::string_view remark,
                           AccountId by, Moment now, std::optional<DocumentId> document = std::nullopt,
                           const FirstOrderRecord& first_order = {});
    std::vector<ProcedureEventRow> events_of(ProcedureVersionId);  // oldest first
    Moment loaded_at(ProcedureVersionId);
    ProcedureVersion require(ProcedureVersionId);  // Error(not_found)
    /// The frozen bytes, as loaded.
    std::string content(ProcedureVersionId);
    std::optional<ProcedureVersionId> find(std::string_view code, std::string_view version);
    std::vector<ProcedureVersion> list();

  private:
    std::vector<procedures::FirstOrderPoint> first_order_of(std::int64_t event);

    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
