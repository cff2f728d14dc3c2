#include "server/api/certificate_json.h"

#include "operations/certificate_acts.h"
#include "server/api/jobs_json.h"
#include "server/api/person_json.h"
#include "server/api/validity_json.h"
#include "storage/body_repository.h"
#include "storage/document_repository.h"
#include "storage/job_repository.h"

namespace chuan::server::api {
namespace {

using storage::CertificateRecord;
using storage::Transaction;

json::Value ref_json(const std::optional<CertificateRecord>& certificate) {
    if (!certificate) return {};
    return json::object({{"id", certificate->id},
                         {"number", certificate->number},
                         {"test_date", certificate->test_date},
                         {"valid_to", certificate->valid_to}});
}

json::Value event_json(Transaction& transaction, const storage::StoredEvent& stored) {
    const auto& event = stored.event;
    return json::object(
        {{"id", stored.id},
         {"kind", certificates::to_string(event.kind)},
         {"cause", event.cause == certificates::EndCause::none ? "" : certificates::to_string(event.cause)},
         {"effective_on", event.effective_on},
         {"reason", event.reason},
         {"related_number", event.related_number},
         {"evidence", stored.evidence},
         {"asked_by", maybe_person_json(transaction, stored.asked_by)},
         {"confirmed_by", maybe_person_json(transaction, stored.confirmed_by)},
         {"recorded_at", event.recorded_at}});
}

json::Value file_json(Transaction& transaction, people::Scope scope, const std::optional<DocumentId>& id) {
    if (!id) return {};
    const auto document = storage::DocumentRepository(transaction, scope).require(*id);
    return json::object({{"document_id", document.id}, {"sha256", document.sha256}, {"size", document.size}});
}

/// Everything in one place about one document.
class Detail {
  public:
    Detail(Transaction& transaction, BodyId body, CertificateId id, Moment now)
        : transaction_(transaction),
          scope_{body},
          certificates_(transaction, scope_),
          certificate_(certificates_.require(id)),
          offset_(storage::BodyRepository(transaction).require(body).utc_offset_minutes),
          today_(civil_date(now, offset_)),
          now_(now),
          answer_(operations::answer_on(transaction, scope_, certificate_, today_, offset_, now)) {}

    json::Value json(const std::string& base_address) {
        auto members = certificate_members(certificate_, answer_.now.answer);
        std::int64_t copies = 0;
        std::vector<json::Value> events;
        for (const auto& stored : certificates_.events(certificate_.id)) {
            if (stored.event.kind == certificates::EventKind::copied) ++copies;
            events.push_back(event_json(transaction_, stored));
        }
        const auto replaced_by = certificates_.replacing(certificate_.id);
        storage::SigningKeyRepository keys(transaction_, scope_);
        const std::vector<json::Member> more{
            {"valid_to_policy", certificate_.valid_to_policy},
            {"valid_to_basis", certificate_.valid_to_basis},
            {"replaces", ref_json(found(certificate_.replaces))},
            {"replaced_by", ref_json(found(replaced_by))},
            {"events", json::Value(events)},
            {"copies", copies},
            {"validity", validity_json(answer_, today_, today_, now_)},
            {"signed_by", signed_by_json(keys.signer_of(certificate_.id), keys.seal_of(certificate_.id))},
            {"signatures", signatures_json(transaction_, scope_, certificate_)},
            {"pdf", file_json(transaction_, scope_, certificate_.pdf)},
            {"dcc", file_json(transaction_, scope_, certificate_.dcc)},
            {"verify_address",
             certificate_.code.empty() ? json::Value() : json::Value(base_address + "/v/" + certificate_.code)},
            {"pending_acts", pending_acts()},
            {"to_replace",
             storage::PendingActRepository(transaction_, scope_).confirmed_replacement(certificate_.id).has_value()}};
        members.insert(members.end(), more.begin(), more.end());
        return json::object(members);
    }

  private:
    std::optional<CertificateRecord> found(const std::optional<CertificateId>& id) {
        return id ? std::optional(certificates_.require(*id)) : std::nullopt;
    }
    json::Value pending_acts() {
        std::vector<json::Value> acts;
        for (const auto& act : storage::PendingActRepository(transaction_, scope_).waiting())
            if (act.act != "void_number" && act.subject_id == certificate_.id.value)
                acts.push_back(act_json(transaction_, act));
        return json::Value(acts);
    }

    Transaction& transaction_;
    people::Scope scope_;
    storage::CertificateRepository certificates_;
    CertificateRecord certificate_;
    int offset_;
    CivilDate today_;
    Moment now_;
    operations::DatedAnswer answer_;
};

}  // namespace

std::vector<jobs::Signature> signatures_of(Transaction& transaction, people::Scope scope,
                                           const CertificateRecord& certificate) {
    return certificate.job ? storage::JobRepository(transaction, scope).signatures(*certificate.job)
                           : std::vector<jobs::Signature>{};
}

json::Value signatures_json(Transaction& transaction, people::Scope scope, const CertificateRecord& certificate) {
    return json::list(signatures_of(transaction, scope, certificate), signature_json);
}

std::vector<json::Member> certificate_members(const CertificateRecord& c, certificates::Answer answer) {
    return {{"id", c.id},
            {"number", c.number},
            {"kind", certificates::to_string(c.kind)},
            {"origin", c.imported ? "imported" : "issued"},
            {"source", c.source},
            {"code", c.code.empty() ? json::Value() : json::Value(c.code)},
            {"job_id", c.job},
            {"instrument_id", c.instrument},
            {"serial", c.serial},
            {"item_name_vi", c.item_name_vi},
            {"item_name_en", c.item_name_en},
            {"maker", c.maker},
            {"model", c.model},
            {"owner_name", c.owner_name},
            {"test_date", c.test_date},
            {"issued_on", c.issued_on},
            {"valid_to", c.valid_to},
            {"conclusion", certificates::to_string(c.conclusion)},
            {"stamp_number", c.stamp_number},
            {"is_sample", c.sample},
            {"is_signed", c.digitally_signed},
            {"answer", certificates::to_string(answer)}};
}

json::Value certificate_detail_json(Transaction& transaction, const std::string& base_address, BodyId body,
                                    CertificateId id, Moment now) {
    return Detail(transaction, body, id, now).json(base_address);
}

json::Value act_json(Transaction& transaction, const storage::PendingAct& act) {
    return json::object({{"id", act.id},
                         {"act", act.act},
                         {"subject_id", act.subject_id},
                         {"number", act.number},
                         {"effective_on", act.effective_on},
                         {"reason", act.reason},
                         {"asked_by", person_json(transaction, act.asked_by)},
                         {"asked_at", act.asked_at},
                         {"decided_by", maybe_person_json(transaction, act.decided_by)},
                         {"decided_at", act.decided_at},
                         {"outcome", act.outcome.empty() ? json::Value() : json::Value(act.outcome)}});
}

json::Value intent_json(Transaction& transaction, BodyId body, const storage::IssueIntent& intent) {
    return json::object({{"id", intent.id},
                         {"number", intent.number},
                         {"kind", certificates::to_string(intent.kind)},
                         {"job_id", intent.job},
                         {"job_number", storage::JobRepository(transaction, {body}).require(intent.job).number},
                         {"state", storage::to_string(intent.state)},
                         {"requested_by", person_json(transaction, intent.requested_by)},
                         {"reserved_at", intent.reserved_at}});
}

}  // namespace chuan::server::api
