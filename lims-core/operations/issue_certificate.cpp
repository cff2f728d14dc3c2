#include "operations/issue_certificate.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/random.h"
#include "certificates/code.h"
#include "operations/certificate_acts.h"
#include "operations/certificate_content.h"
#include "operations/early_ends.h"
#include "operations/job_item.h"
#include "operations/same_results.h"
#include "operations/seal_gate.h"
#include "operations/sign_job.h"
#include "operations/trace.h"
#include "storage/account_repository.h"
#include "storage/document_repository.h"
#include "storage/number_repository.h"
#include "storage/pending_act_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using certificates::Kind;

organisations::NumberKind number_kind(Kind kind, equipment::Purpose purpose) {
    switch (kind) {
        case Kind::calibration:
            return organisations::NumberKind::calibration;
        case Kind::testing:
            return organisations::NumberKind::testing;
        case Kind::verification_record:
            return organisations::NumberKind::record;
        case Kind::verification:
            return purpose == equipment::Purpose::group_2 ? organisations::NumberKind::verification_group2
                                                          : organisations::NumberKind::verification_group1;
    }
    throw std::logic_error("no such kind");
}

/// RFC 9562, version 4.
std::string new_unique_id() {
    std::string bytes = random_bytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    const std::string digits = hex(bytes);
    return "urn:uuid:" + digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" +
           digits.substr(16, 4) + "-" + digits.substr(20);
}

/// One issue of one job within one transaction: what it rests on and what it is about.
class Issue {
  public:
    Issue(storage::Transaction& transaction, const people::Actor& actor, JobId job, Moment now)
        : transaction_(transaction),
          actor_(actor),
          now_(now),
          site_(site_of(transaction, actor, now)),
          sheet_(load_sheet(transaction, actor.scope(), job)),
          jobs_(transaction, actor.scope()),
          certificates_(transaction, actor.scope()),
          intents_(transaction, actor.scope()),
          trail_(transaction, actor.scope()) {
        auto stored = jobs_.evaluation(job);
        if (!stored)
            throw Error(ErrorKind::conflict, "state.wrong",
                        "job " + sheet_.job.number + " has not been signed as performed", "",
                        {{"job", sheet_.job.number}});
        stored_ = *std::move(stored);
        kind_ = document_kind(sheet_.job.kind, stored_.evaluation);
        seal_ = storage::SigningKeyRepository(transaction, actor.scope()).active(storage::KeyPurpose::seal);
    }

    const Site& site() const { return site_; }
    const Sheet& sheet() const { return sheet_; }
    Kind kind() const { return kind_; }
    const std::optional<storage::SigningKey>& seal() const { return seal_; }
    const storage::JobRepository::StoredEvaluation& stored() const { return stored_; }
    storage::IntentRepository& intents() { return intents_; }

    void require_issuer() {
        require_right(transaction_, actor_, site_, people::Permission::issue, now_);
        require_authorised(transaction_, actor_, people::Activity::approve_release, sheet_.procedure.code, site_.today);
    }

    /// Every gate, asked at reserve and again at complete. A replacement is of a job that ended already.
    std::vector<Finding> gates(bool replacement) {
        auto findings = findings_on_signer(transaction_, actor_, sheet_, jobs::Meaning::approved, site_.today);
        const auto wanted = replacement ? jobs::State::finished : jobs::State::to_issue;
        if (sheet_.job.state != wanted)
            findings.push_back({"state.wrong",
                                "job " + sheet_.job.number + " is " + std::string(jobs::to_string(sheet_.job.state)) +
                                    "; issue needs it to be " + std::string(jobs::to_string(wanted)),
                                "",
                                {{"job", sheet_.job.number},
                                 {"state", std::string(jobs::to_string(sheet_.job.state))},
                                 {"needed", std::string(jobs::to_string(wanted))}}});
        if (auto fault = fault_of_seal(seal_, site_, now_)) findings.push_back(*std::move(fault));
        if (sheet_.instrument.purpose == equipment::Purpose::group_2 &&
            sheet_.job.kind == procedures::Kind::verification)
            findings.push_back(
                {"legal.group_2",
                 "a verification for a group 2 use is refused: this release has no legal gate for it yet",
                 "",
                 {{"job", sheet_.job.number}}});
        if (sheet_.job.kind == procedures::Kind::verification && !stored_.evaluation.verdict)
            findings.push_back({"verification.no_verdict",
                                "the verification has no verdict; return the work and complete it",
                                "",
                                {{"job", sheet_.job.number}}});
        // a replacement puts right what names the item; its figures are those that were signed, and what has happened
        // since goes over to it
        if (!replacement) {
            for (auto& finding : findings_on_item(sheet_)) findings.push_back(std::move(finding));
            if (kind_ == Kind::verification)
                for (auto& finding : since_the_last_reading()) findings.push_back(std::move(finding));
        }
        if (!same_results(stored_.evaluation, sheet_.evaluation) ||
            (!replacement && stored_.inputs_sha256 != inputs_sha256(sheet_.procedure, sheet_.inputs)))
            findings.push_back({"evaluation.differs",
                                "the signed results do not come out of the readings again; return the work",
                                "",
                                {{"job", sheet_.job.number}}});
        return findings;
    }

