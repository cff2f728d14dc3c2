#pragma once

// A label in two languages and its value on one line over a hair line. A field without a value is not drawn at all.
// Fields are rows: whoever draws them opens the table they belong to (Tagged, Role::table).

#include <string>
#include <string_view>

#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

constexpr double kLabelShare = 0.335;  // of the width; the values of all fields begin there

/// key: of the label in the catalogues; a key that they lack is printed as it is.
void draw_field(Sheet&, std::string_view key, const Runs& value);
void draw_field(Sheet&, std::string_view key, const std::string& value);
/// Two short fields beside one another; each alone on its line when the other is empty.
void draw_field_pair(Sheet&, std::string_view first, const std::string& first_value, std::string_view second,
                     const std::string& second_value);

}  // namespace chuan::reports::pdf
