#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "procedures/layout.h"

namespace chuan::procedures {

/// The readings of one run, by cell.
class SheetReadings {
  public:
    /// Of several readings of one cell, `counted` says which remain.
    SheetReadings(const std::vector<CountedReading>& readings, Counted counted);

    bool has(const std::string& point, const SheetCell& cell) const;
    bool complete(const SheetPoint&, const SheetLayout&) const;
    /// Every counted reading of a channel at a point, in the order of its repeats.
    std::vector<Decimal> of(const std::string& point, const SheetChannel&) const;
    /// The mean of each cycle: `per_cycle` successive repeats.
    std::vector<double> cycles(const std::string& point, const SheetChannel&, int per_cycle) const;

  private:
    struct Key {
        std::string point, channel;
        int repeat;
        auto operator<=>(const Key&) const = default;
    };
    const std::vector<Decimal>& cell(const std::string& point, const std::string& channel, int repeat) const;
    std::map<Key, std::vector<Decimal>> cells_;
};

}  // namespace chuan::procedures
