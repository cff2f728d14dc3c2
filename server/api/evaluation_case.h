#pragma once

// A measurement model as a file or a request states it, evaluated to first order and, where that is asked for, by
// simulation: the form of `chuan evaluate`.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "server/json/value.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::server::api {

/// One case and what came of it; without findings it was evaluated.
struct CaseOutcome {
    std::string id, kind;
    json::Value output;   // {"gum": {...}, "mc": {...}}, with the keys that a case expects
    std::string stage{};  // "read", "kind", "parse" or "evaluate": where it stopped
    std::vector<Finding> findings{};
};

struct SimulationAsked {
    std::size_t trials = 0;  // 0: until the result stands to two significant digits of u
    std::uint64_t seed = 1;
    uncertainty::IntervalKind interval = uncertainty::IntervalKind::symmetric;
    unsigned threads = 1;
};

/// A case, {"cases": [...]} or an array of cases. Throws Error(malformed) only for a text that holds no cases at all.
std::vector<CaseOutcome> evaluate_cases(std::string_view text, const std::optional<SimulationAsked>& = {});

/// {"results": [{"id", "kind", "output"} or {"id", "kind", "error": {"stage", "position", "code", "detail",
/// "findings"}}]}
json::Value outcomes_json(const std::vector<CaseOutcome>&);

}  // namespace chuan::server::api
