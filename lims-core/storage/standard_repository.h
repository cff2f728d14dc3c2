#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "equipment/standard.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// What a list shows of a standard; due_on of its newest accepted certificate.
struct StandardRow {
    StandardId id{};
    std::string code{}, name_vi{}, name_en{}, quantity{}, serial{}, place{};
    equipment::Level level = equipment::Level::working;
    equipment::State state = equipment::State::to_accept;
    std::optional<CivilDate> due_on{};
    std::string certificate_number{};
};

/// What happened to a standard, as recorded.
struct StandardEventRow {
    std::int64_t id = 0;
    std::string kind{};
    CivilDate happened_on{};
    std::string reason{}, to_whom{};
    AccountId recorded_by{};
    Moment recorded_at{};
};

/// Who accepted a certificate, when, and the paper or file it came as.
struct Acceptance {
    AccountId by{};
    Moment at{};
    std::optional<DocumentId> document{};
};

class StandardRepository {
  public:
    StandardRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    StandardId add(const equipment::MeasurementStandard&, Moment now);
    void update(const equipment::MeasurementStandard&);  // Error(precondition)
    std::optional<equipment::MeasurementStandard> find(StandardId);
    equipment::MeasurementStandard require(StandardId);  // Error(not_found)
    std::optional<StandardId> by_code(std::string_view code);
    std::optional<StandardId> of_instrument(InstrumentId);
    std::vector<StandardRow> list();
    /// Standards of a quantity, working ones first; every quantity when empty.
    std::vector<equipment::MeasurementStandard> candidates(std::string_view quantity);

    std::int64_t add_event(StandardId, std::string_view kind, CivilDate on, std::string_view reason,
                           std::string_view to_whom, AccountId by, Moment now);
    std::vector<StandardEventRow> events_of(StandardId);  // oldest first

    /// With values and sources; document: the paper or file it came as.
    StandardCertificateId add_certificate(const equipment::StandardCertificate&, std::optional<DocumentId> document,
                                          AccountId by, Moment now);
    std::vector<equipment::StandardCertificate> certificates_of(StandardId);
    equipment::StandardCertificate require_certificate(StandardCertificateId);
    Acceptance acceptance_of(StandardCertificateId);  // Error(not_found)

  private:
    void add_ranges(StandardId, const std::vector<equipment::StandardRange>&);
    void load_parts(equipment::StandardCertificate&);

    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
