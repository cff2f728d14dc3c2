#pragma once

// The same model as the evaluation's, propagated by simulation: what a metrologist looks at before trusting first order
// (JCGM 101:2008, clause 8). No figure of a result comes from here.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "procedures/procedure.h"
#include "procedures/sheet.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::procedures {

struct SimulationRequest {
    std::vector<std::string> points;  // ids in the layout
    std::size_t trials = 1'000'000;   // of each point
    std::uint64_t seed = 1;
    std::size_t parts = 60;  // of the histogram
};

/// All figures in the unit of the results, of what the model gives: the value or the error.
struct PointSimulation {
    std::string point;
    Stage stage = Stage::as_found_and_left;
    std::string unit;            // D-SI
    double value = 0, u = 0;     // in first order
    double U = 0;                // before it is raised to a CMC
    double coverage_factor = 0;  // of the first-order U
    uncertainty::SimulatedDistribution simulated;
    /// Absent where nothing is uncertain.
    std::optional<uncertainty::GumValidation> validation;
    int significant_digits = 2;  // of u, that the validation rests on
};

/// Every asked point of every run whose readings are complete and whose model has a value; what is missing stands in
/// the evaluation. Throws as evaluate(), and Error(rule_broken, "simulation.trials" or "simulation.point").
std::vector<PointSimulation> simulate(const Procedure&, const SheetInputs&, const SimulationRequest&);

}  // namespace chuan::procedures
