#include "procedures/first_order.h"

#include <algorithm>

#include "base/words.h"
#include "procedures/evaluation.h"
#include "procedures/layout.h"
#include "procedures/numbers.h"
#include "procedures/simulation.h"

namespace chuan::procedures {
namespace {

using Outcome = FirstOrderPoint::Outcome;

/// Ids of the points of the example whose results rest on first order.
std::vector<std::string> points_of(const Procedure& procedure, const Example& example) {
    std::vector<std::string> points;
    for (const SheetPoint& point : layout(procedure, example.inputs.item, example.inputs.points).points)
        if (!procedure.functions.at(point.function).simulation) points.push_back(point.id);
    return points;
}

FirstOrderPoint outcome_of(const Example& example, const PointSimulation& made) {
    const uncertainty::GumValidation& found = *made.validation;
    const auto& simulated = made.simulated.result;
    FirstOrderPoint point;
    point.example = example.id;
    point.point = made.point;
    point.stage = made.stage;
    point.outcome = !found.decided ? Outcome::undecided : found.validated ? Outcome::validated : Outcome::not_validated;
    point.encloses = made.value - made.U <= simulated.intervals.symmetric.low &&
                     made.value + made.U >= simulated.intervals.symmetric.high;
    point.tolerance = found.tolerance;
    point.difference_low = found.difference_low;
    point.difference_high = found.difference_high;
    point.unit = made.unit;
    point.trials = simulated.trials;
    point.seed = simulated.seed;
    return point;
}

/// How far the ends lie apart, in tolerances.
double distance(const FirstOrderPoint& point) {
    return std::max(point.difference_low, point.difference_high) / point.tolerance;
}

constexpr Words<Outcome, 3> kOutcomes{
    {{Outcome::validated, "validated"}, {Outcome::not_validated, "not_validated"}, {Outcome::undecided, "undecided"}}};

Finding finding_on(const FirstOrderExample& example) {
    const FirstOrderPoint& worst = example.worst;
    const std::string far = three_digits(std::max(worst.difference_low, worst.difference_high)).text(),
                      tolerance = three_digits(worst.tolerance).text(),
                      differing = std::to_string(example.not_validated), open = std::to_string(example.undecided),
                      side = example.encloses ? "wider" : "not wider everywhere";
    return {"procedure.first_order",
            "example " + example.example + ": simulation does not confirm first order at " + differing +
                " points and leaves " + open + " open; the ends differ by up to " + far + " " + worst.unit + " where " +
                tolerance + " is allowed, and the interval of first order is " + side +
                "; let the procedure take simulation as its method, or say why first order is accepted",
            "/first_order_reason",
            {{"example", example.example},
             {"differing", differing},
             {"open", open},
             {"far", far},
             {"tolerance", tolerance},
             {"unit", worst.unit},
             {"side", example.encloses ? "wider" : "narrower"}}};
}

}  // namespace

std::string_view name_of(Outcome outcome) { return word_of(kOutcomes, outcome); }
std::optional<Outcome> first_order_outcome_from(std::string_view word) { return value_of(kOutcomes, word); }

Outcome FirstOrderExample::outcome() const {
    return not_validated > 0 ? Outcome::not_validated : undecided > 0 ? Outcome::undecided : Outcome::validated;
}

std::vector<FirstOrderExample> by_example(const std::vector<FirstOrderPoint>& points) {
    std::vector<FirstOrderExample> examples;
    for (const FirstOrderPoint& point : points) {
        if (examples.empty() || examples.back().example != point.example)
            examples.push_back({.example = point.example, .worst = point});
        FirstOrderExample& example = examples.back();
        ++(point.outcome == Outcome::validated       ? example.validated
           : point.outcome == Outcome::not_validated ? example.not_validated
                                                     : example.undecided);
        if (point.outcome != Outcome::validated && !point.encloses) example.encloses = false;
        if (distance(point) > distance(example.worst)) example.worst = point;
    }
    return examples;
}

FirstOrderValidation validate_first_order(const Procedure& procedure, std::uint64_t seed, std::uint64_t trials) {
    FirstOrderValidation made{
        procedure.sha256, std::string(uncertainty::kSimulationVersion), std::string(kEngineVersion), {}};
    std::vector<std::vector<std::string>> points;
    std::size_t count = 0;
    for (const Example& example : procedure.examples)
        count += points.emplace_back(points_of(procedure, example)).size() * example.inputs.runs.size();
    if (count == 0) return made;
    const auto share = static_cast<std::size_t>(std::clamp<std::uint64_t>(trials / count, 10'000, 1'000'000));
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].empty()) continue;
        const Example& example = procedure.examples[i];
        const SimulationRequest request{.points = points[i], .trials = share, .seed = seed, .parts = 1};
        for (const PointSimulation& each : simulate(procedure, example.inputs, request))
            if (each.validation) made.points.push_back(outcome_of(example, each));
    }
    return made;
}

std::vector<Finding> findings_on(const FirstOrderValidation& made) {
    std::vector<Finding> findings;
    for (const FirstOrderExample& example : by_example(made.points))
        if (example.outcome() != Outcome::validated) findings.push_back(finding_on(example));
    return findings;
}

}  // namespace chuan::procedures
