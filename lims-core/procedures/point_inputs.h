#pragma once

// The inputs of the model at one point: what each source gives, as the budget takes it.

#include <optional>
#include <string>
#include <vector>

#include "procedures/layout.h"
#include "procedures/sheet_readings.h"
#include "uncertainty/budget.h"

namespace chuan::procedures {

/// What the evaluation of one function in one run looks at.
struct RunContext {
    const Procedure& procedure;
    const Function& function;
    const SheetInputs& inputs;
    const SheetLayout& sheet;
    const SheetReadings& readings;
    const std::vector<StandardInput>& standards;  // that the readings were made with
    std::optional<CivilDate> measured_on{};
};

struct PointInput {
    uncertainty::InputQuantity quantity;
    std::string distribution;  // as the budget names it
    /// Certificate number; "line:" with it, where the value is that of the line through its certificate and the earlier
    /// ones, "last:" with it, where the line was asked for and there are too few; "line" of a drift that the line
    /// holds; "readings", "resolution", "procedure", "history", "environment", "nominal", or where a fixed figure was
    /// taken from.
    std::string source;
};

struct PointInputs {
    std::vector<PointInput> inputs;  // in the order of the procedure
    std::vector<uncertainty::Correlation> correlations;
    std::vector<Finding> warnings;
};

/// The inputs at a point whose readings are complete; nullopt where a standard or the environment lacks a figure, which
/// is then among `findings` unless the checks of the whole sheet name it.
std::optional<PointInputs> inputs_at(const RunContext&, const SheetPoint&, std::vector<Finding>& findings);

/// The model of the function with these inputs: what first order evaluates and what a simulation draws from.
uncertainty::Model model_of(const Function&, const PointInputs&);

std::string name_of(Distribution);

}  // namespace chuan::procedures
