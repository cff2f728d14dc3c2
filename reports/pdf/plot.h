#pragma once

#include "certificates/content.h"
#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

/// Errors over the nominal values with their U and the permissible limits, drawn from the printed figures. Nothing is
/// drawn for a table without errors, or with fewer than three different points.
void draw_error_plot(Sheet&, const certificates::ResultTable&);

}  // namespace chuan::reports::pdf
