#pragma once

#include <string_view>

#include "reports/dcc_check/check.h"
#include "reports/dcc_check/element.h"

namespace chuan::reports::dcc_check {

/// Every signature in the document; what is wrong with one is a finding. A file without any is none, unless it says
/// that it bears one.
void check_seals(const xmlNode* root, std::string_view xml, const signing::Trust&, Report&, Findings&);

/// The signature of the PDF around it, of the one form that is read (PAdES, certifying, whole file).
void check_pdf_seal(std::string_view pdf, const signing::Trust&, Report&, Findings&);

}  // namespace chuan::reports::dcc_check
