#include "procedures/operations.h"

#include <algorithm>
#include <cmath>

#include "procedures/judgement.h"
#include "procedures/numbers.h"
#include "quantities/unit.h"

namespace chuan::procedures {
namespace {

using Outcome = OperationResult::Outcome;

/// The largest departure of an operation, for its remark.
struct Largest {
    double figure = -1;
    std::string point;

    void meet(double candidate, const std::string& at) {
        if (std::abs(candidate) > figure) *this = {std::abs(candidate), at};
    }
};

std::string remark(const Largest& largest, const std::optional<double>& limit, const std::string& unit) {
    if (largest.figure < 0 || !limit) return {};
    const std::string symbol = quantities::symbol(quantities::parse_unit(unit));
    return settled_decimal(largest.figure).text() + " " + symbol + " (" + largest.point + " " + symbol + "), ≤ " +
           settled_decimal(*limit).text() + " " + symbol;
}

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
        largest.meet(result->error, point.nominal.text());
        failed = failed || result->verdict == conformity::Verdict::fail;
    }
    const auto limit = table_limit(run.procedure, run.inputs, operation.limit, run.sheet.unit);
    return {failed ? Outcome::fail : complete ? Outcome::pass : Outcome::open, remark(largest, limit, run.sheet.unit)};
}

/// |falling - rising| at one nominal, against a limit of its own; the pair's errors are compared, so that a standard
/// that was not set exactly twice does not count as the item's fault.
Judged hysteresis(const Operation& operation, const RunContext& run, const std::vector<PointResult>& results) {
    const auto limit = table_limit(run.procedure, run.inputs, operation.limit, run.sheet.unit);
    Largest largest;
    bool complete = limit.has_value();
    for (const SheetPoint& rising : run.sheet.points)
        for (const SheetPoint& falling : run.sheet.points) {
            if (rising.direction != "rising" || falling.direction != "falling" || rising.nominal != falling.nominal)
                continue;
            const PointResult *up = result_of(rising.id, results), *down = result_of(falling.id, results);
            complete = complete && up != nullptr && down != nullptr;
            if (up != nullptr && down != nullptr)
                largest.meet(settled(down->error - up->error, std::max(std::abs(up->value), std::abs(down->value))),
                             rising.nominal.text());
        }
    const bool failed = limit && largest.figure > *limit;
    return {failed ? Outcome::fail : complete ? Outcome::pass : Outcome::open, remark(largest, limit, run.sheet.unit)};
}

Judged judged(const Operation& operation, const RunContext& run, const RunInputs& inputs,
              const std::vector<PointResult>& results) {
    switch (operation.rule) {
        case Operation::Rule::errors:
            return errors(operation, run, results);
        case Operation::Rule::hysteresis:
            return hysteresis(operation, run, results);
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
