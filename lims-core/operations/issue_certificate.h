#pragma once

// Issue in three steps (design 6.6): reserve binds a number to the job in one short transaction; the caller renders the
// documents with no transaction open; complete asks every gate again and records documents, signature, certificate and what
// they end, in one short transaction. A repeat of either gets the same number; a crash in between resumes with it.

#include <optional>
#include <string>
#include <vector>

#include "certificates/content.h"
#include "jobs/job.h"
#include "operations/load_sheet.h"
#include "operations/support.h"
#include "storage/certificate_repository.h"

namespace chuan::operations {

/// What issuing a job would make, and what stands against it. Asked by the screen; nothing is reserved.
struct IssuePreparation {
    certificates::Kind kind = certificates::Kind::calibration;
    std::string number{};                      // reserved, or the template with the next number
    bool reserved = false;
    std::optional<CivilDate> valid_to{};
    std::string valid_to_policy{};
    bool sample = false;
    std::vector<Finding> findings{};
};
IssuePreparation prepare_issue(storage::Transaction&, const people::Actor&, JobId, Moment now);

/// Facts of a certificate that become sentences in the documents' two languages only when they are drawn.
struct CertificateFacts {
    certificates::CertificateContent content;      // everything but the sentences, the address and the program's release
    std::optional<jobs::Adjustment> adjustment{};
    std::string specification{}, decision_rule{};      // agreed; empty: none
    std::vector<std::string> references{};           // who keeps what the chain ends at, or the stated references
    bool chain_complete = false;
};

struct Reserved {
    storage::IssueIntent intent{};
    CertificateFacts facts;
    std::optional<CertificateId> completed{};        // issued before: nothing is left to do
};

/// stamp_number: of a verification that bears one. replaces: the certificate that this one takes the place of, whose
/// replacement two persons decided (decided_by: the second). Throws Error(rule_broken) with all findings.
struct IssueRequest {
    JobId job{};
    std::string stamp_number{};
    std::optional<CertificateId> replaces{};
    std::string reason{};
    std::optional<AccountId> decided_by{};
};
Reserved reserve_certificate(storage::Transaction&, const people::Actor&, const IssueRequest&, Moment now);

/// Documents as stored; dcc is absent for a record of a failed verification.
struct RenderedDocument {
    std::string sha256{};
    std::int64_t size = 0;
};
struct Rendered {
    CivilDate issued_on{};                         // the day the documents say
    Moment approved_at{};                          // the moment they print beside the approving signature
    RenderedDocument pdf;
    std::optional<RenderedDocument> dcc{};
    std::string stamp_number{};
};

/// Throws Error(conflict, "issue.day_changed") when the day ended between rendering and here: render again.
CertificateId complete_certificate(storage::Transaction&, const people::Actor&, IntentId, const Rendered&, Moment now);

/// The same content without number, code and QR: what is drawn as BẢN NHÁP.
CertificateFacts draft_certificate(storage::Transaction&, const people::Actor&, JobId, Moment now);

}  // namespace chuan::operations