    /// The number that a reserve would give now.
    std::string free_number() { return number_by(&storage::NumberRepository::upcoming); }

    /// The certificate that two persons decided to replace, with their act.
    std::optional<storage::PendingAct> replacement() {
        const auto issued = certificates_.of_job(sheet_.job.id);
        return issued.empty()
                   ? std::nullopt
                   : storage::PendingActRepository(transaction_, actor_.scope()).confirmed_replacement(issued.back());
    }
    std::optional<CertificateId> newest() {
        const auto issued = certificates_.of_job(sheet_.job.id);
        return issued.empty() ? std::nullopt : std::optional(issued.back());
    }

    std::vector<Finding> since_the_last_reading() {
        return happened_since(transaction_, actor_.scope(), site_, sheet_.job, now_);
    }
    /// What the approver should know. A calibration says what the item was when it was measured.
    std::vector<Finding> warnings() {
        auto warnings = chain_of_sheet(transaction_, actor_.scope(), site_, sheet_).findings;
        if (kind_ == Kind::calibration || kind_ == Kind::testing)
            for (auto& finding : since_the_last_reading()) warnings.push_back(std::move(finding));
        return warnings;
    }

    storage::IssueIntent reserve(const std::optional<storage::PendingAct>& replacement) {
        storage::IssueIntent intent{.id = {},
                                    .job = sheet_.job.id,
                                    .kind = kind_,
                                    .replaces = replacement ? CertificateId{replacement->subject_id} : CertificateId{},
                                    .number = number_by(&storage::NumberRepository::next),
                                    .code = certificates::make_code(random_bytes(10)),
                                    .unique_id = new_unique_id(),
                                    .reason = replacement ? replacement->reason : "",
                                    .second_person = replacement ? replacement->decided_by : std::nullopt,
                                    .requested_by = actor_.account,
                                    .reserved_at = now_};
        intent.id = intents_.add(intent);
        trail_.record(actor_, "certificate.reserved", "issue_intent", intent.id.value,
                      {set("number", intent.number), set("job", sheet_.job.number)}, now_);
        return intent;
    }

    CertificateFacts facts(const storage::IssueIntent& intent, const std::string& stamp_number, Moment approved_at) {
        Sheet named = sheet_;
        if (intent.replaces.value != 0) put_nameplate_on(named.instrument, sheet_.item_now);
        auto facts = compose_certificate(transaction_, actor_.scope(), site_, named, stored_.evaluation);
        auto& content = facts.content;
        content.number = intent.number;
        content.code = intent.code;
        content.unique_id = intent.unique_id;
        content.issued_on = site_.today;
        content.stamp_number = stamp_number;
        const auto account = storage::AccountRepository(transaction_).require(actor_.account);
        content.signatures.push_back(
            {"approved", account.name, {account.title_vi, account.title_en}, to_iso(approved_at)});
        if (intent.replaces.value != 0) {
            const auto replaced = certificates_.require(intent.replaces);
            content.replaces_number = replaced.number;
            content.replaces_unique_id = replaced.unique_id;
            content.replaces_reason = intent.reason;
        }
        return facts;
    }

    CertificateId complete(const storage::IssueIntent& intent, const Rendered& rendered) {
        intents_.complete(intent.id, now_);
        const auto certificate = add_certificate(intent, rendered);
        if (intent.replaces.value != 0) {
            carry_over(transaction_, actor_, intent.replaces, certificate, now_);
            end(intent.replaces,
                {.kind = certificates::EventKind::replaced,
                 .effective_on = site_.today,
                 .recorded_at = now_,
                 .reason = intent.reason,
                 .related_number = intent.number},
                intent.second_person);
        } else {
            finish_job(rendered.approved_at);
        }
        if (kind_ == Kind::verification_record && intent.replaces.value == 0) end_earlier(intent.number);
        trail_.record(actor_, "certificate.completed", "issue_intent", intent.id.value, {set("number", intent.number)},
                      now_);
        return certificate;
    }

