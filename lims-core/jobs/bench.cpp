#include "jobs/bench.h"

#include <algorithm>

namespace chuan::jobs {
namespace {

using procedures::SheetChannel;
using procedures::SheetLayout;
using procedures::SheetPoint;

bool same_point(const SheetPoint& a, const SheetPoint& b) {
    return a.id == b.id && a.unit == b.unit && a.direction == b.direction && a.function == b.function &&
           a.nominal == b.nominal;
}

std::string words_of(const SheetPoint& point) {
    return point.nominal.text() + " " + point.unit + (point.direction.empty() ? "" : " " + point.direction);
}

/// The points of the one that the other has not.
std::string missing_in(const SheetLayout& one, const SheetLayout& other) {
    std::string words;
    for (const SheetPoint& point : one.points)
        if (std::ranges::none_of(other.points, [&](const SheetPoint& each) { return same_point(point, each); }))
            words += (words.empty() ? "" : ", ") + words_of(point);
    return words;
}

bool same_bounds(const SheetLayout& first, const SheetLayout& other) {
    return std::ranges::all_of(first.channels, [&](const SheetChannel& channel) {
        const SheetChannel* same = other.channel(channel.id);
        return channel.of == procedures::Channel::Of::item || (same != nullptr && same->unit == channel.unit &&
                                                               same->low == channel.low && same->high == channel.high);
    });
}

}  // namespace

bool is_shared(const SheetLayout& layout, std::string_view channel) {
    const SheetChannel* found = layout.channel(channel);
    return found != nullptr && found->of == procedures::Channel::Of::standard;
}

std::vector<Finding> findings_on_size(const procedures::Procedure& procedure, std::size_t items) {
    if (!procedure.bench)
        return {{"bench.procedure",
                 "procedure " + procedure.code + " measures each item alone; start the jobs one by one",
                 "/procedure_version_id",
                 {{"procedure", procedure.code}}}};
    const auto most = static_cast<std::size_t>(*procedure.bench);
    if (items >= procedures::kSmallestBench && items <= most) return {};
    return {{"bench.items",
             "procedure " + procedure.code + " measures 2 to " + std::to_string(most) + " items together, chosen are " +
                 std::to_string(items) + "; choose others",
             "/jobs",
             {{"procedure", procedure.code}, {"most", std::to_string(most)}, {"items", std::to_string(items)}}}};
}

std::vector<Finding> differences(const std::string& job, const SheetLayout& first, const SheetLayout& other) {
    const std::string lacks = missing_in(first, other), has = missing_in(other, first);
    if (lacks.empty() && has.empty() && same_bounds(first, other)) return {};
    std::string what;
    if (!lacks.empty()) what += "it lacks " + lacks;
    if (!has.empty()) what += (what.empty() ? "it has " : ", and has ") + has;
    if (what.empty()) what = "what is read of the standard has other bounds";
    return {{"bench.points",
             "job " + job + " has other points than the first item: " + what +
                 "; agree the same points, or measure it apart",
             "/jobs",
             {{"job", job}, {"lacks", lacks}, {"has", has}}}};
}

}  // namespace chuan::jobs
