#pragma once

#include "operations/load_sheet.h"
#include "operations/support.h"
#include "storage/certificate_repository.h"
#include "traceability/chain.h"

namespace chuan::operations {

/// The chain of a job's results as its readings were supported: standards and certificates frozen at the readings;
/// looked at on the day of the last reading unless another is given.
traceability::Chain chain_of_sheet(storage::Transaction&, people::Scope, const Site&, const Sheet&,
                                   std::optional<CivilDate> on = std::nullopt);

struct CertificateChain {
    traceability::Chain chain;
    CivilDate on{};  // the day on which the links were looked at
};
/// The chain of a certificate issued here, on the day of its last reading or another day. Throws Error(not_found,
/// "certificate.no_results") for an imported one.
CertificateChain trace_certificate(storage::Transaction&, const people::Actor&, CertificateId,
                                   std::optional<CivilDate> on);
/// The same for the command line, where nobody is asked who he is.
CertificateChain chain_of_certificate(storage::Transaction&, people::Scope, CertificateId, std::optional<CivilDate> on);

/// The chain above a standard as it stands on a day: its certificate of that day and everything above it.
traceability::Chain trace_standard(storage::Transaction&, const people::Actor&, StandardId, CivilDate on, Moment now);

}  // namespace chuan::operations
