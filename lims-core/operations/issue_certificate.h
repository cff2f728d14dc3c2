#pragma once

// Issue in three steps: reserve binds a number to the job in one short transaction; the caller renders the
// documents with no transaction open; complete asks every gate again and records documents, signature, certificate and
// what they end, in one short transaction. A repeat of either gets the same number; a crash in between resumes with it.

#include <optional>
#include <string>
#include <vector>

#include "certificates/content.h"
#include "jobs/job.h"
#include "operations/load_sheet.h"
#include "operations/support.h"
#include "storage/certificate_repository.h"
#include "storage/intent_repository.h"
#include "storage/signing_key_repository.h"

namespace chuan::operations {

/// What issuing a job would make, and what stands against it. Asked by the screen; nothing is reserved.
struct IssuePreparation {
    certificates::Kind kind = certificates::Kind::calibration;
    std::string number{};  // reserved, or the template with the next number
    bool reserved = false;
    std::optional<CivilDate> valid_to{};
    std::string valid_to_policy{}, valid_to_basis{};
    bool sample = false;
    bool replaces = false;                      // a confirmed replacement waits to be issued
    std::optional<storage::SigningKey> seal{};  // the key that will sign it
    std::vector<Finding> findings{};            // what keeps it from being issued
    std::vector<Finding> warnings{};            // what the approver should know
};
IssuePreparation prepare_issue(storage::Transaction&, const people::Actor&, JobId, Moment now);

/// Facts of a certificate that become sentences in the documents' two languages only when they are drawn.
struct CertificateFacts {
    certificates::CertificateContent content;  // everything but the sentences, the address and the program's release
    std::optional<jobs::Adjustment> adjustment{};
    certificates::Bilingual specification{};  // agreed; empty: none
    std::string decision_rule{};              // of the agreement; that of the procedure in a verification
    std::optional<Decimal> rule_number{};     // what the rule takes
    std::vector<std::string> references{};    // who keeps what the chain ends at, or the stated references
    bool chain_complete = false;
    bool operator==(const CertificateFacts&) const = default;
};

struct Reserved {
    storage::IssueIntent intent{};
    CertificateFacts facts;
    std::optional<CertificateId> completed{};   // issued before: nothing is left to do
    std::optional<storage::SigningKey> seal{};  // the key to sign the documents with; none: they stay unsigned
    bool time_stamp_required = false;           // of the body: without one it is not issued
};

/// stamp_number: of a verification that bears one. A job that ended already is issued again only where two persons
/// decided to replace its newest certificate; reason and second person come from that act. Throws Error(rule_broken)
/// with all findings.
struct IssueRequest {
    JobId job{};
    std::string stamp_number{};
};
Reserved reserve_certificate(storage::Transaction&, const people::Actor&, const IssueRequest&, Moment now);

/// Documents as stored; dcc is absent for a record of a failed verification.
struct RenderedDocument {
    std::string sha256{};
    std::int64_t size = 0;
};
struct Rendered {
    CertificateFacts drawn_from;  // as reserve_certificate gave them
    Moment approved_at{};         // the moment they print beside the approving signature
    RenderedDocument pdf{};
    std::optional<RenderedDocument> dcc{};
    std::optional<storage::CertificateSeal> seal{};  // by which key they are signed
};

/// Throws Error(conflict, "issue.day_changed") when the day ended between rendering and here, and "issue.facts_changed"
/// when somebody changed meanwhile what the documents say, or the key that signs them: render again.
CertificateId complete_certificate(storage::Transaction&, const people::Actor&, IntentId, const Rendered&, Moment now);

/// The same content without number, code and QR: what is drawn as BẢN NHÁP.
CertificateFacts draft_certificate(storage::Transaction&, const people::Actor&, JobId, Moment now);

}  // namespace chuan::operations
