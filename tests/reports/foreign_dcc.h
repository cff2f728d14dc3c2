#pragma once

// A thermometer's certificate of another laboratory, written for these tests: small, complete, without a finding.

#include <string>

namespace chuan::reports::examples {

std::string foreign_dcc();

}  // namespace chuan::reports::examples
