#pragma once

// The colours and letters of all documents.

#include "reports/pdf/typesetting.h"

namespace chuan::reports::pdf {

constexpr Colour kInk{0.09, 0.11, 0.15};
constexpr Colour kNavy{0.05, 0.20, 0.40};
constexpr Colour kQuiet{0.32, 0.36, 0.43};    // English beside Vietnamese
constexpr Colour kHair{0.76, 0.80, 0.86};     // rules between rows
constexpr Colour kTint{0.925, 0.945, 0.972};  // heads of tables
constexpr Colour kStripe{0.972, 0.979, 0.989};
constexpr Colour kOrnament{0.80, 0.86, 0.93};
constexpr Colour kGold{0.66, 0.51, 0.20};
constexpr Colour kRed{0.68, 0.11, 0.13};
constexpr Colour kGreen{0.02, 0.40, 0.31};
constexpr Colour kWatermark{0.925, 0.925, 0.94};
constexpr Colour kWhite{1, 1, 1};

inline Style vietnamese(double size = 9.2, int weight = 400, Colour colour = kInk) {
    return {.size = size, .weight = weight, .italic = false, .colour = colour, .spacing = 0};
}
inline Style english(double size = 7.6, Colour colour = kQuiet) {
    return {
        .size = size, .weight = 400, .italic = true, .colour = colour, .spacing = 0, .language = text::Language::en};
}

}  // namespace chuan::reports::pdf
