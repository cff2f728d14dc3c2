#include "server/services/issuing.h"

#include <future>

#include "operations/certificate_acts.h"
#include "reports/dcc/certificate.h"
#include "reports/pdf/certificate.h"
#include "reports/pdf/paper_copy.h"
#include "reports/pdf/printable.h"
#include "reports/signing/pdf_signature.h"
#include "reports/signing/xml_signature.h"
#include "reports/text/statements.h"
#include "storage/document_repository.h"

namespace chuan::server::services {
namespace {

constexpr int kDrawnAtMost = 3;  // times, if the day ends or the facts change meanwhile

operations::RenderedDocument stored(storage::DocumentStore& documents, const std::string& bytes) {
    return {documents.put(bytes), static_cast<std::int64_t>(bytes.size())};
}

std::optional<reports::signing::Signer> signer_of(const SealKeys* keys,
                                                  const std::optional<storage::SigningKey>& seal) {
    if (!seal) return std::nullopt;
    if (!keys)
        throw Error(ErrorKind::unavailable, "key.missing",
                    "documents are signed with key " + seal->key_id + ", but no folder of keys is named here", "",
                    {{"key", seal->key_id}});
    return keys->signer(*seal);
}

std::optional<reports::pdf::SignedBy> note_of(const std::optional<storage::SigningKey>& seal, bool stamped) {
    if (!seal) return std::nullopt;
    return reports::pdf::SignedBy{seal->name, seal->authority, seal->origin == storage::KeyOrigin::own, stamped};
}

/// Asks as given, and notes the first stamp that came.
reports::signing::Stamping noting(const reports::signing::Stamping& stamping,
                                  std::optional<storage::CertificateSeal::Stamp>& first) {
    if (!stamping) return {};
    return [&stamping, &first](std::string_view bytes) {
        auto stamp = stamping(bytes);
        if (!first) first = storage::CertificateSeal::Stamp{stamp.at, stamp.authority.name};
        return stamp;
    };
}

}  // namespace

certificates::CertificateContent Issuing::worded(operations::CertificateFacts facts) const {
    auto content = std::move(facts.content);
    content.traceability = reports::text::traceability_statement(facts.references, facts.chain_complete);
    content.traceable = facts.chain_complete && !facts.references.empty();
    content.specification = std::move(facts.specification);
    content.decision_rule = reports::text::decision_rule_statement(facts.decision_rule, facts.rule_number);
    if (facts.adjustment)
        content.adjustment =
            reports::text::adjustment_statement({.choice = std::string(jobs::to_string(facts.adjustment->choice)),
                                                 .reason = facts.adjustment->reason,
                                                 .done_by = facts.adjustment->done_by,
                                                 .consent = facts.adjustment->consent,
                                                 .seals = facts.adjustment->seals});
    content.software_release = publishing_.release;
    if (!content.code.empty()) content.verify_address = verify_address(content.code);
    return content;
}

operations::Rendered Issuing::render(operations::CertificateFacts facts, const std::optional<storage::SigningKey>& seal,
                                     const reports::signing::Stamping& asked, Moment approved_at) {
    auto content = worded(facts);
    const auto signer = signer_of(keys_, seal);
    content.unsigned_document = !signer;
    operations::Rendered rendered;
    std::optional<storage::CertificateSeal::Stamp> stamp;
    const auto stamping = noting(asked, stamp);
    if (signer) rendered.seal = storage::CertificateSeal{seal->id, std::nullopt, std::nullopt};
    rendered.drawn_from = std::move(facts);
    rendered.approved_at = approved_at;
    std::optional<reports::pdf::Attachment> attachment;
    std::future<operations::RenderedDocument> dcc;  // waits for the disk while the pages are drawn
    if (content.kind != certificates::Kind::verification_record) {
        attachment = reports::pdf::Attachment{content.number + ".dcc.xml", reports::dcc::certificate_dcc(content),
                                              "DCC " + content.number};
        if (signer) {
            rendered.seal->dcc_digest = reports::signing::dcc_digest(attachment->bytes);
            attachment->bytes = reports::signing::sign_xml(attachment->bytes, *signer, approved_at, stamping);
        }
        dcc = std::async(std::launch::async, [&] { return stored(documents_, attachment->bytes); });
    }
    std::string pdf = reports::pdf::certificate_pdf(content, attachment, note_of(seal, bool(stamping)));
    rendered.pdf = stored(documents_, signer ? reports::signing::sign_pdf(std::move(pdf), *signer, stamping) : pdf);
    if (rendered.seal) rendered.seal->stamp = std::move(stamp);
    if (dcc.valid()) rendered.dcc = dcc.get();
    return rendered;
}

operations::Rendered Issuing::render_stamped(const operations::Reserved& reserved, Moment approved_at) {
    const bool known = reserved.seal && keys_ && keys_->stamping();
    if (reserved.seal && !known && reserved.time_stamp_required)
        throw Error(
            ErrorKind::unavailable, "time_stamp.none",
            "the laboratory issues nothing without a time stamp, and no authority for time stamps is named here; "
            "name one (time_stamp.url), or choose issue.time_stamp = wanted");
    if (known) {
        try {
            return render(reserved.facts, reserved.seal, keys_->stamping(), approved_at);
        } catch (const Error& error) {
            if (reserved.time_stamp_required || !error.code().starts_with("time_stamp.")) throw;
        }
    }
    return render(reserved.facts, reserved.seal, {}, approved_at);
}

Issuing::Issued Issuing::issue(const people::Actor& actor, const operations::IssueRequest& request) {
    for (int drawn = 1;; ++drawn) {
        const Moment now = clock_.now();
        const auto reserved = database_.write([&](storage::Transaction& transaction) {
            auto kept = operations::reserve_certificate(transaction, actor, request, now);
            require_printable(kept);
            return kept;
        });
        if (reserved.completed) return {*reserved.completed, true};
        const auto rendered = render_stamped(reserved, now);
        try {
            return {database_.write([&](storage::Transaction& transaction) {
                        return operations::complete_certificate(transaction, actor, reserved.intent.id, rendered,
                                                                clock_.now());
                    }),
                    false};
        } catch (const Error& error) {
            const bool draw_again = error.code() == "issue.day_changed" || error.code() == "issue.facts_changed";
            if (!draw_again || drawn == kDrawnAtMost) throw;
        }
    }
}

void Issuing::require_printable(const operations::Reserved& reserved) const {
    if (!reserved.completed) reports::pdf::require_printable(worded(reserved.facts));
}

std::string Issuing::draft_pdf(const people::Actor& actor, JobId job) {
    auto facts = database_.read([&](storage::Transaction& transaction) {
        return operations::draft_certificate(transaction, actor, job, clock_.now());
    });
    return reports::pdf::certificate_pdf(worded(std::move(facts)), std::nullopt);
}

std::string Issuing::copy_pdf(const people::Actor& actor, CertificateId id) {
    const std::string hash = database_.read([&](storage::Transaction& transaction) {
        const auto certificate = storage::CertificateRepository(transaction, actor.scope()).require(id);
        if (!certificate.pdf)
            throw Error(
                ErrorKind::not_found, "certificate.no_document",
                "certificate " + certificate.number + " was brought in from another register; its document is not here",
                "", {{"number", certificate.number}});
        return storage::DocumentRepository(transaction, actor.scope()).require(*certificate.pdf).sha256;
    });
    std::string copy = reports::pdf::paper_copy(documents_.get(hash));
    database_.write(
        [&](storage::Transaction& transaction) { operations::count_copy(transaction, actor, id, clock_.now()); });
    return copy;
}

}  // namespace chuan::server::services
