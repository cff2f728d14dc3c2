#pragma once

// How figures look on paper in Vietnam: decimal comma, true minus sign, unit tied to its number.

#include <string>
#include <string_view>

#include "reports/text/catalogue.h"

namespace chuan::reports::text {

/// "-0.020" -> "−0,020", "±0.16" -> "±0,16": every point between digits becomes a comma, every hyphen before a digit at
/// the start or after a space, bracket or sign a minus. Other text stays.
std::string printed(std::string_view figure);

/// D-SI unit to symbol: "\kilogram" -> "kg", "\milli\volt" -> "mV", "\metre\tothe{2}" -> "m²", "\one" -> "".
/// A part that the table does not know stays as written, without its backslash.
std::string unit_symbol(std::string_view d_si);

/// "23.5" and "\degreecelsius" -> "23,5 °C" with a no-break space.
std::string printed_with_unit(std::string_view figure, std::string_view d_si);

/// A probability as percent: "0.9545" -> "95,45 %".
std::string printed_percent(std::string_view probability);

/// What U is: the sentence under a table of results. factor: k as written, empty where the rows differ ("k given in the
/// table"); reason: code of the evaluation ("normal", "student_t", ...), an unknown one adds no words.
std::string uncertainty_sentence(Language, std::string_view factor, std::string_view probability,
                                 std::string_view reason);

/// Spaces inside "k = 2", "0 ÷ 16 bar", "≤ 2,5 %" become no-break spaces.
std::string tied(std::string_view text);

}  // namespace chuan::reports::text
