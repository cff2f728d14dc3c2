#pragma once

// The measurement sheet that a procedure makes for one item: which points, which cells at each point, in which order.
// The screen draws it, the entry checks against it, the evaluation runs over it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "procedures/procedure.h"

namespace chuan::procedures {

struct SheetPoint {
    std::string id;
    std::string group;
    Text name;                 // empty where the nominal says enough
    Decimal nominal;           // in unit
    std::string direction;     // "rising", "falling" or empty
    std::size_t function = 0;  // place in the layout's functions
    std::string unit;          // D-SI of nominal and result
    /// Of the item's ranges the smallest that contains the point; without one, the class of the item alone.
    ItemRange range{};
    std::map<std::string, Decimal> arguments{};  // of tables of limits
};

struct SheetChannel {
    std::string id;
    Text name;
    Channel::Of of = Channel::Of::item;
    std::string unit;  // D-SI, never "result"
    int repeats = 1;
    std::optional<int> decimals;
    std::optional<Decimal> low, high;  // indications outside are refused; in the channel's unit
    std::size_t function = 0;
    std::optional<double> range_margin{};  // percent: outside of the point's range, widened by it, they are refused too
};

/// A cell of one point: the order in which a technician meets them.
struct SheetCell {
    std::string channel;
    int repeat = 1;
};

/// One quantity of the item: the same places as in the procedure's functions.
struct SheetFunction {
    std::string id;  // empty: the only one
    Text name;
    std::string quantity;
    std::string unit;              // D-SI of nominals and results
    std::vector<SheetCell> cells;  // of every point of it, in the order of the bench
};

struct SheetLayout {
    std::vector<SheetFunction> functions;
    std::vector<SheetPoint> points;
    std::vector<SheetChannel> channels;
    std::vector<Operation> checks;  // answered yes or no

    const SheetFunction& function_of(const SheetPoint& point) const { return functions.at(point.function); }
    const SheetPoint* point(std::string_view id) const;
    const SheetChannel* channel(std::string_view id) const;
};

/// agreed_points: the customer's, as decimal numbers in the item's unit (of the results where it has none), with the
/// function before a colon where there are several ("V:10"); empty: those of the procedure, as also for a function
/// without agreed ones. Agreed points are rising and then falling where the procedure's own points have directions.
/// Throws Error(rule_broken) with every finding, each naming its field of the item or the agreed point: item.unit,
/// item.range, item.resolution, item.accuracy_class, points.refused, points.malformed, points.outside_range.
SheetLayout layout(const Procedure&, const ItemInput&, const std::vector<std::string>& agreed_points);

/// What is wrong with an indication about to be entered: reading.unknown_point, reading.unknown_channel,
/// reading.outside_range. Empty: nothing.
std::vector<Finding> check_reading(const Procedure&, const ItemInput&, std::string_view point, std::string_view channel,
                                   const Decimal& indication, const std::vector<std::string>& agreed_points = {});
std::vector<Finding> check_reading(const SheetLayout&, std::string_view point, std::string_view channel,
                                   const Decimal& indication);

}  // namespace chuan::procedures
