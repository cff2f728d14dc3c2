#pragma once

// What an accepted certificate of a standard states, as the evaluation reads it.

#include <string>
#include <vector>

#include "equipment/standard.h"
#include "procedures/sheet.h"

namespace chuan::operations {

/// The figures of its tables, with the standard's limit of drift in the unit of each.
std::vector<procedures::StandardValue> certified_values(const equipment::MeasurementStandard&,
                                                        const equipment::StandardCertificate&);
std::vector<procedures::StandardFormula> certified_formulas(const equipment::MeasurementStandard&,
                                                            const equipment::StandardCertificate&);

/// The standard in a role, with the range it is given and without earlier certificates.
procedures::StandardInput standard_input(const std::string& role, const equipment::MeasurementStandard&,
                                         const equipment::StandardCertificate&);

/// The same of its earlier certificates, in their order.
std::vector<procedures::EarlierCertificate> earlier_input(const equipment::MeasurementStandard&,
                                                          const std::vector<equipment::StandardCertificate>& earlier);

}  // namespace chuan::operations
