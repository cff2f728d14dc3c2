#pragma once

// A procedure held against its worked examples: the one evaluation on the example's sheet must give the figures that
// stand beside it.

#include <string>
#include <string_view>
#include <vector>

#include "procedures/procedure.h"

namespace chuan::procedures {

struct ExampleOutcome {
    std::string id, source;
    Example::Evidence evidence = Example::Evidence::ours;
    std::vector<Finding> findings;  // empty: it holds
};

/// One outcome per example, in the order of the file. Findings: example.differs (what was expected, what came out),
/// example.held (the evaluation itself found something on the example's sheet), example.incomplete.
std::vector<ExampleOutcome> check_examples(const Procedure&);

/// Why the procedure may not be verified or approved: procedure.no_example, and the findings of examples that do not
/// hold. Empty: it may.
std::vector<Finding> findings_on_examples(const Procedure&);

std::string_view name_of(Example::Evidence);  // "published", "recomputed", "ours"

}  // namespace chuan::procedures
