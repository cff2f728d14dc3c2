#pragma once

// The ranges of the item: which of them measure what a function does, and which of them holds a point. A multimeter of
// 200 mV, 2 V and 20 V has a resolution, bounds and a specification in each.

#include <optional>
#include <string>
#include <vector>

#include "procedures/layout.h"

namespace chuan::procedures {

/// From the lowest to the highest end of the ranges of a function.
struct Span {
    double low = 0, high = 0;
};

/// D-SI of nominals and results of the function for this item.
std::string result_unit(const Function&, const ItemInput&);

/// The item's own range, where its unit fits, and the further ones of the quantity.
std::vector<ItemRange> ranges_for(const Function&, const ItemInput&);

/// nullopt where no range of the function has both ends; in the unit of its results.
std::optional<Span> whole_span(const Function&, const ItemInput&);

/// The smallest range that contains the nominal, in the unit of the results; one without ends contains everything and
/// comes last. nullopt where there is none.
std::optional<ItemRange> range_holding(const Function&, const ItemInput&, double nominal);

/// e of a balance with that range: as stated, or d where it is not (OIML R 76-1:2006, T.3.2.3, 3.1.2). nullopt where
/// neither is known.
std::optional<Decimal> verification_interval(const ItemRange&);

/// high - low of a range that has both, in that unit.
double span_in(const ItemRange&, const std::string& unit);

/// What the procedure needs to know of the item and the register does not say, or says wrongly: item.unit, item.range,
/// item.resolution, item.verification_interval, item.accuracy_class.
std::vector<Finding> findings_on_item(const Procedure&, const ItemInput&);

/// What the range that holds the point does not say: item.range, item.resolution, item.verification_interval.
std::vector<Finding> findings_on_point(const Procedure&, const Function&, const SheetPoint&);

/// Whether points, bounds, inputs or limits of the function follow the item's range.
bool uses_span(const Procedure&, const Function&);

}  // namespace chuan::procedures
