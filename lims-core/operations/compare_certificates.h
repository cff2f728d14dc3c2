#pragma once

// A certificate that is about to be accepted, beside the one that the standard has now.

#include <string>
#include <vector>

#include "equipment/standard.h"
#include "operations/support.h"
#include "quality/certificate_comparison.h"

namespace chuan::operations {

struct CertificatePreview {
    std::string before{};  // number of the certificate it is held against; empty: the standard has none
    std::vector<quality::ComparedFigure> figures{};
    std::vector<Finding> findings{};  // what acceptance would refuse of the figures and formulas
};

/// Keeps nothing. offered: its figures and formulas, as far as they are typed; the newest accepted certificate is
/// the one it is held against. Throws Error(malformed) for a unit that is none.
CertificatePreview preview_certificate(storage::Transaction&, const people::Actor&,
                                       const equipment::StandardCertificate& offered, Moment now);

}  // namespace chuan::operations
