#pragma once

// What a changed version does to the results: both versions evaluate the sheets of their worked examples, and U stands
// beside U at every point.

#include <optional>
#include <string>
#include <vector>

#include "procedures/procedure.h"

namespace chuan::procedures {

struct PointEffect {
    std::string point;                         // id in the layout
    std::optional<PointResult> before, after;  // absent: that version gives no result there
    /// U after less U before, in percent of the one before; absent where one is missing.
    std::optional<double> change_percent;
};

struct ExampleEffect {
    std::string example, source;
    std::vector<PointEffect> points;                     // in the order of the sheet
    std::vector<Finding> before_refused, after_refused;  // why a version cannot evaluate the sheet at all
};

/// On every example of the version after, and on those of the version before that it no longer has.
std::vector<ExampleEffect> effects(const Procedure& before, const Procedure& after);

}  // namespace chuan::procedures
