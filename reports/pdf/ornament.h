#pragma once

#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

/// A band of interlaced fine lines over this rectangle, as on papers of value.
void draw_guilloche(Sheet&, double x, double top, double width, double height, int lines);

/// The double frame of a certificate's page with its corners.
void draw_frame(Page&, double page_width, double page_height, double inset);

}  // namespace chuan::reports::pdf
