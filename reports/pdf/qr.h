#pragma once

#include <string>
#include <string_view>

#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

/// Side in points of the code for this text, quiet zone of four modules included: at least 20 mm of code and 0.42 mm a
/// module.
double qr_side(std::string_view text, double code_side = 24 * kMillimetre);

/// The code as one vector path, black on white, its quiet zone's top left corner at (x, top). spoken: what is read
/// aloud in its place.
void draw_qr(Sheet&, std::string_view text, const std::string& spoken, double x, double top,
             double code_side = 24 * kMillimetre);

}  // namespace chuan::reports::pdf
