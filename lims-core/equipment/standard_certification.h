#pragma once

// The certification of a standard for direct use in verification (chứng nhận chuẩn đo lường dùng trực tiếp để kiểm
// định): an authority's decision, beside the calibration certificate that gives its values. A fact that is recorded and
// stays; a slip is put right by recording the decision again, of which the last record counts.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"

namespace chuan::equipment {

using StandardCertificationId = Id<struct StandardCertificationTag>;

struct StandardCertification {
    StandardCertificationId id{};
    StandardId standard{};
    std::string number{};  // of the decision
    OrganisationId issuer{};
    CivilDate issued_on{};
    std::optional<CivilDate> valid_until{};  // the last day; absent: no end is stated
    std::string remark{};
};

/// A decision about to be recorded. Codes: field.missing, date.future, standard_certification.until_before.
std::vector<Finding> findings_on(const StandardCertification&, CivilDate today);

/// Those that count: of records of one decision (its number and issuer) the last.
std::vector<StandardCertification> in_force(std::span<const StandardCertification>);

/// Empty: on every day from the first to the last some certification holds. code: of the standard. Codes:
/// standard.not_certified, standard.certification_ended.
std::vector<Finding> why_not_certified(const std::string& code, std::span<const StandardCertification>, CivilDate from,
                                       CivilDate to);

}  // namespace chuan::equipment
