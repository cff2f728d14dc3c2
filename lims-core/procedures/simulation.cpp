#include "procedures/simulation.h"

#include <algorithm>

#include "procedures/point_inputs.h"

namespace chuan::procedures {
namespace {

std::optional<PointSimulation> simulated_at(const RunContext& run, Stage stage, const SheetPoint& point,
                                            const SimulationRequest& request) {
    std::vector<Finding> told_by_the_evaluation;
    const auto inputs = inputs_at(run, point, told_by_the_evaluation);
    if (!inputs) return std::nullopt;
    const uncertainty::CompiledModel model(model_of(run.function, *inputs));
    const uncertainty::GumResult gum = model.evaluate();
    PointSimulation result{.point = point.id,
                           .stage = stage,
                           .unit = point.unit,
                           .value = gum.value,
                           .u = gum.u,
                           .U = gum.U,
                           .coverage_factor = gum.k,
                           .simulated = uncertainty::simulate_distribution(
                               model, {.seed = request.seed, .probability = gum.p}, request.trials, request.parts),
                           .validation = std::nullopt,
                           .significant_digits = run.function.rounding.significant_digits};
    if (gum.u > 0)
        result.validation = uncertainty::validate_gum(gum, result.simulated.result,
                                                      uncertainty::IntervalKind::symmetric, result.significant_digits);
    return result;
}

void require_points(const SheetLayout& sheet, const std::vector<std::string>& points) {
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (!sheet.point(points[i]))
            findings.push_back({"simulation.point",
                                "the sheet has no point \"" + points[i] + "\" to simulate; choose one of its points",
                                "/simulation/points/" + std::to_string(i),
                                {{"point", points[i]}}});
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));
}

/// A point without a value is no reason to keep the others back; the evaluation names it.
void add_if_it_has_a_value(const RunContext& run, Stage stage, const SheetPoint& point,
                           const SimulationRequest& request, std::vector<PointSimulation>& all) {
    try {
        if (auto one = simulated_at(run, stage, point, request)) all.push_back(std::move(*one));
    } catch (const Error& error) {
        if (error.code() == "simulation.trials") throw;
    }
}

}  // namespace

std::vector<PointSimulation> simulate(const Procedure& procedure, const SheetInputs& inputs,
                                      const SimulationRequest& request) {
    const SheetLayout sheet = layout(procedure, inputs.item, inputs.points);
    require_points(sheet, request.points);
    std::vector<PointSimulation> all;
    for (const RunInputs& run : inputs.runs) {
        const SheetReadings readings(run.readings, procedure.counted);
        const auto& standards = run.standards.empty() ? inputs.standards : run.standards;
        for (const SheetPoint& point : sheet.points)
            if (std::ranges::find(request.points, point.id) != request.points.end() && readings.complete(point, sheet))
                add_if_it_has_a_value({procedure, procedure.functions.at(point.function), inputs, sheet, readings,
                                       standards, run.measured_on},
                                      run.stage, point, request, all);
    }
    return all;
}

}  // namespace chuan::procedures
