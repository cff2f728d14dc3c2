#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"

namespace chuan::conformity {

/// What is wrong with a verification scale interval e beside the actual scale interval d, both in the unit: e is from d
/// to 10 d; only a balance of class I with d below 1 mg has e = 1 mg, whatever d. Without d any e above zero stands,
/// and without e there is nothing to judge: it equals d. One finding with the code and the field, or none.  Source:
/// OIML R 76-1:2006, T.3.2.3, 3.1.2, 3.4.2, 3.4.3.
std::vector<Finding> findings_on_verification_interval(const std::optional<Decimal>& e, const std::optional<Decimal>& d,
                                                       const std::string& unit, const std::string& accuracy_class,
                                                       const std::string& code, const std::string& field);

}  // namespace chuan::conformity
