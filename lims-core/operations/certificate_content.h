#pragma once

#include "operations/issue_certificate.h"

namespace chuan::operations {

/// The kind of document that an evaluated job ends in: a verification that fails ends in a record, not in a
/// certificate.
certificates::Kind document_kind(procedures::Kind, const procedures::Evaluation&);

/// Last day of validity: of a verification that passed by the procedure's period; of a calibration or test only where
/// the customer or the body's form asked for one (7.8.4.3).  Source: R19.
/// Where the last day comes from: the period of a verification, what the customer asked for, or the form of a body
/// whose calibration certificates carry one.
struct LastDay {
    CivilDate day;
    std::string basis;  // "procedure", "agreed", "form"
};
std::optional<LastDay> valid_to_of(const Sheet&, const procedures::Evaluation&, const Site&);

/// Everything the documents say, from the sheet and the evaluation that was signed. Number, code and day of issue are
/// the caller's.
CertificateFacts compose_certificate(storage::Transaction&, people::Scope, const Site&, const Sheet&,
                                     const procedures::Evaluation&);

}  // namespace chuan::operations
