#pragma once

#include "operations/load_sheet.h"
#include "operations/support.h"
#include "storage/certificate_repository.h"
#include "traceability/chain.h"

namespace chuan::operations {

/// The chain of a job's results as its readings were supported: standards and certificates frozen at the readings.
traceability::Chain chain_of_sheet(storage::Transaction&, people::Scope, const Site&, const Sheet&);

/// The chain of a certificate issued here. Throws Error(not_found, "certificate.no_results") for an imported one.
traceability::Chain trace_certificate(storage::Transaction&, const people::Actor&, CertificateId, Moment now);

}  // namespace chuan::operations
