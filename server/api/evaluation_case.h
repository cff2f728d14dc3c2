#pragma once

// Cases as a file or a request states them, evaluated: the form of `chuan evaluate` and POST /evaluations.

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "server/api/model_cases.h"
#include "server/json/value.h"

namespace chuan::server::api {

/// One case and what came of it; without findings it was evaluated.
struct CaseOutcome {
    std::string id, kind;  // id: empty for a case without one
    json::Value output;    // with the keys that a case of the kind expects
    std::string stage{};   // "read", "kind", "parse", "evaluate" or "stopped": where it ended
    std::vector<Finding> findings{};
};

struct CasesAsked {
    std::optional<std::int64_t> trials{};  // 0: no simulation
    std::optional<std::int64_t> seed{};
    unsigned threads = 1;
    std::int64_t most_trials = 10'000'000;
    std::size_t most_cases = 10'000;
    std::stop_token stop{};
    std::function<void()> progress{};  // often, while there is work
};

/// A case, {"cases": [...], "trials", "seed"} or an array of cases. What is asked here goes before what stands beside
/// the cases. Throws Error(malformed) only for a text that holds no cases at all.
std::vector<CaseOutcome> evaluate_cases(std::string_view text, const CasesAsked& = {});

/// {"engine_version", "results": [{"id", "kind", "output"} or {"id", "kind", "error": {"stage", "position", "code",
/// "detail", "findings"}}]}
json::Value outcomes_json(const std::vector<CaseOutcome>&);

}  // namespace chuan::server::api
