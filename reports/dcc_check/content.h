#pragma once

// PTB's content rules and what belongs to them: what no schema finds and no figure is needed for.

#include <string>

#include "reports/dcc_check/element.h"
#include "reports/dcc_check/findings.h"

namespace chuan::reports::dcc_check {

/// `version`: of the schema, one that is read ("3.1.1").
void check_content(const Survey&, const std::string& version, Findings&);

// Its parts.
void check_languages(const Survey&, Findings&);
void check_links(const Survey&, const std::string& version, Findings&);

}  // namespace chuan::reports::dcc_check