  private:
    std::string number_by(storage::GivenNumber (storage::NumberRepository::*give)(
        std::string_view, int, const storage::NumberRepository::Format&)) {
        const auto which = number_kind(kind_, sheet_.instrument.purpose);
        const auto& format = site_.settings.number_template(which);
        storage::NumberRepository numbers(transaction_, actor_.scope());
        return (numbers.*give)(organisations::to_string(which), site_.year(),
                               [&](std::int64_t n) { return format.render(site_.year(), n); })
            .text;
    }

    DocumentId add_document(const RenderedDocument& document, std::string_view media_type,
                            const std::string& file_name) {
        const auto id = storage::DocumentRepository(transaction_, actor_.scope())
                            .add(document.sha256, media_type, document.size, file_name, now_);
        trail_.record(actor_, "document.added", "document", id.value,
                      {set("sha256", document.sha256), set("file_name", file_name)}, now_);
        return id;
    }

    CertificateId add_certificate(const storage::IssueIntent& intent, const Rendered& rendered) {
        const auto& content = rendered.drawn_from.content;
        const auto last = content.valid_to ? valid_to_of(sheet_, stored_.evaluation, site_) : std::nullopt;
        storage::CertificateRecord record{
            .id = {},
            .body = actor_.body,
            .number = intent.number,
            .kind = kind_,
            .code = intent.code,
            .unique_id = intent.unique_id,
            .job = intent.job,
            .evaluation = stored_.id,
            .instrument = sheet_.instrument.id,
            .replaces = intent.replaces.value ? std::optional(intent.replaces) : std::nullopt,
            .serial = content.item.serial,
            .item_name_vi = content.item.name_vi,
            .item_name_en = content.item.name_en,
            .maker = content.item.maker,
            .model = content.item.model,
            .owner_name = content.item.owner,
            .test_date = content.measured_to,
            .issued_on = content.issued_on,
            .valid_to = content.valid_to,
            .valid_to_policy = content.valid_to ? std::string(organisations::to_string(site_.settings.valid_to)) : "",
            .valid_to_basis = last ? last->basis : "",
            .conclusion = content.conclusion,
            .stamp_number = content.stamp_number,
            .source = {},
            .sample = site_.body.is_sample,
            .digitally_signed = rendered.seal.has_value(),
            .pdf = add_document(rendered.pdf, "application/pdf", intent.number + ".pdf"),
            .dcc = {},
            .recorded_at = now_};
        if (rendered.dcc) record.dcc = add_document(*rendered.dcc, "application/xml", intent.number + ".dcc.xml");
        const auto id = certificates_.add(record);
        if (rendered.seal) storage::SigningKeyRepository(transaction_, actor_.scope()).add_seal(id, *rendered.seal);
        trail_.record(actor_, "certificate.issued", "certificate", id.value,
                      {set("number", record.number), set("serial", record.serial),
                       set("valid_to", record.valid_to ? to_iso(*record.valid_to) : "")},
                      now_);
        return id;
    }

    void end(CertificateId certificate, const certificates::CertificateEvent& event, std::optional<AccountId> second) {
        add_certificate_event(transaction_, actor_, certificate, event, "", actor_.account, second);
    }

    /// A failed verification ends what an earlier one gave, on the day of the failure (R7); of two on one day the
    /// moments of the readings decide.
    void end_earlier(const std::string& number) {
        end_verifications(transaction_, actor_, sheet_.instrument.id,
                          {.cause = certificates::EndCause::failed_verification,
                           .day = site_.day_of(*sheet_.job.last_reading_at),
                           .related_number = number},
                          now_, [&](const storage::CertificateRecord& earlier) {
                              return !earlier.job ||
                                     jobs_.require(*earlier.job).last_reading_at < sheet_.job.last_reading_at;
                          });
    }

    void finish_job(Moment approved_at) {
        const auto account = storage::AccountRepository(transaction_).require(actor_.account);
        const auto signature = jobs_.add_signature(sheet_.job.id, {.round = jobs::current_round(sheet_.signatures),
                                                                   .meaning = jobs::Meaning::approved,
                                                                   .account = actor_.account,
                                                                   .name = account.name,
                                                                   .title_vi = account.title_vi,
                                                                   .title_en = account.title_en,
                                                                   .signed_at = approved_at,
                                                                   .remark = {},
                                                                   .content_sha256 = stored_.inputs_sha256});
        trail_.record(actor_, "job.approved", "signature", signature,
                      {set("job", sheet_.job.number), set("meaning", "approved")}, now_);
        jobs::Job job = sheet_.job;
        std::vector<trail::Change> changes;
        add_change(changes, "state", std::string(jobs::to_string(job.state)), "finished");
        job.state = jobs::State::finished;
        jobs_.update(job);
        trail_.record(actor_, "job.finished", "job", job.id.value, changes, now_);
    }

