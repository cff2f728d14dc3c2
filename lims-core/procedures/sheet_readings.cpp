#include "procedures/sheet_readings.h"

#include <algorithm>

namespace chuan::procedures {

SheetReadings::SheetReadings(const std::vector<CountedReading>& readings, Counted counted) {
    for (const CountedReading& reading : readings) {
        std::vector<Decimal>& cell = cells_[{reading.point, reading.channel, reading.repeat}];
        if (counted == Counted::last) cell.clear();
        if (counted != Counted::first || cell.empty()) cell.push_back(reading.indication);
    }
}

const std::vector<Decimal>& SheetReadings::cell(const std::string& point, const std::string& channel,
                                                int repeat) const {
    static const std::vector<Decimal> nothing;
    const auto found = cells_.find({point, channel, repeat});
    return found == cells_.end() ? nothing : found->second;
}

bool SheetReadings::has(const std::string& point, const SheetCell& wanted) const {
    return !cell(point, wanted.channel, wanted.repeat).empty();
}

bool SheetReadings::complete(const SheetPoint& point, const SheetLayout& sheet) const {
    const auto& cells = sheet.function_of(point).cells;
    return std::all_of(cells.begin(), cells.end(), [&](const SheetCell& each) { return has(point.id, each); });
}

std::vector<Decimal> SheetReadings::of(const std::string& point, const SheetChannel& channel) const {
    std::vector<Decimal> all;
    for (int repeat = 1; repeat <= channel.repeats; ++repeat) {
        const auto& counted = cell(point, channel.id, repeat);
        all.insert(all.end(), counted.begin(), counted.end());
    }
    return all;
}

std::vector<double> SheetReadings::cycles(const std::string& point, const SheetChannel& channel, int per_cycle) const {
    std::vector<double> means;
    for (int first = 1; first + per_cycle - 1 <= channel.repeats; first += per_cycle) {
        double sum = 0, count = 0;
        for (int repeat = first; repeat < first + per_cycle; ++repeat)
            for (const Decimal& reading : cell(point, channel.id, repeat)) {
                sum += reading.to_double();
                ++count;
            }
        means.push_back(sum / count);
    }
    return means;
}

}  // namespace chuan::procedures
