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
    AccountId asked_by{};
    std::optional<AccountId> confirmed_by{};
};

enum class IntentState { reserved, completed, void_ };
std::string_view to_string(IntentState);
std::optional<IntentState> intent_state_from(std::string_view);

/// A number bound to a job, a kind of document and what it replaces, until completed or made void.
struct IssueIntent {
    IntentId id{};
    JobId job{};
    certificates::Kind kind = certificates::Kind::calibration;
    CertificateId replaces{};  // 0: none
    std::string number{}, code{}, unique_id{}, reason{};
    std::optional<AccountId> second_person{};
    AccountId requested_by{};
    Moment reserved_at{};
    IntentState state = IntentState::reserved;
};

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

class CertificateRepository {
  public:
    CertificateRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    IntentId add_intent(const IssueIntent&);
    std::optional<IssueIntent> live_intent(JobId, certificates::Kind, CertificateId replaces);
    IssueIntent require_intent(IntentId);
    /// In a state, or all but the completed ones; newest first; before 0: the first page.
    std::vector<IssueIntent> intents(std::optional<IntentState>, IntentId before, int limit);
    std::vector<IssueIntent> reserved_intents() { return intents(IntentState::reserved, {}, 100000); }
    void complete_intent(IntentId, Moment now);
    void void_intent(IntentId, std::string_view reason, AccountId asked_by, AccountId confirmed_by, Moment now);

    CertificateId add(const CertificateRecord&);
    /// Their ids in the same order.
    std::vector<CertificateId> add_all(std::span<const CertificateRecord>, std::optional<ImportBatchId> batch);
    CertificateRecord require(CertificateId);                           // Error(not_found)
    std::optional<CertificateId> by_number(std::string_view number);    // the newest of that number
    std::vector<CertificateId> all_by_number(std::string_view number);  // an imported one may bear the same
    std::vector<CertificateId> by_serial(std::string_view serial);      // newest test date first
    std::vector<CertificateId> of_job(JobId);
    std::vector<CertificateId> of_instrument(InstrumentId);  // newest test date first
    std::optional<CertificateId> replacing(CertificateId);   // the one that took its place
    /// Certificates whose number or serial begins so; newest first; before 0: the first page.
    std::vector<CertificateRecord> list(std::string_view begins, CertificateId before, int limit);

    std::int64_t add_event(CertificateId, const certificates::CertificateEvent&, std::string_view evidence,
                           AccountId asked_by, std::optional<AccountId> confirmed_by);
    std::vector<StoredEvent> events(CertificateId);
    /// Everything that validity_on needs, a newer certificate of the same instrument included.
    certificates::ValidityFacts validity_facts(const CertificateRecord&);

    std::int64_t add_pending(const PendingAct&);
    std::vector<PendingAct> pending();
    /// Newest first; before 0: the first page.
    std::vector<PendingAct> acts(bool only_open, std::int64_t before, int limit);
    PendingAct require_act(std::int64_t id);      // Error(not_found)
    PendingAct require_pending(std::int64_t id);  // and Error(conflict) for one that was decided
    /// The confirmed decision to replace a certificate that has not been replaced yet.
    std::optional<PendingAct> confirmed_replacement(CertificateId);
    void decide_pending(std::int64_t id, std::string_view outcome, AccountId by, Moment now);

  private:
    Transaction& transaction_;
    BodyId body_;
};

/// For the public page: the certificate of a code, whichever body issued it. nullopt: no such code was ever given out.
std::optional<CertificateRecord> certificate_by_code(Transaction&, std::string_view code);
/// The reason of a number made void, by the code that was reserved with it.
std::optional<std::string> void_reason_by_code(Transaction&, std::string_view code);
/// A code reserved whose document was never completed.
std::optional<IntentState> intent_state_by_code(Transaction&, std::string_view code);

}  // namespace chuan::storage
