#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "certificates/validity.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// A row of the register of certificates; imported ones carry no figures, code or documents.
struct CertificateRecord {
    CertificateId id{};
    BodyId body{};
    std::string number{};
    certificates::Kind kind = certificates::Kind::calibration;
    bool imported = false;
    std::string code{}, unique_id{};  // code empty: imported
    std::optional<JobId> job{};
    std::optional<EvaluationId> evaluation{};
    std::optional<InstrumentId> instrument{};
    std::optional<CertificateId> replaces{};
    std::string serial{}, item_name_vi{}, item_name_en{}, maker{}, model{}, owner_name{};
    CivilDate test_date{}, issued_on{};
    std::optional<CivilDate> valid_to{};
    std::string valid_to_policy{};  // "end_of_month", "exact", "" where there is no last day
    std::string valid_to_basis{};   // "procedure", "agreed", "form"; "" where there is no last day, or of an import
    certificates::Conclusion conclusion = certificates::Conclusion::none;
    std::string stamp_number{}, source{};  // source: of an import, "register of BODY"
    bool sample = false, digitally_signed = false;
    std::optional<DocumentId> pdf{}, dcc{};
    Moment recorded_at{};
};

struct StoredEvent {
    std::int64_t id = 0;
    certificates::CertificateEvent event;
    std::string evidence{};
    std::optional<AccountId> asked_by{};  // none: the command line
    std::optional<AccountId> confirmed_by{};
};

class CertificateRepository {
  public:
    CertificateRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    CertificateId add(const CertificateRecord&);
    /// Their ids in the same order.
    std::vector<CertificateId> add_all(std::span<const CertificateRecord>, std::optional<ImportBatchId> batch);
    CertificateRecord require(CertificateId);                           // Error(not_found)
    std::optional<CertificateId> by_number(std::string_view number);    // the newest of that number
    std::vector<CertificateId> all_by_number(std::string_view number);  // an imported one may bear the same
    std::vector<CertificateId> by_serial(std::string_view serial);      // newest test date first
    std::vector<CertificateId> of_job(JobId);
    std::vector<CertificateId> of_instrument(InstrumentId);  // newest test date first
    /// Newest first; before 0: the newest.
    std::vector<CertificateRecord> list(CertificateId before, int limit);
    std::optional<CertificateId> replacing(CertificateId);  // the one that took its place

    std::int64_t add_event(CertificateId, const certificates::CertificateEvent&, std::string_view evidence,
                           std::optional<AccountId> asked_by, std::optional<AccountId> confirmed_by);
    std::vector<StoredEvent> events(CertificateId);
    /// Everything that validity_on needs, a newer certificate of the same instrument included.
    certificates::ValidityFacts validity_facts(const CertificateRecord&);

  private:
    Transaction& transaction_;
    BodyId body_;
};

/// For the public page: the certificate of a code, whichever body issued it. nullopt: no such code was ever given out.
std::optional<CertificateRecord> certificate_by_code(Transaction&, std::string_view code);
}  // namespace chuan::storage
