#pragma once

// The digital calibration certificate (DCC 3.3.0, PTB) of a certificate: the same figures as the paper, digit for
// digit.

#include <string>

#include "certificates/content.h"

namespace chuan::reports::dcc {

/// The XML, UTF-8, in Vietnamese (binding) and English. Throws Error(rule_broken): "dcc.not_a_certificate" for a draft
/// or a verification record, "dcc.coverage_missing" for an uncertainty without its k or probability (neither is ever
/// invented), "dcc.signature_missing" when nobody has signed, "dcc.results_missing" when there is nothing to report.
std::string certificate_dcc(const certificates::CertificateContent&);

}  // namespace chuan::reports::dcc
