#include "procedures/sheet_checks.h"

#include <algorithm>
#include <cmath>

#include "procedures/judgement.h"
#include "procedures/numbers.h"
#include "procedures/standard_asked.h"
#include "procedures/standard_use.h"

namespace chuan::procedures {
namespace {

std::string bounds_of(const EnvironmentCondition& condition) {
    return (condition.low ? condition.low->text() : "...") + " to " +
           (condition.high ? condition.high->text() : "...") + " " + condition.unit;
}

std::optional<double> figure_in(const EnvironmentCondition& condition, const EnvironmentInput& measured,
                                const std::optional<Decimal>& value) {
    if (!value) return std::nullopt;
    return converted(value->to_double(), measured.unit, condition.unit);
}

void check_value(const EnvironmentCondition& condition, const EnvironmentInput& measured, const std::string& moment,
                 const std::optional<Decimal>& value, std::vector<Finding>& findings) {
    const auto figure = figure_in(condition, measured, value);
    if (!figure || ((!condition.low || *figure >= condition.low->to_double()) &&
                    (!condition.high || *figure <= condition.high->to_double())))
        return;
    findings.push_back({"environment.outside",
                        condition.quantity + " " + value->text() + " at the " + moment + " lies outside " +
                            bounds_of(condition) + "; an authorised person has to judge it before the job goes on",
                        "/environment/" + condition.quantity,
                        {{"quantity", condition.quantity},
                         {"moment", moment},
                         {"value", value->text()},
                         {"unit", condition.unit},
                         {"low", condition.low ? condition.low->text() : ""},
                         {"high", condition.high ? condition.high->text() : ""}}});
}

void check_change(const EnvironmentCondition& condition, const EnvironmentInput& measured,
                  std::vector<Finding>& findings) {
    const auto start = figure_in(condition, measured, measured.start),
               end = figure_in(condition, measured, measured.end);
    if (!start || !end || !condition.largest_change) return;
    const double change = std::abs(settled(*end - *start, *end));
    if (change <= condition.largest_change->to_double()) return;
    findings.push_back({"environment.changed",
                        condition.quantity + " changed by " + settled_decimal(change).text() + ", more than " +
                            condition.largest_change->text() + " " + condition.unit +
                            "; an authorised person has to judge it before the job goes on",
                        "/environment/" + condition.quantity,
                        {{"quantity", condition.quantity},
                         {"change", settled_decimal(change).text()},
                         {"limit", condition.largest_change->text()},
                         {"unit", condition.unit}}});
}

bool of_function(const RunContext& run, const SheetPoint& point) {
    return &run.function == &run.procedure.functions.at(point.function);
}

/// The points of the function at which the role has no certified figure or no range.
std::string uncovered_points(const RunContext& run, const StandardNeed& need) {
    std::string points;
    std::vector<Decimal> seen;
    for (const SheetPoint& point : run.sheet.points) {
        if (!of_function(run, point) || std::find(seen.begin(), seen.end(), point.nominal) != seen.end()) continue;
        seen.push_back(point.nominal);
        if (!covers(need, run.standards, point.nominal.to_double(), point.unit))
            points += (points.empty() ? "" : ", ") + point.nominal.text();
    }
    return points;
}

std::string codes_of(const RunContext& run, const StandardNeed& need) {
    std::string codes;
    for (const StandardInput& standard : run.standards)
        if (standard.role == need.role) codes += (codes.empty() ? "" : ", ") + standard.code;
    return codes;
}

std::size_t place_of(const RunContext& run) {
    return static_cast<std::size_t>(&run.function - run.procedure.functions.data());
}

void check_share(const RunContext& run, const StandardNeed& need, std::vector<Finding>& findings) {
    for (const SheetPoint& point : run.sheet.points) {
        if (!of_function(run, point)) continue;
        const auto limits = limits_at(run, point);
        const auto value = realised(need, run.standards, {point.nominal.to_double(), point.unit}, point.unit);
        if (!limits || !value) continue;
        const double smallest =
            std::min(std::abs(limits->low.value_or(HUGE_VAL)), std::abs(limits->high.value_or(HUGE_VAL)));
        const double allowed = settled(*need.uncertainty_share * smallest);
        if (value->expanded_uncertainty <= allowed) continue;
        const std::string U = settled_decimal(value->expanded_uncertainty).text(),
                          limit = settled_decimal(smallest).text(), most = three_digits(allowed).text();
        findings.push_back({"standard.uncertainty",
                            "U = " + U + " of standard " + codes_of(run, need) + " at " + point.nominal.text() +
                                " exceeds " + most + ", its share of the limit " + limit + "; choose a better standard",
                            "/standards",
                            {{"role", need.role},
                             {"standard", codes_of(run, need)},
                             {"U", U},
                             {"point", point.nominal.text()},
                             {"allowed", most}}});
        return;
    }
}

}  // namespace

std::vector<Finding> findings_on_environment(const Procedure& procedure, const SheetInputs& inputs) {
    std::vector<Finding> findings;
    for (const EnvironmentCondition& condition : procedure.conditions) {
        const auto found =
            std::find_if(inputs.environment.begin(), inputs.environment.end(),
                         [&](const EnvironmentInput& each) { return each.quantity == condition.quantity; });
        if (found == inputs.environment.end() || !found->start || !found->end)
            findings.push_back({"environment.missing",
                                "enter the " + condition.quantity + " at the start and at the end",
                                "/environment/" + condition.quantity,
                                {{"quantity", condition.quantity}}});
        if (found == inputs.environment.end()) continue;
        check_value(condition, *found, "start", found->start, findings);
        check_value(condition, *found, "end", found->end, findings);
        check_change(condition, *found, findings);
    }
    return findings;
}

std::vector<Finding> findings_on_standards(const RunContext& run) {
    std::vector<Finding> findings;
    for (const StandardNeed& need : run.procedure.standards) {
        const bool chosen = std::any_of(run.standards.begin(), run.standards.end(),
                                        [&](const StandardInput& standard) { return standard.role == need.role; });
        if (!chosen) {
            findings.push_back(
                {"standard.missing",
                 "procedure " + run.procedure.code + " needs a standard in the role " + need.role + "; choose one",
                 "/standards",
                 {{"role", need.role}, {"procedure", run.procedure.code}}});
            continue;
        }
        if (!run.procedure.serves(need, run.function)) continue;
        const std::string points = need.covers_points ? uncovered_points(run, need) : "";
        if (!points.empty())
            findings.push_back({"standard.range",
                                "the points " + points + " are not covered by " +
                                    reach_of(need, run.standards, run.sheet.functions.at(place_of(run)).unit) +
                                    "; nothing is extrapolated, choose one whose range and certificate contain them",
                                "/standards",
                                {{"role", need.role}, {"standard", codes_of(run, need)}, {"point", points}}});
        if (need.uncertainty_share) check_share(run, need, findings);
        for (const StandardInput& standard : run.standards)
            if (standard.role == need.role)
                for (Finding& finding : findings_on_asked(run.procedure, need, run.sheet, standard))
                    findings.push_back(std::move(finding));
    }
    return findings;
}

std::vector<Finding> findings_on_readings(const SheetLayout& sheet, const RunInputs& run) {
    std::vector<Finding> findings;
    for (const CountedReading& reading : run.readings) {
        const auto wrong = check_reading(sheet, reading.point, reading.channel, reading.indication);
        findings.insert(findings.end(), wrong.begin(), wrong.end());
        const SheetChannel* channel = sheet.channel(reading.channel);
        if (channel != nullptr && (reading.repeat < 1 || reading.repeat > channel->repeats))
            findings.push_back({"reading.unknown_repeat",
                                "channel " + reading.channel + " has no repeat " + std::to_string(reading.repeat) +
                                    "; reload the sheet",
                                "/repeat",
                                {{"channel", reading.channel}, {"repeat", std::to_string(reading.repeat)}}});
    }
    return findings;
}

}  // namespace chuan::procedures
