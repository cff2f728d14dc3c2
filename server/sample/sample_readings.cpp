#include "server/sample/sample_readings.h"

#include <cmath>

namespace chuan::server::sample {
namespace {

using operations::Sheet;

/// What the bench would show: a number on the display's grid.
Decimal shown(double value, double step, int decimals) {
    const double on_grid = std::round(value / step) * step;
    return Decimal::from_unscaled(std::llround(on_grid * std::pow(10, decimals)), decimals);
}

/// A small scatter that is the same each time the laboratory is made.
double scatter(const std::string& point, int repeat) {
    return static_cast<double>((std::hash<std::string>{}(point) + static_cast<std::size_t>(repeat) * 7919) % 9) / 8.0 -
           0.5;
}

/// The step that can be told apart in a channel: of the item by its resolution, else by the decimals that are written.
struct Step {
    double size = 0;
    int decimals = 0;
};

/// Of several ranges that one counts which holds the point; their units are those of the channels.
Step step_of(const Sheet& sheet, const SampleMethod& method, const procedures::SheetPoint& point,
             const procedures::SheetChannel& channel) {
    const auto& resolution = sheet.instrument.ranges.empty() ? sheet.instrument.resolution : point.range.resolution;
    if (channel.of == procedures::Channel::Of::standard || !resolution || method.reads == "departures") {
        const int decimals = channel.decimals.value_or(3);
        return {std::pow(10, -decimals), decimals};
    }
    return {resolution->to_double() / method.parts, resolution->decimals() + (method.parts > 1 ? 1 : 0)};
}

/// error: of the item, in the unit of the results, or a share of the nominal.
Decimal indication(const Sheet& sheet, const SampleMethod& method, const procedures::SheetPoint& point,
                   const procedures::SheetCell& cell, double error) {
    const auto& channel = *sheet.layout.channel(cell.channel);
    const bool of_standard = channel.of == procedures::Channel::Of::standard;
    const Step step = step_of(sheet, method, point, channel);
    const double nominal = point.nominal.to_double();
    double value = of_standard ? 0 : error;
    if (method.reads == "ratio")
        value = 1 + error / nominal;
    else if (method.reads == "both")
        value += nominal;
    else if (method.reads == "shares")
        value = nominal * (1 + error);
    else if (method.reads == "indications")
        value = point.nominal.is_zero() ? 0 : nominal + error;
    return shown(value + method.scatter * scatter(point.id, cell.repeat), step.size, step.decimals);
}

}  // namespace

std::string technician(int day) { return day % 2 == 0 ? "kythuat" : "kythuat2"; }

std::string key_of(const SampleJob& job, const std::string& what) {
    return "sample-" + job.instrument + std::to_string(job.day) + "-" + what + "-0000000000";
}

std::vector<operations::ReadingEntry> readings_of(const SampleJob& job, const SampleMethod& method, const Sheet& sheet,
                                                  Moment moment) {
    const double error = job.error.empty() ? 0 : Decimal::parse(job.error).to_double();
    const bool half = job.until == "in_work";
    std::vector<operations::ReadingEntry> entries;
    std::size_t all = 0;
    for (const auto& point : sheet.layout.points) all += sheet.layout.function_of(point).cells.size();
    for (const auto& point : sheet.layout.points)
        for (const auto& cell : sheet.layout.function_of(point).cells) {
            if (half && entries.size() * 2 >= all) continue;
            entries.push_back({.entry_key = key_of(job, point.id + cell.channel + std::to_string(cell.repeat)),
                               .stage = procedures::Stage::as_found,
                               .point = point.id,
                               .channel = cell.channel,
                               .repeat = cell.repeat,
                               .typed = indication(sheet, method, point, cell, error).text(),
                               .measured_at = moment});
        }
    return entries;
}

std::vector<operations::CheckEntry> checks_of(const SampleJob& job, const Sheet& sheet) {
    std::vector<operations::CheckEntry> checks;
    for (const auto& check : sheet.layout.checks)
        checks.push_back({.entry_key = key_of(job, check.id), .operation = check.id, .passed = true});
    return checks;
}

}  // namespace chuan::server::sample
