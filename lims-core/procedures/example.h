#pragma once

// A worked example of a procedure: a sheet with what it must give. The examples stand in the procedure's own file, so
// that its identity covers them; a procedure whose examples do not come out may not be used (ISO/IEC 17025, 7.2.1.5).

#include <optional>
#include <string>
#include <vector>

#include "procedures/sheet.h"

namespace chuan::procedures {

/// A string that a point of the example must print, or the word of its verdict.
struct ExpectedText {
    std::string point;
    std::string field;  // a column of the report
    std::string text;
};

/// A figure that a point must give within a tolerance, where the source states it or it was computed by another way.
struct ExpectedFigure {
    std::string point;
    std::string of;  // "value", "error", "standard_uncertainty", ... see figure_names()
    double value = 0, tolerance = 0;
};

struct ExpectedOutcome {
    std::string operation;
    OperationResult::Outcome outcome = OperationResult::Outcome::pass;
};

struct Example {
    /// published: figures that the source prints; recomputed: the source's inputs, computed by hand or another program;
    /// ours: inputs of our own, computed so.
    enum class Evidence { published, recomputed, ours };
    std::string id;
    std::string source;
    Evidence evidence = Evidence::ours;
    SheetInputs inputs;
    std::vector<ExpectedText> texts;
    std::vector<ExpectedFigure> figures;
    std::vector<ExpectedOutcome> outcomes;
    std::optional<conformity::Verdict> verdict;  // of the whole sheet
};

}  // namespace chuan::procedures
