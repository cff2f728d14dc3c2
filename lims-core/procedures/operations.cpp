#include "procedures/operations.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "procedures/judgement.h"
#include "procedures/numbers.h"
#include "quantities/unit.h"

namespace chuan::procedures {
namespace {

using Outcome = OperationResult::Outcome;

/// The departure of an operation that uses up most of its limit, for the remark.
struct Largest {
    double figure = -1, limit = 0;
    std::string point, unit;
    bool failed = false;

    void meet(double candidate, const conformity::Limits& limits, const SheetPoint& at) {
        const double bound = candidate < 0 && limits.low ? -*limits.low : limits.high.value_or(-limits.low.value_or(0));
        const bool outside = (limits.high && candidate > *limits.high) || (limits.low && candidate < *limits.low);
        failed = failed || outside;
        if (figure < 0 || std::abs(candidate) * limit > figure * bound)
            *this = {std::abs(candidate), bound, at.nominal.text(), at.unit, failed};
    }

    std::string remark() const {
        if (figure < 0) return {};
        const std::string symbol = quantities::symbol(quantities::parse_unit(unit));
        return settled_decimal(figure).text() + " " + symbol + " (" + point + " " + symbol + "), ≤ " +
               settled_decimal(limit).text() + " " + symbol;
    }
};

struct Judged {
    Outcome outcome;
    std::string remark;
};

Judged answered(const Operation& operation, const RunInputs& inputs) {
    const auto answer = std::find_if(inputs.checks.begin(), inputs.checks.end(),
                                     [&](const CheckAnswer& each) { return each.operation == operation.id; });
    if (answer == inputs.checks.end()) return {Outcome::open, {}};
    return {answer->passed ? Outcome::pass : Outcome::fail, answer->remark};
}

const PointResult* result_of(const std::string& point, const std::vector<PointResult>& results) {
    const auto found =
        std::find_if(results.begin(), results.end(), [&](const PointResult& each) { return each.point == point; });
    return found == results.end() ? nullptr : &*found;
}

Judged errors(const Operation& operation, const RunContext& run, const std::vector<PointResult>& results) {
    Largest largest;
    bool complete = true, failed = false;
    for (const SheetPoint& point : run.sheet.points) {
        if (point.group != operation.group) continue;
        const PointResult* result = result_of(point.id, results);
        complete = complete && result != nullptr && result->verdict.has_value();
        if (result == nullptr) continue;
        if (result->limits) largest.meet(result->error, *result->limits, point);
        failed = failed || result->verdict == conformity::Verdict::fail;
    }
    return {failed ? Outcome::fail : complete ? Outcome::pass : Outcome::open, largest.remark()};
}

bool are_pair(const SheetPoint& rising, const SheetPoint& falling) {
    return rising.direction == "rising" && falling.direction == "falling" && rising.nominal == falling.nominal &&
           rising.function == falling.function;
}

/// |falling - rising| at one nominal, against a limit of its own; the pair's errors are compared, so that a standard
/// that was not set exactly twice does not count as the item's fault.
Judged hysteresis(const Operation& operation, const RunContext& run, const std::vector<PointResult>& results) {
    Largest largest;
    bool complete = true;
    for (const SheetPoint& rising : run.sheet.points)
        for (const SheetPoint& falling : run.sheet.points) {
            if (!are_pair(rising, falling)) continue;
            const auto limits = table_limits(run, operation.limit, rising);
            const PointResult *up = result_of(rising.id, results), *down = result_of(falling.id, results);
            complete = complete && limits && up != nullptr && down != nullptr;
            if (limits && up != nullptr && down != nullptr)
                largest.meet(
                    std::abs(settled(down->error - up->error, std::max(std::abs(up->value), std::abs(down->value)))),
                    *limits, rising);
        }
    return {largest.failed ? Outcome::fail : complete ? Outcome::pass : Outcome::open, largest.remark()};
}

std::vector<double> readings_at(const RunContext& run, const SheetPoint& point, const std::string& id) {
    const SheetChannel& channel = *run.sheet.channel(id);
    std::vector<double> all;
    for (const Decimal& reading : run.readings.of(point.id, channel))
        all.push_back(converted_difference(reading.to_double(), channel.unit, point.unit));
    return all;
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Experimental standard deviation, n - 1 degrees of freedom (JCGM 100, 4.2.2).
double deviation_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// Repeatability: largest less smallest, or the standard deviation of the repeats. Difference: of the means of two
/// channels, such as after and before tapping.
std::optional<double> departure(const Operation& operation, const RunContext& run, const SheetPoint& point) {
    if (!run.readings.complete(point, run.sheet)) return std::nullopt;
    if (operation.rule == Operation::Rule::spread) {
        const auto all = readings_at(run, point, operation.channel);
        const auto [low, high] = std::minmax_element(all.begin(), all.end());
        return settled(*high - *low, std::abs(*high));
    }
    if (operation.rule == Operation::Rule::deviation) {
        const auto all = readings_at(run, point, operation.channel);
        return settled(deviation_of(all), std::abs(mean_of(all)));
    }
    const double minuend = mean_of(readings_at(run, point, operation.minuend)),
                 subtrahend = mean_of(readings_at(run, point, operation.subtrahend));
    return settled(std::abs(minuend - subtrahend), std::abs(minuend));
}

Judged departures(const Operation& operation, const RunContext& run) {
    Largest largest;
    bool complete = true;
    for (const SheetPoint& point : run.sheet.points) {
        if (point.group != operation.group) continue;
        const auto limits = table_limits(run, operation.limit, point);
        const auto figure = departure(operation, run, point);
        complete = complete && limits && figure;
        if (limits && figure) largest.meet(*figure, *limits, point);
    }
    return {largest.failed ? Outcome::fail : complete ? Outcome::pass : Outcome::open, largest.remark()};
}

Judged judged(const Operation& operation, const RunContext& run, const RunInputs& inputs,
              const std::vector<PointResult>& results) {
    switch (operation.rule) {
        case Operation::Rule::errors:
            return errors(operation, run, results);
        case Operation::Rule::hysteresis:
            return hysteresis(operation, run, results);
        case Operation::Rule::spread:
        case Operation::Rule::difference:
        case Operation::Rule::deviation:
            return departures(operation, run);
        case Operation::Rule::check:
            break;
    }
    return answered(operation, inputs);
}

}  // namespace

std::vector<OperationResult> evaluate_operations(const RunContext& run, const RunInputs& inputs,
                                                 const std::vector<PointResult>& results) {
    std::vector<OperationResult> operations;
    bool failed = false;
    for (const Operation& operation : run.procedure.operations) {
        const Judged outcome = failed ? Judged{Outcome::not_performed, {}} : judged(operation, run, inputs, results);
        failed = failed || outcome.outcome == Outcome::fail;
        operations.push_back({operation.id, inputs.stage, outcome.outcome, outcome.remark});
    }
    return operations;
}

std::set<std::string> superfluous_points(const Procedure& procedure, const SheetLayout& sheet,
                                         const std::vector<OperationResult>& operations) {
    std::set<std::string> points;
    for (const OperationResult& operation : operations) {
        if (operation.outcome != Outcome::fail && operation.outcome != Outcome::not_performed) continue;
        for (const SheetPoint& point : sheet.points)
            if (!point.group.empty() && point.group == procedure.operation(operation.operation)->group)
                points.insert(point.id);
    }
    return points;
}

std::optional<conformity::Verdict> verdict_of_operations(const std::vector<OperationResult>& operations, Stage stage) {
    bool open = true;
    for (const OperationResult& operation : operations) {
        if (operation.stage != stage) continue;
        if (operation.outcome == Outcome::fail) return conformity::Verdict::fail;
        if (operation.outcome == Outcome::open) return std::nullopt;
        open = false;
    }
    return open ? std::nullopt : std::optional(conformity::Verdict::pass);
}

}  // namespace chuan::procedures
