#include "procedures/evaluation.h"

#include <algorithm>
#include <set>

#include "procedures/agreement.h"
#include "procedures/judgement.h"
#include "procedures/names.h"
#include "procedures/operations.h"
#include "procedures/point_result.h"
#include "procedures/sheet_checks.h"

namespace chuan::procedures {
namespace {

/// The points of one function, as far as their readings are complete.
void evaluate_function(const RunContext& run, std::size_t place, Stage stage, std::vector<PointResult>& results,
                       std::vector<Finding>& findings) {
    for (const SheetPoint& point : run.sheet.points) {
        if (point.function != place || !run.readings.complete(point, run.sheet)) continue;
        try {
            if (auto result = result_at(run, stage, point, findings)) results.push_back(std::move(*result));
        } catch (const Error& error) {  // one point without a value (a division by zero) leaves the others standing
            for (Finding finding : error.findings()) {
                finding.values["point"] = point.id;
                findings.push_back(std::move(finding));
            }
        }
    }
}

void evaluate_run(const Procedure& procedure, const SheetInputs& inputs, const SheetLayout& sheet, const RunInputs& run,
                  Evaluation& evaluation) {
    const SheetReadings readings(run.readings, procedure.counted);
    const auto& standards = run.standards.empty() ? inputs.standards : run.standards;
    std::vector<PointResult> results;
    for (std::size_t i = 0; i < procedure.functions.size(); ++i)
        evaluate_function({procedure, procedure.functions[i], inputs, sheet, readings, standards, run.measured_on}, i,
                          run.stage, results, evaluation.findings);
    const RunContext whole{procedure, procedure.functions.front(), inputs, sheet, readings, standards};
    const auto operations = evaluate_operations(whole, run, results);
    const std::set<std::string> superfluous = superfluous_points(procedure, sheet, operations);
    for (const SheetPoint& point : sheet.points)
        for (const SheetCell& cell : sheet.function_of(point).cells)
            if (!superfluous.contains(point.id) && !readings.has(point.id, cell))
                evaluation.missing.push_back({run.stage, point.id, cell.channel, cell.repeat});
    evaluation.points.insert(evaluation.points.end(), std::make_move_iterator(results.begin()),
                             std::make_move_iterator(results.end()));
    evaluation.operations.insert(evaluation.operations.end(), operations.begin(), operations.end());
}

void require_mode(const Procedure& procedure, Mode mode) {
    if (procedure.kind != Kind::verification) return;
    if (std::find(procedure.modes.begin(), procedure.modes.end(), mode) != procedure.modes.end()) return;
    throw Error(ErrorKind::rule_broken, "job.mode",
                "procedure " + procedure.code + " has no limits for the mode \"" + std::string(name_of(mode)) +
                    "\"; choose a mode of verification that it allows",
                "/mode", {{"mode", std::string(name_of(mode))}, {"procedure", procedure.code}});
}

void keep_first_of_equal(std::vector<Finding>& findings) {
    std::set<std::string> seen;
    std::erase_if(findings,
                  [&](const Finding& finding) { return !seen.insert(finding.code + finding.sentence).second; });
}

/// Drawn on the state in which the item leaves the laboratory.
std::optional<conformity::Verdict> final_verdict(const Procedure& procedure, const SheetInputs& inputs,
                                                 const Evaluation& evaluation) {
    const auto leaves = std::find_if(inputs.runs.begin(), inputs.runs.end(),
                                     [](const RunInputs& run) { return run.stage != Stage::as_found; });
    if (leaves == inputs.runs.end()) return std::nullopt;
    if (procedure.kind == Kind::verification) return verdict_of_operations(evaluation.operations, leaves->stage);
    const bool complete = std::none_of(evaluation.missing.begin(), evaluation.missing.end(),
                                       [&](const MissingReading& missing) { return missing.stage == leaves->stage; });
    return complete ? worst_verdict(evaluation.points, leaves->stage) : std::nullopt;
}

}  // namespace

Evaluation evaluate(const Procedure& procedure, const SheetInputs& inputs) {
    require_mode(procedure, inputs.mode);
    const SheetLayout sheet = layout(procedure, inputs.item, inputs.points);

    Evaluation evaluation;
    evaluation.engine_version = kEngineVersion;
    evaluation.findings = findings_on_environment(procedure, inputs);
    const auto on_agreement = findings_on_agreement(procedure, inputs.agreement, sheet);
    evaluation.findings.insert(evaluation.findings.end(), on_agreement.begin(), on_agreement.end());
    const SheetReadings none({}, procedure.counted);
    for (const Function& function : procedure.functions) {
        const auto found = findings_on_standards({procedure, function, inputs, sheet, none, inputs.standards});
        evaluation.findings.insert(evaluation.findings.end(), found.begin(), found.end());
    }
    for (const RunInputs& run : inputs.runs) {
        const auto on_readings = findings_on_readings(sheet, run);
        evaluation.findings.insert(evaluation.findings.end(), on_readings.begin(), on_readings.end());
        evaluate_run(procedure, inputs, sheet, run, evaluation);
    }
    keep_first_of_equal(evaluation.findings);
    evaluation.verdict = final_verdict(procedure, inputs, evaluation);
    return evaluation;
}

}  // namespace chuan::procedures
