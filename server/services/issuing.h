#pragma once

// The way of a certificate: reserve (short transaction) -> DCC, sealed -> PDF, sealed -> stored bytes, with no
// transaction open -> complete (short transaction). A crash anywhere leaves a reserved number that the next call for
// the same job takes up again.

#include <string>

#include "base/clock.h"
#include "operations/issue_certificate.h"
#include "server/services/seal_keys.h"
#include "storage/database.h"
#include "storage/document_store.h"

namespace chuan::server::services {

class Issuing {
  public:
    struct Publishing {
        std::string base_address;  // "https://lab.example.org": before /v/{code}
        std::string release;       // "v0.1.0"
    };
    /// keys: of this machine; none where no body signs.
    Issuing(storage::Database& database, storage::DocumentStore& documents, Publishing publishing, const Clock& clock,
            const SealKeys* keys)
        : database_(database), documents_(documents), publishing_(std::move(publishing)), clock_(clock), keys_(keys) {}

    struct Issued {
        CertificateId certificate;
        bool before = false;  // issued by an earlier call
    };
    /// Throws what operations::reserve_certificate and complete_certificate throw; a number once reserved stays with
    /// the job. Throws Error(unavailable): "key.missing" where the register names a key that is not on this machine,
    /// "time_stamp..." where the body issues nothing without a time stamp and there is none to be had.
    Issued issue(const people::Actor&, const operations::IssueRequest&);

    /// What a number was reserved for can be printed; asked in the transaction that reserves it, which a refusal
    /// undoes. Throws Error(rule_broken, "document.glyph_missing").
    void require_printable(const operations::Reserved&) const;

    /// BẢN NHÁP of a job as it stands.
    std::string draft_pdf(const people::Actor&, JobId);
    /// A view for paper, marked BẢN SAO, made from the issued bytes and counted.
    std::string copy_pdf(const people::Actor&, CertificateId);

    std::string verify_address(const std::string& code) const { return publishing_.base_address + "/v/" + code; }

  private:
    certificates::CertificateContent worded(operations::CertificateFacts) const;
    operations::Rendered render(operations::CertificateFacts, const std::optional<storage::SigningKey>& seal,
                                const reports::signing::Stamping&, Moment approved_at);
    /// With a time stamp where an authority is known and answers; without one where the body can do without.
    operations::Rendered render_stamped(const operations::Reserved&, Moment approved_at);

    storage::Database& database_;
    storage::DocumentStore& documents_;
    const Publishing publishing_;
    const Clock& clock_;
    const SealKeys* keys_;
};

}  // namespace chuan::server::services
