#pragma once

// Measurement standards: entered, changed, accepted and lent, their certificates accepted.

#include <optional>

#include "equipment/standard_certification.h"
#include "equipment/standard_rules.h"
#include "operations/support.h"

namespace chuan::operations {

/// To be accepted before use, whatever state it is given. Throws Error(rule_broken) with every finding, Error(conflict,
/// "standard.code_taken").
StandardId add_standard(storage::Transaction&, const people::Actor&, const equipment::MeasurementStandard&, Moment now);

/// version in the standard: of the row as it was read. State and reason are left as they are: events change them.
void change_standard(storage::Transaction&, const people::Actor&, const equipment::MeasurementStandard&, Moment now);

/// holder: who has it now, where that is an organisation of the register (of a loan). Acceptance and return to service
/// ask for the permission accept_standards.
void record_standard_event(storage::Transaction&, const people::Actor&, StandardId, const equipment::StandardEvent&,
                           std::optional<OrganisationId> holder, Moment now);

/// The certificate counts for jobs that choose it from now on; jobs of the past keep the one they froze. due_on absent:
/// calibrated_on plus the interval; given and different: with a reason.
StandardCertificateId accept_standard_certificate(storage::Transaction&, const people::Actor&,
                                                  equipment::StandardCertificate, std::optional<CivilDate> due_on,
                                                  std::optional<DocumentId> document, Moment now);

/// The decision of an authority that the standard may be used directly for verification; recorded again, a decision is
/// corrected. Throws Error(rule_broken) with every finding.
equipment::StandardCertificationId record_standard_certification(storage::Transaction&, const people::Actor&,
                                                                 const equipment::StandardCertification&,
                                                                 std::optional<DocumentId> document, Moment now);

}  // namespace chuan::operations
