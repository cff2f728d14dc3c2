#pragma once

// A procedure tried on figures somebody types: the one evaluation, and where asked for the simulation of the same
// model beside it. Nothing of it is a result, and nothing of it is kept.

#include <optional>
#include <vector>

#include "procedures/evaluation.h"
#include "procedures/layout.h"
#include "procedures/simulation.h"

namespace chuan::procedures {

/// Of all points of one trial together: some seconds of one core.
inline constexpr std::size_t kMostTrials = 4'000'000;

struct Trial {
    SheetLayout layout;
    Evaluation evaluation;
    std::vector<PointSimulation> simulations;
};

/// Throws as evaluate() and simulate(), and Error(rule_broken, "simulation.too_many") above kMostTrials.
Trial try_out(const Procedure&, const SheetInputs&, const std::optional<SimulationRequest>&);

}  // namespace chuan::procedures