    storage::Transaction& transaction_;
    const people::Actor& actor_;
    Moment now_;
    Site site_;
    Sheet sheet_;
    storage::JobRepository jobs_;
    storage::CertificateRepository certificates_;
    storage::IntentRepository intents_;
    storage::Trail trail_;
    storage::JobRepository::StoredEvaluation stored_;
    Kind kind_ = Kind::calibration;
    std::optional<storage::SigningKey> seal_;
};

}  // namespace

IssuePreparation prepare_issue(storage::Transaction& transaction, const people::Actor& actor, JobId job, Moment now) {
    people::require(actor, people::Permission::read_jobs);
    Issue issue(transaction, actor, job, now);
    const auto replacement = issue.replacement();
    const auto intent =
        issue.intents().live(job, issue.kind(), replacement ? CertificateId{replacement->subject_id} : CertificateId{});
    const auto valid_to = valid_to_of(issue.sheet(), issue.stored().evaluation, issue.site());
    return {.kind = issue.kind(),
            .number = intent ? intent->number : issue.free_number(),
            .reserved = intent && intent->state == storage::IntentState::reserved,
            .valid_to = valid_to ? std::optional(valid_to->day) : std::nullopt,
            .valid_to_policy = valid_to ? std::string(organisations::to_string(issue.site().settings.valid_to)) : "",
            .valid_to_basis = valid_to ? valid_to->basis : "",
            .sample = issue.site().body.is_sample,
            .replaces = replacement.has_value(),
            .seal = issue.seal(),
            .findings = issue.gates(replacement.has_value()),
            .warnings = issue.warnings()};
}

Reserved reserve_certificate(storage::Transaction& transaction, const people::Actor& actor, const IssueRequest& request,
                             Moment now) {
    Issue issue(transaction, actor, request.job, now);
    issue.require_issuer();
    const auto replacement = issue.replacement();
    if (const auto newest = issue.newest(); newest && !replacement) return {{}, {}, newest};
    auto intent = issue.intents().live(request.job, issue.kind(),
                                       replacement ? CertificateId{replacement->subject_id} : CertificateId{});
    refuse(issue.gates(replacement.has_value()));
    if (!intent) intent = issue.reserve(replacement);
    return {*intent, issue.facts(*intent, request.stamp_number, now), std::nullopt, issue.seal(),
            issue.site().settings.time_stamp_required};
}

CertificateId complete_certificate(storage::Transaction& transaction, const people::Actor& actor, IntentId id,
                                   const Rendered& rendered, Moment now) {
    const auto intent = storage::IntentRepository(transaction, actor.scope()).require(id);
    if (intent.state == storage::IntentState::completed)
        return storage::certificate_by_code(transaction, intent.code)->id;
    Issue issue(transaction, actor, intent.job, now);
    issue.require_issuer();
    refuse(issue.gates(intent.replaces.value != 0));
    if (intent.replaces.value != 0 && !issue.replacement()) refuse_overtaken(transaction, actor, intent.replaces, now);
    const auto& drawn = rendered.drawn_from;
    if (drawn.content.issued_on != issue.site().today)
        throw Error(ErrorKind::conflict, "issue.day_changed",
                    "the day ended while certificate " + intent.number + " was drawn; it is drawn again", "",
                    {{"number", intent.number}});
    const auto signed_by = rendered.seal ? rendered.seal->key : storage::SigningKeyId{};
    const auto to_sign = issue.seal() ? issue.seal()->id : storage::SigningKeyId{};
    if (signed_by != to_sign || drawn != issue.facts(intent, drawn.content.stamp_number, rendered.approved_at))
        throw Error(ErrorKind::conflict, "issue.facts_changed",
                    "somebody changed what certificate " + intent.number + " says while it was drawn; issue it again",
                    "", {{"number", intent.number}});
    return issue.complete(intent, rendered);
}

CertificateFacts draft_certificate(storage::Transaction& transaction, const people::Actor& actor, JobId job,
                                   Moment now) {
    people::require(actor, people::Permission::read_jobs);
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = load_sheet(transaction, actor.scope(), job);
    auto facts = compose_certificate(transaction, actor.scope(), site, sheet, sheet.evaluation);
    facts.content.draft = true;
    facts.content.issued_on = site.today;
    return facts;
}

}  // namespace chuan::operations
