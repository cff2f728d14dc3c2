#include "procedures/evaluation.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "procedures/judgement.h"
#include "procedures/names.h"
#include "procedures/numbers.h"
#include "procedures/operations.h"
#include "procedures/sheet_checks.h"
#include "uncertainty/gum.h"

namespace chuan::procedures {
namespace {

std::string reason_code(uncertainty::CoverageReason reason) {
    using Reason = uncertainty::CoverageReason;
    switch (reason) {
        case Reason::agreed:
            return "agreed";
        case Reason::student_t:
            return "student_t";
        case Reason::rectangular_input:
            return "rectangular_dominated";
        case Reason::two_rectangular_inputs:
        case Reason::trapezoid:
            return "trapezoidal";
        case Reason::normal:
        case Reason::conventional:
            break;
    }
    return "normal";
}

std::vector<BudgetLine> budget_of(const Procedure& procedure, const PointInputs& inputs,
                                  const uncertainty::GumResult& gum) {
    std::vector<BudgetLine> lines;
    for (std::size_t i = 0; i < gum.rows.size(); ++i) {
        const uncertainty::BudgetRow& row = gum.rows[i];
        const Input& input = procedure.measurand.inputs[i];
        const double dof = row.u.degrees_of_freedom;
        lines.push_back({row.name, input.description.vi, input.description.en, row.estimate,
                         inputs.inputs[i].quantity.unit, inputs.inputs[i].distribution, row.u.value,
                         std::isfinite(dof) ? std::optional(dof) : std::nullopt, row.sensitivity, row.contribution,
                         row.share, inputs.inputs[i].source});
    }
    return lines;
}

double estimate_of(const std::string& symbol, const PointResult& result) {
    const auto line = std::find_if(result.budget.begin(), result.budget.end(),
                                   [&](const BudgetLine& each) { return each.symbol == symbol; });
    return line == result.budget.end() ? 0 : line->estimate;
}

/// Value and error from the model's result, each settled on the digits of the figures it came from.
void put_figures(const RunContext& run, const SheetPoint& point, double y, PointResult& result) {
    const Measurand& measurand = run.procedure.measurand;
    const double nominal = point.nominal.to_double();
    result.reference = estimate_of(measurand.reference, result);
    result.indication = estimate_of(measurand.indication, result);
    double scale = std::max({std::abs(nominal), std::abs(result.reference), std::abs(result.indication)});
    for (const BudgetLine& line : result.budget) scale = std::max(scale, std::abs(line.sensitivity * line.estimate));
    if (measurand.result == Measurand::Result::value) {
        result.value = settled(y, scale);
        result.error = settled(y - nominal, scale);
    } else {
        result.error = settled(y, scale);
        result.value = measurand.indication.empty() ? settled(nominal + y, scale) : result.indication;
    }
}

void put_uncertainty(const RunContext& run, const SheetPoint& point, const uncertainty::GumResult& gum,
                     PointResult& result) {
    result.standard_uncertainty = gum.u;
    result.degrees_of_freedom = gum.dof_eff;
    result.coverage_factor = gum.k;
    result.coverage_probability = gum.p;
    result.coverage_reason = reason_code(gum.coverage_reason);
    double floor = run.inputs.cmc.value_or(0);
    if (run.procedure.capability)
        floor = std::max(floor, uncertainty::capability(*run.procedure.capability, point.nominal.to_double()));
    const auto reported = uncertainty::reported_uncertainty(gum.U, floor);
    result.expanded_uncertainty = reported.U;
    result.raised_to_cmc = reported.raised_to_cmc;
}

/// A single indication is printed as it was written; everything else to the last digit of U.
std::string printed_indication(const RunContext& run, const SheetPoint& point, double indication, int place) {
    const auto& inputs = run.procedure.measurand.inputs;
    const auto input = std::find_if(inputs.begin(), inputs.end(), [&](const Input& each) {
        return each.symbol == run.procedure.measurand.indication;
    });
    if (const auto* readings = std::get_if<source::Readings>(&input->source)) {
        const SheetChannel& channel = *run.sheet.channel(readings->channel);
        const auto written = run.readings.of(point.id, channel);
        if (written.size() == 1 && channel.unit == run.sheet.unit) return written.front().text();
    }
    return quantities::round_to(indication, place, run.procedure.rounding.value_ties).text();
}

void print(const RunContext& run, const SheetPoint& point, PointResult& result) {
    const Measurand& measurand = run.procedure.measurand;
    const auto& policy = run.procedure.rounding;
    const auto rounded = quantities::round_result(result.value, result.expanded_uncertainty, policy);
    const int place = rounded.last_digit_exponent;
    result.printed_value = rounded.value.text();
    result.printed_uncertainty = rounded.expanded_uncertainty.text();
    result.printed_error = quantities::round_to(result.error, place, policy.value_ties).text();
    result.printed_coverage_factor = quantities::round_to(result.coverage_factor, -2, policy.value_ties).text();
    if (!measurand.reference.empty())
        result.printed_reference = quantities::round_to(result.reference, place, policy.value_ties).text();
    if (!measurand.indication.empty())
        result.printed_indication = printed_indication(run, point, result.indication, place);
}

std::optional<PointResult> result_at(const RunContext& run, Stage stage, const SheetPoint& point,
                                     std::vector<Finding>& findings) {
    auto inputs = inputs_at(run, point, findings);
    if (!inputs) return std::nullopt;
    const uncertainty::GumResult gum = uncertainty::evaluate_gum(model_of(run.procedure, *inputs));

    PointResult result;
    result.point = point.id;
    result.stage = stage;
    result.nominal = point.nominal.text();
    result.direction = point.direction;
    result.unit = run.sheet.unit;
    result.budget = budget_of(run.procedure, *inputs, gum);
    result.warnings = std::move(inputs->warnings);
    result.warnings.insert(result.warnings.end(), gum.warnings.begin(), gum.warnings.end());
    put_figures(run, point, gum.value, result);
    put_uncertainty(run, point, gum, result);
    print(run, point, result);
    judge(run, point, result);
    return result;
}

void evaluate_run(const RunContext& run, const RunInputs& inputs, Evaluation& evaluation) {
    std::vector<PointResult> results;
    for (const SheetPoint& point : run.sheet.points) {
        if (!run.readings.complete(point.id, run.sheet)) continue;
        try {
            if (auto result = result_at(run, inputs.stage, point, evaluation.findings))
                results.push_back(std::move(*result));
        } catch (const Error& error) {  // one point without a value (a division by zero) leaves the others standing
            for (Finding finding : error.findings()) {
                finding.values["point"] = point.id;
                evaluation.findings.push_back(std::move(finding));
            }
        }
    }
    const auto operations = evaluate_operations(run, inputs, results);
    const std::set<std::string> superfluous = superfluous_points(run.procedure, run.sheet, operations);
    for (const SheetPoint& point : run.sheet.points)
        for (const SheetCell& cell : run.sheet.cells)
            if (!superfluous.contains(point.id) && !run.readings.has(point.id, cell))
                evaluation.missing.push_back({inputs.stage, point.id, cell.channel, cell.repeat});
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
    const SheetReadings none({}, procedure.counted);
    const auto on_standards = findings_on_standards({procedure, inputs, sheet, none, inputs.standards});
    evaluation.findings.insert(evaluation.findings.end(), on_standards.begin(), on_standards.end());
    for (const RunInputs& run : inputs.runs) {
        const auto on_readings = findings_on_readings(sheet, run);
        evaluation.findings.insert(evaluation.findings.end(), on_readings.begin(), on_readings.end());
        const SheetReadings readings(run.readings, procedure.counted);
        const auto& standards = run.standards.empty() ? inputs.standards : run.standards;
        evaluate_run({procedure, inputs, sheet, readings, standards}, run, evaluation);
    }
    keep_first_of_equal(evaluation.findings);
    evaluation.verdict = final_verdict(procedure, inputs, evaluation);
    return evaluation;
}

}  // namespace chuan::procedures
