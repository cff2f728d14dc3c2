#include "procedures/trial.h"

namespace chuan::procedures {
namespace {

void require_moderate(const SimulationRequest& request) {
    const std::size_t most = kMostTrials / std::max<std::size_t>(request.points.size(), 1);
    if (request.trials <= most) return;
    const std::string points = std::to_string(request.points.size()), trials = std::to_string(request.trials);
    throw Error(ErrorKind::rule_broken, "simulation.too_many",
                points + " points with " + trials +
                    " trials each would take too long; ask for fewer points or at most " + std::to_string(most) +
                    " trials",
                "/simulation/trials", {{"points", points}, {"trials", trials}, {"most", std::to_string(most)}});
}

}  // namespace

Trial try_out(const Procedure& procedure, const SheetInputs& inputs,
              const std::optional<SimulationRequest>& simulation) {
    if (simulation) require_moderate(*simulation);
    Trial trial{layout(procedure, inputs.item, inputs.points), evaluate(procedure, inputs), {}};
    if (simulation) trial.simulations = simulate(procedure, inputs, *simulation);
    return trial;
}

}  // namespace chuan::procedures
