#pragma once

// What happens to an instrument ends the validity that its verifications gave, on the day it happened (R7), whichever
// paper states that validity: the events of a certificate go over to the one that takes its place.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jobs/job.h"
#include "operations/support.h"
#include "storage/certificate_repository.h"

namespace chuan::operations {

/// Records an event of a certificate, and the act in the trail.
void add_certificate_event(storage::Transaction&, const people::Actor&, CertificateId,
                           const certificates::CertificateEvent&, const std::string& evidence,
                           std::optional<AccountId> asked_by, std::optional<AccountId> confirmed_by);

/// Ends the verifications of the instrument that were tested before; of those of the same day was_before decides.
/// related_number: of the record of a failure. Returns those that were in force until then.
struct EarlyEnd {
    certificates::EndCause cause = certificates::EndCause::none;
    CivilDate day{};
    std::string reason{}, related_number{}, evidence{};
};
std::vector<CertificateId> end_verifications(
    storage::Transaction&, const people::Actor&, InstrumentId, const EarlyEnd&, Moment now,
    const std::function<bool(const storage::CertificateRecord&)>& same_day_was_before);

/// What this house knows of the instrument ends a verification that is brought in from another register, as if it had
/// been there when that happened. Of a failure in the register of another house on the same day nobody knows which came
/// first: it ends nothing.
void end_imported(storage::Transaction&, const people::Actor&, const Site&, CertificateId imported, Moment now);

/// A record of a failed verification that is withdrawn is evidence of nothing: what it ended, under its number or that
/// of one it replaced, had not ended. asked_by: who asked for the withdrawal that the actor confirms.
void give_back(storage::Transaction&, const people::Actor&, CertificateId withdrawn, const std::string& reason,
               AccountId asked_by, Moment now);

/// What became known of the item after the last reading of its job, each with the day: a verification that is issued
/// after it would have ended before it began. Lost evidence is that of an earlier certificate and is left out.
std::vector<Finding> happened_since(storage::Transaction&, people::Scope, const Site&, const jobs::Job&, Moment now);

/// The replacement stands for the same test: what ended the validity of the replaced one ended it from the same day,
/// and a suspension lasts until it is lifted. Recorded of the replacement as it was recorded of the replaced one.
void carry_over(storage::Transaction&, const people::Actor&, CertificateId replaced, CertificateId replacement,
                Moment now);

}  // namespace chuan::operations
